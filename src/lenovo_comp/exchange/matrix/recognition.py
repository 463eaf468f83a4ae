"""Recognition: what the tables of a source hold, by their heads and cells, with everything that was guessed."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...findings import catalogue
from ...text import Text
from ..conversion import Column as ReportedColumn
from ..conversion import Conversion
from ..options import Options
from ..source import Grid
from ..texts import one_line
from .cells import Cells, heads_of
from .heads import find_heads
from .judging import MOST_LEVELS, Judged, judge
from .mapping import Map, TableMap, Target
from .position_option import positions_of
from .rows import Table
from .vocabulary import is_position_head, layer_of, level_of, plain

_NOTE = re.compile(
    r"\s*(?:[(（【\[]?\s*(?:注|备注|说明|附注|填写说明|notes?|remarks?|legend|source|来源)\s*[0-9]?\s*[:：.、)）】\]]|[*※]\s*\S)",
    re.I,
)
_TOTAL = re.compile(
    r"(?:合计|总计|小计|共计|汇总|平均|平均分|平均值|(?:grand |sub-?)?total|sum|average)\s*[:：]?", re.I
)
_ROW_OF_GROUP = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}、|第[一二三四五六七八九十]+[章部]|.{1,12}类$|[A-Z][A-Z &/-]{3,}$)"
)
_LONGEST_GROUP = 40
_NOT_NAMED = -1, -1
"""The columns of positions in a sheet that `--positions` doesn't name."""


class Found(NamedTuple):
    """A table that was recognised: its cells, its map, and what its columns were taken for."""

    cells: Cells
    map: TableMap
    judged: Judged | None


def recognise(grids: Sequence[Grid], options: Options, conversion: Conversion) -> tuple[Map, list[Found]]:
    """The map of a source's tables; what was guessed is in the account. A table that isn't taken says why (`lost`)."""
    wanted = positions_of(options.positions, grids)
    found = [recognise_table(Cells(grid, conversion), options, wanted.get(grid.name, _NOT_NAMED)) for grid in grids]
    taken = [f for f in found if not f.map.ignore and f.judged is not None and _defines(f.judged)]
    map = Map([f.map for f in found])
    for f in found:
        named_after_sheet = len(taken) > 1 and f in taken and not any(f.map.of_kind("group"))
        layer = layer_of(f.map.called) if f in taken else None
        if layer is not None:
            f.map.layer = layer
        elif named_after_sheet and f.map.sheet:
            f.map.group = f.map.sheet
        report_table(f, options, conversion)
    _titles(map, found)
    return map, found


def _defines(judged: Judged) -> bool:
    """Whether a table says what competencies are, and not only who needs them."""
    return judged.has_content and not (judged.of("position") and not judged.of("level N", "statement", "definition"))


def recognise_table(cells: Cells, options: Options, positions: tuple[int, int] | None) -> Found:
    """A sheet as a table, or why it is none."""
    grid = cells.grid
    map = TableMap(sheet=grid.name or None)
    if not grid.cells:
        map.ignore = True
        return Found(cells, map, None)
    if not grid.is_visible:
        return _lost(cells, map, Text("隐藏的工作表", "a hidden sheet"))
    heads = find_heads(cells)
    if heads is None:
        return _lost(cells, map, Text("没有表头", "no headers"))
    map.header_row, map.header_rows = heads[0] + 1, heads[1]
    named = heads_of(cells, map.header_row, map.header_rows)
    judged = judge(cells, named, *heads, dict(options.levels))
    if judged.is_ladder:
        return _lost(cells, map, Text("岗位职级表", "a list of job grades"))
    names = judged.of("name", "competency")
    if positions is not _NOT_NAMED:
        _take_positions(judged, positions)
    if not names or not (judged.has_content or judged.suspected or judged.of("position")):
        why = Text("没有胜任能力名称列", "no column of names") if not names else Text(
            "没有层级、行为描述或定义", "no levels, statements or definitions")  # fmt: skip
        return _lost(cells, map, why, judged)
    if not judged.has_content and not judged.of("position"):
        map.suspected = [c.head for c in judged.suspected]
        return _lost(cells, map, Text("像是岗位要求", "looks like position requirements"), judged)
    map.columns = {c.head: c.target for c in judged.columns if c.target is not None}
    map.suspected = [c.head for c in judged.suspected if c.target is None]
    map.levels = _levels(cells, judged, options)
    table = Table(cells, map)
    map.group_rows, map.skip_rows = _special_rows(table)
    map.fill_down = [*_fill_down(table)]
    return Found(cells, map, judged)


