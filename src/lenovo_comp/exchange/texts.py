"""Text of a source: made safe, taken apart into statements, and the language that it is in."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..text import Language, Text, find_deceptive, find_unseen

LANGUAGE_NAMES: dict[Language, Text] = {"zh": Text("中文", "Chinese"), "en": Text("英文", "English")}
_SPACE = re.compile(r"[ \t\u00a0\u3000]+")
_NUMBER = r"[0-9]{1,2}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DASHES = "-–—•·●○■□◆◇▪▫►▶➢➤★☆※*☐☑✓✔√"
_BULLET = re.compile(
    rf"""(?:
        [({{（【\[]\s*(?:{_NUMBER}|[a-h]|[一二三四五六七八九十]{{1,2}})\s*[)}}）】\]]\s*[.、．:：]?   # (1) （一）
      | {_NUMBER}\s*(?:[.．](?![0-9])|[、)）:：])                                                # 1. 1、 1）
      | [一二三四五六七八九十]{{1,2}}\s*[、.．)）]                                                # 一、
      | [a-h][.．)）](?=\s)                                                                    # a) b.
      | [{_CIRCLED}]
      | [{re.escape(_DASHES)}](?![0-9.])
      | o(?=\s)                                                                              # Word's second bullet
    )\s*""",
    re.VERBOSE,
)
_RUN = re.compile(rf"(?:^|(?<=[\s;；。，,、.!！?？]))[(（]?({_NUMBER})(?:[.．](?![0-9])|[、)）])\s*|([{_CIRCLED}])")
_NOTHING = frozenset(
    ("", "-", "–", "—", "——", "--", "/", "\\", "n/a", "na", "无", "暂无", "不适用", "none", "tbd", "待定")
)
_HAN, _LATIN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"), re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHERS = (
    (re.compile(r"[\u3040-\u30ff]"), Text("日文", "Japanese")),
    (re.compile(r"[\uac00-\ud7af\u1100-\u11ff]"), Text("韩文", "Korean")),
    (re.compile(r"[\u0400-\u04ff]"), Text("俄文等西里尔字母", "a language in Cyrillic")),
    (re.compile(r"[\u0600-\u06ff]"), Text("阿拉伯文", "a language in Arabic script")),
    (re.compile(r"[\u0900-\u0dff]"), Text("印度语言", "an Indic language")),
    (re.compile(r"[\u0e00-\u0e7f]"), Text("泰文", "Thai")),
    (re.compile(r"[\u0370-\u03ff]"), Text("希腊文", "Greek")),
    (re.compile(r"[\u0590-\u05ff]"), Text("希伯来文", "Hebrew")),
)
_COMMON = {
    "English": "the and of to a in for with on is are others from by or",
    "German": "der die das und mit für von zu den dem ein eine einen ist nicht auf werden im",
    "French": "le la les des et du un une dans pour avec sur est qui aux ses leur que",
    "Spanish": "el los las de y del una con para por que se su es sus al",
    "Portuguese": "o os as e do da dos das uma com para por que se não em ao",
    "Italian": "il lo gli di e del della dei con per che un una non nel alla",
    "Dutch": "het een en van de met voor op te zijn niet dat wordt aan bij",
}
"""Words by which languages in Latin letters are told, in a text each."""
_IN_CHINESE = {
    "German": "德文",
    "French": "法文",
    "Spanish": "西班牙文",
    "Portuguese": "葡萄牙文",
    "Italian": "意大利文",
    "Dutch": "荷兰文",
}
_ENOUGH = 12
"""Letters of a whole framework by which its language can be told."""
_MIXED = 0.2
"""The share of texts in the other language from which on the language counts as guessed."""


class Statements(NamedTuple):
    """A cell taken apart: the statements, the first bullet that was taken off, and the first line that was split."""

    texts: Sequence[str]
    bullet: str | None = None
    split: str | None = None


def safe(text: str) -> str:
    """The text without characters that a terminal would obey or a reader would not see; line breaks stay.

    >>> safe("a\\x1b[31m b\\u202e")
    'a[31m b'
    """
    while (odd := find_deceptive(text.replace("\n", " ")) or find_unseen(text.replace("\n", " "))) is not None:
        text = text.replace(odd, "")
    return text


def one_line(text: str) -> str:
    """The text on one line, with single blanks; none between Chinese characters.

    >>> one_line("沟通\\n能力"), one_line(" Team\\n work ")
    ('沟通能力', 'Team work')
    """
    joined = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])", "", text)
    return " ".join(joined.split())


def paragraph(text: str) -> str:
    """A text of several lines with the blanks around them removed."""
    lines = (_SPACE.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: `-`, `n/a`, `无`."""
    return text.strip().casefold() in _NOTHING


