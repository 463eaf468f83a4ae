"""JSON: a versioned document (`docs/schema/`), written piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..shared.document import pieces

if TYPE_CHECKING:
    from ...findings.finding import Findings
    from ..shared.run import Form, Report
    from ..shared.words import Words

FROM: Form = "document"
ENDINGS = (".json",)


def render(report: Report, _findings: Findings, _words: Words) -> Iterator[str]:
    assert report.document is not None
    return pieces(dict(report.document()))
