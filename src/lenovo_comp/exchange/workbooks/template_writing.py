"""The template as a workbook: blank for authors to fill in, or filled in with a framework."""

from collections.abc import Iterator, Sequence
from typing import Any

from ...ratings.form import sealed
from ...reports.shared.book import HEADER, LABEL, TEXT, WRAPPED, Book, Format, height, letters, lines_of
from ...text import LANGUAGES, Language, Text
from ..framework import Competency, Framework, Statement
from . import template, wording
from .cells import Cell, Head, to_cell
from .readme import read_me
from .tables import Column
from .template import COMPETENCIES, MARK, NAME, POSITIONS, STAGE, TITLES, WEIGHT, Asked, Known
from .writing import put_lines, put_raw

LEVELS = 4
"""Levels of a blank template."""
_ROWS, _POSITIONS = 500, 60
"""Rows and positions that have lists and looks."""
_SHOWN = 6
"""Positions for which a blank template has heads."""
_COMMENT = {"author": "comp", "x_scale": 2}
_POSITION: Format = {**HEADER, "num_format": "@"}
_ASIDE: Format = {"font_color": "#7F7F7F"}
_CENTRED: Format = {**TEXT, "align": "center"}


def blank_template(languages: Sequence[Language], levels: int, language: Language) -> bytes:
    """The workbook to be filled in, in one language or both, with heads in `language`."""
    return template_workbook(Framework(languages=tuple(languages)), range(1, levels + 1), language)


def template_workbook(framework: Framework, levels: Sequence[int], language: Language) -> bytes:
    """The workbook with what a framework has a place for in it, in all of the framework's languages."""
    languages = framework.languages
    book = Book(TITLES[COMPETENCIES][language], None)
    heads = template.heads(template.columns(levels, _groups(framework)), languages)
    _competencies(book, framework, heads, language)
    _positions(book, framework, language)
    pages = [language, *(x for x in languages if x != language)] if len(languages) > 1 else [language]
    sheet = read_me(book, f"{MARK} {template.READ_ME}", wording.TEMPLATE, wording.TEMPLATE.entries, pages)
    for row, line in enumerate(_facts(framework), 1):
        put_raw(book, sheet, row, 0, line, TEXT)
    return sealed(book.content())


def _facts(framework: Framework) -> Iterator[str]:
    """What identifies the dictionary, a line each, for the hidden column of the page."""
    for key, value in (("id", framework.id), ("version", framework.version)):
        if value:
            yield f"{key}={value}"
    for language, name in framework.name.items():
        yield f"name.{language}={name}"


def _mark(key: str, languages: Sequence[Language]) -> str:
    return f"{MARK} {key} {'+'.join(languages)}"


