"""File names made of ids: valid on every system, the same on all of them, and distinct."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from ..system import RESERVED
from ..text import visible

LONGEST = 100
"""Bytes of an id in a name, in UTF-8; file systems allow 143 to 255, endings included."""
_PLAIN = frozenset(" .,@+-_()")
_DIGITS = 8


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """Id → file name without an ending.

    An id that is a valid file name stays as it is. Others, and those that differ from another id only in
    case, width or composition, are made valid and get some digits of their SHA-256.

    >>> file_names(["M1", "CON", "a/b", "P1", "p1"])
    {'M1': 'M1', 'CON': '_CON-a3dbc4b6', 'a/b': 'a_b-c14cddc0', 'P1': 'P1-fbeae7c1', 'p1': 'p1-f64551fc'}
    """
    names = {id: id if _clean(id) == id else _with_digest(id, _DIGITS) for id in ids}
    digits = _DIGITS
    # Digits of two ids may be the same, and an id may look like another with its digits.
    while repeated := {name for name, number in Counter(map(_fold, names.values())).items() if number > 1}:
        names |= {id: _with_digest(id, digits) for id, name in names.items() if _fold(name) in repeated}
        digits = min(2 * digits, 64)
    return names


def _clean(id: str) -> str:
    """The id with `_` for what a file name may not hold, or not at its ends, cut to `LONGEST` bytes."""
    # Some file systems compose names, some decompose them: composed, the name is the same on all.
    text = unicodedata.normalize("NFC", id)
    text = "".join(c if c in _PLAIN or _is_plain(c) else "_" for c in text)
    text = text.encode()[:LONGEST].decode("utf-8", "ignore")
    # Windows drops dots and spaces at the end; shells read `-` as an option and `~` as a home; `.` hides a file.
    text = re.sub(r"^[ .~-]|[ .]\Z", "_", text)
    return f"_{text}" if not text or RESERVED.fullmatch(_fold(text)) else text


def _is_plain(character: str) -> bool:
    """Whether a character is a letter, mark or number that can be seen."""
    return unicodedata.category(character)[0] in "LMN" and visible(character) == character


def _with_digest(id: str, digits: int) -> str:
    return f"{_clean(id)}-{hashlib.sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:digits]}"


def _fold(name: str) -> str:
    """The key by which a file system that ignores case and composition compares names."""
    # Systems fold case by different tables (`ß`, `ı`): in both directions, whatever any of them takes for equal is.
    return unicodedata.normalize("NFKC", name).casefold().upper().casefold()
