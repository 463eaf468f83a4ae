"""What several documents share: how they are written, the head, texts, statements.

The types of a document stand above the functions that build it, and `make schemas` makes `docs/schema/` from them:
a docstring describes an object, or the field above it. Modules of types do without `from __future__ import
annotations`: types that are strings take ten times as long to come into being, and a start waits for them.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypedDict, TypeVar, cast, overload

from ...model.dictionary import Action, ActionKind, Model, Origin, Statement
from ...text import Text, escape_json
from ...version import __version__
from .kinds import ByOrigin, Count, Settings, Sha256

if TYPE_CHECKING:
    from ...method.results import Assessment
    from ...ratings.reading import Ratings

T = TypeVar("T")


class Tool(TypedDict):
    name: Literal["comp"]
    version: str


class ModelVersion(TypedDict):
    id: str
    version: str
    sha256: Sha256


class ModelFile(ModelVersion):
    path: str


class Inputs(TypedDict):
    """How many files were read, a roster included, and how many records of them. Their names and digests are in the
    receipt."""

    files: Count
    rows: Count


class Head(TypedDict):
    tool: Tool
    model: ModelVersion
    settings: Settings
    inputs: Inputs


class CycleHead(Head):
    cycle: str | None


class Named(TypedDict):
    employee_id: str
    name: str | None


class Bilingual(TypedDict):
    """A language is null where the dictionary has no words in it."""

    zh: str | None
    en: str | None


class Behaviour(Bilingual):
    id: str
    origin: Origin


class StatementEntry(Behaviour):
    truncated: bool
    note: Bilingual | None
    same_as: list[str]


class ActionEntry(Bilingual):
    id: str
    kind: ActionKind
    origin: Origin
    url: str | None


def dumps(document: Mapping[str, object] | Sequence[Mapping[str, object]]) -> str:
    """One document as text: UTF-8, two spaces, a line break at the end. What can't be seen is escaped."""
    return "".join(pieces(document))


def pieces(document: Mapping[str, object] | Sequence[Mapping[str, object]]) -> Iterator[str]:
    """The same text piece by piece, so that a nation's document need never be in memory as a whole."""
    if not isinstance(document, Mapping) or not any(isinstance(value, Streamed) for value in document.values()):
        yield from _encoded(document)
    else:
        before = "{\n  "
        for key, value in document.items():
            yield f"{before}{json.dumps(key)}: "
            if isinstance(value, Streamed):
                yield from value.pieces()
            else:
                yield from (piece.replace("\n", "\n  ") for piece in _encoded(value))
            before = ",\n  "
        yield "\n}"
    yield "\n"


def _encoded(value: object) -> Iterator[str]:
    encoded = json.JSONEncoder(ensure_ascii=False, indent=2, allow_nan=False).iterencode(value)
    while some := "".join(islice(encoded, MOST_AT_ONCE)):
        yield escape_json(some)


MOST_AT_ONCE = 100_000
"""Tokens of JSON that are written together."""


class Streamed(list[T]):
    """A list that is a member of a document, whose items are made while it is written, and forgotten then.

    Iterate over it, no more. `texts` gives the JSON of the same items, as it stands in the document.
    """

    def __init__(self, number: int, make: Callable[[], Iterator[T]], texts: Callable[[], Iterator[str]]) -> None:
        super().__init__()
        self._number, self._make, self._texts = number, make, texts

    def pieces(self) -> Iterator[str]:
        """The JSON of the list, as a member of a document."""
        before = "[\n    "
        for item in self._texts():
            yield before + item
            before = ",\n    "
        yield "\n  ]" if self._number else "[]"

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[T]:
        return self._make()


def head(a: "Assessment") -> Head:
    """What a report was made of: tool, dictionary, thresholds that differ from its own, size of the input."""
    return {
        "tool": tool(),
        "model": model_version(a.model),
        "settings": dict(sorted(a.model.settings.items())),
        "inputs": inputs(a.ratings),
    }


def cycle_head(a: "Assessment") -> CycleHead:
    """The head of what is said of one cycle; null where the ratings name none."""
    return {**head(a), "cycle": a.cycle or None}


def inputs(ratings: "Ratings") -> Inputs:
    """How many files and rows; names and digests of ratings files are the receipt's (decision 0015)."""
    return {"files": len(ratings.inputs), "rows": sum(i.rows for i in ratings.inputs)}


def tool() -> Tool:
    return {"name": "comp", "version": __version__}


def model_version(model: Model) -> ModelVersion:
    return {"id": model.id, "version": model.version, "sha256": model.sha256}


def model_file(model: Model) -> ModelFile:
    return {"path": model.path, **model_version(model)}


@overload
def figure(value: float) -> float: ...
@overload
def figure(value: None) -> None: ...
def figure(value: float | None) -> float | None:
    return None if value is None else round(value, 4) + 0.0


def pick(kind: type[T], row: Mapping[str, Any]) -> T:
    """What a type asks for, of a row that has it under the same names; figures rounded."""
    return cast(T, {key: _rounded(row[key]) for key in kind.__annotations__})


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    return figure(value) if isinstance(value, float) else value


@overload
def text(text: Text) -> Bilingual: ...
@overload
def text(text: None) -> None: ...
def text(text: Text | None) -> Bilingual | None:
    return None if text is None else {"zh": text.zh or None, "en": text.en or None}


def origins(model: Model) -> ByOrigin:
    """How many statements (behaviours of stages and competencies) there are of each origin."""
    return _by_origin([s.origin for s in model.statements()])


def action_origins(model: Model) -> ByOrigin:
    """How many development actions there are of each origin."""
    return _by_origin([a.origin for a in model.actions()])


def _by_origin(origins: list[Origin]) -> ByOrigin:
    return {"source": origins.count("source"), "supplement": origins.count("supplement"), "own": origins.count("own")}


def behaviour(s: Statement) -> Behaviour:
    return {"id": s.id, **text(s.text), "origin": s.origin}


def statement(s: Statement) -> StatementEntry:
    return {**behaviour(s), "truncated": s.truncated, "note": text(s.note), "same_as": list(s.same_as)}


def action(a: Action) -> ActionEntry:
    return {"id": a.id, "kind": a.kind, **text(a.text), "origin": a.origin, "url": a.url}
