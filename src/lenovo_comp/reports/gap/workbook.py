"""`comp gap` as a workbook: the person with charts, gaps, needs, findings."""

from datetime import datetime
from typing import Any

from ...findings.finding import Findings
from ...method.results import PersonGap
from ..shared.book import INTEGER, NUMBER, TEXT, Book, Cell, Column, Styled
from ..shared.certainty import doubt
from ..shared.sheets import (
    COLOURS,
    RATING_COLOUR,
    REQUIRED_COLOUR,
    SECTION,
    TITLE,
    findings_sheet,
    gap_sheet,
    name_width,
    needs_sheet,
    status_text,
    write_origin,
    write_sentences,
)
from ..shared.standing import supposed_line
from ..shared.words import Words, stages

_LAST = 6  # the last column of the profile
_BELOW_CHARTS = 38


def workbook(gap: PersonGap, findings: Findings, words: Words, created: datetime | None) -> bytes:
    """One person's report as XLSX."""
    a, id = gap.assessment, gap.person["employee_id"]
    people = {id: gap.person}
    book = Book(f"{gap.person['name'] or ''} {id}".strip(), created)
    _summary(book, gap, words)
    gap_sheet(book, a, people, gap.items, words)
    needs_sheet(book, a, people, {id: gap.develop}, words, evidence=True)
    findings_sheet(book, findings, words)
    return book.content()


def _summary(book: Book, gap: PersonGap, words: Words) -> None:
    a, person, model = gap.assessment, gap.person, gap.assessment.model
    sheet = book.sheet(words("xlsx_summary"))
    names = [words.of(model.competency(i["competency"]).name) for i in gap.items]
    sheet.set_column(0, 0, name_width(names))
    sheet.set_column(1, _LAST, 11)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.put(sheet, 0, 0, f"{person['name'] or ''} {person['employee_id']}".strip(), TITLE)
    row = 1
    for label, value, looks in _facts(gap, words):
        book.put(sheet, row, 0, label, TEXT)
        book.put(sheet, row, 1, value, looks)
        row += 1
    if a.supposed:
        row = write_sentences(book, sheet, row, [supposed_line(gap, words)], _LAST, 80)
    top = row + 1
    book.put(sheet, top, 0, words("profile"), SECTION)
    columns = [
        Column(words("competency"), 30, TEXT),
        *(Column(words(k), 11, NUMBER) for k in ("required", "rating")),
        Column("±", 11, NUMBER),
        Column(words("gap"), 11, NUMBER),
        Column(words("status"), 11, TEXT),
        Column(words("raters"), 11, INTEGER),
    ]
    rows: list[list[Cell | Styled]] = [
        [
            name,
            *(item[k] for k in ("required", "rating", "se", "gap")),
            Styled(status_text(item, words) + doubt(item), {**TEXT, **COLOURS[item["status"]]}),
            item["n"],
        ]
        for name, item in zip(names, gap.items, strict=True)
    ]
    end = book.table(sheet, top + 1, columns, rows)
    if rows:
        _charts(book, sheet, top + 1, end, words)
    row = end + 1
    for key, ids in (("strengths", gap.strengths), ("develop", tuple(n.competency for n in gap.develop))):
        nothing = words(
            {"strengths": "no_strengths", "develop": "no_needs"}[key] if person["assessed"] else "nothing_known"
        )
        book.put(sheet, row, 0, words(key), SECTION)
        listed = words.join([words.of(model.competency(c).name) for c in ids])
        row = write_sentences(book, sheet, row + 1, [listed or nothing], _LAST, 80) + 1
    write_origin(book, sheet, max(row, _BELOW_CHARTS), a, words)


def _facts(gap: PersonGap, words: Words) -> list[tuple[str, Cell, dict[str, Any]]]:
    a, person = gap.assessment, gap.person
    position = None if person["position"] is None else a.model.position(person["position"])
    left = {**TEXT, "align": "left"}
    found: list[tuple[str, Cell, dict[str, Any]]] = [
        (words("position"), words.of(position.name) if position else words("no_verdict"), left),
        (words("sheet_cycle"), a.cycle, left),
        (words("verdict"), words(person["verdict"] or "no_verdict"), {**left, **COLOURS[person["verdict"]]}),
        *((words(k), person[k], {"num_format": "0%", "align": "left"}) for k in ("fit", "met_share", "coverage")),
    ]
    if position is not None and position.stage is not None:
        found.append((words("stage"), stages(person["stage_low"], person["stage_high"], words), left))
    return found


def _charts(book: Book, sheet: Any, header: int, end: int, words: Words) -> None:
    """A radar for those who expect one, and bars, which can be read."""
    for number, kind in enumerate(({"type": "radar", "subtype": "with_markers"}, {"type": "bar"})):
        chart = book.workbook.add_chart(kind)
        for column, colour in ((1, REQUIRED_COLOUR), (2, RATING_COLOUR)):
            looks = {"line": {"color": colour, "width": 2}} if number == 0 else {"fill": {"color": colour}}
            chart.add_series(
                {
                    "name": [sheet.name, header, column],
                    "categories": [sheet.name, header + 1, 0, end - 1, 0],
                    "values": [sheet.name, header + 1, column, end - 1, column],
                    **looks,
                }
            )
        chart.set_title({"name": words("profile"), "name_font": {"size": 11}})
        chart.set_legend({"position": "bottom"})
        chart.show_blanks_as("gap")
        if number == 0:
            chart.set_y_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
        else:
            chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
            chart.set_x_axis({"min": 0})
        sheet.insert_chart(
            0 if number == 0 else 18, _LAST + 2, chart, {"y_scale": 1.2, "description": words("profile")}
        )
