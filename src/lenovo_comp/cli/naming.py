"""File names made of data: fit for every system, the same on all of them, and never two the same."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from ..text import visible

LONGEST = 100
"""Bytes of an id in a name, in UTF-8; file systems allow 143 to 255, endings included."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9])\s*(?:\..*)?", re.DOTALL)
"""Names of devices in Windows, whatever their ending."""
_PLAIN = frozenset(" .,@+-_()")
_DIGITS = 8


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """A name for each id, without an ending.

    An id that is a good file name stays as it is. One that isn't, or that differs from another only in
    case, width or composition, becomes one, with some digits of its SHA-256.

    >>> file_names(["M1", "CON", "a/b", "P1", "p1"])
    {'M1': 'M1', 'CON': '_CON-a3dbc4b6', 'a/b': 'a_b-c14cddc0', 'P1': 'P1-fbeae7c1', 'p1': 'p1-f64551fc'}
    """
    names = {id: id if _fit(id) == id else _marked(id, _DIGITS) for id in ids}
    digits = _DIGITS
    while repeated := {name for name, number in Counter(map(_folded, names.values())).items() if number > 1}:
        names |= {id: _marked(id, digits) for id, name in names.items() if _folded(name) in repeated}
        digits = min(2 * digits, 64)
    return names


def _fit(id: str) -> str:
    """The id without what a file name may not hold, or not at its ends."""
    text = unicodedata.normalize("NFC", id)
    text = "".join(c if c in _PLAIN or _is_plain(c) else "_" for c in text)
    text = text.encode()[:LONGEST].decode("utf-8", "ignore")
    text = re.sub(r"^[ .~-]|[ .]\Z", "_", text)
    return f"_{text}" if not text or _RESERVED.fullmatch(_folded(text)) else text


def _is_plain(character: str) -> bool:
    """Whether it is a letter, mark or number that can be seen."""
    return unicodedata.category(character)[0] in "LMN" and visible(character) == character


def _marked(id: str, digits: int) -> str:
    return f"{_fit(id)}-{hashlib.sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:digits]}"


def _folded(name: str) -> str:
    """The form in which names are the same to a file system that ignores case and composition."""
    return unicodedata.normalize("NFKC", name).casefold().upper().casefold()