def statements_of(text: str, *, split: bool = True) -> Statements:
    """The statements of a cell: a line each, without bullets and numbers; a run `1. … 2. …` is split.

    Without `split` the cell is one statement.

    >>> statements_of("1.听别人讲完\\n2.再开口").texts
    ['听别人讲完', '再开口']
    >>> statements_of("1. Listens. 2. Asks").texts, statements_of("1. 倾听；2. 表达").texts
    (['Listens.', 'Asks'], ['倾听', '表达'])
    """
    if not split:
        return Statements([] if is_nothing(text) else [paragraph(text)])
    found: list[str] = []
    bullet = run = None
    for line in text.splitlines():
        parts = _run(line)
        if len(parts) > 1:
            run = run or line.strip()
        for part in parts:
            taken = _BULLET.match(part.strip())
            plain = _SPACE.sub(" ", part.strip()[taken.end() :] if taken else part).strip()
            if taken:
                bullet = bullet or part.strip()
            if not is_nothing(plain):
                found.append(plain)
            elif plain:
                bullet = bullet or plain
    return Statements(found, bullet, run)


def _run(line: str) -> list[str]:
    """The parts of a line that numbers from 1 on begin; the line itself where there is no such run."""
    starts: list[int] = []
    for match in _RUN.finditer(line):
        number = int(match[1]) if match[1] else _CIRCLED.index(match[2]) + 1
        if number == len(starts) + 1:
            starts.append(match.start())
    if len(starts) < 2:
        return [line]
    parts = [line[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]
    parts = [part.rstrip(" ；;，,、") for part in parts[:-1]] + parts[-1:]  # what separates them is no text
    return [line[: starts[0]], *parts] if line[: starts[0]].strip() else parts


class Spoken(NamedTuple):
    """The language of some texts. `language` is None for others than the two, of which `foreign` is the name."""

    language: Language | None
    is_sure: bool = True
    foreign: Text | None = None


def language_of(texts: Iterable[str]) -> Spoken:
    """The language that texts are in, by their script, and by common words in Latin letters.

    >>> language_of(["听别人讲完"]), language_of(["Listens to the end"]).language
    (Spoken(language='zh', is_sure=False, foreign=None), 'en')
    """
    some = [text for text in texts if _HAN.search(text) or any(c.isalpha() for c in text)]
    whole = "\n".join(some)
    letters = len(_HAN.findall(whole)) * 2 + len(_LATIN.findall(whole))
    for script, name in _OTHERS:
        if (number := len(script.findall(whole))) > max(letters, 1) / 20 and number > 2:
            return Spoken(None, foreign=name)
    han = sum(bool(_HAN.search(text)) for text in some)
    share = han / len(some) if some else 0.0
    if share >= 0.5:
        return Spoken("zh", is_sure=letters >= _ENOUGH and 1 - share <= _MIXED)
    words = re.findall(r"[a-z\u00df-\u024f]+", whole.casefold())
    numbers = {name: sum(map(frozenset(common.split()).__contains__, words)) for name, common in _COMMON.items()}
    english = numbers.pop("English")
    likely = max(numbers, key=lambda name: numbers[name])
    if numbers[likely] > max(english * 1.5, 3) and numbers[likely] > len(words) / 20:
        return Spoken(None, foreign=Text(_IN_CHINESE[likely], likely))
    return Spoken("en", is_sure=letters >= _ENOUGH and share <= _MIXED)


def is_chinese(text: str) -> bool:
    """Whether a text has a Chinese character."""
    return _HAN.search(text) is not None
