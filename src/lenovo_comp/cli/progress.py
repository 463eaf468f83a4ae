"""Progress of a long reading on a terminal's standard error: rows so far, and rows a second."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from ..reports.shared.words import Words
from .exits import CLEAN_UP

if TYPE_CHECKING:
    from rich.progress import Progress, Task
    from rich.text import Text

PATIENCE = 1.0
"""Seconds before the line appears."""


@contextmanager
def progress(words: Words, to: TextIO | None = None, key: str = "rows_read") -> Iterator[Callable[[int], None] | None]:
    """A function to call with the number of rows of every part that was read; None without a terminal.

    `key`: the words that say how many, where it is not rows.

    After `PATIENCE` a line shows their sum. It is gone, and the cursor back, when the block is left.
    """
    to = to or sys.stderr
    if not to.isatty() or os.environ.get("TERM", "").lower() in ("dumb", "unknown"):
        yield None
        return
    display = _Display(words, key, to)
    # A timer, so that short runs never import the progress bar, which takes longer than they do.
    timer = threading.Timer(PATIENCE, display.show)
    timer.daemon = True
    timer.start()
    # A run that a signal ends doesn't come to `finally`, and the cursor would stay hidden.
    CLEAN_UP.add(display.close)
    try:
        yield display.advance
    finally:
        timer.cancel()
        display.close()
        CLEAN_UP.discard(display.close)


class _Display:
    """The line: counts from the start, visible from `show` to `close`, which different threads call."""

    def __init__(self, words: Words, key: str, to: TextIO) -> None:
        self._words, self._key, self._to = words, key, to
        self._rows, self._start = 0, time.monotonic()
        self._lock = threading.Lock()
        self._bar: Progress | None = None
        self._closed = False

    def advance(self, rows: int) -> None:
        self._rows += rows

    def show(self) -> None:
        bar = self._build_bar()
        # The run may be over by now, since rich takes a while to import.
        with self._lock:
            if not self._closed:
                self._bar = bar
                bar.start()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._bar is not None:
                self._bar.stop()

    def _build_bar(self) -> Progress:
        from rich.console import Console
        from rich.progress import Progress, ProgressColumn, SpinnerColumn
        from rich.text import Text

        class Rows(ProgressColumn):
            """A column that shows `_line`."""

            def render(_column, _task: Task) -> Text:  # noqa: N805 - `self` is the display
                return Text(self._line())

        console = Console(file=self._to)
        bar = Progress(
            SpinnerColumn("line"), Rows(), console=console, transient=True, redirect_stdout=False, redirect_stderr=False
        )
        bar.add_task("", total=None)
        return bar

    def _line(self) -> str:
        seconds = time.monotonic() - self._start
        if not self._rows:
            return self._words("reading", seconds=f"{seconds:.0f}")
        return self._words(self._key, rows=f"{self._rows:,}", rate=f"{self._rows / seconds:,.0f}")
