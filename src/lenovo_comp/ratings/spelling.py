"""Spellings of an id: what doesn't count when two are compared, and in what they differ (decision 0014)."""

import re
import unicodedata

import polars as pl

from ..text import Text

DIFFERENCES = {
    "case": Text("大小写", "case"),
    "width": Text("全角与半角", "width"),
    "spaces": Text("空格", "spaces"),
    "hyphens": Text("连字符", "hyphens"),
    "composition": Text("字符的组合方式", "character composition"),
    "invisible": Text("不可见字符", "invisible characters"),
}
"""Everything in which two spellings of one id may differ."""
# Characters typed for a hyphen that Unicode doesn't list as dashes.
_HYPHENS = "\u02d7\u2043\u2212\u2500\u2501\u2796"
# Marks and letters without a shape, beyond Unicode's control and format characters; as in a pattern.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff"
_NO_SHAPE = f"[{_BLANK}]"
_OTHER_WIDTHS = ("<wide>", "<narrow>", "<small>", "<vertical>", "<isolated>", "<initial>", "<medial>", "<final>")
# Radicals that look like the Chinese characters they decompose into; copied from PDF files.
_RADICALS = range(0x2E80, 0x2FE0)
# Separator for folding many ids at once: no character, and `fold` leaves it alone.
_BETWEEN = "\uffff"
# Between the parts of names: `·` is typed in many ways, `.` ends an initial, an apostrophe may be curly.
_POINTS = r"[.,·•‧∙⋅・･'’ʼ`´]"
_ONE_NUMBER = r"^[^0-9]*[0-9]*[^0-9]*$"
_FILLING_ZEROS = r"(^|[^0-9])0+([0-9])"
_UNSEEN = rf"\s\p{{Cc}}\p{{Cf}}{_BLANK}"
HAS_TEXT, NO_TEXT = f"[^{_UNSEEN}]", f"^[{_UNSEEN}]+$"
"""A character that can be seen, and a cell without one, which is blank."""
INVISIBLE = rf"[[\p{{Cc}}\p{{Cf}}{_BLANK}]&&[^\s]]"
"""A character that takes no place and has no shape; scripts need some such (`text.WRITING`)."""


def fold(text: str, keep: str = "") -> str:
    """The form in which all spellings of an id are equal; `keep` names a difference that counts nevertheless.

    >>> fold("Ｐ–01") == fold("p 01") == "p01"
    True
    """
    table = _TABLES[keep]
    if keep == "composition":
        return text.translate(table).replace("i\u0307", "i")
    folded = unicodedata.normalize("NFD", text).translate(table)
    return unicodedata.normalize("NFD", folded).replace("i\u0307", "i")  # the Turkish capital of i has a dot


def differences(one: str, other: str) -> list[str]:
    """In which of `DIFFERENCES` two spellings of an id differ."""
    found = [keep for keep in DIFFERENCES if fold(one, keep) != fold(other, keep)]
    return found or ["composition"] * (one != other)  # such as U+212B for Å: case folding makes them equal, too


def folded(ids: pl.Series) -> pl.Series:
    """`fold` of each id; null stays null. Plain ids, as nearly all are, don't go through Python."""
    id = pl.col(ids.name)
    plain, other = ids.to_frame().select(
        id.str.to_lowercase().str.replace_all("-", "", literal=True),
        id.str.contains(r"[^!-~]").fill_null(False).alias("\0other"),
    )
    if not other.any():
        return plain
    texts = ids.filter(other).to_list()
    spelled = fold(_BETWEEN.join(texts)).split(_BETWEEN)  # many at once take a fraction of the time
    if len(spelled) > len(texts):
        spelled = [fold(text) for text in texts]
    return plain.scatter(other.arg_true(), spelled)


def folded_names(names: pl.Series) -> pl.Series:
    """`fold_name` of each name; null stays null."""
    return folded(names).str.replace_all(_POINTS, "")


def fold_name(name: str) -> str:
    """The form in which all spellings of a person's name are equal.

    >>> fold_name("阿里木·买买提") == fold_name("阿里木•买买提")
    True
    """
    return re.sub(_POINTS, "", fold(name))


def without_filling_zeros(ids: pl.Series) -> pl.Series:
    """The ids without zeros that only fill a number up: `P-007` becomes `P-7`.

    They may stay where no two ids can differ in them: all have one length, and one number each.
    """
    text = pl.col(ids.name).str
    lengths, alike = ids.to_frame().select(
        text.len_bytes().n_unique().alias("lengths"), text.contains(_ONE_NUMBER).all().alias("alike")
    ).row(0)  # fmt: skip
    if lengths == 1 and alike:
        return ids
    return ids.str.replace_all(_FILLING_ZEROS, "${1}${2}")


class _Table(dict[int, str]):
    """What `fold` makes of single characters, by code point; filled as they come up."""

    def __init__(self, keep: str) -> None:
        self._keep = keep

    def __missing__(self, code: int) -> str:
        self[code] = self._fold(chr(code))
        return self[code]

    def _fold(self, character: str) -> str:
        dropped = _dropped(character)
        if dropped:
            return character if dropped == self._keep else ""
        if self._keep != "width" and (parts := _parts(character)):
            return "".join(self[ord(c)] for c in parts)
        if self._keep == "case":
            return character
        return character.casefold().replace("\u0131", "i")  # the Turkish small letter of I has no dot


_TABLES = {keep: _Table(keep) for keep in ("", *DIFFERENCES)}


def _dropped(character: str) -> str:
    """The difference that a character makes by being there at all, or ""."""
    category = unicodedata.category(character)
    if character.isspace():
        return "spaces"
    if category == "Pd" or character in _HYPHENS:
        return "hyphens"
    return "invisible" if category in ("Cc", "Cf") or re.match(_NO_SHAPE, character) else ""


def _parts(character: str) -> str:
    """What a character is in ordinary width or form, "" where it is that already."""
    tag, *codes = unicodedata.decomposition(character).split() or [""]
    other_form = tag in _OTHER_WIDTHS or (tag == "<compat>" and ord(character) in _RADICALS)
    return "".join(chr(int(code, 16)) for code in codes) if other_form else ""
