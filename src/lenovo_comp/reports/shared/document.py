"""What several documents share: the head, figures, texts, statements."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from ...model.dictionary import Action, Model, Origin, Statement
from ...text import Text, escape_json
from ...version import __version__

if TYPE_CHECKING:
    from ...method.results import Assessment
    from ...ratings.reading import Ratings

Document = dict[str, Any]


def dumps(document: Document | list[Document]) -> str:
    """One document as text: UTF-8, two spaces, a line break at the end. What can't be seen is escaped."""
    return "".join(pieces(document))


def pieces(document: Document | list[Document]) -> Iterator[str]:
    """The same text piece by piece, so that a nation's document need never be in memory as a whole."""
    encoded = json.JSONEncoder(ensure_ascii=False, indent=2, allow_nan=False).iterencode(document)
    while some := "".join(islice(encoded, MOST_AT_ONCE)):
        yield escape_json(some)
    yield "\n"


MOST_AT_ONCE = 100_000
"""Tokens of JSON that are written together."""


class Streamed(list[Document]):
    """A list of JSON whose items are made while it is written, and forgotten then."""

    def __init__(self, number: int, make: Callable[[], Iterator[Document]]) -> None:
        super().__init__()
        self._number, self._make = number, make

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Document]:
        return self._make()


def head(schema: str, a: Assessment) -> Document:
    """What a report was made of: tool, dictionary, thresholds that differ from its own, size of the input."""
    return {
        "schema": schema,
        "tool": tool(),
        "model": {"id": a.model.id, "version": a.model.version, "sha256": a.model.sha256},
        "settings": dict(sorted(a.model.settings.items())),
        "inputs": inputs(a.ratings),
    }


def inputs(ratings: Ratings) -> Document:
    """How many files and rows; names and digests of ratings files are the receipt's (decision 0015)."""
    return {"files": len(ratings.inputs), "rows": sum(i.rows for i in ratings.inputs)}


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
