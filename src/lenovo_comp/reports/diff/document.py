"""`comp.diff/1`."""

from __future__ import annotations

from ...method.results import Assessment, Row
from ...model.compare import Change, Value
from ...model.dictionary import Model
from ...text import Text
from ..shared.document import Document, figure, inputs, text, tool
from .result import Cause, Difference, VerdictChange


def difference_document(d: Difference) -> Document:
    """`comp.diff/1`. `verdicts` is null where there were no ratings."""
    return {
        "schema": "comp.diff/1",
        "tool": tool(),
        "old": _dictionary(d.old),
        "new": _dictionary(d.new),
        "changes": [_change(c) for c in d.changes],
        "verdicts": None if d.before is None or d.after is None else _verdicts(d, d.before, d.after),
    }


def _dictionary(model: Model) -> Document:
    return {"path": model.path, "id": model.id, "version": model.version, "sha256": model.sha256}


def _change(c: Change) -> Document:
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


def _value(value: Value) -> object:
    if isinstance(value, Text):
        return text(value)
    return list(value) if isinstance(value, tuple) else value


def _verdicts(d: Difference, before: Assessment, after: Assessment) -> Document:
    return {
        "settings": dict(sorted(after.model.settings.items())),
        "inputs": inputs(after.ratings),
        "cycle": {"from": before.cycle or None, "to": after.cycle or None},
        "employees": {"from": before.summary.employees, "to": after.summary.employees},
        "rows_left_out": {"from": before.ratings.left_out, "to": after.ratings.left_out},
        "flips": [_flip(flip) for flip in d.verdict_changes],
    }


def _flip(flip: VerdictChange) -> Document:
    return {
        "employee_id": flip.employee_id,
        "name": flip.name,
        "position": dict(zip(("from", "to"), flip.positions, strict=True)),
        "verdict": dict(zip(("from", "to"), flip.verdicts, strict=True)),
        "because": [_cause(cause) for cause in flip.because],
    }


def _cause(cause: Cause) -> Document:
    return {"competency": cause.competency, "from": _item(cause.before), "to": _item(cause.after)}


def _item(row: Row | None) -> Document | None:
    """Null where the position does not require it."""
    if row is None:
        return None
    figures = {k: figure(row[k]) for k in ("required", "rating", "gap")}
    return {**figures, "status": row["status"], "essential": row["essential"]}
