"""XLSX: a workbook that the report lays out itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...findings.finding import Findings
    from ..shared.run import Form, Report
    from ..shared.words import Words

FROM: Form = "workbook"
ENDINGS = (".xlsx",)


def render(report: Report, findings: Findings, _words: Words) -> bytes:
    assert report.workbook is not None
    return report.workbook(findings)
