"""Sheets and parts of sheets that the workbooks of a team and of a person share: gaps, findings, origin."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ...findings.finding import Findings, worst_first
from ...method.results import LOW, MET, OTHERS, SHORT, STRENGTH, UNASSESSED, Assessment, Row
from ...model.dictionary import EPSILON
from ...version import __version__
from .book import GENERAL, HEAD, INTEGER, NUMBER, TEXT, WRAPPED, Book, Cell, Column, Format, Styled, height, lines_of
from .cell_looks import COLOURS, FAR, LOW_AGREEMENT, figure_cell, gap_cell, rating_cell
from .footers import input_sizes
from .words import Words, figure
from .wrapping import cells

TITLE: Format = {"bold": True, "font_size": 14, "font_color": HEAD}
SECTION: Format = {"bold": True, "font_size": 12, "font_color": HEAD}
DIM: Format = {"font_color": "#595959", "text_wrap": True, "valign": "top"}
FIGURE_WIDTH = 11.0
"""Characters of the columns of figures on a summary."""
MOST_ON_A_PAGE = 15
"""Competencies with which a summary still fits a printed page."""


def confidential_book(title: str, words: Words, created: datetime | None) -> Book:
    """A workbook that is printed with its title, that it is confidential, and page numbers."""
    return Book(title, created, marking=words("confidential"), pages=words("xlsx_pages"))


def gap_sheet(book: Book, a: Assessment, people: Mapping[str, Row], items: Sequence[Row], words: Words) -> None:
    """The sheet of gaps: one row an employee and competency, one column a role that has figures to show."""
    model, shown = a.model, a.role_rows()
    present = {role for roles in shown.values() for role in roles}
    roles = [(r.id, words.of(r.name)) for r in model.rater_roles if r.id in present]
    roles += [(OTHERS, words("others"))] if OTHERS in present else []
    columns = [
        Column(words("employee"), 12, TEXT),
        Column(words("name"), 16, TEXT),
        Column(words("department"), 18, TEXT),
        Column(words("position"), 27, TEXT),
        Column(words("competency"), 33, TEXT),
        Column(words("required"), 8, GENERAL),
        Column(words("rating"), 8, NUMBER),
        Column("±", 6, NUMBER),
        Column(words("gap"), 8, NUMBER),
        Column(words("status"), 18, TEXT),
        Column(words("essential"), 8, TEXT),
        Column(words("raters"), 7, INTEGER),
        Column(words("agreement_short"), 10, TEXT),
        Column(words("self_other"), 8, NUMBER),
        Column(words("xlsx_too_close"), 8, TEXT),
        *(Column(name, 8, NUMBER) for _, name in roles),
    ]
    names = {p.id: words.of(p.name) for p in model.positions}
    rows: list[list[Cell | Styled]] = []
    for item in items:
        person, means = people[item["employee_id"]], shown.get((item["employee_id"], item["competency"]), {})
        band = item["band"]
        rows.append(
            [
                item["employee_id"],
                person["name"],
                person["department"],
                names.get(person["position"]),
                words.of(model.competency(item["competency"]).name),
                item["required"],
                rating_cell(item, model.tolerance),
                item["se"],
                gap_cell(item["gap"], model.tolerance),
                status_text(item, words),
                None if item["required"] is None else words("yes" if item["essential"] else "no"),
                item["n"],
                words(f"agree_{band}") if band else None,
                figure_cell(item["self_other"]),
                words("yes") if item["too_close"] else None,
                *(figure_cell(means[role].mean if role in means else None) for role, _ in roles),
            ]
        )
    sheet = book.report(words("xlsx_gaps"), columns, rows, fixed=2)
    if rows:
        _colour_gaps(book, sheet, len(rows), a, words)


def _colour_gaps(book: Book, sheet: Any, last: int, a: Assessment, words: Words) -> None:
    gaps, statuses, agreement = 8, 9, 12
    for status in (STRENGTH, MET, SHORT, UNASSESSED):
        colour_by_text(book, sheet, (1, statuses, last, statuses), words(status), COLOURS[status])
    for limit, looks in ((a.model.near, FAR), (a.model.tolerance, COLOURS[SHORT])):
        rule = {"type": "cell", "criteria": ">", "value": limit + EPSILON, "format": book.format(looks)}
        sheet.conditional_format(1, gaps, last, gaps, {**rule, "stop_if_true": True})
    colour_by_text(book, sheet, (1, agreement, last, agreement), words(f"agree_{LOW}"), LOW_AGREEMENT)


def status_text(item: Row, words: Words) -> str:
    """The status, with what it is based on where that is a bound, or raters of weight 0 alone."""
    marks = [words("at_least", rating=figure(item["rating"]))] if item["at_least"] else []
    marks += [words("self_only_mark" if item["self_only"] else "unweighted_mark")] if _weightless(item) else []
    return words(item["status"]) + (words("in_brackets", text=words.join(marks)) if marks else "")


def _weightless(item: Row) -> bool:
    return bool(item["self_only"] or item["unweighted"])


def colour_by_text(book: Book, sheet: Any, area: tuple[int, int, int, int], begins: str, looks: Format) -> None:
    """Colour the cells of an area (first row, first column, last row, last column) whose text begins so."""
    rule = {"type": "text", "criteria": "begins with", "value": begins, "format": book.format(looks)}
    sheet.conditional_format(*area, rule)


def findings_sheet(book: Book, findings: Findings, words: Words) -> None:
    """The sheet of findings: codes and counts, by rule, the worst first."""
    # A place or a cell would tell of other people and of raters who are not shown (decision 0015).
    columns = [
        Column(words("severity"), 10, TEXT),
        Column(words("code"), 8, TEXT),
        Column(words("name_of_rule"), 30, TEXT),
        Column(words("why").capitalize(), 90, WRAPPED),
        Column(words("number"), 9, INTEGER),
    ]
    rows: list[list[Cell | Styled]] = [
        [words(severity.value), rule.code, rule.name, rule.reason[words.language], number]
        for (rule, severity), number in worst_first(findings)
    ]
    if not rows:
        rows.append([None, None, None, words("no_findings"), None])
    book.report(words("xlsx_findings"), columns, rows, fixed=0)


def write_origin(book: Book, sheet: Any, row: int, a: Assessment, words: Words) -> int:
    """Write what the workbook was made of from `row` on: tool, dictionary, settings, size of the input."""
    model = a.model
    lines: list[tuple[str, str]] = [
        ("comp", __version__),
        (words("xlsx_dictionary"), f"{model.id} {model.version}"),
        ("SHA-256", model.sha256),
        *((words("xlsx_setting"), f"{name} = {value:g}") for name, value in sorted(model.settings.items())),
        (words("xlsx_inputs"), words("xlsx_all_cycles", sizes=words.join(list(input_sizes(a, words).values())))),
    ]
    book.put(sheet, row, 0, words("xlsx_made_of"), SECTION)
    for i, (what, which) in enumerate(lines, row + 1):
        book.put(sheet, i, 0, what, TEXT)
        book.put(sheet, i, 1, which, TEXT)
    return row + 1 + len(lines)


def write_sentences(book: Book, sheet: Any, row: int, lines: Sequence[str], last: int, wide: float) -> int:
    """Write lines of text from `row` on, across the columns up to `last` (`wide` characters); returns the next row."""
    for line in lines:
        sheet.merge_range(row, 0, row, last, "", book.format(DIM))
        book.put(sheet, row, 0, line, DIM)
        sheet.set_row(row, height(lines_of(line, wide - 2)))
        row += 1
    return row


def summary_sheet(book: Book, names: Sequence[str], last: int, words: Words) -> tuple[Any, float]:
    """The first sheet, for names and then figures up to the column `last`; and the width of the names."""
    sheet = book.sheet(words("xlsx_summary"))
    first = min(max([14.0, *(cells(text) + 2.0 for text in names)]), 34.0)
    sheet.set_column(0, 0, first)
    sheet.set_column(1, last, FIGURE_WIDTH)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1 if len(names) <= MOST_ON_A_PAGE else 0)
    return sheet, first
