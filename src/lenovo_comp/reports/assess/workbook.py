"""`comp assess` as a workbook: summary, people, gaps, needs, findings."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ...findings.finding import Findings
from ...method.results import VERDICTS, Assessment, Need, Row
from ..shared.book import INTEGER, NUMBER, PERCENT, TEXT, WRAPPED, Book, Cell, Column, Styled, fits
from ..shared.cell_looks import COLOURS, FILLS, RATING_COLOUR, REQUIRED_COLOUR, SHORT_BAR, figure_cell, share_cell
from ..shared.certainty import clear_share
from ..shared.footers import origin_lines
from ..shared.needs_sheets import team_needs
from ..shared.sheets import (
    DIM,
    FIGURE_WIDTH,
    SECTION,
    TITLE,
    colour_by_text,
    confidential_book,
    findings_sheet,
    gap_sheet,
    summary_sheet,
    write_origin,
    write_sentences,
)
from ..shared.words import Words, stages
from .heat_map import Cells, heat_cells, sign_meanings, texts_of
from .marked_cells import marked_cells
from .text import people_line, remark_lines

_LAST = 7
"""The last column of the summary's tables; charts stand to the right of it."""
_CHARTS = _LAST + 1
_HEADS = 3
"""The row of the headers of the summary's first table."""


def workbook(
    a: Assessment,
    needs: Callable[[], Mapping[str, Sequence[Need]]],
    findings: Findings,
    words: Words,
    created: datetime | None,
) -> bytes:
    """The whole assessment as XLSX. Raises CannotRun where a sheet can't hold it."""
    fits(a.gaps.height + 1)
    fits(a.people.height + 1)
    people = {p["employee_id"]: p for p in a.person_rows()}
    items = [i for rows in a.gap_rows().values() for i in rows]
    cells = heat_cells(a)
    title = " · ".join([words("xlsx_team_report"), words.of(a.model.name), *([a.cycle] if a.cycle else [])])
    book = confidential_book(title, words, created)
    _summary(book, a, cells, words)
    _people(book, a, people, marked_cells(items, cells, a.model), words)
    gap_sheet(book, a, people, items, words)
    team_needs(book, a, people, needs(), words)
    findings_sheet(book, findings, words)
    return book.content()


def _summary(book: Book, a: Assessment, cells: Cells, words: Words) -> None:
    model = a.model
    names = [words.of(c.name) for c in model.competencies]
    sheet, first = summary_sheet(book, names, _LAST, words)
    wide = first + _LAST * FIGURE_WIDTH
    book.put(sheet, 0, 0, words.of(model.name), TITLE)
    book.put(sheet, 1, 0, f"{words('confidential')} · {people_line(a, words)}", {**DIM, "text_wrap": False})
    end = _verdicts(book, sheet, a, words)
    row = _competencies(book, sheet, end + 1, first, a, words)
    book.put(sheet, row, 0, words("xlsx_marks"), SECTION)
    row = write_sentences(
        book, sheet, row + 1, [sign_meanings(a, texts_of(cells, model.competencies), words)], _LAST, wide
    )
    book.put(sheet, row + 1, 0, words("remarks"), SECTION)
    origin = origin_lines(a, words)  # below, it is a table
    remarks = [line for line in remark_lines(a, words) if line not in origin]
    row = write_sentences(book, sheet, row + 2, remarks, _LAST, wide)
    write_origin(book, sheet, row + 1, a, words)


def _verdicts(book: Book, sheet: Any, a: Assessment, words: Words) -> int:
    """Write the table of verdicts with its chart; returns the row after both."""
    verdicts = [v for v, n in a.summary.verdicts.items() if n or v]
    columns = [Column(words("verdict"), 0, TEXT), Column(words("xlsx_people"), 0, INTEGER)]
    rows: list[list[Cell | Styled]] = [
        [Styled(words(v or "no_verdict"), COLOURS[v]), a.summary.verdicts[v]] for v in verdicts
    ]
    end = book.table(sheet, _HEADS, columns, rows)
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": words("xlsx_people"),
            "categories": [sheet.name, _HEADS + 1, 0, end - 1, 0],
            "values": [sheet.name, _HEADS + 1, 1, end - 1, 1],
            "points": [{"fill": {"color": FILLS[v]}} for v in verdicts],
            "data_labels": {"value": True},
            "gap": 60,
        }
    )
    _plain(chart, words("xlsx_by_verdict"), len(rows), legend=False)
    sheet.insert_chart(0, _CHARTS, chart, _placed(words("xlsx_by_verdict")))
    return max(end, _rows_of(len(rows)))


