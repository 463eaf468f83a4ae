"""The overview of a rating workbook: a row per person, a column per competency, and what is still blank.

`ratings.overview_layout` says how the sheet is laid out, `ratings.overview` reads it back.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...model.dictionary import Model, Scale
from ...ratings import overview_layout as layout
from ...ratings.files.cell_names import a1
from ..shared.book import HEADER, TEXT, Book, plain, quoted
from ..shared.words import Words
from ..shared.wrapping import cells as width_of
from .forms import Entries, Form, Line
from .lists import ROLES, Lists, answer, offer
from .looks import (
    ANSWER,
    COUNT,
    DIM,
    FACT,
    GIVEN,
    HEADED,
    NOT_ASKED,
    PROTECTION,
    RATED,
    ROW,
    ROW_LINK,
    TITLE,
    UNDER_HEADER,
    high,
)
from .text import facts

_HIDDEN = ("", *layout.OF_PERSON, layout.RATED)
"""What the hidden columns hold; the first has the keys of rows."""
_SEEN = ("employee_id", "name", "position", "rater_role")
_FIRST = len(_HIDDEN)
"""The first column that people see."""
_RATINGS = _FIRST + len(_SEEN)
_SAID_WIDTH = 130
"""Characters of a line above the table."""
_PAGE_WIDTH = 165
"""Characters that can be read across a landscape page."""
_MOST_IN_A_LINK = 255
_LONGEST_FORMULA = 8000


class Own(NamedTuple):
    """A person's own sheet: its name, and competency → the cell or the area that takes its ratings."""

    sheet: str
    cells: Mapping[str, str]
    rows: Mapping[str, int]
    """Competency → the row in which the overview's rating is shown beside; none where it has none."""


class Linked(NamedTuple):
    """What an overview leads to: competency → its behaviours, and for each form the person's own sheet.

    A competency whose behaviours are rated is described there alone.
    """

    behaviours: Mapping[str, str]
    own: Sequence[Own | None]


def overview_sheet(
    book: Book,
    sheet: Any,
    forms: Sequence[Form],
    model: Model,
    words: Words,
    lists: Lists,
    linked: Linked,
    said: Sequence[str],
) -> list[dict[str, str]]:
    """Write the overview of a rater's forms; returns for each competency → its cell. `said`: what stands above."""
    return _Overview(book, sheet, forms, model, words, lists, linked).write(said)


