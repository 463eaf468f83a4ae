"""Slips of typing with Chinese input on: characters that only look like those of YAML; and excerpts of lines."""

import re
from collections.abc import Sequence

from ..findings import catalogue
from ..findings.finding import Excerpt, Finding, Place
from ..text import Text, shorten, visible

_QUOTED = re.compile(r'"(?:\\.|[^"\\])*+"|' + r"'(?:''|[^'])*+'")
_HALF_WIDTH = str.maketrans("，：“”‘’［］【】｛｝＃－", """,:""''[][]{}#-""")
_SPACES = {
    "\u3000": Text("全角空格", "a full-width space"),
    "\xa0": Text("不换行空格", "a no-break space"),
    "\t": Text("制表符", "a tab"),
}
# Characters of a line that are searched: the pattern may look at each of them from each other.
_WITHIN = 2_000
# What somebody types with Chinese input on, where YAML expects its own character; at the end of the match.
_MISTYPED = re.compile(
    r"(?P<indent>^ *[\t\xa0\u3000])"
    r"|(?P<flow>[\[{［｛【][^\]}\n]*?[，：］｝】])"
    r"|(?P<colon>^\s*(?:[-－]\s*)?[\w.]+：)"
    r"|(?P<start>(?:^|[:\-,\[{])\s*[“‘［｛【＃－])"
)


def mistyped(lines: Sequence[str], line: int, path: str, field: str | None = None) -> Finding | None:
    """The finding about a character on a line (from 1) that only looks like the one that YAML means."""
    text = _QUOTED.sub(lambda match: "x" * len(match[0]), lines[line - 1][:_WITHIN]) if line <= len(lines) else ""
    match = _MISTYPED.search(text)
    if match is None:
        return None
    at, character = match.end() - 1, match[0][-1]
    plain = character.translate(_HALF_WIDTH)
    details: dict[str, str | Text] = {"code": f"U+{ord(character):04X}"}
    details["character"] = _SPACES.get(character) or Text(f"“{character}”", f'"{character}"')
    details["meant"] = Text("空格", "a space") if character in _SPACES else Text(f"半角的 {plain}", plain)
    place = Place(path, line, at + 1, field=field, excerpt=excerpt_of(lines, line - 1, at, 1))
    return Finding(catalogue.YAML_CHARACTER, place, character, details, field or "")


def excerpt_of(lines: Sequence[str], line: int, column: int, length: int) -> Excerpt | None:
    """The line from `column` on, shortened; what stands before is context worth keeping."""
    if line >= len(lines):
        return None
    text = lines[line].rstrip("\r")
    before, cell = visible(text[:column]), shorten(text[column : column + length])
    lead = before.lstrip()
    if len(lead) > 24:
        lead = "…" + lead[-23:]
    return Excerpt(lead + cell, len(lead), max(len(cell), 1))
