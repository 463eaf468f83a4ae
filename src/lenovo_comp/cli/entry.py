"""Start and end of the process, with as little imported on the way as can be."""

import contextlib
import gc
import os
import sys
from typing import NoReturn

from ..version import __version__
from .exits import CANNOT_RUN, CLEAN, INTERRUPTED, clean_up

INTERRUPT_PATIENCE = 0.3
"""Seconds that a run has after Ctrl-C to end by itself."""


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
        _watch_interrupts()
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


def _watch_interrupts() -> None:
    """Let Ctrl-C, SIGTERM and SIGHUP end the run at once, with nothing unfinished left behind."""
    # Python runs handlers of signals between its own instructions only, so not while the columnar engine is at
    # work. The number of a signal is written to the pipe at once, and a thread waits for it there.
    if os.name != "posix":
        return
    import signal
    import threading

    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGHUP):
        # Under `nohup` SIGHUP is ignored, and stays so.
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda *_: None)
    threading.Thread(target=_end_interrupted, args=(read,), daemon=True).start()


def _end_interrupted(signals: int) -> None:
    """Wait for a signal that ends the run, and end it.

    After Ctrl-C the run has a moment to end by itself, as it does in Python code.
    """
    import time
    from signal import SIGHUP, SIGINT, SIGTERM

    while (number := os.read(signals, 1)[0]) not in (SIGINT, SIGTERM, SIGHUP):
        pass
    if number == SIGINT:
        time.sleep(INTERRUPT_PATIENCE)
    clean_up()
    if number != SIGINT:
        # The exit code that shells give to a process that a signal has ended.
        os._exit(128 + number)
    print("comp: interrupted", file=sys.stderr)
    _end_process(INTERRUPTED)


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
