"""The account of a conversion for people and programs, and the exit code that follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from ..exchange.conversion import Column, Conversion, Count, Entry
from ..findings.catalogue import BY_CODE
from ..findings.finding import CannotRun
from ..inputs import STDIN
from ..model.names import nearest, not_one_of
from ..reports.formats import Content
from ..reports.shared import tables
from ..reports.shared.blocks import Block, Heading, Lines, Span, Tone, text
from ..reports.shared.document import dumps
from ..reports.shared.tables import column
from ..reports.shared.tones import SEVERITY_TONE
from ..text import Language, Text
from .command_lines import quote
from .exits import CANNOT_RUN, CLEAN, FINDINGS
from .outputs import Target, write
from .session import Session
from .writing import write_file

FORMATS = ("full", "concise", "json", "markdown")
_MOST_PLACES = 5
_EFFECTS = {
    "refused": Text("拒绝", "refused"),
    "lost": Text("丢失", "lost"),
    "moved": Text("移动", "moved"),
    "guessed": Text("推测", "guessed"),
    "changed": Text("改动", "changed"),
    "added": Text("新增", "added"),
    "kept": Text("保留", "kept"),
}
_KINDS = {"cell": Text("单元格", "cells")}


class Shown(NamedTuple):
    """What people are shown beyond what was lost, guessed or changed."""

    columns: bool = False
    map: bool = False
    counts: bool = False


def check_codes(codes: Sequence[str]) -> None:
    """Raise CannotRun for a code to be accepted that there isn't."""
    for code in codes:
        if code not in BY_CODE:
            known = [c for c in BY_CODE if c.startswith("T6")]
            guess = nearest(code, known)
            zh, en = (f"；是不是 {guess}？", f"; did you mean {guess}?") if guess else ("", "")
            raise CannotRun(f"--accept 没有代码“{code}”{zh}", f'--accept: unknown code "{code}"{en}')


def finish(
    conversion: Conversion,
    content: bytes | None,
    file: Path | None,
    report: Path | None,
    format: str,
    session: Session,
    shown: Shown = Shown(),  # noqa: B008 - it can't change
) -> int:
    """Write what was made and its account; returns the exit code: 2 refused, 1 lost, moved or guessed, else 0."""
    from ..exchange.document import conversion_document

    if format not in FORMATS:
        raise not_one_of("--format", format, FORMATS)
    session.guard.claim_stdout()
    language = session.language
    if content is not None and file is not None and not conversion.refused:
        write_file([content], file)
    if report is not None:
        write_file([dumps(conversion_document(conversion, language)).encode("utf-8", "replace")], report)

    def make(name: str) -> Content:
        if name == "json":
            return dumps(conversion_document(conversion, language))
        if name == "concise":
            return account(conversion, language, with_help=False)
        blocks = account(conversion, language, shown, with_help=True)
        if name == "markdown":
            from ..reports.formats.markdown import markdown

            return markdown(blocks)
        return blocks

    write(make, [Target(format, None)])
    return CANNOT_RUN if conversion.refused else FINDINGS if conversion.failing else CLEAN


def account(conversion: Conversion, language: Language, shown: Shown = Shown(), *, with_help: bool) -> list[Block]:  # noqa: B008
    """What was written, and all that is to be said of it: the answer first, what to type next last."""
    blocks: list[Block] = [*_summary(conversion, language, shown)]
    if shown.columns and conversion.columns:
        blocks += [Heading(Text("各列的含义", "Columns")[language]), _columns(conversion.columns, language)]
    if conversion.entries and shown.columns:
        blocks.append(Heading(Text("丢失、推测和改动", "Lost, guessed and changed")[language]))
    entries = conversion.entries
    # What is to be done about several entries in a row is said once, below them.
    last = [now.remedy(language) != after.remedy(language) for now, after in pairwise(entries)] + [True]
    lines = [
        line
        for entry, is_last in zip(entries, last, strict=False)
        for line in _entry(entry, language, with_help=with_help and is_last)
    ]
    blocks += [Lines(tuple(lines))] if lines else []
    if conversion.refused:
        return blocks
    if shown.map and conversion.map:
        title = Text(
            "映射（可存为 map.toml，修改后加 --map map.toml）", "Map (save it as map.toml, edit it, add --map map.toml)"
        )
        blocks.append(Heading(title[language]))
        blocks.append(Lines(tuple((Span(line),) for line in conversion.map.splitlines())))
    if (command := _next(conversion)) is not None:
        blocks += [Heading(Text("下一步", "Next")[language]), Lines(((Span(command[language]),),))]
    return blocks