def _lost(cells: Cells, map: TableMap, why: Text, judged: Judged | None = None) -> Found:
    map.ignore, map.lost = True, why
    return Found(cells, map, judged)


def _take_positions(judged: Judged, columns: tuple[int, int] | None) -> None:
    """Take the columns that the user named for positions; without columns, those that look like them."""
    named = [c for c in judged.columns if any(map(is_position_head, c.parts))]
    figures = judged.suspected
    if columns is None and len(named) == len(figures) == 1 and named[0].texts and judged.of("name", "code"):
        named[0].take(Target("position"), "--positions 写明", "--positions says so")
        figures[0].take(Target("level"), "各行要求的等级", "the level that each row requires")
        return
    for column in judged.columns:
        inside = columns is not None and columns[0] <= column.number <= columns[1]
        if inside or (columns is None and column in judged.suspected):
            column.take(Target("position"), "--positions 写明", "--positions says so")


def _levels(cells: Cells, judged: Judged, options: Options) -> dict[str, int]:
    """The numbers of levels that a column of levels only names: as the user says, else in their order."""
    columns = judged.of("level")
    if not columns:
        return {}
    texts: dict[str, list[str]] = {}
    names = judged.of("name")
    name = ""
    start = min((i for i, _ in cells.grid.cells), default=0)
    for i in range(start, cells.height):
        name = cells.text((i, names[0].number)) or name if names else ""
        word = one_line(cells.text((i, columns[0].number)))
        if word and word in {one_line(t) for t in columns[0].texts} and level_of(word) is None:
            texts.setdefault(name, []).append(word)
    order = [*dict.fromkeys(max(texts.values(), key=lambda some: len(set(some)), default=[]))]
    order += [w for some in texts.values() for w in dict.fromkeys(some) if w not in order]
    order = [*dict.fromkeys(order)][:MOST_LEVELS]
    known = {plain(word): n for word, n in options.levels.items()}
    return {word: known.get(plain(word), n) for n, word in enumerate(order, 1)}


