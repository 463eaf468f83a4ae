"""Rows as competencies with levels and statements; every cell is accounted for."""

from collections.abc import Sequence
from typing import cast

from ...findings import catalogue
from ...model.dictionary import Layer
from ...model.names import normal
from ...text import LANGUAGES, Language, Text
from ..conversion import Conversion
from ..framework import MOST_ITEMS, Competency, Framework, Level, Statement, Words
from ..refusing import refuse
from ..source import At
from ..texts import one_line, paragraph, statements_of
from .rows import Row, Table, Value
from .vocabulary import bare_head, is_level_word, layer_in, layer_of, level_of, plain

MOST_GROUPS = 3
_FIELDS = ("short", "definition")


class Reader:
    """Reads tables into one framework. `language` is that of texts whose column doesn't say one."""

    def __init__(self, language: Language, conversion: Conversion, *, selects: bool = False) -> None:
        """With `selects`, only part of what is read is wanted, which may be any number."""
        self.language, self.conversion, self._selects = language, conversion, selects
        self.framework = Framework()
        self.of_row: dict[tuple[str, int], Competency] = {}
        """Sheet and row (from 0) → the competency that it is about."""
        self._by_key: dict[tuple[str, ...], Competency] = {}
        self._said: dict[int, dict[tuple[Language, str], Statement]] = {}
        """List of statements, by its identity → language and text → statement."""
        self._items = 0
        self.by_name: dict[str, list[Competency]] = {}
        """Code or name, in the form in which names are compared → what is called so."""

    def define(self, table: Table) -> None:
        """Read the competencies of a table that names them."""
        for row in table.rows():
            table.cells.owner = None
            if table.is_heads_again(row.number):
                table.cells.merge(*table.cells.row(row.number))
                continue
            competency = self._competency(table, row)
            if competency is not None:
                table.cells.owner = competency
                table.cells.keep(*_named_by(row))
                self.of_row[table.map.called, row.number] = competency
                self._fill(table, row, competency)

    def join(self, table: Table) -> None:
        """Read what a table says of competencies that another table names."""
        for row in table.rows():
            reference = next(row.of("competency"), None)
            known = self.find(reference.text) if reference is not None else []
            if reference is None or len(known) != 1:
                what = _row_text(row.number, reference.text if reference else None)
                table.cells.lose(catalogue.ROW_LOST, table.cells.row(row.number), f"{table.map.called} join", what=what)
                continue
            table.cells.owner = known[0]
            table.cells.keep(reference.at)
            self.of_row[table.map.called, row.number] = known[0]
            self._fill(table, row, known[0])

    def _count(self, table: Table) -> None:
        """Count a competency or statement. Raises Refused where there are too many to go on."""
        self._items += 1
        if self._items > MOST_ITEMS and not self._selects:
            size, most = Text(f"超过 {MOST_ITEMS:,} 项", f"more than {MOST_ITEMS:,} items"), f"{MOST_ITEMS:,}"
            raise refuse(self.conversion, catalogue.FRAMEWORK_TOO_LARGE, table.cells.grid.path, size=size, most=most)

    def find(self, text: str) -> list[Competency]:
        """The competencies of that code or name."""
        return self.by_name.get(normal(one_line(text)), [])

    def _competency(self, table: Table, row: Row) -> Competency | None:
        """The competency of a row: one that is known, or a new one; None where the row names none."""
        name = row.words("name", self.language)
        code = next(row.of("code"), None)
        if not name and code is not None and len(known := self.find(code.text)) == 1:
            return known[0]
        if not name:
            return None
        group, layer = self._groups(table, row)
        key = (*(normal(w) for w in name.values()), "\0", *(normal(w) for words in group for w in words.values()))
        competency = self._by_key.get(key)
        if competency is None:
            place = table.cells.place(next(row.of("name")).at)
            competency = Competency(name, layer=layer, group=group, place=place)
            self._by_key[key] = competency
            self.framework.competencies.append(competency)
            self._count(table)
            for text in {normal(w) for w in name.values()}:
                self.by_name.setdefault(text, []).append(competency)
        return competency

    def _groups(self, table: Table, row: Row) -> tuple[list[Words], Layer | None]:
        """The path of groups of a row, and the layer, if one of them is that."""
        layer = cast(Layer | None, table.map.layer)
        paths: dict[int, Words] = {}
        for n, value in enumerate(row.sections):
            paths[n - len(row.sections)] = {self.language: one_line(value.text)}
        for value in row.of("group", "group 2", "group 3"):
            words = paths.setdefault(value.target.depth, {})
            words.setdefault(value.target.language or self.language, one_line(value.text))
        for value in row.of("layer"):
            layer = cast(Layer | None, layer_of(value.text)) or layer
        path = [{self.language: table.map.group}] if table.map.group else []
        for depth in sorted(paths):
            if (named := layer_in(paths[depth])) is not None:
                layer = cast(Layer, named)
            else:
                path.append(paths[depth])
        return path[-MOST_GROUPS:], layer

    def _fill(self, table: Table, row: Row, competency: Competency) -> None:
        """Take what a row says of its competency."""
        cells = table.cells
        for value in row.of("code", "uri", *_FIELDS):
            self._field(table, competency, value)
        wide: dict[int, list[Value]] = {}
        for value in row.of("level N"):
            wide.setdefault(value.target.number or 0, []).append(value)
        for number, values in sorted(wide.items()):
            name = {x: w for v in values for x, w in _name_of_level(table, v.head, self.language).items()}
            level = self._level(competency, number, name, values[0])
            self._statements(table, level.statements, values)
            cells.keep(*(v.at for v in values))
        self._long(table, row, competency)

    def _field(self, table: Table, competency: Competency, value: Value) -> None:
        """Take a code, a URI, a short name or a definition; a second one that differs is lost."""
        kind, cells = value.target.kind, table.cells
        if kind == "uri" and table.has("statement") and not table.has("name"):
            return  # it is the statement's
        if kind == "uri":
            if value.text.strip() not in competency.same_as:
                competency.same_as.append(value.text.strip())
        elif kind == "code":
            if not self._take_code(competency, one_line(value.text)):
                cells.lose(catalogue.ITEM_REPEATED, [value.at], f"code {value.text}")
                return
        else:
            words: Words = getattr(competency, kind)
            text = paragraph(value.text) if kind == "definition" else one_line(value.text)
            known = words.setdefault(value.target.language or self.language, text)
            if known != text:
                cells.lose(catalogue.ITEM_REPEATED, [value.at], kind, one_line(value.text))
                return
        cells.keep(value.at)

    def _take_code(self, competency: Competency, code: str) -> bool:
        """Make a code an alias; False where another competency has it."""
        others = [c for c in self.find(code) if c is not competency]
        if others:
            return False
        if code not in competency.aliases and normal(code) not in {normal(w) for w in competency.name.values()}:
            competency.aliases.append(code)
            self.by_name.setdefault(normal(code), []).append(competency)
        return True

    def _long(self, table: Table, row: Row, competency: Competency) -> None:
        """Take the statements of a row that says in a column of its own which level they are of."""
        statements = [*row.of("statement")]
        written = next(row.of("level"), None)
        if written is None:
            if statements and table.has("level N", "level"):
                what = Text("没有写明层级", "no level is given")
                at = [v.at for v in statements]
                table.cells.lose(catalogue.FIELD_LOST, at, statements[0].head, column=statements[0].head, what=what)
            elif statements:
                self._statements(table, competency.statements, statements, row)
                table.cells.keep(*(v.at for v in statements))
            return
        if table.has("position") and not table.has("statement"):
            return  # a requirement
        number, name = self._number(table, written.text)
        if number is None:
            what = Text("不是层级的编号", "it is not a level number")
            lost = [written.at, *(v.at for v in (*statements, *row.of("level name", "level summary")))]
            table.cells.lose(catalogue.FIELD_LOST, lost, f"{table.map.called} level", column=written.head, what=what)
            return
        level = self._level(competency, number, {self.language: name} if name else {}, written)
        table.cells.keep(written.at)
        for kind, words in (("level name", level.name), ("level summary", level.summary)):
            for value in row.of(kind):
                text = one_line(value.text) if kind == "level name" else paragraph(value.text)
                if words.setdefault(value.target.language or self.language, text) == text:
                    table.cells.keep(value.at)
                else:
                    table.cells.lose(catalogue.ITEM_REPEATED, [value.at], kind, text)
        self._statements(table, level.statements, statements, row)
        table.cells.keep(*(v.at for v in statements))

    def _number(self, table: Table, text: str) -> tuple[int | None, str]:
        """The number of a level by what a cell says, and its name, if it has one."""
        word = one_line(text)
        number = next((n for w, n in table.map.levels.items() if plain(w) == plain(word)), None)
        if number is not None:
            return number, "" if word.isdecimal() or level_of(word) else word
        return level_of(word) or (None, "")

    def _level(self, competency: Competency, number: int, name: Words, value: Value) -> Level:
        """The level of that number, which is made where there is none."""
        level = next((x for x in competency.levels if x.number == number), None)
        if level is None:
            level = Level(number, dict(name), place=value.head)
            competency.levels.append(level)
            competency.levels.sort(key=lambda x: x.number)
        for language, text in name.items():
            level.name.setdefault(language, text)
        return level

    def _statements(self, table: Table, into: list[Statement], values: Sequence[Value], row: Row | None = None) -> None:
        """Add the statements of a cell, or of cells in two languages that say the same line by line."""
        columns: dict[Language, list[str]] = {}
        places = [table.cells.place(value.at) for value in values]
        for value, place in zip(values, places, strict=True):
            taken = statements_of(value.text, split=table.map.split)
            columns.setdefault(value.target.language or self.language, []).extend(taken.texts)
            if taken.bullet is not None:
                self.conversion.note(catalogue.BULLET_REMOVED, place, taken.bullet)
            if taken.split is not None:
                self.conversion.note(catalogue.CELL_SPLIT, place, taken.split)
        same_as = [value.text.strip() for value in row.of("uri")] if row is not None and not table.has("name") else []
        if row is not None and same_as:
            table.cells.keep(*(value.at for value in row.of("uri")))
        added = 0
        for n in range(max(map(len, columns.values()), default=0)):
            words: Words = {x: columns[x][n] for x in LANGUAGES if n < len(columns.get(x, ()))}
            said = self._said.setdefault(id(into), {})
            keys = [(x, normal(w)) for x, w in words.items()]
            known = next((said[key] for key in keys if key in said and _same(said[key].words, words)), None)
            if known is not None:
                self.conversion.note(catalogue.STATEMENT_MERGED, places[0], next(iter(words.values())))
                known.same_as += [x for x in same_as if x not in known.same_as]
            else:
                into.append(Statement(words, same_as=list(same_as) if n == 0 else [], place=places[0]))
                said |= dict.fromkeys(keys, into[-1])
                added += 1
                self._count(table)
        if columns and not added:
            table.cells.merge(*(value.at for value in values))


