"""`comp.diff/1`."""

from typing import Literal, TypedDict

from ...method.results import Assessment, Verdict
from ...model.compare import Change, ChangeKind, PartKind, Value
from ...text import Text
from ..shared.document import Bilingual, Inputs, ModelFile, Named, Tool, inputs, model_file, pick, text, tool
from ..shared.kinds import Count, Settings
from .result import Cause, Difference, VerdictChange

JsonValue = Bilingual | list[str] | str | float | bool | None


class RequiredItem(TypedDict):
    required: float
    rating: float | None
    gap: float | None
    status: Literal["met", "short", "strength", "unassessed"]
    essential: bool


Values = TypedDict("Values", {"from": JsonValue, "to": JsonValue})
Texts = TypedDict("Texts", {"from": str | None, "to": str | None})
Counts = TypedDict("Counts", {"from": Count, "to": Count})
Verdicts = TypedDict("Verdicts", {"from": Verdict | None, "to": Verdict | None})
Items = TypedDict("Items", {"from": RequiredItem | None, "to": RequiredItem | None})


class ChangeEntry(Values):
    change: ChangeKind
    what: PartKind
    id: str
    name: Bilingual
    field: str | None
    """What of it changed; null where it was added or removed."""
    statements: Count
    """How many statements an added or removed part holds; they are not told one by one."""


class CauseEntry(Items):
    competency: str


class FlipEntry(Named):
    position: Texts
    verdict: Verdicts
    because: list[CauseEntry]


class VerdictsEntry(TypedDict):
    settings: Settings
    inputs: Inputs
    cycle: Texts
    employees: Counts
    rows_left_out: Counts
    flips: list[FlipEntry]


class DiffDocument(TypedDict):
    """What `comp diff --format json` prints."""

    schema: Literal["comp.diff/1"]
    tool: Tool
    old: ModelFile
    new: ModelFile
    changes: list[ChangeEntry]
    verdicts: VerdictsEntry | None
    """Null where there were no ratings."""


def difference_document(d: Difference) -> DiffDocument:
    """`comp.diff/1`. `verdicts` is null where there were no ratings."""
    return {
        "schema": "comp.diff/1",
        "tool": tool(),
        "old": model_file(d.old),
        "new": model_file(d.new),
        "changes": [_change(c) for c in d.changes],
        "verdicts": None if d.before is None or d.after is None else _verdicts(d, d.before, d.after),
    }


def _change(c: Change) -> ChangeEntry:
    """`field`, `from` and `to` are null where a part was added or removed."""
    return {
        "change": c.kind,
        "what": c.what,
        "id": c.id,
        "name": text(c.name),
        "field": c.field,
        "from": _value(c.before),
        "to": _value(c.after),
        "statements": c.statements,
    }


def _value(value: Value) -> JsonValue:
    if isinstance(value, Text):
        return text(value)
    return list(value) if isinstance(value, tuple) else value


def _verdicts(d: Difference, before: Assessment, after: Assessment) -> VerdictsEntry:
    return {
        "settings": dict(sorted(after.model.settings.items())),
        "inputs": inputs(after.ratings),
        "cycle": {"from": before.cycle or None, "to": after.cycle or None},
        "employees": {"from": before.summary.employees, "to": after.summary.employees},
        "rows_left_out": {"from": before.ratings.left_out, "to": after.ratings.left_out},
        "flips": [_flip(flip) for flip in d.verdict_changes],
    }


def _flip(flip: VerdictChange) -> FlipEntry:
    (was_in, is_in), (was, now) = flip.positions, flip.verdicts
    return {
        "employee_id": flip.employee_id,
        "name": flip.name,
        "position": {"from": was_in, "to": is_in},
        "verdict": {"from": was, "to": now},
        "because": [_cause(cause) for cause in flip.because],
    }


def _cause(cause: Cause) -> CauseEntry:
    """Null where the position does not require it."""
    before, after = (None if row is None else pick(RequiredItem, row) for row in (cause.before, cause.after))
    return {"competency": cause.competency, "from": before, "to": after}
