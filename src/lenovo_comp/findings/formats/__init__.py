"""The formats of findings, a module each, which is all there is to add for a new one.

A module says by which endings of files it is known (`ENDINGS`) and makes it of what was found (`render`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from ...folders import default_first, module_of, modules_of

if TYPE_CHECKING:
    from ...reports.formats import Content
    from ...reports.shared.words import Words
    from ..finding import Findings

DEFAULT = "full"


class Checked(NamedTuple):
    """What `comp check` found, and in which files.

    `shown` are the first of `found` where there are very many; `files` are paths with their rows (None: no table).
    With `statistics` people want to know how many there are of each rule rather than where.
    """

    found: Findings
    shown: Findings
    files: Sequence[tuple[str, int | None]] = ()
    statistics: bool = False


class Format(Protocol):
    """A module of this folder."""

    ENDINGS: tuple[str, ...]

    def render(self, checked: Checked, words: Words) -> Content:
        """The findings in this format."""


def format_of(name: str) -> Format:
    """The format of that name."""
    return cast(Format, module_of(__name__, name))


def formats() -> tuple[str, ...]:
    """All of them, the default first."""
    return default_first(modules_of(__name__), DEFAULT)
