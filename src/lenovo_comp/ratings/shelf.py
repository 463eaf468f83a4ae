"""Frames that wait until they are needed: in memory, or in files, so that not all are in memory at once (0024)."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

Kinds = Mapping[str, pl.DataType]


class Held(NamedTuple):
    """A frame that waits; `height` is its number of rows."""

    height: int
    frame: pl.DataFrame | None
    file: Path | None = None
    kinds: Kinds = MappingProxyType({})

    def load(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The frame, or some of its columns."""
        if self.frame is not None:
            return self.frame if columns is None else self.frame.select(columns)
        assert self.file is not None
        frame = pl.read_ipc(self.file, columns=list(columns) if columns is not None else None)
        return frame.with_columns(frame[n].cat.to(kind) for n, kind in self.kinds.items() if n in frame.columns)

    def drop(self) -> None:
        """Let the frame go: it won't be loaded again."""
        if self.file is not None:
            self.file.unlink()


class Shelf:
    """Where frames wait: in files of a folder, or in memory where there is none."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder, self._number = folder, 0

    @property
    def is_on_disk(self) -> bool:
        return self._folder is not None

    def put(self, frame: pl.DataFrame, kinds: Kinds | None = None) -> Held:
        """Let a frame wait. `kinds`: its columns of many categories, which are written as their codes."""
        if self._folder is None:
            return Held(frame.height, frame)
        self._number += 1
        file = self._folder / f"{self._number}.arrow"
        here = {n: kind for n, kind in (kinds or {}).items() if n in frame.columns}
        frame.with_columns(pl.col(n).to_physical() for n in here).write_ipc(file, compression="uncompressed")
        return Held(frame.height, None, file, here)


IN_MEMORY = Shelf()


def total(several: Iterable[Held]) -> int:
    """The number of rows of several frames."""
    return sum(held.height for held in several)
