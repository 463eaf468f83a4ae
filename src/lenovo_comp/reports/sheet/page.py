"""Rating sheets as a page to be printed and filled in by hand, with room to write."""

from collections.abc import Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from ...model.dictionary import Model
from ..shared.page import render
from ..shared.words import Words
from .forms import Form, Line
from .said import Notice, notices
from .text import facts, headers, instructions, name_of, title

Kind = Literal["level", "read", "rate"]


class Blank(NamedTuple):
    """A line of a sheet's head: with a value, or to be filled in, perhaps by ticking one of some choices."""

    label: str
    value: str
    choices: tuple[str, ...] = ()


class Part(NamedTuple):
    """Lines that stand together: a level's title, what is only read, or what is rated."""

    kind: Kind
    lines: tuple[str, ...]


class Competency(NamedTuple):
    """A competency of a sheet: what it is, and its parts."""

    name: str
    about: tuple[str, ...]
    parts: tuple[Part, ...]


class Sheet(NamedTuple):
    """One person's sheet for one rater."""

    name: str
    head: tuple[Blank, ...]
    competencies: tuple[Competency, ...]


def sheets_page(forms: Sequence[Form], model: Model, words: Words, notice: Notice) -> str:
    """The whole page; each sheet begins on a new sheet of paper."""
    read, rating, evidence = headers(words)
    more = notices(forms, model, notice, words, evidence=True, by_hand=True)
    return render(
        "sheet.jinja",
        words.language,
        title=title(model, words),
        styles=("page.css", "sheet.css"),
        steps=[*instructions(forms, words, by_hand=True), *more],
        heads=(read, rating, evidence),
        sheets=[_sheet(form, model, words) for form in forms],
    )


def _sheet(form: Form, model: Model, words: Words) -> Sheet:
    roles = tuple(words.of(role.name) for role in model.rater_roles)
    head = [Blank(f.label, f.shown, roles if f.key == "rater_role" and not f.given else ()) for f in facts(form, words)]
    found: list[list[Line]] = []
    for line in form.lines:
        if line.kind == "competency":
            found.append([])
        found[-1].append(line)
    return Sheet(name_of(form, words), tuple(head), tuple(_competency(lines) for lines in found))


def _competency(lines: Sequence[Line]) -> Competency:
    name, *rest = lines
    about = tuple(part for line in rest if line.kind == "about" for part in line.text.split("\n"))
    parts = groupby((line for line in rest if line.kind != "about"), key=_kind)
    return Competency(name.text, about, tuple(Part(kind, tuple(line.text for line in some)) for kind, some in parts))


def _kind(line: Line) -> Kind:
    if line.scale is not None:
        return "rate"
    return "level" if line.kind == "level" else "read"
