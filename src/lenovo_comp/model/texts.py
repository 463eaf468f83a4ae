"""The texts of a dictionary file with their paths, whatever keys there are."""

from collections.abc import Iterable
from typing import Any

from ..text import is_plain
from . import schema as s
from .yaml_tree import Path

_NO_TEXT = frozenset((bool, int, float, type(None)))


def odd_texts(file: s.Part) -> list[tuple[Path, str]]:
    """The texts of a part and of all in it that are not plain, in order.

    >>> odd_texts(s.Text(zh="甲", en="A\\x1b"))
    [(('en',), 'A\\x1b')]
    """
    found: list[tuple[Path, str]] = []
    _collect(vars(file).items(), (), found)
    return found


def _collect(entries: Iterable[tuple[Any, Any]], path: Path, found: list[tuple[Path, str]]) -> None:
    for step, value in entries:
        kind = type(value)
        if kind is str:
            if not is_plain(value):
                found.append(((*path, step), value))
        elif value and kind not in _NO_TEXT:
            inner = enumerate(value) if kind is list else (value if kind is dict else vars(value)).items()
            _collect(inner, (*path, step), found)
