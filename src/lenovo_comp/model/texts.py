"""Every text of a dictionary's data with its path, whatever keys there are."""

from collections.abc import Iterator

from .yaml_tree import Path


def texts_of(part: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The texts of mappings, lists and what is in them, in order.

    >>> list(texts_of({"id": "a", "aliases": ["b", 1]}))
    [(('id',), 'a'), (('aliases', 0), 'b')]
    """
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from texts_of(value, (*path, name))
    elif isinstance(part, list):
        for i, value in enumerate(part):
            yield from texts_of(value, (*path, i))
