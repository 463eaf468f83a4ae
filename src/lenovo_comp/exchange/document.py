"""`comp.conversion/1`: the account of a conversion as JSON."""

from typing import Annotated, Literal, TypedDict

from ..findings.finding import Severity
from ..reports.shared.document import Tool, tool
from ..reports.shared.kinds import Count, Ordinal, Sha256
from ..text import Language
from .conversion import Conversion, Effect, Entry, File, Kind


class FileEntry(TypedDict):
    path: str | None
    """Null where nothing is written."""
    format: str | None
    version: str | None
    sha256: Sha256 | None
    encoding: str | None


class ConversionSummary(TypedDict):
    competencies: Count
    statements: Count
    positions: Count
    requirements: Count


class ColumnEntry(TypedDict):
    sheet: str
    """Empty where the source has no sheets."""
    head: str
    target: str
    """What the map may say: `name`, `level 3`, `ignore` …; empty where the column was not understood."""
    reason: str
    guessed: bool


class CountEntry(TypedDict):
    """read = kept + merged + dropped; `dropped` is the sum of `count` over the `lost` entries of the kind."""

    kind: Kind
    read: Count
    kept: Count
    merged: Count
    dropped: Count


class ConversionEntry(TypedDict):
    code: Annotated[str, ("pattern", "^[FCXMRAST][0-9]{3}$")]
    name: str
    effect: Effect
    severity: Severity
    accepted: bool
    kind: Kind | None
    """Null where something is lost of a thing that is kept."""
    count: Ordinal
    places: Annotated[list[str], ("minItems", 1)]
    """The first 20: `Sheet!C4`, `file.csv:12`, a JSON pointer or an id."""
    sample: str | None
    message: str
    help: str


class ConversionDocument(TypedDict):
    """What `comp import --format json` and `comp export … --report` write."""

    schema: Literal["comp.conversion/1"]
    tool: Tool
    command: Literal["import", "export"]
    source: FileEntry
    target: FileEntry
    languages: list[Language]
    options: dict[str, str]
    summary: ConversionSummary
    columns: list[ColumnEntry]
    counts: list[CountEntry]
    entries: list[ConversionEntry]
    map: str | None
    """The map that says all that was known or guessed; null where the format has none."""


def conversion_document(conversion: Conversion, language: Language) -> ConversionDocument:
    """`comp.conversion/1`."""
    return {
        "schema": "comp.conversion/1",
        "tool": tool(),
        "command": conversion.command,
        "source": _file(conversion.source),
        "target": _file(conversion.target),
        "languages": [*conversion.languages],
        "options": conversion.options,
        "summary": {
            "competencies": conversion.summary.competencies,
            "statements": conversion.summary.statements,
            "positions": conversion.summary.positions,
            "requirements": conversion.summary.requirements,
        },
        "columns": [
            {"sheet": c.sheet, "head": c.head, "target": c.target, "reason": c.reason[language], "guessed": c.guessed}
            for c in conversion.columns
        ],
        "counts": [
            {"kind": kind, "read": n.read, "kept": n.kept, "merged": n.merged, "dropped": n.dropped}
            for kind, n in conversion.counts.items()
        ],
        "entries": [_entry(entry, language) for entry in conversion.entries],
        "map": conversion.map,
    }


def _file(file: File) -> FileEntry:
    return {
        "path": file.path,
        "format": file.format,
        "version": file.version,
        "sha256": file.sha256,
        "encoding": file.encoding,
    }


def _entry(entry: Entry, language: Language) -> ConversionEntry:
    return {
        "code": entry.rule.code,
        "name": entry.rule.name,
        "effect": entry.effect,
        "severity": entry.severity,
        "accepted": entry.accepted,
        "kind": entry.kind,
        "count": entry.count,
        "places": entry.places,
        "sample": entry.sample,
        "message": entry.message(language),
        "help": entry.remedy(language),
    }
