"""Where a setting stands in a TOML file: `tomllib` doesn't say."""

import re
import tomllib

from ...findings.finding import Excerpt, Place
from ...text import shorten, visible

Key = str | int
"""A key of a table, or the index (from 0) of one in an array of tables."""
_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_KEYS = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*+"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEYS})[ \t]*\]")
_SETTING = re.compile(rf"[ \t]*({_KEYS})[ \t]*=")
_LEAD = 24
"""Characters of a line that are shown before a setting."""
_QUOTES = re.compile(r'"""|' + "'''")


class TomlPlaces:
    """The places of the settings in a text that `tomllib` reads."""

    # A place is for people: where a text only looks like a setting, in a string of several lines, the place may be
    # wrong, and nothing else.

    def __init__(self, text: str, path: str, within: tuple[Key, ...] = ()) -> None:
        """`within`: the table under which all settings stand, such as `("tool", "comp")`."""
        self._path, self._within = path, within
        self._lines = text.split("\n")
        self._found: dict[tuple[Key, ...], tuple[int, int, int]] = {}
        self._tables: dict[tuple[Key, ...], int] = {}
        table: tuple[Key, ...] = ()
        quoted = False
        for i, line in enumerate(self._lines):
            was_quoted, quoted = quoted, quoted != (len(_QUOTES.findall(line)) % 2 == 1)
            if was_quoted:
                continue
            if header := _HEADER.match(line):
                table = self._table(_split(header[2]), header[1] == "[[")
                self._note(table, i, (header.start(1), header.end() + len(header[1]) - 1))
            elif setting := _SETTING.match(line):
                keys = _split(setting[1])
                for n in range(1, len(keys) + 1):
                    self._note((*table, *keys[:n]), i, setting.span(1))

    def place(self, *keys: Key) -> Place:
        """The place of a setting; of what it stands in, where that is all on one line."""
        path = (*self._within, *keys)
        known = next((n for n in range(len(path), len(self._within), -1) if path[:n] in self._found), None)
        field = ".".join(str(key + 1) if isinstance(key, int) else key for key in keys)
        if known is None:
            return Place(self._path, field=field)
        line, start, end = self._found[path[:known]]
        if known < len(path) and (inner := _within_line(self._lines[line], path[-1], end)):
            start, end = inner
        excerpt = _excerpt(self._lines[line], start, end)
        return Place(self._path, line + 1, start + 1, field=field, excerpt=excerpt)

    def _table(self, keys: tuple[str, ...], is_array: bool) -> tuple[Key, ...]:
        """The path of a table by its header: of the last one, where a part of it is an array of tables."""
        path: tuple[Key, ...] = ()
        for i, key in enumerate(keys, 1):
            path = (*path, key)
            if is_array and i == len(keys):
                self._tables[path] = self._tables.get(path, 0) + 1
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        return path

    def _note(self, path: tuple[Key, ...], line: int, span: tuple[int, int]) -> None:
        self._found.setdefault(path, (line, *span))


def _excerpt(line: str, start: int, end: int) -> Excerpt:
    """A line, shortened, with a caret under part of it."""
    lead, cell, rest = visible(line[:start].lstrip()), shorten(line[start:end]), line[end:].strip("\r")
    if len(lead) > _LEAD:
        lead = "…" + lead[1 - _LEAD :]
    return Excerpt(lead + cell + shorten(rest), len(lead), max(len(cell), 1))


def _within_line(line: str, key: Key, start: int) -> tuple[int, int] | None:
    """The place of a key that stands on the line of its table: `columns = { "Talks well" = "communication" }`."""
    found = re.compile(rf"""(?<![\w-])["']?{re.escape(str(key))}["']?[ \t]*=""").search(line, start)
    return (found.start(), found.end() - 1) if found else None


def _split(keys: str) -> tuple[str, ...]:
    """The parts of a dotted key.

    >>> _split('source.columns."Talks. Well"')
    ('source', 'columns', 'Talks. Well')
    """
    return tuple(_bare(part) for part in re.findall(_PART, keys))


def _bare(part: str) -> str:
    if part[0] == '"' and "\\" in part:
        return str(next(iter(tomllib.loads(f"{part} = 0"))))
    return part[1:-1] if part[0] in "\"'" else part
