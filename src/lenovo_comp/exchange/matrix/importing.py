"""A source of tables as a framework: by its map where there is one, else by recognition."""

from collections.abc import Iterable, Mapping, Sequence

from ...findings import catalogue
from ...findings.finding import Rule
from ...model.names import nearest
from ...text import Language, Text
from ..conversion import Column, Conversion
from ..formats import Refused
from ..framework import Framework, Position
from ..ids import assign, make_names_unique
from ..options import Options
from ..refusing import refuse
from ..selecting import select
from ..source import At, Grid, Source, count_leaves, records_of
from ..texts import Spoken, is_nothing, language_of, one_line
from .cells import Cells
from .map_parsing import MapReport, parse_map
from .map_writing import map_text
from .mapping import IGNORE, Map, TableMap
from .reading import Reader
from .recognition import Found, column_letters, positions_of, recognise
from .requiring import Requiring
from .rows import Table

_TEXTS = ("name", "definition", "statement", "level N", "group", "group 2", "group 3", "level summary", "short")
MOST_CELLS, MOST_CHARACTERS = 200_000, 4_000_000
"""Cells of all tables together, and characters in them, of which a framework may be a part."""
_NAMES: dict[Language, Text] = {"zh": Text("中文", "Chinese"), "en": Text("英文", "English")}


def read_matrix(source: Source, options: Options, conversion: Conversion) -> Framework:
    """The framework of a source's tables. Raises Refused."""
    _limit(source, options, conversion)
    if options.map_text is not None:
        map, found = _by_map(source, options, conversion)
    elif source.is_data:
        reason = Text("JSON 和 YAML 中的列表须用 --map 写明", "a list in JSON or YAML needs --map")
        raise refuse(conversion, catalogue.FORMAT_NOT_KNOWN, source.path, reason=reason)
    else:
        map, found = recognise(source.sheets, options, conversion)
        _need_a_framework(source, found, options, conversion)
    tables = [Table(f.cells, f.map) for f in found if not f.map.ignore]
    map.lang = _language(tables, map, options, conversion, source)
    _lose_columns(found)
    framework = _read(tables, map, conversion, selects=bool(options.select))
    gone = select(framework, options.select)
    for f in found:
        f.cells.drop(gone, catalogue.NOT_SELECTED)
    _lose_rest(source, map, found)
    conversion.map = map_text(map, conversion.columns, options.told_in)
    _describe(framework, map, source)
    return framework


def _limit(source: Source, options: Options, conversion: Conversion) -> None:
    """Refuse tables that can't hold a framework of any use, unless only part of them is wanted."""
    number = sum(len(grid.cells) for grid in source.sheets)
    characters = sum(len(text) for grid in source.sheets for text in grid.cells.values())
    for n, most, zh, en in (
        (number, MOST_CELLS, "个单元格", "cells"),
        (characters, MOST_CHARACTERS, "个字符", "characters"),
    ):
        if n > most and not options.select:
            size = Text(f"{n:,} {zh}", f"{n:,} {en}")
            raise refuse(conversion, catalogue.FRAMEWORK_TOO_LARGE, source.path, size=size, most=f"{most:,}")


def _need_a_framework(source: Source, found: Sequence[Found], options: Options, conversion: Conversion) -> None:
    """Refuse a source without a table of competencies, and `--positions` of what isn't there."""
    called = [f.map.called for f in found]
    for name in positions_of(options.positions, source.sheets):
        if name not in called:
            guess = nearest(name, called)
            suggestion = Text(f"是不是“{guess}”？", f'Did you mean "{guess}"?') if guess else Text("", "")
            what = Text("工作表", "sheet")
            raise refuse(conversion, catalogue.MAP_DOES_NOT_FIT, source.path, name, what=what, suggestion=suggestion)
    if any(not f.map.ignore and f.judged is not None and f.judged.has_content for f in found):
        return
    if any(f.judged is not None and f.judged.of("position") and not f.map.ignore for f in found):
        return
    whys = [(f.map.called, f.map.lost) for f in found if f.map.lost is not None]
    whys = whys or [
        (f.map.called, Text("没有层级、行为描述或定义", "no levels, statements or definitions")) for f in found
    ]
    if not whys:
        raise refuse(
            conversion, catalogue.NOTHING_IN_IT, source.path, reason=Text("文件中没有内容", "the file is blank")
        )
    zh = "；".join(f"{name}：{why.zh}" if name else why.zh for name, why in whys[:5])
    en = "; ".join(f"{name}: {why.en}" if name else why.en for name, why in whys[:5])
    raise refuse(conversion, catalogue.NOT_A_FRAMEWORK, source.path, reason=Text(zh, en))


def _by_map(source: Source, options: Options, conversion: Conversion) -> tuple[Map, list[Found]]:
    """The map that the user gave, and the tables as it says. Raises Refused where it is wrong or doesn't fit."""
    map, report = parse_map(options.map_text or "", options.map_path)
    found = [_mapped(source, table, i, report, conversion) for i, table in enumerate(map.tables)] if map else []
    if map is None or report.found:
        for n, finding in enumerate(report.found):
            conversion.note_with(finding.rule, str(finding.place), finding.value, finding.details, about=str(n))
        raise Refused
    named = {f.map.called for f in found}
    for grid in source.sheets:
        if grid.name not in named and grid.cells:
            lost = Text("映射没有写这张工作表", "the map doesn't name this sheet")
            found.append(Found(Cells(grid, conversion), TableMap(sheet=grid.name, ignore=True, lost=lost), None))
    for f in found:
        for head, target in f.map.columns.items():
            f.map.levels = {**f.map.levels, **options.levels}
            reason = Text("映射写明", "the map says so")
            conversion.columns.append(Column(f.map.called, head, str(target), reason, guessed=False))
    return map, [f for f in found if f.cells.grid.cells]