def _competencies(book: Book, sheet: Any, top: int, first: float, a: Assessment, words: Words) -> int:
    """Write the table of competencies with its chart, from row `top` on; returns the row after it.

    The first column is `first` characters wide.
    """
    book.put(sheet, top, 0, words("competencies"), SECTION)
    means, counts = ("required_mean", "rating_mean", "gap_mean"), ("short", "met", "unassessed")
    columns = [
        Column(words("competency"), first, WRAPPED),
        Column(words("layer"), 0, TEXT),
        *(Column(words(k), 0, NUMBER) for k in means),
        *(Column(words(k).capitalize(), 0, INTEGER) for k in counts),
    ]
    rows: list[list[Cell | Styled]] = [
        [
            words.of(a.model.competency(c["competency"]).name),
            words(c["layer"]),
            *(figure_cell(c[k]) for k in means),
            *(c[k] for k in counts),
        ]
        for c in a.competency_rows()
    ]
    head = top + 1
    end = book.table(sheet, head, columns, rows)
    if not rows:
        return end + 1
    bar = {"type": "data_bar", "bar_color": SHORT_BAR, "min_type": "num", "min_value": 0}
    sheet.conditional_format(head + 1, 5, end - 1, 5, bar)
    chart = book.workbook.add_chart({"type": "bar"})
    for column, fill in ((2, REQUIRED_COLOUR), (3, RATING_COLOUR)):
        chart.add_series(
            {
                "name": [sheet.name, head, column],
                "categories": [sheet.name, head + 1, 0, end - 1, 0],
                "values": [sheet.name, head + 1, column, end - 1, column],
                "fill": {"color": fill},
            }
        )
    _plain(chart, f"{words('required_mean')} / {words('rating_mean')}", 2 * len(rows), legend=True)
    sheet.insert_chart(top, _CHARTS, chart, _placed(words("competencies")))
    return end + 1


def _plain(chart: Any, title: str, bars: int, *, legend: bool) -> None:
    """Lay out a chart of so many bars that begins at zero and reads from top to bottom."""
    chart.set_title({"name": title, "name_font": {"size": 11}, "overlay": False})
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_legend({"position": "bottom"} if legend else {"none": True})
    chart.set_size({"width": 480, "height": _height(bars)})


def _height(bars: int) -> int:
    """The height of a chart of so many bars, in pixels."""
    return 80 + 22 * bars


def _rows_of(bars: int) -> int:
    """The rows that such a chart covers."""
    return -(-_height(bars) // 20)


def _placed(description: str) -> dict[str, Any]:
    """Where in its cell a chart begins, and what it shows, for those who don't see it."""
    return {"x_offset": 12, "description": description}


def _people(
    book: Book, a: Assessment, people: Mapping[str, Row], cells: Mapping[tuple[str, str], Styled], words: Words
) -> None:
    """The sheet of people: one row a person, one column a competency."""
    model = a.model
    verdict = 5
    columns = [
        Column(words("employee"), 12, TEXT),
        Column(words("name"), 16, TEXT),
        Column(words("department"), 20, TEXT),
        Column(words("sheet_manager"), 12, TEXT),
        Column(words("position"), 27, TEXT),
        Column(words("verdict"), 14, TEXT),
        Column(words("clear"), 7, TEXT),
        *(Column(words(k), 8, PERCENT) for k in ("fit", "met_share", "coverage")),
        Column(words("stage"), 20, TEXT),
        *(Column(words.of(c.name), 9, NUMBER) for c in model.competencies),
    ]
    names = {p.id: words.of(p.name) for p in model.positions}
    rows: list[list[Cell | Styled]] = []
    for id, person in people.items():
        has_stage = person["position"] is not None and person["stage_low"] is not None
        rows.append(
            [
                id,
                *(person[k] for k in ("name", "department", "manager")),
                names.get(person["position"]),
                words(person["verdict"] or "no_verdict"),
                clear_share(person) or None,
                *(share_cell(person[k]) for k in ("fit", "met_share", "coverage")),
                stages(person["stage_low"], person["stage_high"], words) if has_stage else None,
                *(cells.get((id, c.id)) for c in model.competencies),
            ]
        )
    sheet = book.report(words("xlsx_people"), columns, rows, fixed=2)
    if rows:
        for name in VERDICTS:
            colour_by_text(book, sheet, (1, verdict, len(rows), verdict), words(name), COLOURS[name])
        bar = {"type": "data_bar", "bar_color": "#9CC5E6"}
        limits = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
        sheet.conditional_format(1, 7, len(rows), 7, {**bar, **limits})
