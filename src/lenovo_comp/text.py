"""Text in both languages, and foreign text made safe to show.

What a terminal would obey, or a reader would not see, becomes visible (decision 0013).
"""

import re
from dataclasses import dataclass
from itertools import chain
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """A name or a sentence in Chinese and in English.

    A dictionary may be in one language: the other is empty then, and `text[language]` gives what there is.
    For people use that; `zh` and `en` are for who must know what the source lacks.

    >>> Text("差距", "gap")["en"], Text("差距", "")["en"]
    ('gap', '差距')
    """

    zh: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


LONGEST_VALUE = 80

_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_SPACING = "\t\n\r"
_SURROGATES = "\ud800-\udfff"
# Format characters but the visible Arabic and Syriac signs, separators, whatever Unicode calls "default
# ignorable", blanks that count as letters, and codes that are no character.
_UNSEEN = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f\u2800\u3164"
    "\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_EMOJI = (
    "[\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297"
    "\u3299\U0001f000-\U0001faff]"
)
_FLAGS = "|".join("".join(chr(0xE0000 + ord(c)) for c in region) for region in ("gbeng", "gbsct", "gbwls"))
# Where an unseen character is part of how people write: emoji, keycaps and flags; variants of Chinese
# characters; joiners after letters of Arabic and Indic scripts; selectors after Mongolian letters.
WRITING = (
    f"\U0001f3f4(?:{_FLAGS})\U000e007f|{_EMOJI}[\ufe0e\ufe0f]?(?:\u200d{_EMOJI}[\ufe0e\ufe0f]?)*"
    "|[#*0-9]\ufe0f\u20e3"
    "|[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][\ufe00-\ufe02\U000e0100-\U000e01ef]"
    "|[\u0620-\u06d5\u06ee-\u07ff\u0840-\u109f\u1780-\u17b3\u17b6-\u17ff][\u200c\u200d]|[\u1820-\u18aa][\u180b-\u180f]"
)
"""Also a pattern of the columnar engine."""
# Anywhere in a line these begin a command of a CI service (Azure Pipelines, GitHub Actions, TeamCity).
_COMMAND = r"#(?=#(?:vso|teamcity)?\[)"
SUSPECT = f"[{_CONTROL}{_SPACING}{_DIRECTION}{_UNSEEN}{_MARKS}]|##"
"""Matches texts that `visible` may change (lone surrogates aside), also in the columnar engine."""
# Most texts are printable and hold none of these, which is quick to see. The patterns below are compiled where
# they are needed: that takes milliseconds, for each of them.
_PRINTABLE_BUT_ODD = frozenset(
    map(
        chr,
        chain(
            *(range(0x300, 0x370), range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00), range(0x20D0, 0x2100)),
            *(range(0xFE20, 0xFE30), range(0xFE00, 0xFE10), range(0x180B, 0x1810), range(0xE0100, 0xE01F0)),
            (0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x1D159),
        ),
    )
)
_USUAL = " -~\u2010-\u2027\u2030-\u205e\u2e80-\u3163\u3165-\u9fff\uff01-\uff9f"
"""In JSON, what needs no escape."""
_WRITTEN = (
    f"({WRITING})|[{_CONTROL}{_SPACING}{_SURROGATES}{_DIRECTION}{_UNSEEN}]|(?<=[{_MARKS}]{{4}})[{_MARKS}]|{_COMMAND}"
)
_ESCAPED = f"[\x7f-\x9f{_SURROGATES}{_DIRECTION}{_UNSEEN}]"
_LINE_COMMAND = r"\s*:(?=:)"


def visible(text: str) -> str:
    """The text on one line, with everything that a terminal would obey or hide made visible as `<U+XXXX>`.

    These are control characters and line breaks, characters that turn the direction of text or can't be seen
    (unless an emoji or a script's spelling needs them), the fifth mark on a letter, codes that are no character,
    and the beginning of a command that CI services look for in a log. Nothing else changes.

    >>> visible("a\\x1b[31m\\tb")
    'a<U+001B>[31m<U+0009>b'
    """
    if text.isprintable() and "##" not in text and (text.isascii() or _PRINTABLE_BUT_ODD.isdisjoint(text)):
        return text
    return re.sub(_WRITTEN, lambda found: found[0] if found[1] else mark(found[0]), text)


def code_of(character: str) -> str:
    """The code of a character, as Unicode writes it.

    >>> code_of("\\x1b")
    'U+001B'
    """
    return f"U+{ord(character):04X}"


def mark(character: str) -> str:
    """The mark that stands for a character that can't be shown: its code in `<>`."""
    return f"<{code_of(character)}>"


def shorten(text: str) -> str:
    """A cell's text made visible and cut to `LONGEST_VALUE` characters."""
    # Cut first, since a cell may have megabytes, and again, since `<U+XXXX>` is longer than what it stands for.
    shown = visible(text[: LONGEST_VALUE + 1])
    return shown if len(shown) <= LONGEST_VALUE else shown[: LONGEST_VALUE - 1] + "…"


def defuse_command(line: str) -> str:
    """The whole line of a log, its first colon made visible where a CI command begins.

    >>> defuse_command("::error::x")
    '<U+003A>:error::x'
    """
    found = re.match(_LINE_COMMAND, line)
    return line if found is None else f"{line[: found.end() - 1]}{mark(':')}{line[found.end() :]}"


def escape_json(json: str) -> str:
    """The JSON with escapes for whatever a terminal or a CI service would obey or hide; it parses to the same.

    >>> escape_json('"a\\x7fb"')
    '"a\\\\u007fb"'
    """
    if re.search(f"[^\n{_USUAL}]", json) is not None:
        json = re.sub(_ESCAPED, _utf16, json)
    return re.sub(_COMMAND, _utf16, json) if "##" in json else json


def find_deceptive(text: str) -> str | None:
    """The first character that a terminal would obey or that turns the direction of text; None if there is none."""
    # Line breaks and tabs are no deceit: YAML's block texts have them (decision 0013).
    found = re.search(f"[{_CONTROL}{_SURROGATES}{_DIRECTION}]", text)
    return None if found is None else found[0]


def find_unseen(text: str) -> str | None:
    """The first character that can't be seen and that no script's spelling needs, but a soft hyphen; None without."""
    found = (m[0] for m in re.finditer(_WRITTEN, text) if not m[1] and m[0] != "\xad")
    return next((c for c in found if re.match(f"[{_UNSEEN}]", c)), None)


def _utf16(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
