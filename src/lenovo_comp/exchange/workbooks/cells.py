"""Values ↔ the cells of a table: heads and words in the language of the workbook, read back in either."""

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from ...ratings.files.number_formats import MOST_DIGITS
from ...text import LANGUAGES, Language
from .tables import LANGUAGE_NAMES, YES_NO, Choices, Column, Table

Cell = str | int | float | None
LONGEST = 16_000
"""Characters of a text in one cell; a spreadsheet holds 32,767 units, of which a character may take two."""


class Head(NamedTuple):
    """A column of a sheet: the table's column, of words in one language."""

    column: Column
    language: Language | None = None

    def text(self, language: Language) -> str:
        """The head as it is written in a workbook of the language."""
        return self.column.head[language] + (LANGUAGE_NAMES[self.language][language] if self.language else "")


class Unreadable(Exception):
    """A cell holds what its column can't take."""


def heads_of(table: Table, languages: Sequence[Language]) -> list[Head]:
    """The columns of a table's sheet: of words one in each language."""
    return [
        Head(column, language)
        for column in table.columns
        for language in (languages if column.kind == "words" else (None,))
    ]


def normal_head(text: str) -> str:
    """A head as heads are compared: width, case and spaces don't count.

    >>> normal_head("Name （ZH）")
    'name(zh)'
    """
    import unicodedata

    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def known_heads(table: Table) -> dict[str, Head]:
    """Every head that a column of a table may have, in the form in which heads are compared."""
    return {normal_head(head.text(language)): head for head in heads_of(table, LANGUAGES) for language in LANGUAGES}


def to_cell(head: Head, value: Any, language: Language) -> Cell:
    """A value as its cell."""
    if value is None:
        return None
    match head.column.kind:
        case "words":
            assert head.language is not None
            return value.get(head.language) if isinstance(value, dict) else None
        case "list":
            return list_to_text(value)
        case "wholes" | "codes":
            return ", ".join(map(str, value))
        case "yes":
            return YES_NO["true" if value else "false"][language]
        case "one of":
            return head.column.choices[value][language]
        case "number" | "whole":
            return number_to_cell(value)
        case _:
            return str(value)


def from_text(column: Column, text: str) -> Any:
    """The value that a cell's text stands for, of words the text; None where it is blank. Raises Unreadable."""
    if not text.strip():
        return None
    match column.kind:
        case "list":
            return text_to_list(text) or None
        case "wholes":
            return [_whole(part) for part in _split(text)] or None
        case "codes":
            return _split(text) or None
        case "yes":
            return _choice(YES_NO, text) == "true"
        case "one of":
            return _choice(column.choices, text)
        case "whole":
            return _whole(text)
        case "number":
            return number_of(text)
        case _:
            return text


def number_to_cell(value: float) -> Cell:
    """A number as it is stored: as text where the fifteen digits of a spreadsheet don't hold it."""
    return value if float(f"{value:.{MOST_DIGITS}g}") == value else repr(value)


def list_to_text(items: Sequence[str]) -> str:
    """A list as text: a line an item; as JSON where that would not come back.

    >>> list_to_text(["Comm", "沟通"])
    'Comm\\n沟通'
    """
    plain = "\n".join(items)
    return plain if text_to_list(plain) == [*items] else json.dumps([*items], ensure_ascii=False)


def text_to_list(text: str) -> list[str]:
    """The items of a list, which stand a line each, or as JSON."""
    if text.startswith("["):
        try:
            items = json.loads(text)
        except (ValueError, RecursionError):
            items = None
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return items
    return [line.strip() for line in text.split("\n") if line.strip()]


def pieces(text: str) -> list[str]:
    """A text in pieces that each fit into a cell."""
    return [text[i : i + LONGEST] for i in range(0, len(text), LONGEST)] or [""]


def _split(text: str) -> list[str]:
    """What commas and line breaks separate."""
    return [part.strip() for part in re.split("[,，、\n]", text) if part.strip()]


def _choice(choices: Choices, text: str) -> str:
    wanted = normal_head(text)
    for id, name in choices.items():
        if wanted in (id, normal_head(name.zh), normal_head(name.en)):
            return id
    raise Unreadable


def _whole(text: str) -> int:
    value = number_of(text)
    if not isinstance(value, int):
        raise Unreadable
    return value


def number_of(text: str) -> int | float:
    """A number, whole where it can be. Raises Unreadable."""
    import math
    import unicodedata

    written = unicodedata.normalize("NFKC", text).strip()
    try:
        value = float(written)
    except ValueError:
        raise Unreadable from None
    if "_" in written or not math.isfinite(value):
        raise Unreadable
    return int(value) if value.is_integer() else value
