"""Frames that wait until they are needed: in memory, or in files, so that not all are in memory at once (0025)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

from .. import system

Decoders = Mapping[str, Callable[[pl.Expr], pl.Expr]]
"""Columns of many categories, of which codes are written → what makes categories of the codes again."""
_PLAIN: Decoders = MappingProxyType({})


class Held(NamedTuple):
    """A frame that waits; `height` is its number of rows."""

    height: int
    columns: Sequence[str]
    frame: pl.DataFrame | None
    file: Path | None = None
    decoders: Decoders = _PLAIN

    def scan(self) -> pl.LazyFrame:
        """The frame as a query, which reads a file as it needs it."""
        if self.frame is not None:
            return self.frame.lazy()
        return pl.scan_ipc(self.source()).with_columns(
            decode(pl.col(n)).alias(n) for n, decode in self.decoders.items()
        )

    def load(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The frame, or some of its columns."""
        if self.frame is not None:
            return self.frame if columns is None else self.frame.select(columns)
        frame = pl.read_ipc(self.source(), columns=None if columns is None else list(columns))
        here = {n: decode for n, decode in self.decoders.items() if n in frame.columns}
        return frame.with_columns(decode(pl.col(n)).alias(n) for n, decode in here.items())

    def drop(self) -> None:
        """Let the frame go: it won't be asked for again."""
        if self.file is not None:
            self.file.unlink()

    def source(self) -> Path | bytes:
        """What the engine reads the frame from."""
        assert self.file is not None
        # The engine maps files into memory, and Windows removes none that is: its frames may outlive this one.
        return self.file.read_bytes() if system.WINDOWS else self.file


class Shelf:
    """Where frames wait: in files of a folder, or in memory where there is none."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder, self._number = folder, 0

    @property
    def is_in_memory(self) -> bool:
        return self._folder is None

    def put(self, frame: pl.DataFrame, decoders: Decoders = _PLAIN) -> Held:
        """Let a frame wait."""
        if self._folder is None:
            return Held(frame.height, frame.columns, frame)
        self._number += 1
        file = self._folder / f"{self._number}.arrow"
        here = {n: decode for n, decode in decoders.items() if n in frame.columns}
        frame.with_columns(pl.col(n).to_physical() for n in here).write_ipc(file)
        return Held(frame.height, frame.columns, None, file, here)


IN_MEMORY = Shelf()


def total(several: Iterable[Held]) -> int:
    """The number of rows of several frames."""
    return sum(held.height for held in several)
