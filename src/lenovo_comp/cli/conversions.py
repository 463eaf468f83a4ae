"""The account of a conversion for people and programs, and the exit code that follows from it."""

from __future__ import annotations

import sys
from pathlib import Path

from ..exchange.conversion import Conversion
from ..findings.finding import CannotRun
from ..reports.formats import markdown, table
from ..reports.shared.blocks import Block, Lines, Span, text
from ..reports.shared.document import dumps
from ..reports.shared.tones import SEVERITY_TONE
from ..text import Language, Text
from .exits import CANNOT_RUN, CLEAN, FINDINGS
from .session import Session
from .writing import write_file

FORMATS = ("full", "concise", "json", "markdown")
_MOST_PLACES = 5


def finish(
    conversion: Conversion, content: bytes | None, file: Path | None, report: Path | None, format: str, session: Session
) -> int:
    """Write what was made and its account; returns the exit code: 2 refused, 1 lost, moved or guessed, else 0."""
    if format not in FORMATS:
        known = ", ".join(FORMATS)
        raise CannotRun(f"没有格式“{format}”；可用：{known}", f'there is no format "{format}"; there are: {known}')
    language = session.language
    if content is not None and file is not None and not conversion.refused:
        write_file([content], file)
    from ..exchange.document import conversion_document

    if report is not None:
        write_file([dumps(conversion_document(conversion, language)).encode("utf-8", "replace")], report)
    if format == "json":
        sys.stdout.write(dumps(conversion_document(conversion, language)))
    else:
        blocks = account(conversion, language, with_help=format != "concise")
        table.write(blocks, sys.stdout) if format != "markdown" else sys.stdout.write(markdown.write(blocks))
    return CANNOT_RUN if conversion.refused else FINDINGS if conversion.failing else CLEAN


def account(conversion: Conversion, language: Language, *, with_help: bool) -> list[Block]:
    """What was written, and all that is to be said of it."""
    size, target = conversion.summary, conversion.target.path
    done = Text(
        f"{target}：胜任能力 {size.competencies} 项，行为描述 {size.statements} 条，岗位 {size.positions} 个",
        f"{target}: {size.competencies} competencies, {size.statements} statements, {size.positions} positions",
    )
    blocks: list[Block] = [] if conversion.refused else [text(done[language])]
    lines: list[tuple[Span, ...]] = []
    for entry in conversion.entries:
        shown = ", ".join(entry.places[:_MOST_PLACES]) + (" …" if entry.count > _MOST_PLACES else "")
        mark = f" [{Text('已接受', 'accepted')[language]}]" if entry.accepted else ""
        code = Span(f"{entry.rule.code} {entry.rule.name}{mark}: ", SEVERITY_TONE[entry.severity])
        lines.append((code, Span(f"{entry.message(language)} ({entry.count}: {shown})")))
        if with_help and not entry.accepted:
            lines.append((Span(f"  {entry.remedy(language)}", "dim"),))
    return [*blocks, Lines(tuple(lines))] if lines else blocks
