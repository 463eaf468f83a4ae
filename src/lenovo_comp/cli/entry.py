"""Start and end of the process, with as little imported on the way as can be."""

import contextlib
import gc
import os
import sys
from typing import NoReturn

from ..version import __version__
from .exits import CANNOT_RUN, CLEAN, INTERRUPTED, clean_up


def main() -> NoReturn:
    """The entry point of the command line."""
    _occupy_streams()
    # Modules and frames make no cycles worth looking for, and looking takes a tenth of the start-up (decision 0004).
    gc.disable()
    _end_process(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    """Run the command; returns the exit code."""
    try:
        # Answered before anything is imported.
        if arguments == ["--version"]:
            print(f"comp {__version__}")
            return CLEAN
        if sys.platform != "win32":
            from .interrupts import watch

            watch(_end_process)
        from .app import app

        app()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else CLEAN
    except KeyboardInterrupt:
        print("comp: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough
        return CLEAN
    except BaseException as error:
        # Not even the command line could be set up. Uncaught, it would exit with 1, which means findings.
        with contextlib.suppress(OSError, ValueError):
            print(f"comp: {_why_not_started(error)}", file=sys.stderr)
        return CANNOT_RUN
    return CLEAN


def _why_not_started(error: BaseException) -> str:
    if isinstance(error, ImportError):
        from .language import language_of
        from .missing import how_to_install

        return how_to_install(error)[language_of()]
    return f"can't start ({type(error).__name__})"


def _occupy_streams() -> None:
    """Put the null device where a standard stream is closed."""
    # Else the next file that is opened takes its number, and what is meant for the stream is written into it.
    null = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(null, number)
    if null > 2:
        os.close(null)
    # Standard input stays None for Python: that it is closed is an error where it is read, and only there.
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    if hasattr(sys.stdout, "reconfigure"):
        # A terminal may lack a character of somebody's name; a "?" is better than no report.
        sys.stdout.reconfigure(errors="replace")


def _end_process(code: int) -> NoReturn:
    """Flush the standard streams and end the process at once."""
    # Ctrl-C may have come while what was unfinished was being removed.
    clean_up()
    # To take the interpreter apart takes twice as long as Python's start, and nothing waits for it (decision 0004).
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        pass  # the reader has seen enough
    except (OSError, ValueError):
        code = code or CANNOT_RUN
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(code)