def _mapped(source: Source, map: TableMap, number: int, report: MapReport, conversion: Conversion) -> Found:
    """The table that a map names; what isn't there is reported."""
    if map.records is not None or source.is_data:
        grid = records_of(source, map.records or "")
        what, names = Text("列表", "list"), [*source.data] if isinstance(source.data, dict) else []
        key = "records"
    else:
        only = source.sheets[0] if len(source.sheets) == 1 and map.sheet is None else None
        grid = only or next((g for g in source.sheets if g.name == (map.sheet or "")), None)
        what, names, key = Text("工作表", "sheet"), [g.name for g in source.sheets], "sheet"
        if only is not None:
            map.sheet = only.name or None
    if grid is None:
        value = map.called
        report.absent(("table", number, key), what, value, nearest(value, names))
        return Found(Cells(Grid("", source.path, {}), conversion), map, None)
    cells = Cells(grid, conversion)
    if not map.ignore:
        heads = Table(cells, map).heads
        for head in map.columns:
            if head not in heads:
                keys = ("table", number, "columns", head)
                report.absent(keys, Text("表头", "head"), head, nearest(head, heads))
    return Found(cells, map, None)


def _language(tables: Sequence[Table], map: Map, options: Options, conversion: Conversion, source: Source) -> Language:
    """The language of texts whose column doesn't say one. Raises Refused for others than the two."""
    texts = [*_sample(tables)]
    chosen = options.lang or map.lang
    spoken: Spoken = language_of(texts)
    if spoken.foreign is not None:
        if chosen is None:
            raise refuse(conversion, catalogue.LANGUAGE_NOT_KNOWN, source.path, reason=spoken.foreign)
        conversion.note(catalogue.LANGUAGE_DECLARED, source.path, language=_NAMES[chosen])
    if chosen is not None:
        return chosen
    if spoken.language is None:
        return "en"
    if not spoken.is_sure and texts:
        why = Text("文字太少或中英混排", "there is little text, or it is mixed")
        conversion.note(catalogue.LANGUAGE_GUESSED, source.path, language=_NAMES[spoken.language], why=why)
    return spoken.language


def _sample(tables: Sequence[Table]) -> Iterable[str]:
    """The texts whose language isn't said."""
    for table in tables:
        for head, target in table.map.columns.items():
            if target.kind in _TEXTS and target.language is None and head in table.heads:
                j = table.heads[head]
                yield from (t for (i, k), t in table.cells.grid.cells.items() if k == j and i >= table.body)


def _read(tables: Sequence[Table], map: Map, conversion: Conversion, *, selects: bool) -> Framework:
    """Competencies first, then what is said of them elsewhere, then positions, which need ids."""
    reader = Reader(map.lang or "en", conversion, selects=selects)
    pure = [t for t in tables if t.has("position") and not t.has("level N", "statement", "definition", "level summary")]
    defining = [t for t in tables if t.has("name") and t not in pure] or [t for t in pure if t.has("name")]
    for table in defining:
        reader.define(table)
    for table in tables:
        if table not in defining and table not in pure and table.has("competency"):
            reader.join(table)
    make_names_unique(reader.framework, conversion)
    assign(reader.framework, conversion)
    requiring = Requiring(reader)
    for table in tables:
        if table.has("position"):
            requiring.read(table)
    requiring.finish()
    assign(reader.framework, conversion)
    for table in tables:
        _keep_heads(table, {w: p for p in reader.framework.positions for w in p.name.values()})
    return reader.framework


def _keep_heads(table: Table, positions: Mapping[str, Position]) -> None:
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


def _lose_columns(found: Sequence[Found]) -> None:
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
                option = column_letters(f, f.map.suspected)
                f.cells.lose(catalogue.POSITIONS_NOT_NAMED, f.cells.rest(), named, what=Text(zh, en), option=option)
                continue
            what = Text(f"{zh}（{why.zh}）" if why.zh else zh, f"{en} ({why.en})" if why.en else en)
            f.cells.lose(rule, f.cells.rest(), f"{named} sheet", what=what)
            continue
        table = Table(f.cells, f.map)
        suspected = [head for head in f.map.suspected if head in table.heads]
        option = column_letters(f, suspected) if suspected else ""
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


def _lose_rest(source: Source, map: Map, found: Sequence[Found]) -> None:
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
                what = Text("没有能力名称的行", "a row without a competency name")
                cells.lose(catalogue.ROW_LOST, left, f"{f.map.called} rows", what=what)
    if source.is_data:
        _lose_data(source, found)


def _lose_data(source: Source, found: Sequence[Found]) -> None:
    """Account for what JSON or YAML holds besides the lists that the map names."""
    pointers = [f"{f.cells.grid.pointer}/" for f in found]
    rule: Rule = catalogue.IGNORED_BY_MAP
    conversion = found[0].cells.conversion
    for pointer, text in count_leaves(source.data):
        if not any(pointer.startswith(p) for p in pointers):
            key = pointer.split("/")[1] if "/" in pointer else pointer
            what = Text(f"“{key}”", f'"{key}"')
            conversion.note(rule, pointer, text, kind="cell", about=key, what=what)


def _describe(framework: Framework, map: Map, source: Source) -> None:
    """The framework's own name and id, as the map says, else as the file is called."""
    language = map.lang or "en"
    name = map.name or source.stem
    framework.id, framework.version, framework.license = map.id, map.version, map.license
    framework.name = {language: name} if name else {}
    framework.description = {language: map.description} if map.description else {}
