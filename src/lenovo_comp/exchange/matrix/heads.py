"""Finding the row of heads of a table, and what each head is known to mean."""

from collections.abc import Sequence
from itertools import pairwise

from ..texts import one_line
from .cells import Cells
from .vocabulary import Head, head_of, is_level_word, level_of, plain

WITHIN = 30
"""Rows with content among which the heads are looked for."""
LONGEST_HEAD = 60
_OF_LEVELS = ("level", "level name", "level summary", "statement", "definition")
_NAMES = ("name", "name, finer", "competency")
_LANGUAGES_ALONE = {"中文": "zh", "chinese": "zh", "zh": "zh", "英文": "en", "english": "en", "en": "en"}


def find_heads(cells: Cells) -> tuple[int, int] | None:
    """The first row of the heads (from 0) and how many rows they take; None where no row looks like heads."""
    rows = sorted({i for i, _ in cells.grid.cells})[:WITHIN]
    best: tuple[float, int, int] | None = None
    for i in rows:
        for number in (1, 2) if _may_go_on(cells, i) else (1,):
            score = _score(cells, i, number)
            if score and (best is None or score > best[0]):
                best = score, i, number
    if best is not None:
        return best[1], best[2]
    for i, below in pairwise(rows):
        own = cells.row(i)
        short = all(len(cells.text(at)) <= LONGEST_HEAD // 2 for at in own)
        if len(own) > 1 and short and len(cells.row(below)) > 1:
            return i, 1
    return None


def parts_of(cells: Cells, start: int, rows: int, column: int) -> list[str]:
    """What the rows of a head say, each text once, from the top down."""
    parts = (one_line(cells.text((start + i, column))) for i in range(rows))
    return [*dict.fromkeys(part for part in parts if part)]


def resolve(parts: Sequence[str]) -> Head | None:
    """What a head of one or two rows is known to mean; None where it isn't."""
    if not parts:
        return None
    below = head_of(parts[-1])
    if len(parts) == 1:
        return below
    above = head_of(parts[0])
    language = _LANGUAGES_ALONE.get(plain(parts[-1]))
    if above is not None and language is not None:
        return above._replace(language=language)  # type: ignore[arg-type]
    if above is not None and above.target == "level N" and (below is None or below.target in _OF_LEVELS):
        return above._replace(language=below.language if below else above.language)
    return below


def level_word_of(parts: Sequence[str]) -> str | None:
    """The word for a level that a head is, if it is one."""
    if not parts or (len(parts) == 1 and head_of(parts[0]) is not None):
        return None
    last = parts[-1]
    above = head_of(parts[0]) if len(parts) > 1 else None
    under_levels = above is not None and above.target in ("level", "level name", "statement")
    if is_level_word(last) or (under_levels and head_of(last) is None and len(last) < LONGEST_HEAD // 3):
        return last
    return parts[0] if len(parts) > 1 and is_level_word(parts[0]) and _goes_with_word(last) else None


def _goes_with_word(text: str) -> bool:
    head = head_of(text)
    return plain(text) in _LANGUAGES_ALONE or (head is not None and head.target in _OF_LEVELS)


def _may_go_on(cells: Cells, row: int) -> bool:
    """Whether the row below may be a second row of heads: this one has merged cells, or gaps over known heads."""
    own = {j for _, j in cells.row(row)}
    below = [at[1] for at in cells.row(row + 1)]
    if not below or not own:
        return False
    width = max(own | {*below}) - min(own | {*below}) + 1
    spans = [right - left + 1 for (top, left), (bottom, right) in cells.grid.merged if top == row and bottom == row]
    merged = any(1 < span < width for span in spans)
    known = [j for j in below if j not in own and _is_head(one_line(cells.text((row + 1, j))))]
    return (merged or bool(known)) and any(_is_head(one_line(cells.text((row + 1, j)))) for j in below)


def _is_head(text: str) -> bool:
    return head_of(text) is not None or is_level_word(text) or plain(text) in _LANGUAGES_ALONE


def _score(cells: Cells, start: int, rows: int) -> float:
    """How much rows look like heads: 0 for not at all."""
    columns = sorted({j for i in range(rows) for _, j in cells.row(start + i)})
    if rows > 1:
        columns = [j for j in range(cells.width) if parts_of(cells, start, rows, j)]
    parts = [parts_of(cells, start, rows, j) for j in columns]
    if any(len(part) > LONGEST_HEAD for some in parts for part in some):
        return 0
    heads = [(some, resolve(some)) for some in parts]
    others = sum(head is not None and head.target != "level N" for _, head in heads)
    numbers = {(head.number, head.language) for _, head in heads if head is not None and head.target == "level N"}
    bare = all(some[-1].isdecimal() for some, head in heads if head is not None and head.target == "level N")
    words = sum(head is None and level_word_of(some) is not None for some, head in heads)
    if bare and not others:
        numbers = set()
    if others or len(numbers) > 1 or words > 1:
        # Levels in the upper row say more than what stands below each of them.
        columns_of_levels = sum(head is not None and head.target == "level N" for _, head in heads) if numbers else 0
        named = any(head is not None and head.target in _NAMES for _, head in heads)
        return (
            others
            # Numbers of levels and numbered behaviours are in rows of data, too; a word for the names is not.
            + 2 * named
            + max(columns_of_levels, len(numbers))
            + words * 0.9
            + (0.5 if _levels_above(parts) else -0.01 * (rows - 1))
        )
    return 0


def _levels_above(parts: Sequence[Sequence[str]]) -> bool:
    """Whether the upper of two rows of heads says levels, and the lower what is said of each."""
    above = [head_of(some[0]) for some in parts if len(some) > 1]
    return any(head is not None and head.target == "level N" for head in above)


def is_number_of_level(text: str) -> bool:
    """Whether a cell is nothing but the number of a level: `3`, `3级`, `L3`."""
    known = level_of(text)
    return known is not None and not known[1]
