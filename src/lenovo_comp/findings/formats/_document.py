"""`comp.diagnostics/1`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...reports.shared.document import Document, tool
from ...text import Language
from ..finding import Diagnostic, Severity


def diagnostics_document(
    diagnostics: Iterable[Diagnostic], counts: Mapping[Severity, int], language: Language
) -> Document:
    """`comp.diagnostics/1`. The counts are of all findings, of which `diagnostics` may be the first."""
    return {
        "schema": "comp.diagnostics/1",
        "tool": tool(),
        "summary": {severity.value: number for severity, number in counts.items()},
        "diagnostics": [
            {
                "code": d.rule.code,
                "name": d.rule.name,
                "severity": d.severity.value,
                "message": d.message(language).strip(),
                "path": d.place.path,
                "line": d.place.line,
                "column": d.place.column,
                "row": d.place.row,
                "cell": d.place.cell,
                "field": d.place.field,
                "value": d.shown_value,
                "help": d.remedy(language),
                "fingerprint": d.fingerprint,
            }
            for d in diagnostics
        ],
    }
