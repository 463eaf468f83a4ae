"""Blocks → one HTML page that needs nothing else: no script, no request, fit for a mail, a phone and paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...text import Language
from ..shared.blocks import Block, Heading

if TYPE_CHECKING:
    from ...findings.finding import Findings
    from ..shared.run import Form, Report
    from ..shared.words import Words

FROM: Form = "blocks"
ENDINGS = (".html", ".htm")


def render(report: Report, findings: Findings, words: Words) -> str:
    if report.page is not None:
        return report.page(findings)
    assert report.blocks is not None
    return html(report.blocks(), words.language, confidential=report.assessment is not None)


def html(blocks: Iterable[Block], language: Language, *, confidential: bool = False) -> str:
    """The blocks as a whole page, escaped; printed pages say that what is about people is `confidential`."""
    from ..shared.page import render as render_page

    parts = list(blocks)
    title = next((block.text for block in parts if isinstance(block, Heading)), "comp")
    return render_page(
        "plain.jinja", language, styles=("page.css",), title=title, parts=parts, confidential=confidential
    )
