"""Which part a person is in: a number that is the same in every process and version."""

import re
from zlib import crc32

import polars as pl

from ..ratings.rules.ids import intended
from ..ratings.spelling import fold

_PLAIN = re.compile(r"[A-Za-z0-9_-]*")


def part_numbers(ids: pl.Series, parts: int) -> pl.Series:
    """The part (Int32, from 0) of each id (String; null is nobody's).

    Ids that could be taken for each other are in one part, however they are spelled.

    >>> numbers = part_numbers(pl.Series(["P-007", "Ｐ７", " p7", "P-8"]), 1000).to_list()
    >>> len(set(numbers[:3])), numbers[0] == numbers[3]
    (1, False)
    """
    texts = ids.fill_null("")
    distinct = texts.unique()
    numbers = [crc32(_key(text).encode("utf-8", "surrogatepass")) % parts for text in distinct]
    return texts.replace_strict(distinct, pl.Series(numbers, dtype=pl.Int32), return_dtype=pl.Int32)


def _key(id: str) -> str:
    """What all spellings of an id have in common."""
    # Without any zero, since some of them only fill a number up; which, depends on where hyphens are.
    meant = id if _PLAIN.fullmatch(id) else intended(id.strip()) or id
    return fold(meant).replace("0", "")
