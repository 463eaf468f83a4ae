"""Which row of a table is its header: titles and remarks may stand above it."""

from collections.abc import Callable, Iterable

from ..columns import HEADERS

HEADER_WITHIN = 20
"""Rows within which a header is looked for."""
_ANCHORS = frozenset(("employee_id", "name", "competency"))

Find = Callable[[object], str | None]
"""What a cell names as a header, if anything."""


def find_column(header: object) -> str | None:
    """The column that a cell names."""
    return HEADERS.find(header) if isinstance(header, str) else None


def is_header(cells: Iterable[object], find: Find) -> bool:
    """Whether a row looks like a header: it says who or what is rated, and something else.

    >>> is_header(["Employee ID", "Position"], find_column), is_header(["Exported in May", "manager"], find_column)
    (True, False)
    """
    found: set[str] = set()
    for cell in cells:
        name = find(cell)
        if name is not None:
            found.add(name)
            if len(found) > 1 and not found.isdisjoint(_ANCHORS):
                return True
    return False
