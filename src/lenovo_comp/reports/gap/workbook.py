"""`comp gap` as a workbook: the person with charts, gaps, needs, findings."""

from datetime import datetime
from typing import Any

from ...findings.finding import Findings
from ...method.results import PersonGap
from ..shared.book import GENERAL, INTEGER, NUMBER, PERCENT, TEXT, WRAPPED, Book, Cell, Column, Format, Styled
from ..shared.cell_looks import COLOURS, RATING_COLOUR, REQUIRED_COLOUR, gap_cell, rating_cell, share_cell
from ..shared.certainty import doubt
from ..shared.naming import subject
from ..shared.needs_sheets import person_needs
from ..shared.sheets import (
    DIM,
    FIGURE_WIDTH,
    SECTION,
    TITLE,
    confidential_book,
    findings_sheet,
    gap_sheet,
    status_text,
    summary_sheet,
    write_origin,
    write_sentences,
)
from ..shared.standing import supposed_line
from ..shared.words import Words, figure, stages

_LAST = 6
"""The last column of the profile; charts stand to the right of it."""
_ROW_HEIGHT = 20
"""Pixels of a row in which nothing is wrapped."""


def workbook(gap: PersonGap, findings: Findings, words: Words, created: datetime | None) -> bytes:
    """One person's report as XLSX."""
    a, id = gap.assessment, gap.person["employee_id"]
    title = " · ".join([words("xlsx_person_report"), subject(gap.person), *([a.cycle] if a.cycle else [])])
    book = confidential_book(title, words, created)
    _summary(book, gap, words)
    gap_sheet(book, a, {id: gap.person}, gap.items, words)
    person_needs(book, gap, words)
    findings_sheet(book, findings, words)
    return book.content()


def _summary(book: Book, gap: PersonGap, words: Words) -> None:
    a, person, model = gap.assessment, gap.person, gap.assessment.model
    names = [words.of(model.competency(i["competency"]).name) for i in gap.items]
    sheet, first = summary_sheet(book, names, _LAST, words)
    wide = first + _LAST * FIGURE_WIDTH
    book.put(sheet, 0, 0, subject(person), TITLE)
    book.put(sheet, 1, 0, f"{words('confidential')} · {words.of(model.name)}", {**DIM, "text_wrap": False})
    row = 2
    for label, value, looks in _facts(gap, words):
        book.put(sheet, row, 0, label, TEXT)
        book.put(sheet, row, 1, value, {**looks, "align": "left"})
        row += 1
    if a.supposed:
        row = write_sentences(book, sheet, row, [supposed_line(gap, words)], _LAST, wide)
    row = _profile(book, sheet, row + 1, first, gap, words) + 1
    for key, ids in (("strengths", gap.strengths), ("develop", tuple(n.competency for n in gap.develop))):
        nothing = words(
            {"strengths": "no_strengths", "develop": "no_needs"}[key] if person["assessed"] else "nothing_known",
            least=figure(model.strength),
        )
        book.put(sheet, row, 0, words(key), SECTION)
        listed = words.join([words.of(model.competency(c).name) for c in ids])
        row = write_sentences(book, sheet, row + 1, [listed or nothing], _LAST, wide) + 1
    write_origin(book, sheet, row, a, words)


def _profile(book: Book, sheet: Any, top: int, first: float, gap: PersonGap, words: Words) -> int:
    """Write the table of ratings with its charts, from row `top` on; returns the row after it.

    The first column is `first` characters wide.
    """
    model = gap.assessment.model
    book.put(sheet, top, 0, words("profile"), SECTION)
    columns = [
        Column(words("competency"), first, WRAPPED),
        Column(words("required"), 0, GENERAL),
        Column(words("rating"), 0, NUMBER),
        Column("±", 0, NUMBER),
        Column(words("gap"), 0, NUMBER),
        Column(words("status"), 0, TEXT),
        Column(words("raters"), 0, INTEGER),
    ]
    rows: list[list[Cell | Styled]] = [
        [
            words.of(model.competency(item["competency"]).name),
            item["required"],
            rating_cell(item, model.tolerance),
            item["se"],
            gap_cell(item["gap"], model.tolerance),
            Styled(status_text(item, words) + doubt(item), COLOURS[item["status"]]),
            item["n"],
        ]
        for item in gap.items
    ]
    end = book.table(sheet, top + 1, columns, rows)
    if rows:
        _charts(book, sheet, top + 1, end, words)
    return end


def _facts(gap: PersonGap, words: Words) -> list[tuple[str, Cell, Format]]:
    """The head of the summary: labels, values, how they look."""
    a, person = gap.assessment, gap.person
    position = None if person["position"] is None else a.model.position(person["position"])
    shares = [(words(k), share_cell(person[k])) for k in ("fit", "met_share", "coverage")]
    found: list[tuple[str, Cell, Format]] = [
        (words("position"), words.of(position.name) if position else words("no_verdict"), TEXT),
        (words("sheet_cycle"), a.cycle, TEXT),
        (words("verdict"), words(person["verdict"] or "no_verdict"), {**TEXT, **COLOURS[person["verdict"]]}),
        *((k, v.value, v.format) if isinstance(v, Styled) else (k, v, PERCENT) for k, v in shares),
    ]
    if position is not None and position.stage is not None:
        found.append((words("stage"), stages(person["stage_low"], person["stage_high"], words), TEXT))
    return found


def _charts(book: Book, sheet: Any, header: int, end: int, words: Words) -> None:
    """A radar for those who expect one, and bars, which can be read."""
    light = {"visible": True, "line": {"color": "#D9D9D9"}}
    radar = book.workbook.add_chart({"type": "radar", "subtype": "with_markers"})
    bars = book.workbook.add_chart({"type": "bar"})
    for column, colour in ((1, REQUIRED_COLOUR), (2, RATING_COLOUR)):
        series = {
            "name": [sheet.name, header, column],
            "categories": [sheet.name, header + 1, 0, end - 1, 0],
            "values": [sheet.name, header + 1, column, end - 1, column],
        }
        radar.add_series({**series, "line": {"color": colour, "width": 2}})
        bars.add_series({**series, "fill": {"color": colour}})
    radar.set_y_axis({"min": 0, "major_gridlines": light})
    bars.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
    bars.set_x_axis({"min": 0, "major_gridlines": light})
    top = 0
    for chart, tall in ((radar, 320), (bars, 90 + 44 * (end - header - 1))):
        chart.set_title({"name": words("profile"), "name_font": {"size": 11}})
        chart.set_legend({"position": "bottom"})
        chart.show_blanks_as("gap")
        chart.set_size({"width": 480, "height": tall})
        sheet.insert_chart(top, _LAST + 1, chart, {"x_offset": 12, "description": words("profile")})
        top += tall // _ROW_HEIGHT + 1