def _named_by(row: Row) -> list[At]:
    """The cells that say which competency a row is about, and where that belongs."""
    named = [*row.sections, *row.of("name", "group", "group 2", "group 3")]
    if not any(row.of("name")):
        named += row.of("code")
    return [v.at for v in (*named, *(v for v in row.of("layer") if layer_of(v.text) is not None))]


def _same(one: Words, other: Words) -> bool:
    """Whether two statements say the same in every language that both have."""
    shared = one.keys() & other.keys()
    return bool(shared) and all(normal(one[x]) == normal(other[x]) for x in shared)


def _name_of_level(table: Table, head: str, language: Language) -> Words:
    """The name of a level by the head of its column: what it says beside the number."""
    parts = head.partition("@")[0].split(" / ")
    for part in parts:
        bare, spoken = bare_head(part)
        known = level_of(bare)
        name = known[1] if known is not None else bare if is_level_word(bare) or len(parts) == 1 else ""
        if known is not None or name:
            return {table.map.columns[head].language or spoken or language: name} if name else {}
    return {}


def _row_text(row: int, text: str | None) -> Text:
    """A row, as a sentence calls it."""
    named = one_line(text or "")
    return Text(
        f"第 {row + 1} 行" + (f"（{named}）" if named else ""), f"row {row + 1}" + (f" ({named})" if named else "")
    )
