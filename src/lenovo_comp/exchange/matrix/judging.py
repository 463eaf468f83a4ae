"""What the columns of a table are taken for, and why: known by their heads, or guessed by their cells."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ...text import Language, Text
from ..texts import is_chinese, is_nothing, one_line
from .cells import Cells
from .heads import is_number_of_level, level_word_of, parts_of, resolve
from .mapping import IGNORE, Target
from .requiring import figure_of, is_tick
from .vocabulary import is_ladder_head, plain

_LONG = 12
"""Characters that cells of statements have on average, at least; a Chinese one counts twice."""
_MOSTLY = 0.9
MOST_LEVELS = 12
"""Names of levels in one column, beyond which it holds something else."""
_KNOWN = Text("词汇表中的表头", "the header is in the vocabulary")


@dataclass
class Column:
    """A column of a table: its head, its cells, and what it is taken for."""

    head: str
    number: int
    parts: Sequence[str]
    texts: Sequence[str]
    """The texts of the cells below the head that aren't blank, each merged one once."""
    target: Target | None = None
    reason: Text = field(default_factory=lambda: Text("", ""))
    guessed: bool = False

    def take(self, target: Target, zh: str, en: str, *, guessed: bool = False) -> None:
        self.target, self.reason, self.guessed = target, Text(zh, en), guessed

    @property
    def length(self) -> float:
        """Characters of a cell on average; a Chinese one counts twice."""
        return sum(len(t) * (2 if is_chinese(t) else 1) for t in self.texts) / max(len(self.texts), 1)

    @property
    def distinct(self) -> int:
        return len({one_line(t) for t in self.texts})


class NamedLevel(NamedTuple):
    """A level that is only named, and the number that its place in the order gives it."""

    word: str
    number: int
    column: Column


class Judged(NamedTuple):
    """The columns of a table, the levels that are only named, and the columns that look like positions."""

    columns: Sequence[Column]
    words: Sequence[NamedLevel]
    suspected: Sequence[Column]
    is_ladder: bool

    def of(self, *kinds: str) -> list[Column]:
        return [c for c in self.columns if c.target is not None and c.target.kind in kinds]

    @property
    def has_content(self) -> bool:
        return bool(self.of("level N", "level", "statement", "definition", "level summary"))


def judge(cells: Cells, heads: dict[str, int], start: int, rows: int, levels: dict[str, int]) -> Judged:
    """Take every column for something, or for nothing. `levels` are numbers of named levels that the user gave."""
    below: dict[int, list[str]] = {}
    for i, j in sorted(cells.grid.cells):
        if i >= start + rows and (text := cells.text((i, j))).strip():
            below.setdefault(j, []).append(text)
    columns = [Column(head, j, parts_of(cells, start, rows, j), below.get(j, [])) for head, j in heads.items()]
    ladder = [c for c in columns if any(is_ladder_head(part) for part in c.parts)]
    finer: list[Column] = []
    for column in columns:
        _by_head(column, finer, is_first=column is columns[0])
    _names(columns, finer)
    words = _level_words(columns, levels)
    _levels(columns)
    is_ladder = len(ladder) > 1 and not any(c.target and c.target.kind in ("level N", "statement") for c in columns)
    if not is_ladder:
        _guess_name(columns)
        _guess_statement(columns)
    _languages(columns)
    _groups(columns)
    suspected = [c for c in columns if c.target is None and looks_like_position(c)]
    return Judged(columns, words, suspected, is_ladder)


def _by_head(column: Column, finer: list[Column], *, is_first: bool) -> None:
    """Take a column for what its head is known to mean."""
    head = resolve(column.parts)
    if head is None:
        if is_first and _counts(column):
            column.take(Target(IGNORE), "只是行号", "it only counts the rows")
        return
    column.reason = _KNOWN
    if head.target == "row number":
        if _counts(column) or not column.texts:
            column.take(Target(IGNORE), "只是行号", "it only counts the rows")
        else:
            column.take(Target("code"), "编号列的内容不是顺序号", "its numbers are no row numbers")
    elif head.target == "name, finer":
        finer.append(column)
        column.target = Target("name", language=head.language)
    elif head.target == "code" and _counts(column):
        column.take(Target(IGNORE), "只是行号", "it only counts the rows")
    else:
        column.target = Target(head.target, head.number, head.language)


