"""What becomes of the cells that are in no competency: heads, columns and sheets that aren't taken, and the rest."""

from collections.abc import Mapping, Sequence

from ...findings import catalogue
from ...text import Text
from ..framework import Position
from ..records import count_leaves
from ..source import At, Source
from ..texts import is_nothing, one_line
from .mapping import IGNORE, Map
from .position_option import column_letters
from .recognition import Found
from .rows import Table


def keep_heads(table: Table, positions: Mapping[str, Position]) -> None:
    """Account for the heads of the columns that were taken."""
    for head, j in table.heads.items():
        target = table.map.columns.get(head)
        if target is None or target.kind == IGNORE:
            continue
        cells = [(table.start + i, j) for i in range(table.map.header_rows)]
        table.cells.owner = None
        if target.kind == "position" and not table.has("level"):
            position = positions.get(one_line(head.partition("@")[0]))
            if position is None:
                what = Text("没有任何要求", "it requires nothing")
                table.cells.lose(catalogue.FIELD_LOST, cells, f"{table.map.called} {head}", column=head, what=what)
                continue
            table.cells.owner = position
        table.cells.keep(*cells)


def lose_columns(found: Sequence[Found]) -> None:
    """Account for the tables and columns of which nothing is taken."""
    for f in found:
        if f.map.ignore:
            rule = catalogue.IGNORED_BY_MAP if f.map.lost is None else catalogue.ROW_LOST
            named = f.map.called
            zh, en = (
                (f"工作表“{named}”", f'the sheet "{named}"')
                if f.map.records is None
                else (f"列表“{named}”", f'the list "{named}"')
            )
            why = f.map.lost or Text("", "")
            if f.map.suspected:
                option = named or column_letters(f.cells, f.map, f.map.suspected)
                f.cells.lose(catalogue.POSITIONS_NOT_NAMED, f.cells.rest(), named, what=Text(zh, en), option=option)
                continue
            what = Text(f"{zh}（{why.zh}）" if why.zh else zh, f"{en} ({why.en})" if why.en else en)
            f.cells.lose(rule, f.cells.rest(), f"{named} sheet", what=what)
            continue
        table = Table(f.cells, f.map)
        suspected = [head for head in f.map.suspected if head in table.heads]
        option = column_letters(f.cells, f.map, suspected) if suspected else ""
        by_column: dict[int, list[At]] = {}
        for at in f.cells.rest():
            if at[0] >= table.start:
                by_column.setdefault(at[1], []).append(at)
        for head, j in table.heads.items():
            column = by_column.get(j, [])
            target = f.map.columns.get(head)
            if head in suspected:
                what = Text(
                    f"“{'”“'.join(suspected)}”列", f'"{suspected[0]}"' + " and other columns" * (len(suspected) > 1)
                )
                f.cells.lose(catalogue.POSITIONS_NOT_NAMED, column, f.map.called, what=what, option=option)
            elif target is None:
                f.cells.lose(catalogue.COLUMN_LOST, _alone(table, column), f"{f.map.called} {head}", column=head)
            elif target.kind == IGNORE:
                what = Text(f"“{head}”列", f'the column "{head}"')
                f.cells.lose(catalogue.IGNORED_BY_MAP, _alone(table, column), f"{f.map.called} {head}", what=what)


def _alone(table: Table, column: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The cells of a column without heads over several columns, and without rows that say something else."""
    wide = {top for top, bottom in table.cells.grid.merged if top[0] < table.body and bottom[1] > top[1]}
    rows = {n - 1 for n in (*table.map.skip_rows, *table.map.group_rows)}
    return [at for at in column if at not in wide and at[0] not in rows]


def lose_rest(source: Source, map: Map, found: Sequence[Found]) -> None:
    """Account for what is left: rows above the heads, rows that are skipped, rows of no competency."""
    for f in found:
        cells, start = f.cells, f.map.header_row - 1
        said = {one_line(line) for line in (map.name or "", *(map.description or "").split("\n"))}
        skipped = {n - 1 for n in f.map.skip_rows}
        rows: dict[int, list[tuple[int, int]]] = {}
        for at in cells.rest():
            rows.setdefault(at[0], []).append(at)
        for i, left in rows.items():
            text = " ".join(one_line(cells.text(at)) for at in cells.row(i)).strip()
            what = Text(f"第 {i + 1} 行", f"row {i + 1}")
            if i < start and text in said:
                cells.keep(*left)
            elif map.is_given and (i < start or i in skipped):
                cells.lose(catalogue.IGNORED_BY_MAP, left, f"{f.map.called} rows", what=what)
            else:
                nothing = [at for at in left if is_nothing(cells.text(at)) and at not in cells.grid.odd]
                cells.keep(*nothing)
                what = Text("没有胜任能力名称的行", "a row without a competency name")
                cells.lose(catalogue.ROW_LOST, left, f"{f.map.called} rows", what=what)
    if source.is_data:
        _lose_data(source, found)


def _lose_data(source: Source, found: Sequence[Found]) -> None:
    """Account for what JSON or YAML holds beyond the lists that the map names."""
    pointers = [f"{f.cells.grid.pointer}/" for f in found]
    rule = catalogue.IGNORED_BY_MAP
    conversion = found[0].cells.conversion
    for pointer, text in count_leaves(source.data):
        if not any(pointer.startswith(p) for p in pointers):
            key = pointer.split("/")[1] if "/" in pointer else pointer
            what = Text(f"“{key}”", f'"{key}"')
            conversion.note(rule, pointer, text, kind="cell", about=key, what=what)