class _Overview:
    def __init__(
        self, book: Book, sheet: Any, forms: Sequence[Form], model: Model, words: Words, lists: Lists, linked: Linked
    ) -> None:
        self._book, self._sheet, self._forms, self._words = book, sheet, forms, words
        self._lists, self._linked = lists, linked
        asked = {id for form in forms for id in form.rated}
        self._competencies = [c for c in model.competencies if c.id in asked]
        self._columns = {c.id: j for j, c in enumerate(self._competencies, _RATINGS)}
        self._left = _RATINGS + len(self._columns)
        self._widths = self._measure()
        self._answers: dict[tuple[Scale, Entries], list[str]] = {}
        self._roles: list[str] = []

    def write(self, said: Sequence[str]) -> list[dict[str, str]]:
        sheet = self._sheet
        sheet.set_column(0, _FIRST - 1, None, None, {"hidden": True})
        for j, wide in self._widths.items():
            sheet.set_column(j, j, wide)
        top = self._head(said)
        self._headers(top)
        first = top + 3
        for i, (form, own) in enumerate(zip(self._forms, self._linked.own, strict=True), first):
            self._person(i, form, own)
        last = first + len(self._forms) - 1
        self._total(first, last)
        answer(sheet, self._answers, self._lists, self._words)
        if self._roles:
            offer(sheet, self._roles, self._lists, ROLES)
        self._page(top, last)
        rows = enumerate(self._forms, first)
        return [{id: a1(i, self._columns[id]) for id in form.rated} for i, form in rows]

    def _measure(self) -> dict[int, float]:
        """Column → its width in characters."""
        words = self._words
        texts: list[list[str]] = [[f.person.employee_id for f in self._forms], [f.person.name for f in self._forms]]
        texts.append([words.of(f.position.name) for f in self._forms])
        texts.append([words.of(f.rater_role.name) if f.rater_role else "" for f in self._forms])
        found = {_FIRST + i: min(max(9.0, *(width_of(t) + 2.0 for t in some)), 16.0) for i, some in enumerate(texts)}
        for id, j in self._columns.items():
            entries = [text for f in self._forms for line in f.rated.get(id, ())[:1] for _, text in line.entries]
            found[j] = min(max([12.0, *(width_of(t) + 2.0 for t in dict.fromkeys(entries))]), 14.0)
        return {**found, self._left: 9.0}

    def _head(self, said: Sequence[str]) -> int:
        """Write title, rater and what is to be said; returns the row of the columns' keys."""
        book, sheet, words = self._book, self._sheet, self._words
        book.put(sheet, 0, 0, layout.MARK, TEXT)
        book.put(sheet, 0, _FIRST, words("sheet_title_overview"), TITLE)
        row = 0
        for fact in facts(self._forms[0], words):
            if fact.key in layout.OF_RATER:
                row += 1
                book.put(sheet, row, 0, fact.key, TEXT)
                book.put(sheet, row, 1, fact.given, TEXT)
                book.put(sheet, row, _FIRST, fact.label, FACT)
                looks = GIVEN if fact.given else {**ANSWER, "num_format": "@"}
                book.put(sheet, row, _FIRST + 1, fact.shown, looks)
        last, wide = _FIRST, 0.0
        for j, size in self._widths.items():
            if wide + size > _SAID_WIDTH and wide:
                break
            last, wide = j, wide + size
        for line in said:
            row += 1
            sheet.merge_range(row, _FIRST, row, last, plain(line), book.format(DIM))
            sheet.set_row(row, high(line, wide))
        return row + 1

    def _headers(self, top: int) -> None:
        """Write the hidden row of the columns' keys, and the headers."""
        book, sheet, words = self._book, self._sheet, self._words
        keys = [layout.COLUMNS, *_HIDDEN[1:], *(layout.SHOWN + name for name in _SEEN)]
        counted = {line.competency for form in self._forms for line in form.lines if line.behaviour}
        keys += [(layout.OTHER if id in counted else layout.COMPETENCY) + id for id in self._columns]
        for j, key in enumerate([*keys, layout.OTHER]):
            book.put(sheet, top, j, key, TEXT)
        sheet.set_row(top, None, None, {"hidden": True})
        labels = [words("sheet_id"), words("name"), words("position"), words("sheet_role")]
        for j, label in enumerate(labels, _FIRST):
            book.put(sheet, top + 1, j, label, HEADER)
        tallest = 0.0
        under = book.format(UNDER_HEADER)
        book.put(sheet, top + 2, 0, layout.LINKS, TEXT)
        for competency in self._competencies:
            j, name = self._columns[competency.id], words.of(competency.name)
            book.put(sheet, top + 1, j, name, HEADED)
            if (target := self._linked.behaviours.get(competency.id)) is not None:
                sheet.write_url(top + 2, j, target, under, words("sheet_behaviours"))
            tallest = max(tallest, high(name, self._widths[j] - 3))
        book.put(sheet, top + 1, self._left, words("sheet_left"), HEADED)
        sheet.set_row(top + 1, tallest + 6)
        if not self._linked.behaviours:
            sheet.set_row(top + 2, None, None, {"hidden": True})

    def _person(self, row: int, form: Form, own: Own | None) -> None:
        """Write a person's row."""
        book, sheet, words = self._book, self._sheet, self._words
        text, line = book.format(TEXT), book.format(ROW)
        role = form.rater_role
        hidden = [*form.person, form.position.id, role.id if role else ""]
        rated = form.rated
        whole = [id for id, lines in rated.items() if not lines[0].behaviour]
        for j, value in enumerate([layout.PERSON, *hidden, " ".join(whole)]):
            sheet.write_string(row, j, plain(value), text)
        seen = [form.person.employee_id, form.person.name, words.of(form.position.name)]
        for j, value in enumerate(seen, _FIRST):
            if own is not None and j == _FIRST and len(plain(value)) <= _MOST_IN_A_LINK:
                target = f"internal:{quoted(own.sheet)}!A1"
                sheet.write_url(row, j, target, book.format(ROW_LINK), plain(value))
            else:
                sheet.write_string(row, j, plain(value), line)
        if role is None:
            sheet.write_blank(row, _RATINGS - 1, None, book.format({**RATED, "num_format": "@"}))
            self._roles.append(a1(row, _RATINGS - 1))
        else:
            sheet.write_string(row, _RATINGS - 1, plain(words.of(role.name)), line)
        sheet.set_row(row, max(high(value, self._widths[j] - 1, 2) for j, value in enumerate(seen, _FIRST)))
        self._ratings(row, form, own)

    def _ratings(self, row: int, form: Form, own: Own | None) -> None:
        """Write a person's cells: for ratings, with the number of behaviours still blank, or grey."""
        sheet, rated = self._sheet, form.rated
        blank, grey, count = (self._book.format(looks) for looks in (RATED, NOT_ASKED, COUNT))
        left: list[str] = []
        number = 0
        for id, j in self._columns.items():
            lines, cell = rated.get(id, ()), a1(row, j)
            elsewhere = own.cells.get(id, "") if own is not None else ""
            if not lines:
                sheet.write_blank(row, j, None, grey)
            elif lines[0].behaviour:
                sheet.write_formula(row, j, f"={len(lines)}-COUNTA({elsewhere})", count, len(lines))
                left.append(cell)
            else:
                sheet.write_blank(row, j, None, blank)
                self._answers.setdefault((_scale(lines[0]), lines[0].entries), []).append(cell)
                left.append(f'IF(AND({cell}="",{elsewhere}=""),1,0)' if elsewhere else f'IF({cell}="",1,0)')
            number += len(lines)
        formula = "=" + "+".join(left)
        if own is None or len(formula) > _LONGEST_FORMULA:
            area = f"{a1(row, _RATINGS)}:{a1(row, self._left - 1)}"
            formula = f"={number}-COUNTA({area})"
        sheet.write_formula(row, self._left, formula, count, number)

    def _total(self, first: int, last: int) -> None:
        """Write how much is still blank, beside the title."""
        area = f"{a1(first, self._left)}:{a1(last, self._left)}"
        number = sum(len(lines) for form in self._forms for lines in form.rated.values())
        label = {**FACT, "align": "right"}
        self._book.put(self._sheet, 0, self._left - 1, self._words("sheet_left_all"), label)
        self._sheet.write_formula(0, self._left, f"=SUM({area})", self._book.format({**COUNT, "bold": True}), number)

    def _page(self, top: int, last: int) -> None:
        """Set up how the sheet is printed, what stays in view, and what can be changed."""
        sheet = self._sheet
        sheet.set_landscape()
        sheet.hide_gridlines(2)
        # A wide dictionary goes over several pages across, each with the people's names.
        sheet.fit_to_pages(max(1, round(sum(self._widths.values()) / _PAGE_WIDTH)), 0)
        sheet.repeat_rows(top + 1, top + 2)
        sheet.repeat_columns(_FIRST, _FIRST + 1)
        sheet.print_area(0, _FIRST, last, self._left)
        sheet.freeze_panes(top + 3, _FIRST + 2)
        sheet.set_selection(top + 3, _RATINGS, top + 3, _RATINGS)
        sheet.protect("", PROTECTION)


def _scale(line: Line) -> Scale:
    assert line.scale is not None  # else it would take no rating
    return line.scale