def _competencies(book: Book, framework: Framework, heads: Sequence[Head], language: Language) -> None:
    sheet = book.sheet(TITLES[COMPETENCIES][language])
    sheet.set_column(0, 1, None, None, {"hidden": True})
    book.put(sheet, 0, 0, _mark(COMPETENCIES, framework.languages), TEXT)
    book.put(sheet, 0, 1, template.IDS, TEXT)
    for at, head in enumerate(heads, 2):
        looks = TEXT if head.column.kind == "one of" else WRAPPED
        sheet.set_column(at, at, head.column.width, book.format(looks))
        book.put(sheet, 0, at, head.text(language), HEADER)
        if (note := _note(head)) is not None:
            sheet.write_comment(0, at, note[language], _COMMENT)
        if head.column.choices:
            source = [name[language] for name in head.column.choices.values()]
            sheet.data_validation(1, at, _ROWS, at, {"validate": "list", "source": source})
    hidden = [Head(Column("id", Text("", ""))), Head(Column("known", Text("", "")))]
    lines = [
        [c.id, _known(c), *(_cell(c, head, language, framework) for head in heads)] for c in framework.competencies
    ]
    put_lines(book, sheet, lines, [*hidden, *heads], first=0)
    fixed = next(at for at, head in enumerate(heads, 2) if head.column is NAME) + len(framework.languages)
    sheet.freeze_panes(1, fixed)
    sheet.hide_gridlines(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.activate()


def _note(head: Head) -> Text | None:
    """What the comment on a head says."""
    key = head.column.key
    return wording.NOTES.get("level" if key.startswith("level.") else key.partition(".")[0])


def _cell(competency: Competency, head: Head, language: Language, framework: Framework) -> Cell:
    """A cell of a competency: words in the head's language, or in the only one."""
    spoken = head.language or framework.languages[0]
    key, _, number = head.column.key.partition(".")
    match key:
        case "layer":
            return to_cell(head, competency.layer, language)
        case "group":
            at = int(number) - 1
            return competency.group[at].get(spoken) if at < len(competency.group) else None
        case "level":
            of_level = (x.statements for x in competency.levels if x.number == int(number))
            return _lines(next(of_level, []), spoken)
        case "behaviours":
            return _lines(competency.statements, spoken)
        case _:
            words = {"name": competency.name, "short": competency.short, "definition": competency.definition}[key]
            return words.get(spoken)


def _lines(statements: Sequence[Statement], language: Language) -> str:
    return "\n".join(statement.words.get(language, "") for statement in statements)


def _known(competency: Competency) -> str:
    """The hidden cell that says which line has which id."""
    levels: list[tuple[int | None, list[Statement]]] = [(x.number, x.statements) for x in competency.levels]
    levels = levels or [(None, competency.statements)]
    found = []
    for number, statements in levels:
        if number is not None and not statements:
            found.append(Known(number))
        found += [
            Known(number, s.id, tuple(template.digest(s.words[x]) for x in LANGUAGES if x in s.words))
            for s in statements
        ]
    return "\n".join(map(str, found))


def _positions(book: Book, framework: Framework, language: Language) -> None:
    """A column a position, a row a competency; row 2, hidden, has the positions' ids."""
    sheet = book.sheet(TITLES[POSITIONS][language])
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.set_column(1, 1, 34, book.format(WRAPPED))
    sheet.set_column(2, 1 + _POSITIONS, 18, book.format(_CENTRED))
    book.put(sheet, 0, 0, _mark(POSITIONS, framework.languages), TEXT)
    heads = template.heads([NAME], framework.languages)
    book.put(sheet, 0, 1, heads[0].text(language), HEADER)
    names = [position.name.get(framework.languages[0], "") for position in framework.positions]
    sheet.set_row(0, height(max([lines_of(name, 15) for name in names], default=1)))  # bold letters are wide
    book.put(sheet, 1, 0, "id", TEXT)
    sheet.set_row(1, None, None, {"hidden": True})
    for at in range(2, max(2 + len(framework.positions), 2 + _SHOWN)):
        book.put(sheet, 0, at, None, _POSITION)
    for at, position in enumerate(framework.positions, 2):
        put_raw(book, sheet, 0, at, position.name.get(framework.languages[0]), _POSITION)
        put_raw(book, sheet, 1, at, position.id, TEXT)
    row = 2
    for name, cells in _position_rows(framework, heads[1:], language):
        is_aside = name in (WEIGHT[language], STAGE[language])
        put_raw(book, sheet, row, 1, name, {**LABEL, **_ASIDE} if is_aside else WRAPPED)
        for at, cell in enumerate(cells, 2):
            put_raw(book, sheet, row, at, cell, {**_CENTRED, **_ASIDE} if is_aside else _CENTRED)
        row += 1
    _choose_names(sheet, framework, language)
    sheet.write_comment(0, 1, wording.NOTES["of_positions"][language], _COMMENT)
    sheet.write_comment(0, 2, wording.NOTES["position"][language], _COMMENT)
    sheet.ignore_errors({"number_stored_as_text": f"C1:{letters(1 + _POSITIONS)}{_ROWS}"})
    sheet.freeze_panes(1, 2)
    sheet.hide_gridlines(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _position_rows(
    framework: Framework, other_names: Sequence[Head], language: Language
) -> Iterator[tuple[str | None, list[Cell]]]:
    """The rows below the heads: names in the other language, stages, and for each competency what is required."""
    positions = framework.positions
    for head in other_names:
        assert head.language is not None
        yield head.text(language), [position.name.get(head.language) for position in positions]
    stages: list[Cell] = [None if p.stage is None else str(p.stage) for p in positions]
    if any(stages):
        yield STAGE[language], stages
    required = [{r.competency: r for r in p.requires} for p in positions]
    for competency in framework.competencies:
        asked = [of.get(competency.id or "") for of in required]
        cells = [None if r is None else str(Asked(r.level, r.desired, r.essential)) for r in asked]
        yield competency.name.get(framework.languages[0]), [*cells]
        if any(r is not None and r.weight != 1 for r in asked):
            yield WEIGHT[language], [None if r is None or r.weight == 1 else f"{r.weight:.15g}" for r in asked]


def _choose_names(sheet: Any, framework: Framework, language: Language) -> None:
    """Give the names of competencies the list of those on the other sheet."""
    columns = template.heads(template.columns([], _groups(framework)), framework.languages)
    at = 2 + next(i for i, head in enumerate(columns) if head.column.key == NAME.key)
    column = letters(at)
    source = f"='{TITLES[COMPETENCIES][language]}'!${column}$2:${column}${_ROWS + 1}"
    sheet.data_validation(2, 1, _ROWS, 1, {"validate": "list", "source": source, "error_type": "warning"})


def _groups(framework: Framework) -> int:
    return max((len(c.group) for c in framework.competencies), default=1) or 1
