"""The heads that are known, in one table, which the manual prints; and the ways in which a head says a level."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from ...text import LANGUAGES, Language
from ..framework import Words

_TABLES = tomllib.loads((resources.files(__package__) / "vocabulary.toml").read_text("utf-8"))
VOCABULARY: dict[str, list[str]] = _TABLES["heads"]
"""Target → the heads that are known to mean it, case, blanks, brackets and a language aside."""
LAYERS: dict[str, list[str]] = _TABLES["layers"]
_LAYER_ENDS = re.compile(
    r"(?:胜任能力|胜任力|能力|素质|素养|技能|类|层|层面|competenc(?:ies|y)|skills|词典|字典|模型)+$"
)

_LANGUAGES: dict[str, Language] = {
    **dict.fromkeys(("zh", "cn", "chs", "中文", "汉语", "chinese", "zh cn"), "zh"),
    **dict.fromkeys(("en", "eng", "英文", "英语", "english", "en us", "en gb"), "en"),
}
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")}
_ROMAN = {r: i for i, r in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"), 1)}
_DIGITS = r"[0-9]{1,2}|[一二三四五六七八九十]|(?:viii|vii|iii|ii|iv|vi|ix|i|v|x)"
_LEVEL_HEAD = re.compile(
    rf"""(?:(?:proficiency\s*)?(?:level|lvl|lv|l|stage)\s*[.\-]?\s*({_DIGITS})   # Level 3, L3, Lv.3
       | (?:等级|级别|层级|第)\s*({_DIGITS})\s*(?:级|层级|层|等级)?                  # 等级三, 第3级
       | ({_DIGITS})\s*(?:级|等级|层级|等)(?:水平)?                                # 3级, 三级
       | ([0-9]{{1,2}}))                                                          # 3
       (?:\s*[-–—:：.、/(（\[]\s*(.+?)\s*[)）\]]?|\s+([^0-9].*?))?""",
    re.VERBOSE | re.DOTALL,
)


class Head(NamedTuple):
    """What a head says: a target of the map without its language; a level's number and name."""

    target: str
    language: Language | None = None
    number: int | None = None
    name: str = ""


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The form in which heads are compared.

    >>> plain("能力 项 *（必填）"), plain("Sub-competencies:"), plain("Level  3")
    ('能力项', 'sub-competencies', 'level 3')
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[(\[【<](?:必填|选填|required|optional|填写|参考)[)\]】>]|[*:!。,;]", " ", text)
    text = " ".join(text.replace("_", " ").split()).strip(" -./")
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text)


_KNOWN = {plain(head): target for target, heads in VOCABULARY.items() for head in heads}
_WORDS, _LADDER, _POSITIONS = (
    frozenset(map(plain, _TABLES["words"][name])) for name in ("levels", "ladder", "positions")
)


@lru_cache(maxsize=4096)
def head_of(text: str) -> Head | None:
    """What a head is known to mean; None for any other.

    >>> head_of("能力项").target, head_of("Name (en)").language, head_of("3 - Proficient")
    ('name', 'en', Head(target='level N', language=None, number=3, name='Proficient'))
    """
    key = plain(text)
    if (target := _KNOWN.get(key)) is not None:
        return Head(target)
    bare, language = without_language(key)
    if language is not None and (target := _KNOWN.get(bare)) is not None:
        return Head(target, language)
    if (level := level_of(text)) is not None:
        spoken = _LANGUAGES.get(plain(level[1]))
        return Head("level N", spoken, level[0], "" if spoken else level[1])
    level = level_of(bare) if language is not None else None
    return None if level is None else Head("level N", language, *level)


@lru_cache(maxsize=4096)
def without_language(key: str) -> tuple[str, Language | None]:
    """A head without the language that it says, and that language: `name (en)`, `英文名称`, `definition zh`."""
    for word, language in _LANGUAGES.items():
        for pattern in (rf"(.+?)\s*[(\[/\-]\s*{word}\s*[)\]]?", rf"(.+?)\s+{word}", rf"{word}\s*(.+)"):
            is_glued = pattern.startswith(word) and word.isascii()
            found = re.fullmatch(pattern if not is_glued else rf"{word}\s+(.+)", key)
            if found:
                return found[1].strip(), language
    return key, None


@lru_cache(maxsize=4096)
def bare_head(text: str) -> tuple[str, Language | None]:
    """A head as it is written, without the language that it says, and that language.

    >>> bare_head("Basic (en)"), bare_head("Level 2")
    (('Basic', 'en'), ('Level 2', None))
    """
    _, language = without_language(plain(text))
    if language is None:
        return text, None
    words = "|".join(word for word, spoken in _LANGUAGES.items() if spoken == language)
    return re.sub(
        rf"(?i)[\s(\[（/_\-]*\b(?:{words})\b[)\]）\s]*|^(?:{words})|(?:{words})$", " ", text
    ).strip(), language


@lru_cache(maxsize=4096)
def level_of(text: str) -> tuple[int, str] | None:
    """The number and the name of a level that a head or a cell says; None where it says no number.

    >>> level_of("三级"), level_of("L2"), level_of("1级（基础）"), level_of("Basic")
    ((3, ''), (2, ''), (1, '基础'), None)
    """
    key = " ".join(unicodedata.normalize("NFKC", text).split())
    found = _LEVEL_HEAD.fullmatch(key.casefold())
    if found is None:
        return None
    number = next(g for g in found.groups()[:4] if g is not None)
    at = found.start(5) if found[5] else found.start(6)
    name = key[at : at + len(found[5] or found[6] or "")] if found[5] or found[6] else ""
    if name and not any(c.isalpha() for c in name):
        return None  # `2/3` is a requirement
    return _HAN_DIGITS.get(number) or _ROMAN.get(number) or int(number), name.strip()


def is_level_word(text: str) -> bool:
    """Whether a text is a word for a level: `Basic`, `初级`."""
    bare, _ = without_language(plain(text))
    return bare in _WORDS or bare.removesuffix(" level") in _WORDS


def is_ladder_head(text: str) -> bool:
    """Whether a head is one of a ladder of roles."""
    return plain(text) in _LADDER


def is_position_head(text: str) -> bool:
    """Whether a head is that of a column of positions."""
    return plain(text) in _POSITIONS


def layer_of(text: str) -> str | None:
    """The layer that a group or a sheet is named after.

    >>> layer_of("通用能力"), layer_of("Core competencies"), layer_of("人际类")
    ('general', 'core', None)
    """
    key = re.sub(
        r"^(?:[一二三四五六七八九十]{1,2}、|[0-9]{1,2}[.、]|[(（][一二三四五六七八九十0-9]{1,2}[)）])\s*",
        "",
        plain(text),
    )
    bare = _LAYER_ENDS.sub("", key).strip()
    return next((layer for layer, names in LAYERS.items() if key in names or bare in names), None)


def layer_in(words: Words) -> str | None:
    """The layer that a text is named after, in whichever language."""
    return next((found for language in LANGUAGES if (found := layer_of(words.get(language, "")))), None)
