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
    """The findings of `comp check`, and the files that it checked.

    `shown` are the first of `found`; `files` are paths with their number of rows (None: no table). With
    `statistics` formats for people count findings by rule instead of listing them.
    """

    found: Findings
    shown: Findings
    files: Sequence[tuple[str, int | None]] = ()
    statistics: bool = False


class Format(Protocol):
    """A module of this folder: `ENDINGS` are the endings of files that choose it."""

    ENDINGS: tuple[str, ...]

    def render(self, checked: Checked, words: Words) -> Content:
        """The findings in this format."""


def format_of(name: str) -> Format:
    """The format of that name."""
    return cast(Format, module_of(__name__, name))


def formats() -> tuple[str, ...]:
    """The names of all formats, the default first."""
    return default_first(modules_of(__name__), DEFAULT)
