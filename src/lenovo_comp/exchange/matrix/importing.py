"""A source of tables as a framework: by its map where there is one, else by recognition."""

from collections.abc import Iterable, Sequence

from ...findings import catalogue
from ...model.names import nearest
from ...text import Language, Text
from ..conversion import Column, Conversion
from ..formats import Refused
from ..framework import Framework
from ..ids import assign, make_names_unique
from ..options import Options
from ..records import records_of
from ..refusing import refuse
from ..selecting import select
from ..source import Grid, Source
from ..texts import LANGUAGE_NAMES, Spoken, language_of
from .accounting import keep_heads, lose_columns, lose_rest
from .cells import Cells
from .map_parsing import MapReport, parse_map
from .map_writing import map_text
from .mapping import Map, TableMap, Target
from .position_option import positions_of
from .reading import Reader
from .recognition import Found, recognise, recognise_table, report_table
from .requiring import Requiring
from .rows import Table

_TEXTS = ("name", "definition", "statement", "level N", "group", "group 2", "group 3", "level summary", "short")
MOST_CELLS, MOST_CHARACTERS = 200_000, 4_000_000
"""Cells of all tables together, and characters in them, of which a framework may be a part."""


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
    lose_columns(found)
    framework = _read(tables, map, conversion, selects=bool(options.select))
    gone = select(framework, options.select)
    for f in found:
        f.cells.drop(gone, catalogue.NOT_SELECTED)
    lose_rest(source, map, found)
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
    _need_sheets(source, options, conversion)
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


def _need_sheets(source: Source, options: Options, conversion: Conversion) -> None:
    """Refuse `--positions` of a sheet that isn't there."""
    called = [grid.name for grid in source.sheets]
    for name in positions_of(options.positions, source.sheets):
        if name not in called:
            guess = nearest(name, called)
            suggestion = Text(f"是不是“{guess}”？", f'Did you mean "{guess}"?') if guess else Text("", "")
            what = Text("工作表", "sheet")
            raise refuse(conversion, catalogue.MAP_DOES_NOT_FIT, source.path, name, what=what, suggestion=suggestion)


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
    _need_sheets(source, options, conversion)
    found = [_with_positions(f, source, options, conversion) for f in found]
    map.tables = [f.map for f in found]
    for f in found:
        if f.judged is not None:
            report_table(f, options, conversion)
            continue
        f.map.levels = {**f.map.levels, **options.levels}
        for head, target in f.map.columns.items():
            reason = Text("映射写明", "the map says so")
            conversion.columns.append(Column(f.map.called, head, str(target), reason, guessed=False))
    return map, [f for f in found if f.cells.grid.cells]


def _with_positions(f: Found, source: Source, options: Options, conversion: Conversion) -> Found:
    """A table with what `--positions` says of it beyond its map, which may leave it out. Raises Refused."""
    wanted = positions_of(options.positions, source.sheets)
    if f.map.called not in wanted or any(f.map.of_kind("position")):
        return f
    columns = wanted[f.map.called]
    if f.map.ignore:
        return recognise_table(f.cells, options, columns)
    inside = [h for h, j in Table(f.cells, f.map).heads.items() if columns and columns[0] <= j <= columns[1]]
    if not inside:
        what, no = Text("岗位列", "columns of positions"), Text("", "")
        value = options.positions or ""
        raise refuse(conversion, catalogue.MAP_DOES_NOT_FIT, source.path, value, what=what, suggestion=no)
    f.map.columns = {**f.map.columns, **dict.fromkeys(inside, Target("position"))}
    return f


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
                report.absent(keys, Text("表头", "header"), head, nearest(head, heads))
    return Found(cells, map, None)


def _language(tables: Sequence[Table], map: Map, options: Options, conversion: Conversion, source: Source) -> Language:
    """The language of texts whose column doesn't say one. Raises Refused for others than the two."""
    texts = [*_sample(tables)]
    chosen = options.lang or map.lang
    spoken: Spoken = language_of(texts)
    if spoken.foreign is not None:
        if chosen is None:
            raise refuse(conversion, catalogue.LANGUAGE_NOT_KNOWN, source.path, reason=spoken.foreign)
        conversion.note(catalogue.LANGUAGE_DECLARED, source.path, language=LANGUAGE_NAMES[chosen])
    if chosen is not None:
        return chosen
    if spoken.language is None:
        return "en"
    if not spoken.is_sure and texts:
        why = Text("文字太少或中英混排", "there is little text, or it is mixed")
        conversion.note(catalogue.LANGUAGE_GUESSED, source.path, language=LANGUAGE_NAMES[spoken.language], why=why)
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
        keep_heads(table, {w: p for p in reader.framework.positions for w in p.name.values()})
    return reader.framework


def _describe(framework: Framework, map: Map, source: Source) -> None:
    """The framework's own name and id, as the map says, else as the file is called."""
    language = map.lang or "en"
    name = map.name or source.stem
    framework.id, framework.version, framework.license = map.id, map.version, map.license
    framework.name = {language: name} if name else {}
    framework.description = {language: map.description} if map.description else {}
