"""`comp assess` as a workbook: summary, people, gaps, needs, findings."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ...findings.finding import Findings
from ...method.results import MET, SHORT, STRENGTH, UNASSESSED, Assessment, Need, Row, is_far
from ..shared.book import INTEGER, LABEL, NUMBER, PERCENT, TEXT, Book, Cell, Column, Format, Styled, fits, height
from ..shared.certainty import clear_share, marks
from ..shared.sheets import (
    COLOURS,
    FAR,
    RATING_COLOUR,
    REQUIRED_COLOUR,
    SECTION,
    TITLE,
    colour_by_text,
    findings_sheet,
    gap_sheet,
    name_width,
    needs_sheet,
    write_origin,
    write_sentences,
)
from ..shared.words import Words, figure, stages
from .text import people_line, remark_lines

_LAST = 7  # the last column of the summary's tables
_SIGNS = {STRENGTH: "+", MET: "=", SHORT: "-"}


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
    by_person = a.gap_rows()
    book = Book(words.of(a.model.name), created)
    _summary(book, a, words)
    _people(book, a, people, by_person, words)
    gap_sheet(book, a, people, [i for items in by_person.values() for i in items], words)
    needs_sheet(book, a, people, needs(), words)
    findings_sheet(book, findings, words)
    return book.content()


def _summary(book: Book, a: Assessment, words: Words) -> None:
    summary, model = a.summary, a.model
    sheet = book.sheet(words("xlsx_summary"))
    names = [words.of(c.name) for c in model.competencies]
    sheet.set_column(0, 0, name_width(names))
    sheet.set_column(1, _LAST, 11)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.put(sheet, 0, 0, words.of(model.name), TITLE)
    book.put(sheet, 1, 0, people_line(a, words), TEXT)
    verdicts = [v for v, n in summary.verdicts.items() if n or v]
    columns = [Column(words("verdict"), 0, TEXT), Column(words("xlsx_people"), 11, INTEGER)]
    rows: list[list[Cell | Styled]] = [
        [Styled(words(v or "no_verdict"), {**TEXT, **COLOURS[v]}), summary.verdicts[v]] for v in verdicts
    ]
    end = book.table(sheet, 3, columns, rows)
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": words("xlsx_people"),
            "categories": [sheet.name, 4, 0, end - 1, 0],
            "values": [sheet.name, 4, 1, end - 1, 1],
            "fill": {"color": RATING_COLOUR},
            "data_labels": {"value": True},
            "gap": 60,
        }
    )
    _plain(chart, words("verdict"), legend=False)
    sheet.insert_chart(0, _LAST + 2, chart, {"x_scale": 1.0, "y_scale": 0.72, "description": words("verdict")})
    row = _competencies(book, sheet, max(end, 10) + 1, a, words)
    book.put(sheet, row, 0, words("remarks"), SECTION)
    legend = words("legend_cells", near=figure(model.near))
    row = write_sentences(
        book, sheet, row + 1, [f"{words('xlsx_people')}{words.colon()}{legend}", *remark_lines(a, words)], _LAST, 100
    )
    write_origin(book, sheet, row + 1, a, words)


def _competencies(book: Book, sheet: Any, top: int, a: Assessment, words: Words) -> int:
    """Write the table of competencies with its chart, from row `top` on; returns the row after it."""
    book.put(sheet, top, 0, words("competencies"), SECTION)
    means, counts = ("required_mean", "rating_mean", "gap_mean"), ("short", "met", "unassessed")
    columns = [
        Column(words("competency"), 30, TEXT),
        Column(words("layer"), 11, TEXT),
        *(Column(words(k), 11, NUMBER) for k in means),
        *(Column(words(k).capitalize(), 11, INTEGER) for k in counts),
    ]
    rows: list[list[Cell | Styled]] = [
        [words.of(a.model.competency(c["competency"]).name), words(c["layer"]), *(c[k] for k in (*means, *counts))]
        for c in a.competency_rows()
    ]
    end = book.table(sheet, top + 1, columns, rows)
    if rows:
        bar = {"type": "data_bar", "bar_color": "#F2B48A", "min_type": "num", "min_value": 0}
        sheet.conditional_format(top + 2, 5, end - 1, 5, bar)
    chart = book.workbook.add_chart({"type": "bar"})
    for column, fill in ((2, REQUIRED_COLOUR), (3, RATING_COLOUR)):
        chart.add_series(
            {
                "name": [sheet.name, top + 1, column],
                "categories": [sheet.name, top + 2, 0, end - 1, 0],
                "values": [sheet.name, top + 2, column, end - 1, column],
                "fill": {"color": fill},
            }
        )
    _plain(chart, f"{words('required_mean')} / {words('rating_mean')}", legend=True)
    sheet.insert_chart(top, _LAST + 2, chart, {"y_scale": 1.2, "description": words("competencies")})
    return end + 1


def _plain(chart: Any, title: str, *, legend: bool) -> None:
    """Lay out a bar chart that begins at zero and reads from top to bottom."""
    chart.set_title({"name": title, "name_font": {"size": 11}, "overlay": False})
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_legend({"position": "bottom"} if legend else {"none": True})


def _people(
    book: Book, a: Assessment, people: Mapping[str, Row], items: Mapping[str, Sequence[Row]], words: Words
) -> None:
    """The sheet of people: one row a person, one column a competency."""
    model = a.model
    columns = [
        Column(words("employee"), 11, TEXT),
        Column(words("name"), 12, TEXT),
        Column(words("department"), 14, TEXT),
        Column(words("sheet_manager"), 11, TEXT),
        Column(words("position"), 20, TEXT),
        Column(words("verdict"), 12, TEXT),
        Column(words("clear"), 9, LABEL),
        *(Column(words(k), 10, PERCENT) for k in ("fit", "met_share", "coverage")),
        Column(words("stage"), 17, LABEL),
        *(Column(words.of(c.name), 13, NUMBER) for c in model.competencies),
    ]
    names = {p.id: words.of(p.name) for p in model.positions}
    rows: list[list[Cell | Styled]] = []
    for id, person in people.items():
        of = {i["competency"]: i for i in items.get(id, ())}
        has_stage = person["position"] is not None and person["stage_low"] is not None
        rows.append(
            [
                id,
                *(person[k] for k in ("name", "department", "manager")),
                names.get(person["position"]),
                words(person["verdict"] or "no_verdict"),
                clear_share(person) or None,
                *(person[k] for k in ("fit", "met_share", "coverage")),
                stages(person["stage_low"], person["stage_high"], words) if has_stage else None,
                *(_rating(of.get(c.id), model.near) for c in model.competencies),
            ]
        )
    sheet = book.report(words("xlsx_people"), columns, rows, fixed=2)
    sheet.set_row(0, height(3))
    if rows:
        for verdict in ("ready", "near", "developing", "incomplete"):
            colour_by_text(book, sheet, (1, 5, len(rows), 5), words(verdict), COLOURS[verdict])
        bar = {"type": "data_bar", "bar_color": "#9CC5E6"}
        limits = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
        sheet.conditional_format(1, 7, len(rows), 7, {**bar, **limits})


def _rating(item: Row | None, near: float) -> Styled | None:
    """The cell of a rating with the sign and colour of its status; "?" where it is missing."""
    # The sign is in the number's format, so that the cell stays a number (decision 0011).
    if item is None:
        return None
    status = item["status"]
    if item["rating"] is None:
        return Styled("?", {**TEXT, "align": "right", **COLOURS[UNASSESSED]})
    far = item["gap"] is not None and is_far(item["gap"], near)
    sign = ("--" if far else _SIGNS.get(status, "")) + marks(item)
    looks: Format = {**NUMBER, **(FAR if far else COLOURS[status])}
    return Styled(item["rating"], {**looks, "num_format": f'0.00"{sign}"' if sign else "0.00"})
