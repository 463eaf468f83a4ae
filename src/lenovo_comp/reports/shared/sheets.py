"""Sheets that the workbooks of a team and of a person share: gaps, needs, findings, origin."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...findings.finding import Findings, worst_first
from ...method.results import LOW, MET, NOT_REQUIRED, OTHERS, SHORT, STRENGTH, UNASSESSED, Assessment, Need, Row, is_far
from ...model.dictionary import EPSILON, Statement
from ...version import __version__
from .book import HEAD, INTEGER, LABEL, NUMBER, TEXT, WRAPPED, Book, Cell, Column, Format, Styled, height, lines_of
from .footers import input_sizes
from .statements import level_title
from .words import Words, figure
from .wrapping import cells

TITLE: Format = {"bold": True, "font_size": 14, "font_color": HEAD}
SECTION: Format = {"bold": True, "font_size": 12, "font_color": HEAD}
DIM: Format = {"font_color": "#595959", "text_wrap": True, "valign": "top"}
COLOURS: dict[str | None, Format] = {
    STRENGTH: {"bg_color": "#BFE3D0", "font_color": "#0B5D3B"},
    MET: {"bg_color": "#E3F4EA", "font_color": "#0B5D3B"},
    SHORT: {"bg_color": "#FCE8D5", "font_color": "#8A3B00"},
    UNASSESSED: {"font_color": "#595959", "bg_color": "#EDEDED"},
    NOT_REQUIRED: {},
    "ready": {"bg_color": "#E3F4EA", "font_color": "#0B5D3B"},
    "near": {"bg_color": "#FFF3C4", "font_color": "#6B5200"},
    "developing": {"bg_color": "#FCE8D5", "font_color": "#8A3B00"},
    "incomplete": {"font_color": "#595959", "bg_color": "#EDEDED"},
    None: {"font_color": "#595959"},
}
FAR: Format = {"bg_color": "#F6C9C0", "font_color": "#7A1200", "bold": True}
REQUIRED_COLOUR, RATING_COLOUR = "#7F8FA9", "#0B6FB8"


def gap_sheet(book: Book, a: Assessment, people: Mapping[str, Row], items: Sequence[Row], words: Words) -> Any:
    """The sheet of gaps: one row an employee and competency, one column a role that has figures to show."""
    model, shown = a.model, a.role_rows()
    present = {role for roles in shown.values() for role in roles}
    roles = [(r.id, words.of(r.name)) for r in model.rater_roles if r.id in present]
    roles += [(OTHERS, words("others"))] if OTHERS in present else []
    columns = [
        Column(words("employee"), 11, TEXT),
        Column(words("name"), 12, TEXT),
        Column(words("department"), 14, TEXT),
        Column(words("position"), 20, TEXT),
        Column(words("competency"), 26, TEXT),
        Column(words("layer"), 12, TEXT),
        *(Column(words(k), 10, NUMBER) for k in ("required", "rating")),
        Column("±", 8, NUMBER),
        Column(words("gap"), 10, NUMBER),
        Column(words("status"), 14, LABEL),
        Column(words("essential"), 10, LABEL),
        Column(words("raters"), 9, INTEGER),
        Column(words("agreement_short"), 12, LABEL),
        Column(words("self_other"), 11, NUMBER),
        Column(words("xlsx_too_close"), 17, LABEL),
        *(Column(name, 10, NUMBER) for _, name in roles),
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
                words(item["layer"]),
                *(item[k] for k in ("required", "rating", "se", "gap")),
                status_text(item, words),
                None if item["required"] is None else words("yes" if item["essential"] else "no"),
                item["n"],
                words(f"agree_{band}") if band else None,
                item["self_other"],
                words("yes") if item["too_close"] else None,
                *(means[role].mean if role in means else None for role, _ in roles),
            ]
        )
    sheet = book.report(words("xlsx_gaps"), columns, rows, fixed=2)
    if rows:
        for status in (STRENGTH, MET, SHORT, UNASSESSED):
            colour_by_text(book, sheet, (1, 10, len(rows), 10), words(status), COLOURS[status])
        far = {"type": "cell", "criteria": ">", "value": model.near + EPSILON, "format": book.format(FAR)}
        short = {"type": "cell", "criteria": ">", "value": model.tolerance + EPSILON}
        sheet.conditional_format(1, 9, len(rows), 9, {**far, "stop_if_true": True})
        sheet.conditional_format(1, 9, len(rows), 9, {**short, "format": book.format(COLOURS[SHORT])})
        colour_by_text(book, sheet, (1, 13, len(rows), 13), words(f"agree_{LOW}"), FAR)
    return sheet


def status_text(item: Row, words: Words) -> str:
    """The status, with what it rests on where that is a bound, or raters of weight 0 alone."""
    marks = [words("at_least", rating=figure(item["rating"]))] if item["at_least"] else []
    marks += [words("self_only_mark" if item["self_only"] else "unweighted_mark")] if _weightless(item) else []
    return words(item["status"]) + (f" ({words.join(marks)})" if marks else "")


def _weightless(item: Row) -> bool:
    return bool(item["self_only"] or item["unweighted"])


def colour_by_text(book: Book, sheet: Any, area: tuple[int, int, int, int], begins: str, looks: Format) -> None:
    """Colour the cells of an area (first row, first column, last row, last column) whose text begins so."""
    rule = {"type": "text", "criteria": "begins with", "value": begins, "format": book.format(looks)}
    sheet.conditional_format(*area, rule)


def needs_sheet(
    book: Book,
    a: Assessment,
    people: Mapping[str, Row],
    needs: Mapping[str, Sequence[Need]],
    words: Words,
    *,
    evidence: bool = False,
) -> None:
    """The sheet of needs: one row a person and need, with its behaviours and, on request, evidence."""
    columns = [
        Column(words("employee"), 11, TEXT),
        Column(words("name"), 12, TEXT),
        Column(words("position"), 20, TEXT),
        Column(words("competency"), 24, WRAPPED),
        *(Column(words(k), 10, NUMBER) for k in ("rating", "required", "gap")),
        Column(words("essential"), 10, LABEL),
        Column(words("description"), 90, WRAPPED),
        *([Column(words("evidence"), 50, WRAPPED)] if evidence else []),
    ]
    roles = {r.id: words.of(r.name) for r in a.model.rater_roles}
    items = {(i["employee_id"], i["competency"]): i for rows in a.gap_rows().values() for i in rows}
    names = {p.id: words.of(p.name) for p in a.model.positions}
    rows: list[list[Cell | Styled]] = [
        [
            id,
            people[id]["name"],
            names.get(people[id]["position"]),
            words.of(a.model.competency(need.competency).name),
            need.start,
            need.goal,
            Styled(need.gap, {**NUMBER, **(FAR if is_far(need.gap, a.model.near) else COLOURS[SHORT])}),
            words("yes" if items[id, need.competency]["essential"] else "no"),
            "\n".join(_behaviours(need, words)),
            *(["\n".join(f"{roles[r]}{words.colon()}{said}" for r, said in need.evidence)] if evidence else []),
        ]
        for id, several in needs.items()
        for need in several
    ]
    book.report(words("xlsx_needs"), columns, rows, fixed=2)


def _behaviours(need: Need, words: Words) -> Iterator[str]:
    """The behaviours of a need; of a level that has none, what it is called and is about."""
    for level in need.levels:
        if not level.behaviours:
            yield words.colon().join([level_title(level, words), *([words.of(level.summary)] if level.summary else [])])
        yield from (_statement(s, words) for s in level.behaviours)
    if not need.levels:
        yield from (_statement(s, words) for s in need.behaviours)


def _statement(statement: Statement, words: Words) -> str:
    marks = [words("mark_supplement")] if statement.origin == "supplement" else []
    marks += [words("mark_truncated")] if statement.truncated else []
    return " ".join([statement.id, words.of(statement.text), *marks])


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
    lines: list[tuple[str, str, str]] = [
        ("comp", __version__, ""),
        (words("xlsx_dictionary"), f"{model.id} {model.version}", model.sha256),
        *((words("xlsx_setting"), f"{name} = {value:g}", "") for name, value in sorted(model.settings.items())),
        (words("xlsx_inputs"), words.join(list(input_sizes(a, words).values())), ""),
    ]
    book.put(sheet, row, 0, words("xlsx_made_of"), SECTION)
    for i, (what, which, sha256) in enumerate(lines, row + 1):
        book.put(sheet, i, 0, what, TEXT)
        book.put(sheet, i, 1, which + (f"  SHA-256 {sha256}" if sha256 else ""), TEXT)
    return row + 1 + len(lines)


def write_sentences(book: Book, sheet: Any, row: int, lines: Sequence[str], last: int, wide: float) -> int:
    """Write lines of text from `row` on, across the columns up to `last` (`wide` characters); returns the next row."""
    for line in lines:
        sheet.merge_range(row, 0, row, last, "", book.format(DIM))
        book.put(sheet, row, 0, line, DIM)
        sheet.set_row(row, height(lines_of(line, wide)))
        row += 1
    return row


def name_width(texts: Sequence[str]) -> float:
    """The width of a column of names, in characters."""
    return min(max([14.0, *(cells(text) + 2.0 for text in texts)]), 34.0)
