"""The formats of reports, a module each, which is all there is to add for a new one.

A module says what it is made from (`FROM`), by which endings of files it is known (`ENDINGS`), and makes it (`render`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from ...folders import default_first, module_of, modules_of

if TYPE_CHECKING:
    from ...findings.finding import Findings
    from ..shared.blocks import Block
    from ..shared.run import Form, Report
    from ..shared.words import Words

DEFAULT = "table"

Content = Sequence["Block"] | str | bytes | Iterator[str]
"""A report in a format: blocks (laid out when they are written), text, perhaps piece by piece, or bytes."""


class Format(Protocol):
    """A module of this folder: what it is made from, the endings of its files, and how it is made."""

    FROM: Form
    ENDINGS: tuple[str, ...]

    def render(self, report: Report, findings: Findings, words: Words) -> Content:
        """The report in this format; `findings` are those that the project wants to hear of."""


def format_of(name: str) -> Format:
    """The format of that name."""
    return cast(Format, module_of(__name__, name))


def formats_for(forms: Collection[Form]) -> tuple[str, ...]:
    """The names of the formats that can be made from `forms`, the default first."""
    return default_first([name for name in modules_of(__name__) if format_of(name).FROM in forms], DEFAULT)
