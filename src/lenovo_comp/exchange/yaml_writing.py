"""A dictionary's data as YAML that people read and edit: the same data, the same bytes.

A library writes it as well, in ten times the time, and its next version perhaps in other bytes.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..text import visible
from .framework_data import Data

_ON_ONE_LINE = 100
"""Characters of the texts in a mapping or list that is still written on one line."""
_PLAIN = re.compile(r"[^\W\d_](?:[^\n:#,\[\]{}&*!|>'\"%@`\\\t]*[^\s:#,\[\]{}&*!|>'\"%@`\\])?")
_NOT_TEXT = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
"""Words that some readers of YAML take for something else."""


def write_yaml(data: Data, head: Sequence[str] = ()) -> bytes:
    """The data as YAML in UTF-8, after `head` as comment."""
    lines = [f"# {visible(line)}".rstrip() for line in head]
    lines += [""] * bool(head)
    lines += _mapping(data, "")
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")


def _mapping(data: Data, indent: str) -> Iterator[str]:
    """The lines of a mapping, a key a line."""
    for key, value in data.items():
        name = f"{indent}{_scalar(key)}:"
        if _is_short(value):
            yield f"{name} {_flow(value)}"
        elif isinstance(value, dict):
            yield name
            yield from _mapping(value, f"{indent}  ")
        else:
            yield name
            yield from _items(value, f"{indent}  ")


def _items(items: list[Any], indent: str) -> Iterator[str]:
    """The lines of a list, an item from a dash on."""
    for item in items:
        if not isinstance(item, dict | list) or (isinstance(item, dict) and _is_short(item)):
            yield f"{indent}- {_flow(item)}"
        else:
            inner = _mapping(item, f"{indent}  ") if isinstance(item, dict) else _items(item, f"{indent}  ")
            for n, line in enumerate(inner):
                yield f"{indent}- {line[len(indent) + 2 :]}" if n == 0 else line


def _is_short(value: Any) -> bool:
    """Whether a value is written on one line: a scalar, or a few short ones."""
    if not isinstance(value, dict | list):
        return True
    parts = [*value.values(), *value] if isinstance(value, dict) else value
    return not any(isinstance(x, dict | list) for x in parts) and sum(len(str(x)) + 2 for x in parts) < _ON_ONE_LINE


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_scalar(k)}: {_scalar(v)}' for k, v in value.items())}}}"
    return f"[{', '.join(map(_scalar, value))}]" if isinstance(value, list) else _scalar(value)


def _scalar(value: Any) -> str:
    """A value as YAML: text in quotes wherever it could be taken for anything else.

    >>> [_scalar(x) for x in ("Speaks clearly", "no", "1.0", "a: b", 2.0, True, "say \\"x\\"\\n")]
    ['Speaks clearly', '"no"', '"1.0"', '"a: b"', '2.0', 'true', '"say \\\\"x\\\\"\\\\n"']
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if not isinstance(value, str):
        return repr(value)
    if _PLAIN.fullmatch(value) and value.isprintable() and value.casefold() not in _NOT_TEXT:
        return value
    return f'"{"".join(map(_escaped, value))}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    return "\\n" if character == "\n" else f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