def _special_rows(table: Table) -> tuple[list[int], list[int]]:
    """Rows (from 1) that are the group of those below, and rows that are notes and totals."""
    cells, groups, skipped = table.cells, [], []
    used = sorted(set(table.heads.values()))
    columns = [table.heads[head] for head, _ in table.map.of_kind("name", "group", "group 2", "group 3", "competency")]
    rows = sorted({i for i, _ in cells.grid.cells if i >= table.body})
    merged = {top: right - left + 1 for (top, left), (bottom, right) in cells.grid.merged if top == bottom}
    for n, i in enumerate(rows):
        own = cells.row(i)
        text = one_line(cells.text(own[0]))
        if (_NOTE.match(text) and len(own) <= 2) or (_TOTAL.fullmatch(text) and own[0][1] in used[:3]):
            skipped.append(i + 1)
        elif len(own) == 1 and n + 1 < len(rows) and len(text) <= _LONGEST_GROUP and len(used) > 2:
            first = own[0][1] == used[0]
            wide = merged.get(i, 1) >= max(len(used) // 2, 2)
            looks = layer_of(text) is not None or _ROW_OF_GROUP.match(text)
            if wide or (first and looks and own[0][1] in columns and len(cells.row(rows[n + 1])) > 1):
                groups.append(i + 1)
        elif len(own) == 1 and wide_note(own[0][1], merged.get(i, 1), used, text):
            skipped.append(i + 1)
    return groups, skipped


def wide_note(column: int, width: int, used: Sequence[int], text: str) -> bool:
    """Whether a row's only cell is a remark: long, or over the whole table, and at its end."""
    return column == used[0] and (width >= max(len(used) - 1, 3) or len(text) > _LONGEST_GROUP)


def _fill_down(table: Table) -> Iterator[str]:
    """The heads of columns whose blank cells mean what stands above: groups; names, where rows go on without one."""
    cells = table.cells
    skipped = {n - 1 for n in (*table.map.skip_rows, *table.map.group_rows)}
    rows = [i for i in sorted({i for i, _ in cells.grid.cells if i >= table.body}) if i not in skipped]
    identity = [table.heads[head] for head, _ in table.map.of_kind("name", "code", "competency")]
    content = [table.heads[h] for h, _ in table.map.of_kind("level N", "level", "statement", "level name", "position")]
    for head, target in table.map.columns.items():
        j = table.heads[head]
        group = target.kind.startswith("group") or target.kind == "layer"
        if not group and target.kind not in ("name", "code", "competency"):
            continue
        seen = False
        others = identity if group else content
        # A row without a name at all goes on with the one above; a code may be missing anywhere.
        for i in rows:
            blank = not cells.text((i, j)).strip()
            if blank and seen and any(cells.text((i, k)).strip() for k in others):
                nameless = all(not cells.text((i, k)).strip() for k in identity)
                if group or nameless:
                    yield head
                    break
            seen |= not blank


def report_table(found: Found, options: Options, conversion: Conversion) -> None:
    """Say what each column is taken for, and what of it is a guess."""
    map, cells = found.map, found.cells
    if found.judged is None:
        return
    for column in found.judged.columns:
        target = "" if column.target is None or map.ignore else str(column.target)
        reason = (
            column.reason
            if target
            else column.reason
            if column.reason.en
            else Text("词汇表中没有这个表头", "the header is not in the vocabulary")
        )
        if column.head in map.suspected:
            reason = Text("像是岗位要求，须用 --positions 写明", "looks like position requirements; use --positions")
        conversion.columns.append(
            ReportedColumn(map.called, column.head, target, reason, column.guessed and bool(target))
        )
        if column.guessed and target and not any(w.column is column for w in found.judged.words):
            place = cells.place((map.header_row - 1, column.number))
            conversion.note(
                catalogue.COLUMN_GUESSED, place, column.head, about=f"{map.called} {column.head}",
                column=column.head, target=target, why=column.reason,
            )  # fmt: skip
    if not map.ignore:
        _report_guesses(found, options, conversion)


def _report_guesses(found: Found, options: Options, conversion: Conversion) -> None:
    """Say which levels, rows and blank cells were guessed."""
    map, cells = found.map, found.cells
    assert found.judged is not None
    for word, number, column in found.judged.words:
        place = cells.place((map.header_row - 1, column.number))
        _note_level(conversion, map, place, word, number, Text("列的顺序", "the order of columns"))
    given = {plain(word) for word in options.levels}
    for level in found.judged.of("level"):
        for word, number in map.levels.items():
            if plain(word) not in given:
                at = next(
                    a for a, t in sorted(cells.grid.cells.items()) if a[1] == level.number and one_line(t) == word
                )
                _note_level(conversion, map, cells.place(at), word, number, Text("出现的顺序", "the order of rows"))
    for row in map.group_rows:
        at = cells.row(row - 1)[0]
        text = one_line(cells.text(at))
        if layer_of(text) is None:
            conversion.note(
                catalogue.COLUMN_GUESSED, cells.place(at), text, about=f"{map.called} rows", column=text,
                target="group", why=Text("整行只有这一格", "it is the only text of its row"),
            )  # fmt: skip
    for head in map.fill_down:
        place = cells.place((map.header_row - 1, Table(cells, map).heads[head]))
        conversion.note(
            catalogue.COLUMN_GUESSED,
            place,
            head,
            about=f"{map.called} {head} down",
            column=head,
            target=Text("“空白同上”", "“blank means the same as above”"),
            why=Text("有内容的格子下面有空格", "there are blank cells below its texts"),
        )


def _note_level(conversion: Conversion, map: TableMap, place: str, word: str, number: int, why: Text) -> None:
    about = f"{map.called} {plain(word)}"
    conversion.note(catalogue.LEVEL_NUMBER_GUESSED, place, word, about=about, number=str(number), why=why)


def _titles(map: Map, found: Sequence[Found]) -> None:
    """What stands above the heads: the first text is the framework's name, the others describe it."""
    texts: list[str] = []
    for f in found:
        if not f.map.ignore:
            for i in sorted({i for i, _ in f.cells.grid.cells if i < f.map.header_row - 1}):
                text = " ".join(one_line(f.cells.text(at)) for at in f.cells.row(i)).strip()
                if text and text not in texts:
                    texts.append(text)
    if texts:
        map.name, map.description = texts[0], "\n".join(texts[1:]) or None
