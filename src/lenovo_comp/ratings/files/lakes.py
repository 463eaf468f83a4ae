"""Tables of data lakes, whose folders also hold the rows of older versions."""

from pathlib import Path
from typing import NamedTuple

_MARKS = {"Delta": "_delta_log", "Iceberg": "metadata/*.metadata.json", "Hudi": ".hoodie"}
"""Kinds of such tables, and what is found in the folder of one."""


class Lake(NamedTuple):
    """Such a table: its kind, and its folder."""

    kind: str
    folder: str


def lake_around(folder: Path) -> Lake | None:
    """The table that a folder is, or that it belongs to as one of its parts (`cycle=2026H1`)."""
    folder = folder.absolute()
    while (lake := _lake(folder)) is None and "=" in folder.name:
        folder = folder.parent
    # Iceberg keeps the files in a folder `data`.
    return _lake(folder.parent) if lake is None and folder.name == "data" else lake


def _lake(folder: Path) -> Lake | None:
    kinds = (kind for kind, mark in _MARKS.items() if any(folder.glob(mark)))
    return next((Lake(kind, str(folder)) for kind in kinds), None)
