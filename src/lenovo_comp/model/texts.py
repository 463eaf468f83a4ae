"""The texts of a dictionary file with their paths, whatever keys there are."""

from collections.abc import Callable, Iterable
from typing import Any

from . import schema as s
from .yaml_tree import Path

_NO_TEXT = frozenset((bool, int, float, type(None)))


def texts_of(file: s.Part, wanted: Callable[[str], bool]) -> list[tuple[Path, str]]:
    """The texts of a part and of all in it that are `wanted`, in order.

    >>> texts_of(s.Stage(id=1, name=s.Text(zh="甲", en="A")), lambda text: text.isascii())
    [(('name', 'en'), 'A')]
    """
    found: list[tuple[Path, str]] = []
    _collect(vars(file).items(), (), wanted, found)
    return found


def _collect(
    entries: Iterable[tuple[Any, Any]], path: Path, wanted: Callable[[str], bool], found: list[tuple[Path, str]]
) -> None:
    for step, value in entries:
        kind = type(value)
        if kind is str:
            if wanted(value):
                found.append(((*path, step), value))
        elif kind not in _NO_TEXT:
            inner = enumerate(value) if kind is list else (value if kind is dict else vars(value)).items()
            _collect(inner, (*path, step), wanted, found)
