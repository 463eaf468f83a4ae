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
"""Blocks for a person's eye, text (perhaps piece by piece) or bytes for a machine."""


class Format(Protocol):
    """A module of this folder."""

    FROM: Form
    ENDINGS: tuple[str, ...]

    def render(self, report: Report, findings: Findings, words: Words) -> Content:
        """The report in this format; `findings` are those that the project wants to hear of."""


def format_of(name: str) -> Format:
    """The format of that name."""
    return cast(Format, module_of(__name__, name))


def offered(forms: Collection[Form]) -> tuple[str, ...]:
    """The formats that can be made from these, the default first."""
    return default_first([name for name in modules_of(__name__) if format_of(name).FROM in forms], DEFAULT)
