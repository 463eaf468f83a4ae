"""What several documents share: the head, figures, texts, statements."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ...language import Text
from ...model.dictionary import Action, Model, Origin, Statement
from ...results import Assessment
from ...version import __version__

if TYPE_CHECKING:
    from ...ratings.reading import Ratings

Document = dict[str, Any]


def dumps(document: Document) -> str:
    """One document as text: UTF-8 as it is, two spaces, a line break at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def head(schema: str, a: Assessment) -> Document:
    """What a report was made of: tool, dictionary, thresholds that differ from its own, input files."""
    return {
        "schema": schema,
        "tool": tool(),
        "model": {"id": a.model.id, "version": a.model.version, "sha256": a.model.sha256},
        "settings": dict(sorted(a.model.settings.items())),
        "inputs": inputs(a.ratings),
    }


def inputs(ratings: Ratings) -> list[Document]:
    return [{"path": i.path, "sha256": i.sha256, "encoding": i.encoding, "rows": i.rows} for i in ratings.inputs]


def tool() -> Document:
    return {"name": "comp", "version": __version__}


def figure(value: float | None) -> float | None:
    return None if value is None else round(value, 4) + 0.0


def text(text: Text | None) -> Document | None:
    return None if text is None else {"zh": text.zh, "en": text.en}


def origins(model: Model) -> Document:
    """How many statements (behaviours of stages and competencies) there are of each origin."""
    return _by_origin([s.origin for s in model.statements()])


def action_origins(model: Model) -> Document:
    """How many development actions there are of each origin."""
    return _by_origin([a.origin for a in model.actions()])


def _by_origin(origins: list[Origin]) -> Document:
    return {"source": origins.count("source"), "supplement": origins.count("supplement")}


def statement(s: Statement) -> Document:
    return {
        "id": s.id,
        "zh": s.text.zh,
        "en": s.text.en,
        "origin": s.origin,
        "truncated": s.truncated,
        "note": text(s.note),
    }


def action(a: Action) -> Document:
    return {"id": a.id, "kind": a.kind, "zh": a.text.zh, "en": a.text.en, "origin": a.origin}