def _counts(column: Column) -> bool:
    """Whether the cells of a column are 1, 2, 3 …"""
    return (
        len(column.texts) > 0
        and not _is_level_column(column)
        and [t.strip() for t in column.texts] == [str(n) for n in range(1, len(column.texts) + 1)]
    )


def _is_level_column(column: Column) -> bool:
    head = resolve(column.parts)
    return head is not None and head.target in ("level", "level N", "name")


def _names(columns: list[Column], finer: list[Column]) -> None:
    """Of several columns of names the finest counts; coarser ones to its left are groups."""
    named = [c for c in columns if c.target is not None and c.target.kind == "name"]
    if finer:
        for column in named:
            if column not in finer:
                head = finer[0].head
                column.take(Target("group", language=column.target.language if column.target else None),
                            f"比“{head}”粗一级", f'one step above "{head}"')  # fmt: skip
        named = finer
    for language in ("zh", "en", None):
        same = [c for c in named if c.target is not None and c.target.language == language]
        if len(same) < 2 or _pair(same):
            continue
        best = max(same, key=lambda c: (c.distinct, -c.number))
        for column in same:
            if column is not best and column.number < best.number and column.distinct < best.distinct:
                column.take(Target("group", language=language), f"比“{best.head}”粗一级",
                            f'coarser than "{best.head}"', guessed=True)  # fmt: skip
            elif column is not best:
                column.target, column.reason = None, Text(f"“{best.head}”已是名称", f'"{best.head}" is the name')


def _pair(columns: Sequence[Column]) -> bool:
    """Whether two columns say the same in Chinese and in English."""
    return len(columns) == 2 and sorted(_script(c) or "" for c in columns) == ["en", "zh"]


def _script(column: Column) -> Language | None:
    """The language of a column whose cells are nearly all Chinese, or all without a Chinese character."""
    share = sum(map(is_chinese, column.texts)) / max(len(column.texts), 1)
    return "zh" if share >= _MOSTLY else "en" if column.texts and share == 0 else None


def _level_words(columns: list[Column], levels: dict[str, int]) -> list[NamedLevel]:
    """Columns whose heads are words for levels, numbered by the user or in their order."""
    has_numbers = any(c.target is not None and c.target.kind == "level N" for c in columns)
    found: list[NamedLevel] = []
    order: dict[str, int] = {}
    for column in columns:
        if column.target is not None or looks_like_position(column):
            continue
        given = next((n for part in column.parts for word, n in levels.items() if plain(word) == plain(part)), None)
        word = level_word_of(column.parts)
        if given is not None:
            column.take(Target("level N", given), "--levels 写明", "--levels says so")
        elif word is not None and not has_numbers:
            number = order.setdefault(plain(word), len(order) + 1)
            column.take(Target("level N", number), f"层级名称，按列的顺序为第 {number} 级",
                        f"a word for a level, number {number} in the order of columns", guessed=True)  # fmt: skip
            found.append(NamedLevel(word, number, column))
    return found


def _levels(columns: list[Column]) -> None:
    """Of two columns of levels the one of numbers is `level`, the other `level name`."""
    same = [c for c in columns if c.target is not None and c.target.kind == "level"]
    numbers = [c for c in same if c.texts and sum(map(is_number_of_level, c.texts)) >= _MOSTLY * len(c.texts)]
    if len(same) > 1:
        best = numbers[0] if numbers else same[0]
        for column in same:
            if column is not best and numbers:
                column.take(Target("level name"), f"“{best.head}”是编号", f'"{best.head}" has the numbers')
            elif column is not best:
                column.target = None
    for column in same:
        wide = any(c.target is not None and c.target.kind == "level N" for c in columns)
        if column.target is not None and column.target.kind == "level":
            if wide:
                column.target, column.reason = None, Text("各级已有各自的列", "the levels have columns of their own")
            elif column not in numbers and column.distinct > MOST_LEVELS:
                column.target, column.reason = None, Text("内容不像层级", "its cells don't look like levels")