def _columns(columns: Sequence[Column], language: Language) -> Block:
    """Column by column, what it is taken for and why."""
    not_taken = Text("未读取", "not read")[language]
    groups: dict[str, list[Column]] = {}
    for c in columns:
        groups.setdefault(c.sheet, []).append(c)
    return tables.grouped_table(
        groups.items(),
        column(Text("列", "Column")[language], lambda c: c.head, key=True, wrap=True),
        column(Text("含义", "Taken for")[language], lambda c: Span(c.target or not_taken, _tone(c)), wrap=True),
        column(Text("理由", "Why")[language], lambda c: _reason(c, language), wrap=True),
    )


def _tone(column: Column) -> Tone:
    return "warn" if column.guessed else "plain" if column.target else "bad"


def _reason(column: Column, language: Language) -> str:
    guessed = Text("推测：", "guessed: ")[language] if column.guessed else ""
    return guessed + column.reason[language]


def _entry(entry: Entry, language: Language, *, with_help: bool) -> Iterator[tuple[Span, ...]]:
    """An entry as a line, and its remedy as another."""
    places = ", ".join(entry.places[:_MOST_PLACES]) + (", …" if entry.count > _MOST_PLACES else "")
    count = f"{entry.count:,}: " if entry.count > 1 else ""
    mark = f" [{Text('已接受', 'accepted')[language]}]" if entry.accepted else ""
    code = Span(f"{entry.rule.code} {_EFFECTS[entry.effect][language]}{mark}", SEVERITY_TONE[entry.severity])
    bracket = f"（{count}{places}）" if language == "zh" else f" ({count}{places})"
    yield code, Span(("：" if language == "zh" else ": ") + entry.message(language) + bracket)
    if with_help and not entry.accepted and (entry.severity.rank < 2 or entry.effect == "refused"):
        yield (Span(f"  {entry.remedy(language)}", "dim"),)


def _summary(conversion: Conversion, language: Language, shown: Shown) -> Iterator[Block]:
    """What was written, how large it is, and how the figures add up."""
    if conversion.refused:
        yield text(Span(Text("未写入任何文件。", "Nothing was written.")[language], "bad"))
        return
    size, target = conversion.summary, conversion.target.path
    parts = [
        _number(size.competencies, Text("项胜任能力", "competency"), "competencies", language),
        _number(size.statements, Text("条行为描述", "statement"), "statements", language),
        _number(size.positions, Text("个岗位", "position"), "positions", language),
    ]
    listed = "、".join(parts) if language == "zh" else ", ".join(parts)
    if target is None:
        yield text(Text(f"试运行，未写入文件：{listed}。", f"Dry run, nothing was written: {listed}.")[language])
    else:
        yield text(Text(f"已写入 {target}：{listed}。", f"Wrote {target}: {listed}.")[language])
    if shown.counts:
        for kind, n in conversion.counts.items():
            yield text(_counted(_KINDS.get(kind, Text(kind, kind)), n, language))


def _next(conversion: Conversion) -> Text | None:
    """The command to type next."""
    if conversion.command != "import" or conversion.source.path is None:
        return None
    source, target = quote(conversion.source.path), conversion.target.path
    source = STDIN if conversion.source.path == "<stdin>" else source
    codes = " ".join(f"--accept {code}" for code in dict.fromkeys(e.rule.code for e in conversion.failing))
    if target is None:
        given = (
            f" --{name} {quote(one)}" for name, value in conversion.options.items() for one in _values(name, value)
        )
        more = "".join(given) + (f" {codes}" if codes else "")
        return Text(f"comp import {source} -o 字典.yaml{more}", f"comp import {source} -o dictionary.yaml{more}")
    command = f"comp show-model -m {quote(target)}"
    return Text(command, command)


def _values(name: str, value: str) -> list[str]:
    """The values of an option; those that may be given several times are told as one text."""
    return value.split(", ") if name in ("layer", "select") else [value]


def _counted(kind: Text, n: Count, language: Language) -> str:
    return Text(
        f"{kind.zh}：读取 {n.read:,} = 保留 {n.kept:,} + 合并 {n.merged:,} + 丢失 {n.dropped:,}",
        f"{kind.en.capitalize()}: {n.read:,} read = {n.kept:,} kept + {n.merged:,} merged + {n.dropped:,} dropped",
    )[language]


def _number(n: int, one: Text, several: str, language: Language) -> str:
    return f"{n:,} {one.zh}" if language == "zh" else f"{n:,} {one.en if n == 1 else several}"
