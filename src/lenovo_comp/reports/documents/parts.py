"""What several documents share: the head, figures, texts, statements."""

from __future__ import annotations

import json
from typing import Any

from ...language import Text
from ...model.dictionary import Model, Statement
from ...results import Assessment
from ...version import __version__

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
        "inputs": [
            {"path": i.path, "sha256": i.sha256, "encoding": i.encoding, "rows": i.rows} for i in a.ratings.inputs
        ],
    }


def tool() -> Document:
    return {"name": "comp", "version": __version__}


def figure(value: float | None) -> float | None:
    return None if value is None else round(value, 4) + 0.0


def text(text: Text | None) -> Document | None:
    return None if text is None else {"zh": text.zh, "en": text.en}


def origins(model: Model) -> Document:
    origins = [s.origin for s in model.statements()]
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
