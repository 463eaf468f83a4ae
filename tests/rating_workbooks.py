"""Rating workbooks as their raters see them: what stands in visible cells, and which cells take an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

OVERVIEWS = ("Overview", "总览")
IDS = ("ID", "工号")
ROLES = ("Your role", "您的角色")
BLANKS = ("Still blank", "未填")
READ = ("评价内容（仅供阅读）", "What is rated (for reading)")


class Asked(NamedTuple):
    """A cell that takes a rating: of whom, by which role, of which competency as it is called there."""

    cell: Cell | MergedCell
    employee: str
    role: str
    competency: str


def overview(book: openpyxl.Workbook) -> Worksheet:
    """The first overview of a workbook."""
    return next(book[name] for name in book.sheetnames if name.split(" ")[0] in OVERVIEWS)


def people_sheets(book: openpyxl.Workbook) -> list[Worksheet]:
    """The sheets of one person."""
    return [sheet for sheet in book.worksheets if any(sheet.cell(i, 3).value in READ for i in range(1, 20))]


def header_row(sheet: Worksheet) -> int:
    """The row of an overview's headers."""
    return next(c.row for row in sheet.iter_rows(max_row=20) for c in row if c.value in BLANKS)


def column(sheet: Worksheet, headers: tuple[str, ...]) -> int:
    """The column of an overview that has one of these headers."""
    row = header_row(sheet)
    return next(j for j in range(1, sheet.max_column + 1) if sheet.cell(row, j).value in headers)


def person_rows(sheet: Worksheet) -> dict[str, int]:
    """Person's id → row of an overview; the last, where a person has several."""
    at = column(sheet, IDS)
    rows = range(header_row(sheet) + 2, sheet.max_row + 1)
    return {str(sheet.cell(i, at).value): i for i in rows if sheet.cell(i, at).value}


def asked(sheet: Worksheet) -> Iterator[Asked]:
    """The cells of an overview that take a rating."""
    head, ids, roles, left = header_row(sheet), column(sheet, IDS), column(sheet, ROLES), column(sheet, BLANKS)
    for i in range(head + 2, sheet.max_row + 1):
        for j in range(roles + 1, left):
            cell = sheet.cell(i, j)
            if not cell.protection.locked:
                named = sheet.cell(i, ids), sheet.cell(i, roles), sheet.cell(head, j)
                yield Asked(cell, *(str(c.value or "") for c in named))


def listed(book: openpyxl.Workbook, sheet: Worksheet, cell: Cell | MergedCell) -> list[object]:
    """The entries of a cell's drop-down list."""
    rule = next(r for r in sheet.data_validations.dataValidation if cell.coordinate in r.sqref)
    name, _, area = rule.formula1.rpartition("!")
    return [c.value for row in book[name.strip("'")][area.replace("$", "")] for c in row]


def link(cell: Cell | MergedCell) -> str:
    """Where a cell leads to, "" where it leads nowhere."""
    return (cell.hyperlink.location or "") if cell.hyperlink is not None else ""


def is_own_formula(text: str) -> bool:
    """Whether a formula has but cells, numbers and a few functions; names of sheets, made of people's, are quoted."""
    without_names = re.sub(r"(?:'(?:[^']|'')*'|Overview|总览)!", "", text)
    return bool(re.fullmatch(r'(?:[A-Z]{1,2}[0-9]+|IF|AND|SUM|COUNTA|[0-9]|[-+:,()="])+', without_names))
