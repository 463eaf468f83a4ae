"""Sheets of development needs: of a team a line a need, of a person a line a behaviour."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from ...method.results import Assessment, Need, PersonGap, Row, is_far
from ...model.dictionary import Model, Statement
from .book import GENERAL, NUMBER, TEXT, WRAPPED, Book, Cell, Column, Styled
from .cell_looks import COLOURS, FAR, gap_cell, rating_cell
from .statements import level_title
from .words import Words

_BEHAVIOUR, _EVIDENCE = 85, 40
"""Characters of a line of these columns."""
_AGAIN = {"font_color": "#A6A6A6"}
"""What stands in the row above already."""


def team_needs(
    book: Book, a: Assessment, people: Mapping[str, Row], needs: Mapping[str, Sequence[Need]], words: Words
) -> None:
    """A sheet with a row a person and need, and one with the behaviours of all their levels."""
    columns = [
        Column(words("employee"), 12, TEXT),
        Column(words("name"), 16, TEXT),
        Column(words("position"), 28, TEXT),
        Column(words("competency"), 34, TEXT),
        *_figure_columns(words),
        Column(words("xlsx_next_levels"), 40, TEXT),
    ]
    items = {(i["employee_id"], i["competency"]): i for rows in a.gap_rows().values() for i in rows}
    names = {p.id: words.of(p.name) for p in a.model.positions}
    rows: list[list[Cell | Styled]] = [
        [
            id,
            people[id]["name"],
            names.get(people[id]["position"]),
            words.of(a.model.competency(need.competency).name),
            *_figures(items[id, need.competency], a.model, words),
            words.join([level_title(level, words) for level in need.levels]) or words("xlsx_no_levels"),
        ]
        for id, several in needs.items()
        for need in several
    ]
    book.report(words("xlsx_needs"), columns, rows, fixed=2)
    _behaviours(book, a.model, needs, words)


def _behaviours(book: Book, model: Model, needs: Mapping[str, Sequence[Need]], words: Words) -> None:
    """The sheet of behaviours that somebody needs to show, each once, in the dictionary's order."""
    # Beside every need they would be the same lines again and again, and higher than a row can be (decision 0032).
    order = {c.id: i for i, c in enumerate(model.competencies)}
    found = {
        (order[need.competency], -1 if level is None else level): (need.competency, lines)
        for several in needs.values()
        for need in several
        for level, lines in _lines(need, words).items()
    }
    columns = [
        Column(words("competency"), 34, TEXT),
        Column(words("xlsx_level"), 24, TEXT),
        Column(words("description"), _BEHAVIOUR, WRAPPED),
        Column(words("id"), 28, TEXT),
    ]
    rows: list[list[Cell | Styled]] = [
        [words.of(model.competency(competency).name), *line]
        for _, (competency, lines) in sorted(found.items())
        for line in lines
    ]
    book.report(words("xlsx_behaviours"), columns, rows, fixed=0)


def person_needs(book: Book, person: PersonGap, words: Words) -> None:
    """The sheet of one person's needs: a row a behaviour, beside what raters wrote."""
    model, items = person.assessment.model, {i["competency"]: i for i in person.items}
    columns = [
        Column(words("competency"), 34, TEXT),
        *_figure_columns(words),
        Column(words("xlsx_level"), 24, TEXT),
        Column(words("description"), _BEHAVIOUR, WRAPPED),
        Column(words("evidence"), _EVIDENCE, WRAPPED),
        Column(words("id"), 28, TEXT),
    ]
    roles = {r.id: words.of(r.name) for r in model.rater_roles}
    rows: list[list[Cell | Styled]] = []
    for need in person.develop:
        head: list[Cell | Styled] = [words.of(model.competency(need.competency).name)]
        head += _figures(items[need.competency], model, words)
        lines = [line for several in _lines(need, words).values() for line in several]
        said = [f"{roles[role]}{words.colon()}{text}" for role, text in need.evidence]
        for i, (line, evidence) in enumerate(zip_longest(lines or [("", "", "")], said)):
            level, text, id = line or ("", "", "")
            rows.append([*(_dimmed(cell) if i else cell for cell in head), level, text, evidence, id])
    book.report(words("xlsx_needs"), columns, rows, fixed=1)


def _dimmed(cell: Cell | Styled) -> Styled:
    """A cell that repeats the one above: it is there to be sorted and filtered by."""
    if isinstance(cell, Styled):
        kept = {name: looks for name, looks in cell.format.items() if name == "num_format"}
        return Styled(cell.value, {**kept, **_AGAIN})
    return Styled(cell, _AGAIN)


def _figure_columns(words: Words) -> list[Column]:
    return [
        Column(words("rating"), 8, NUMBER),
        Column(words("required"), 8, GENERAL),
        Column(words("gap"), 8, NUMBER),
        Column(words("essential"), 12, TEXT),
    ]


def _figures(item: Row, model: Model, words: Words) -> list[Cell | Styled]:
    """Rating, requirement, gap, and whether it is essential."""
    missing, looks = (
        gap_cell(item["gap"], model.tolerance),
        FAR if is_far(item["gap"], model.near) else COLOURS["short"],
    )
    shown = {**missing.format, **looks} if isinstance(missing, Styled) else looks
    essential = words("yes" if item["essential"] else "no")
    return [rating_cell(item, model.tolerance), item["required"], Styled(item["gap"], shown), essential]


def _lines(need: Need, words: Words) -> dict[int | None, list[tuple[str, str, str]]]:
    """Level (None of a competency without) → its lines: what it is called, a behaviour or what it is about, an id."""
    if not need.levels:
        return {None: [("", _statement(s, words), s.id) for s in need.behaviours]}
    return {
        level.level: [(level_title(level, words), _statement(s, words), s.id) for s in level.behaviours]
        or [(level_title(level, words), words.of(level.summary) if level.summary else "", "")]
        for level in need.levels
    }


def _statement(statement: Statement, words: Words) -> str:
    return " ".join([words.of(statement.text), *_origin_marks(statement, words)])


def _origin_marks(statement: Statement, words: Words) -> Iterator[str]:
    if statement.origin == "supplement":
        yield words("mark_supplement")
    if statement.truncated:
        yield words("mark_truncated")
