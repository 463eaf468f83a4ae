"""The formats that frameworks come in, a module each, which is all there is to add for a new one.

A module says whether a source is of its format (`recognise`) and reads it (`read`). What it can't read it says in the
account; a source that it refuses raises `Refused` after that. Ids that the source lacks are given later.
"""

from collections.abc import Sequence
from typing import Protocol, cast

from ...folders import module_of, modules_of
from ..conversion import Conversion
from ..framework import Framework
from ..options import Options
from ..source import Source

FALLBACK = "matrix"
"""What any other table is tried as."""


class Refused(Exception):
    """Nothing of the source can be taken; the account says why."""


class Format(Protocol):
    """A module of this folder."""

    def recognise(self, source: Source) -> bool:
        """Whether a source is of the format, by its content."""

    def read(self, source: Source, options: Options, conversion: Conversion) -> Framework:
        """The framework of a source. Raises Refused."""


def names() -> Sequence[str]:
    """The names of all formats."""
    return modules_of(__name__)


def format_of(name: str) -> Format:
    """The format of that name."""
    return cast(Format, module_of(__name__, name))


def recognised(source: Source) -> list[str]:
    """The formats that a source is of; what any table is tried as, where it is of no other."""
    found = [name for name in names() if name != FALLBACK and format_of(name).recognise(source)]
    return found or [FALLBACK] * format_of(FALLBACK).recognise(source)
