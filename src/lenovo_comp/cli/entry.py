"""From the shell and back to it, with as little on the way as can be: start-up and exit of the process."""

import contextlib
import gc
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from ..version import __version__

CLEAN, FINDINGS, CANNOT_RUN, INTERNAL, INTERRUPTED = 0, 1, 2, 70, 130
TRACEBACK, NO_CACHE = "COMP_TRACEBACK", "COMP_NO_CACHE"
"""What the options of these names set for the run."""
CLEAN_UP: set[Callable[[], None]] = set()
"""What must not be left behind where a run is cut short: a line on the terminal, an unfinished file."""
INTERRUPT_PATIENCE = 0.3


def main() -> NoReturn:
    """The entry point of the command line."""
    _occupy_streams()
    gc.disable()  # modules and frames make no cycles worth looking for, and looking takes time
    _leave(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    """Run the command; returns the exit code."""
    try:
        if arguments == ["--version"]:  # answered before anything is imported for it
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
    except BaseException as error:  # not even the command line could be set up
        with contextlib.suppress(OSError, ValueError):
            print(f"comp: can't start ({type(error).__name__})", file=sys.stderr)
        return CANNOT_RUN
    return CLEAN


def _occupy_streams() -> None:
    """Put the null device where a standard stream is closed, before a file that is opened takes its place.

    Standard input stays None for Python: that it is closed is an error where it is read, and only there.
    """
    null = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(null, number)
    if null > 2:  # else it is in its place
        os.close(null)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")


def _watch_interrupts() -> None:
    """Let Ctrl-C end the run also while the columnar engine is at work, which Python must wait for.

    A run that is told to end in another way, or loses its terminal, also leaves nothing unfinished behind.
    """
    if os.name != "posix":
        return
    import signal
    import threading

    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # `nohup` has it ignored
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
    for clean_up in tuple(CLEAN_UP):
        clean_up()
    if number != SIGINT:  # at once, and as the shell tells it of a process that has been ended
        os._exit(128 + number)
    print("comp: interrupted", file=sys.stderr)
    _leave(INTERRUPTED)


def _leave(code: int) -> NoReturn:
    """Exit without taking the interpreter apart object by object: nothing of ours waits for that."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        pass  # the reader has seen enough
    except (OSError, ValueError):
        code = code or CANNOT_RUN
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(code)
