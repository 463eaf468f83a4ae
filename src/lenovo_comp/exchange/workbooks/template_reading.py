"""The template that somebody filled in → a framework, in which nothing is guessed."""

import re
from collections.abc import Iterator, Sequence

from ...findings import catalogue
from ...text import LANGUAGES, Language, Text
from ..conversion import Conversion
from ..framework import Competency, Framework, Level, Statement, Words
from ..framework_data import languages_of
from ..ids import assign, assign_statements, make_names_unique
from ..source import Grid
from ..texts import language_of, one_line, paragraph, statements_of
from . import template
from .cells import Head, normal_head
from .marks import READ_ME, Cell, Sheet, sheets_with
from .template import BEHAVIOURS, COMPETENCIES, IDS, MARK, POSITIONS, Known
from .template_positions import read_positions

_ID = re.compile("[a-z][a-z0-9_]{0,63}")
_FACT = re.compile(r"(id|version|name\.(?:zh|en))=(.*)", re.DOTALL)


def read_template(sheets: Sequence[Grid], conversion: Conversion, language: Language | None = None) -> Framework:
    """The framework that a template was filled in with; what can't be read is in the account, cell by cell.

    `language` is that of the texts of a template in one language, whatever it was made for.
    """
    ours = sheets_with(MARK, sheets, conversion)
    framework = Framework()
    for sheet in ours:
        if sheet.key == READ_ME:
            _read_facts(sheet, framework)
    spoken = language or _language(ours, framework.id is not None)
    of_competencies = [_Competencies(sheet, spoken, conversion) for sheet in ours if sheet.key == COMPETENCIES]
    for sheet_of in of_competencies:
        framework.competencies += sheet_of.read()
    if not framework.competencies:
        where = ours[0].cells.grid.name
        reason = Text("“胜任能力”表中没有填写名称", 'the sheet "Competencies" has no name')
        conversion.note(catalogue.NOTHING_IN_IT, where, reason=reason)
    make_names_unique(framework, conversion)
    assign(framework, conversion)
    for sheet in ours:
        if sheet.key == POSITIONS:
            read_positions(sheet, framework, spoken)
    assign(framework, conversion)
    _rate_by_degrees(framework)
    assign_statements(framework, gone={id for sheet_of in of_competencies for id in sheet_of.ids})
    framework.languages = languages_of(framework)
    return framework


def _language(sheets: Sequence[Sheet], was_filled_in: bool) -> Language:
    """The language of a template in one language: that it was made for, unless its texts plainly are in the other.

    One that `comp` filled in itself is in the language that it was made for, whatever its texts look like.
    """
    made_for = next((x for sheet in sheets for word in sheet.words[1:] for x in LANGUAGES if word == x), LANGUAGES[0])
    grids = [sheet.cells.grid for sheet in sheets if sheet.key == COMPETENCIES]
    spoken = language_of(text for grid in grids for at, text in grid.cells.items() if at[1] > 1 and at[0] > 0)
    is_other = spoken.language is not None and spoken.is_sure and not was_filled_in
    return spoken.language if is_other and spoken.language is not None else made_for


def _rate_by_degrees(framework: Framework) -> None:
    """Rate competencies without levels by degrees, as the page says, where what is required of all of them is one."""
    plain = {c.id: c for c in framework.competencies if not c.levels}
    asked = [r for position in framework.positions for r in position.requires if r.competency in plain]
    if all(template.DEGREES.has(x) for r in asked for x in (r.level, r.desired) if x is not None):
        for required in asked:
            plain[required.competency].rest["scale"] = "degree"


def _read_facts(sheet: Sheet, framework: Framework) -> None:
    """What the hidden column of the page says of the dictionary that the template was filled in with."""
    for at, text in sorted(sheet.cells.grid.cells.items()):
        if at[1] == sheet.column and (match := _FACT.fullmatch(text)) is not None:
            key, _, language = match[1].partition(".")
            if key == "name":
                framework.name |= {x: match[2] for x in LANGUAGES if x == language}
            else:
                setattr(framework, key, match[2])


