"""`comp export datapackage`: ratings files in, their description out."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from ..findings.finding import CannotRun, Diagnostic
from ..ratings.files.opening import open_tables
from ..ratings.headers import match_columns
from .datapackage import datapackage
from .session import Session


def describe(paths: Sequence[str], session: Session) -> dict[str, Any]:
    """The data package of text tables. Raises CannotRun where a file is none."""
    if not paths:
        raise CannotRun("没有评分文件", "no ratings file")
    model, tables = session.model, []
    problems: list[Diagnostic] = []
    with ExitStack() as stack:
        for path in paths:
            opened = open_tables(path, stack)
            problems += opened.problems
            for table in opened.tables:
                columns, found = match_columns(table, model)
                problems += found
                if columns is not None and table.records.has_lines:
                    encoding = opened.encoding
                    tables.append((table, columns, "utf-8" if encoding == "utf-8-sig" else encoding))
    if len(tables) != len(paths):
        session.print_findings(problems, all=True)
        raise CannotRun("只能描述文本评分表（CSV）", "only text tables (CSV) of ratings can be described")
    return datapackage(tables, model)
