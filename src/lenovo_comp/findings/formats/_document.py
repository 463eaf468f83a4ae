"""`comp.diagnostics/1`."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, TypedDict

from ...reports.shared.document import Tool, tool
from ...reports.shared.kinds import Count, Ordinal
from ...text import Language
from ..finding import Finding, Severity


class PlaceEntry(TypedDict):
    line: Ordinal | None
    row: Ordinal | None
    cell: str | None


class DiagnosticEntry(TypedDict):
    code: Annotated[str, ("pattern", "^[FCXMRAST][0-9]{3}$")]
    name: str
    severity: Severity
    message: str
    path: str
    line: Ordinal | None
    column: Ordinal | None
    row: Ordinal | None
    cell: str | None
    """Sheet and A1 cell of a workbook (`Sheet1!D4`), or the sheet."""
    field: str | None
    value: Annotated[str, ("maxLength", 640)] | None
    help: str
    fingerprint: Annotated[str, ("pattern", "^[0-9a-f]{24}$")]
    count: Ordinal
    """In how many places the same is wrong; `line`, `column`, `row`, `cell` are of the first."""
    places: list[PlaceEntry]
    """The first five places; none for what concerns the whole file."""


class DiagnosticsDocument(TypedDict):
    """What `comp check --format json` prints."""

    schema: Literal["comp.diagnostics/1"]
    tool: Tool
    summary: dict[Severity, Count]
    diagnostics: list[DiagnosticEntry]


def diagnostics_document(
    diagnostics: Iterable[Finding], counts: Mapping[Severity, int], language: Language
) -> DiagnosticsDocument:
    """`comp.diagnostics/1`. The counts are of all findings, of which `diagnostics` may be the first."""
    return {
        "schema": "comp.diagnostics/1",
        "tool": tool(),
        "summary": dict(counts),
        "diagnostics": [
            {
                "code": d.rule.code,
                "name": d.rule.name,
                "severity": d.severity,
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
                "count": d.number,
                "places": [
                    {"line": place.line, "row": place.row, "cell": place.cell}
                    for place in d.places
                    if (place.line, place.row, place.cell) != (None, None, None)
                ],
            }
            for d in diagnostics
        ],
    }