class _Competencies:
    """Reads the sheet of competencies, a row each."""

    def __init__(self, sheet: Sheet, language: Language, conversion: Conversion) -> None:
        self._sheet, self._language, self._conversion = sheet, language, conversion
        self._heads: dict[int, Head] = {}
        self._known_at: int | None = None
        self._taken: set[str] = set()
        self.ids: set[str] = set()
        """Every id of a statement that the hidden cells name, those of lines that are gone among them."""

    def read(self) -> Iterator[Competency]:
        """The competencies; rows without a name are lost."""
        sheet = self._sheet
        for column, text in sheet.heads():
            head = template.find_head(text)
            if normal_head(text) == IDS:
                self._known_at = column
            elif head is not None and head not in self._heads.values():
                self._heads[column] = head
            else:
                continue
            sheet.cells.keep((sheet.row, column))
        for cells in sheet.rows():
            competency = self._competency(cells)
            if competency is not None:
                yield competency
        sheet.lose_columns([*self._heads])

    def _competency(self, cells: dict[int, Cell]) -> Competency | None:
        sheet = self._sheet
        hidden = [cells.pop(at) for at in (sheet.column, self._known_at) if at is not None and at in cells]
        id, known = self._hidden(hidden)
        said = {at: cell for at, cell in cells.items() if at in self._heads}
        name = self._words(said, "name")
        if not name:
            if said:
                sheet.lose(said.values(), Text("没有名称的行", "a row without a name"))
            return None
        competency = Competency(name=name, id=id, place=sheet.place(min(c.at[0] for c in said.values())))
        competency.short, competency.definition = self._words(said, "short"), self._words(said, "definition")
        competency.group = [words for n in (1, 2, 3) if (words := self._words(said, f"group.{n}"))]
        for at, head in self._heads.items():
            if head.column.key == "layer" and at in said and (layer := sheet.value(said[at], head.column)) is not None:
                competency.layer = layer
                sheet.keep([said[at]])
        self._levels(competency, said, known)
        return competency

    def _hidden(self, cells: list[Cell]) -> tuple[str | None, list[Known]]:
        """The id of a row and what its lines were. A row that was copied is a new one: the first has the id."""
        self._sheet.keep(cells)
        id, known = None, []
        for cell in cells:
            if cell.at[0][1] == self._sheet.column:
                id = cell.text if _ID.fullmatch(cell.text) and cell.text not in self._taken else None
            else:
                known = template.parse_known(cell.text)
        self.ids |= {one.id for one in known if one.id is not None}
        if id is not None:
            self._taken.add(id)
        return id, known

    def _words(self, cells: dict[int, Cell], key: str) -> Words:
        """A name, short name, group or definition, in the languages in which it was written."""
        words: Words = {}
        for at, head in self._heads.items():
            if (
                head.column.key == key
                and at in cells
                and (text := self._sheet.value(cells[at], head.column)) is not None
            ):
                clean = paragraph(text) if key == "definition" else one_line(text)
                words[head.language or self._language] = clean
                self._sheet.keep([cells[at]])
        return words

    def _levels(self, competency: Competency, cells: dict[int, Cell], known: list[Known]) -> None:
        """Fill in levels, or statements without levels."""
        digests = {d for one in known for d in one.digests}
        numbers = sorted({int(h.column.key[6:]) for h in self._heads.values() if h.column.key.startswith("level.")})
        empty = {one.level for one in known if one.id is None}
        for number in numbers:
            statements = self._statements(cells, f"level.{number}", digests)
            if statements or number in empty:
                competency.levels.append(Level(number, statements=self._named(statements, number, known)))
        if not competency.levels:
            statements = self._statements(cells, BEHAVIOURS.key, digests)
            competency.statements = self._named(statements, None, known)
            return
        for at, head in self._heads.items():
            if head.column.key == BEHAVIOURS.key and at in cells:
                what = Text("该胜任能力已有分层级的行为描述", "the competency has levels already")
                self._sheet.lose_cell(cells[at], BEHAVIOURS.head, what)

    def _statements(self, cells: dict[int, Cell], key: str, digests: set[str]) -> list[Statement]:
        """The statements of a level, or of none: a line each. In two languages the lines pair up in order."""
        found: list[Statement] = []
        first: Language | None = None
        for at, head in self._heads.items():
            if head.column.key != key or at not in cells:
                continue
            text = self._sheet.value(cells[at], head.column)
            if text is None:
                continue
            language, place = head.language or self._language, self._sheet.place(cells[at].at[0])
            lines = self._lines(text, digests, place)
            if first is not None and len(lines) != len(found):
                what = Text(
                    f"有 {len(lines)} 行，另一种语言有 {len(found)} 行",
                    f"{len(lines)} lines, {len(found)} in the other language",
                )
                self._sheet.lose_cell(cells[at], head.column.head, what)
                continue
            self._sheet.keep([cells[at]])
            if first is None:
                first, found = language, [Statement({}, origin=None, place=place) for _ in lines]
            for statement, line in zip(found, lines, strict=True):
                statement.words[language] = line
        return self._without_repeats(found)

    def _lines(self, text: str, digests: set[str], place: str) -> list[str]:
        """A cell's lines without bullets and numbers; one that was there before stays as it was."""
        found: list[str] = []
        for line in filter(None, (line.strip() for line in text.split("\n"))):
            if template.digest(line) in digests:
                found.append(line)
                continue
            parts = statements_of(line)
            found += parts.texts
            if parts.bullet is not None:
                self._conversion.note(catalogue.BULLET_REMOVED, place, parts.bullet)
            if parts.split is not None:
                self._conversion.note(catalogue.CELL_SPLIT, place, parts.split)
        return found

    def _without_repeats(self, statements: list[Statement]) -> list[Statement]:
        """The statements of a level, each once."""
        kept: list[Statement] = []
        for statement in statements:
            if any(statement.words == other.words for other in kept):
                text = next(iter(statement.words.values()))
                self._conversion.note(catalogue.STATEMENT_MERGED, statement.place, text, about=statement.place)
            else:
                kept.append(statement)
        return kept

    def _named(self, statements: list[Statement], level: int | None, known: list[Known]) -> list[Statement]:
        """The statements with the ids that their words had, in the same level first, then in another.

        A line whose words are new gets a new id: whether it says the same as before only people can know.
        """
        for same_level in (True, False):
            for statement in statements:
                if statement.id is not None:
                    continue
                digests = {template.digest(text) for text in statement.words.values()}
                for one in known:
                    is_there = (one.level == level) == same_level and not digests.isdisjoint(one.digests)
                    if one.id is not None and one.id not in self._taken and is_there:
                        statement.id = one.id
                        self._taken.add(one.id)
                        break
        return statements
