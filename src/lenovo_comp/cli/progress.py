"""How far a long reading has come: rows so far and rows a second, on a terminal's standard error."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from ..reports.shared.words import Words
from .entry import CLEAN_UP

if TYPE_CHECKING:
    from rich.progress import Progress, Task
    from rich.text import Text

PATIENCE = 1.0
"""Seconds that a run may take without a word."""


@contextmanager
def progress(words: Words, to: TextIO | None = None) -> Iterator[Callable[[int], None] | None]:
    """A function to be told of every lot of rows that was read; None where nobody could see it.

    From `PATIENCE` on a line shows what it was told. The line is gone, and the cursor back, when the
    block is left, however that happens.
    """
    to = to or sys.stderr
    if not to.isatty() or os.environ.get("TERM", "").lower() in ("dumb", "unknown"):
        yield None
        return
    display = _Display(words, to)
    timer = threading.Timer(PATIENCE, display.show)
    timer.daemon = True
    timer.start()
    CLEAN_UP.add(display.close)
    try:
        yield display.advance
    finally:
        timer.cancel()
        display.close()
        CLEAN_UP.discard(display.close)


class _Display:
    """Counts from the start; shows from `show` to `close`, which come from different threads."""

    def __init__(self, words: Words, to: TextIO) -> None:
        self._words, self._to = words, to
        self._rows, self._start = 0, time.monotonic()
        self._lock = threading.Lock()
        self._bar: Progress | None = None
        self._closed = False

    def advance(self, rows: int) -> None:
        self._rows += rows

    def show(self) -> None:
        bar = self._made()
        with self._lock:
            if not self._closed:
                self._bar = bar
                bar.start()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._bar is not None:
                self._bar.stop()

    def _made(self) -> Progress:
        from rich.console import Console
        from rich.progress import Progress, ProgressColumn, SpinnerColumn
        from rich.text import Text

        class Rows(ProgressColumn):
            """What `_line` says at the moment."""

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
        return self._words("rows_read", rows=f"{self._rows:,}", rate=f"{self._rows / seconds:,.0f}")
