"""Ends a run at once on Ctrl-C, SIGTERM and SIGHUP, where systems have signals. On Windows Python ends it."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import NoReturn

from .exits import INTERRUPTED, clean_up

# Type checkers that check for Windows read no further.
assert sys.platform != "win32"

PATIENCE = 0.3
"""Seconds that a run has after Ctrl-C to end by itself."""


def watch(end_process: Callable[[int], NoReturn]) -> None:
    """Let Ctrl-C, SIGTERM and SIGHUP end the run at once, with nothing unfinished left behind."""
    # Python runs handlers of signals between its own instructions only, so not while the columnar engine is at
    # work. The number of a signal is written to the pipe at once, and a thread waits for it there.
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGHUP):
        # Under `nohup` SIGHUP is ignored, and stays so.
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda *_: None)
    threading.Thread(target=_end_interrupted, args=(read, end_process), daemon=True).start()


def _end_interrupted(signals: int, end_process: Callable[[int], NoReturn]) -> None:
    """Wait for a signal that ends the run, and end it.

    After Ctrl-C the run has a moment to end by itself, as it does in Python code.
    """
    while (number := os.read(signals, 1)[0]) not in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        pass
    if number == signal.SIGINT:
        time.sleep(PATIENCE)
    clean_up()
    if number != signal.SIGINT:
        # The exit code that shells give to a process that a signal has ended.
        os._exit(128 + number)
    print("comp: interrupted", file=sys.stderr)
    end_process(INTERRUPTED)
