"""The map as TOML, with what each line was taken from as its comment."""

from collections.abc import Iterator, Mapping, Sequence

from ...ratings.mapping.writing import quoted
from ...text import Language, Text, visible
from ..conversion import Column
from .mapping import IGNORE, Map, TableMap

_GUESSED = Text("推测：", "guessed: ")


def map_text(map: Map, columns: Sequence[Column], language: Language) -> str:
    """The map, which `parse_map` reads back; `columns` are the reasons to be told."""
    lines = [f'format = "{map.format}"']
    for name in ("id", "name", "version", "license", "description", "lang"):
        if (value := getattr(map, name)) is not None:
            lines.append(f"{name} = {quoted(value)}")
    for table in map.tables:
        reasons = {c.head: c for c in columns if c.sheet == table.called}
        lines += ["", *_table(table, reasons, language)]
    return "\n".join(lines) + "\n"


def _table(table: TableMap, reasons: Mapping[str, Column], language: Language) -> Iterator[str]:
    yield "[[table]]"
    if table.sheet is not None:
        yield f"sheet = {quoted(table.sheet)}"
    if table.records is not None:
        yield f"records = {quoted(table.records)}"
    if table.ignore:
        yield "ignore = true" + (f"  # {visible(table.lost[language])}" if table.lost else "")
        return
    if table.records is None:
        rows = [*range(table.header_row, table.header_row + table.header_rows)]
        yield f"header_row = {rows if len(rows) > 1 else rows[0]}"
    for name in ("skip_rows", "group_rows"):
        if some := getattr(table, name):
            yield f"{name} = {some}"
    if table.fill_down:
        yield f"fill_down = [{', '.join(map(quoted, table.fill_down))}]"
    if not table.split:
        yield "split = false"
    for name in ("layer", "group"):
        if (value := getattr(table, name)) is not None:
            yield f"{name} = {quoted(value)}"
    if table.levels:
        yield f"levels = {{ {', '.join(f'{quoted(word)} = {number}' for word, number in table.levels.items())} }}"
    yield "[table.columns]"
    heads = [*dict.fromkeys([*reasons, *table.columns])]
    for head in heads:
        target = table.columns.get(head)
        yield f"{quoted(head)} = {quoted(str(target) if target else IGNORE)}{_why(reasons.get(head), language)}"


def _why(column: Column | None, language: Language) -> str:
    # That a head is in the vocabulary goes without saying.
    if column is None or (column.target and not column.guessed and column.target != IGNORE):
        return ""
    return f"  # {visible((_GUESSED[language] if column.guessed else '') + column.reason[language])}"
