"""Several ids in one cell: `P1; P2, P3`, `P1、P2`, or one a line."""

import re
from collections.abc import Sequence

from .files.table import WHITE

_SURE = r"[;；、|\n\r\u2028\u2029]+"
"""What stands between ids and in none of them."""
_COMMA = "[,，]+"
_AND = r"\s*(?:[/&+＋／及和与]|\band\b)\s*"
"""What may stand between ids, or in one."""
_CHINESE_NAME = r"[\u3400-\u9fff·]{2,4}"


def split_ids(cell: str) -> Sequence[str] | None:
    """The ids that a cell holds; None where it may hold one or several.

    >>> split_ids("P1; P2, P3"), split_ids("李雷，韩梅梅"), split_ids("Wang Fang")
    (['P1', 'P2', 'P3'], ['李雷', '韩梅梅'], ['Wang Fang'])
    >>> split_ids("Li, Lei"), split_ids("P1 / P2")
    (None, None)
    """
    found: list[str] = []
    for piece in filter(None, (p.strip(WHITE) for p in re.split(_SURE, cell))):
        by_comma = [p for p in (p.strip(WHITE) for p in re.split(_COMMA, piece)) if p]
        if len(by_comma) > 1 and not _are_ids(by_comma):
            return None  # it may be `Li, Lei`
        if any(map(_may_be_several, by_comma)):
            return None
        found += by_comma
    return list(dict.fromkeys(found))


def _are_ids(pieces: Sequence[str]) -> bool:
    """Whether pieces between commas are ids or whole Chinese names."""
    return all(re.search("[0-9]", p) for p in pieces) or all(re.fullmatch(_CHINESE_NAME, p) for p in pieces)


def _may_be_several(text: str) -> bool:
    """Whether a text is made like `P1 / P2`, `P1 P2`, `张三 李四` or `Li Lei and Wang Fang`: two ids, or an odd one."""
    parts, words = re.split(_AND, text), re.split(rf"{_AND}|\s+", text)
    if len(words) == 1:
        return False
    if all(re.fullmatch(_CHINESE_NAME, word) for word in words):
        return True
    are_alike = len(set(map(_shape, words))) == 1 and re.search("[0-9]", text) is not None
    return are_alike or (len(parts) > 1 and all(" " in part for part in parts))


def _shape(id: str) -> str:
    """What kinds of characters an id is made of."""
    return re.sub(r"[^\W\d_]+", "a", re.sub("[0-9]+", "9", id))
