"""`comp sheet` as text: the words of a rating sheet, and the sheet to be printed."""

from collections.abc import Sequence
from typing import NamedTuple

from ...model.dictionary import Model
from ...ratings.form import FOR_READING, LABEL, shown_line
from ..shared.blocks import Block, Heading, Span, bulleted, text
from ..shared.tables import TableColumn, column, table
from ..shared.words import Words
from .forms import Form
from .said import Notice, notices

_BLANK = "________"


class Fact(NamedTuple):
    """A line of a sheet's head: key, label, the value as an id and as people read it."""

    key: str
    label: str
    given: str
    shown: str


def title(model: Model, words: Words) -> str:
    """The title of every sheet."""
    return f"{words('sheet_title')} · {words.of(model.name)}"


def name_of(form: Form, words: Words) -> str:
    """The name of a sheet: the person's id and name, or the position's name."""
    return f"{form.person.employee_id} {form.person.name}".strip() or words.of(form.position.name)


def headers(words: Words) -> tuple[str, str, str]:
    """The headers of the columns for the text, the rating, the evidence."""
    zh, en = FOR_READING
    return zh if words.language == "zh" else en, words("rating"), words("evidence")


def facts(form: Form, words: Words) -> list[Fact]:
    """The head of a sheet. Values that are not given are blank, to be filled in, or left out."""
    person, role = form.person, form.rater_role
    found = [
        Fact("employee_id", words("sheet_employee"), person.employee_id, person.employee_id),
        Fact("name", words("sheet_name"), person.name, person.name),
        Fact("department", words("department"), person.department, person.department),
        Fact("manager", words("sheet_manager"), person.manager, person.manager),
        Fact("position", words("position"), form.position.id, words.of(form.position.name)),
        Fact("cycle", words("sheet_cycle"), form.cycle, form.cycle),
        Fact("rater_role", words("sheet_role"), role.id if role else "", words.of(role.name) if role else ""),
        Fact("rater_id", words("sheet_rater"), form.rater_id, form.rater_id),
    ]
    asked = {"rater_role", "rater_id", *(("employee_id", "name") if form.is_open else ())}
    return [fact for fact in found if fact.given or fact.key in asked]


def shown(forms: Sequence[Form], model: Model, words: Words) -> list[str]:
    """What the sheets show for ids and facts, a line each: hidden, so that what is typed over can be told."""
    found: dict[str, None] = {}
    for form in forms:
        for fact in facts(form, words):
            found[shown_line(LABEL, fact.key, fact.label)] = None
            if fact.given and fact.given != fact.shown:
                found[shown_line(fact.key, fact.given, fact.shown)] = None
        for line in form.lines:
            if line.scale is not None:
                kind, id = ("behaviour", line.behaviour) if line.behaviour else ("competency", line.competency)
                found[shown_line(kind, id, line.text)] = None
    roles = [shown_line("rater_role", role.id, words.of(role.name)) for role in model.rater_roles]
    return list(dict.fromkeys([*found, *roles]))


def instructions(forms: Sequence[Form], words: Words, *, by_hand: bool = False) -> list[str]:
    """The instructions for filling in the sheets, a sentence a step."""
    steps = ["sheet_step_blank", "sheet_step_evidence"]
    steps = ["sheet_step_write", *steps] if by_hand else ["sheet_step_rate", *steps, "sheet_step_save"]
    if any(f.is_open for f in forms):
        steps.insert(0, "sheet_step_person")
    elif any(f.rater_role is None for f in forms):
        steps.insert(0, "sheet_step_role")
    if any(line.behaviour for f in forms for line in f.lines):
        steps.insert(steps.index("sheet_step_blank"), "sheet_step_behaviours")
    return [words(step) for step in steps]


def view(forms: Sequence[Form], model: Model, words: Words, notice: Notice) -> list[Block]:
    """The sheets as a document to be printed and filled in by hand."""
    blocks: list[Block] = [Heading(title(model, words), 1)]
    more = notices(forms, model, notice, words, evidence=True, by_hand=True)
    blocks.append(bulleted([*instructions(forms, words, by_hand=True), *more]))
    for form in forms:
        blocks.append(Heading(name_of(form, words)))
        head = [f"{fact.label}{words.colon()}{fact.shown or _BLANK}" for fact in facts(form, words)]
        blocks.append(text(" · ".join(head)))
        blocks += _lines(form, words)
    return blocks


def _lines(form: Form, words: Words) -> list[Block]:
    read, level, evidence = headers(words)
    blocks: list[Block] = []
    rows: list[tuple[Span, Span]] = []

    def end() -> None:
        if rows:
            to_read: TableColumn[tuple[Span, Span]] = column(read, lambda r: r[0], wrap=True, key=True)
            blocks.append(table([*rows], to_read, column(level, lambda r: r[1]), column(evidence, lambda r: r[1])))
            rows.clear()

    for line in form.lines:
        answer = Span(_BLANK if line.scale is not None else "")
        shown = " ".join(line.text.split("\n"))
        if line.kind == "competency":
            end()
            blocks.append(Heading(shown, 3))
        elif line.kind == "about":
            blocks += [text(Span(part, "dim")) for part in line.text.split("\n")]
        else:
            rows.append((Span(shown, "bold" if line.kind in ("level", "rating") else "plain"), answer))
    end()
    return blocks