def _guess_name(columns: list[Column]) -> None:
    """Without a column of names, the finest group or the first column of short, different texts is that."""
    if any(c.target is not None and c.target.kind in ("name", "competency") for c in columns):
        return
    numbers = [c for c in columns if c.target is not None and c.target.kind == "level" and len(c.texts) > 1]
    if numbers and numbers[0].distinct == len(numbers[0].texts):
        return  # every level stands once: what is beside them are competencies, and no names
    content = any(
        c.target is not None and c.target.kind in ("level N", "level", "statement", "definition") for c in columns
    )
    groups = [c for c in columns if c.target is not None and c.target.kind == "group" and c.texts]
    if groups and content:
        best = max(groups, key=lambda c: (c.distinct, c.number))
        language = best.target.language if best.target else None
        best.take(Target("name", language=language), "没有其他名称列", "no other column has names", guessed=True)
        return
    for column in columns:
        short = column.texts and column.length <= 2 * _LONG and not looks_like_position(column)
        if (
            column.target is None
            and short
            and (column.distinct > 1 or len(column.texts) == 1)
            and not all(t.strip().isdecimal() for t in column.texts)
        ):
            column.take(
                Target("name"), "第一列简短且各不相同的文字", "the first column of short, different texts", guessed=True
            )
            return


def _guess_statement(columns: list[Column]) -> None:
    """Without levels, statements and definitions, the only column of long texts is statements."""
    has_level = any(c.target is not None and c.target.kind == "level" for c in columns)
    kinds = ("level N", "statement", "level summary") if has_level else ("level N", "statement", "definition")
    if any(c.target is not None and c.target.kind in kinds for c in columns):
        return
    if not any(c.target is not None and c.target.kind == "name" for c in columns):
        return
    long = [c for c in columns if c.target is None and c.texts and c.length >= _LONG and not looks_like_position(c)]
    if len(long) == 1:
        long[0].take(Target("statement"), "唯一的长文字列", "the only column of long texts", guessed=True)


def _groups(columns: list[Column]) -> None:
    """Number the groups from the left; of pairs in two languages both have the same number."""
    groups = [c for c in columns if c.target is not None and c.target.kind == "group"]
    depth: Counter[Language | None] = Counter()
    for column in groups:
        assert column.target is not None
        language = column.target.language
        depth[language] += 1
        number = depth[language]
        if number > 3:
            column.target, column.reason = None, Text("类别最多三级", "there can be three groups")
        elif number > 1:
            column.target = Target(f"group {number}", language=language)


def _languages(columns: list[Column]) -> None:
    """Two columns of one kind, one in Chinese and one not, are the same in two languages."""
    kinds = Counter(str(c.target) for c in columns if c.target is not None)
    for kind, number in kinds.items():
        same = [c for c in columns if str(c.target) == kind]
        if number != 2 or same[0].target is None or same[0].target.kind in ("code", "uri", IGNORE, "level", "layer"):
            continue
        if _pair(same):
            for column in same:
                assert column.target is not None
                language = _script(column)
                zh, en = f"{column.reason.zh}；按文字区分语言", f"{column.reason.en}; its language by its script"
                column.take(column.target._replace(language=language), zh, en, guessed=column.guessed)
        elif same[0].target.kind not in ("statement", "level N", "group"):
            same[1].target, same[1].reason = (
                None,
                Text(f"“{same[0].head}”已是此项", f'"{same[0].head}" is that already'),
            )


def looks_like_position(column: Column) -> bool:
    """Whether the cells of a column are figures or ticks, as positions have them."""
    some = [t for t in column.texts if not is_nothing(t)]
    if not some:
        return False
    figures = sum(is_tick(t) or ((f := figure_of(t, {})) is not None and f.level <= 20) for t in some)
    return figures >= _MOSTLY * len(some)
