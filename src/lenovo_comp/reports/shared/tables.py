"""Tables made a column at a time: its head, and the function that makes its cell of a row."""

# Two lists side by side, of heads and of cells, had to be kept in step (decision 0016).

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

from .blocks import Column, Group, Span, Table

T = TypeVar("T")


class TableColumn(NamedTuple, Generic[T]):
    """A column, and the function that makes its cell of a row."""

    column: Column
    cell: Callable[[T], str | Span]


def column(
    head: str,
    cell: Callable[[T], str | Span],
    *,
    right: bool = False,
    key: bool = False,
    wrap: bool = False,
    long: str = "",
    spare: int = 0,
) -> TableColumn[T]:
    """A column of a table; the options are those of `Column`."""
    return TableColumn(Column(head, right, key, wrap, long, spare), cell)


def table(rows: Iterable[T], *columns: TableColumn[T], title: str = "", omitted: str = "") -> Table:
    """A table of rows, under a title if it has one.

    >>> table([("a", 1)], column("Name", lambda r: r[0], key=True), column("n", lambda r: str(r[1]), right=True)).groups
    (Group(title='', rows=((Span(text='a', tone='plain'), Span(text='1', tone='plain')),)),)
    """
    return grouped_table([(title, rows)], *columns, omitted=omitted)


def grouped_table(groups: Iterable[tuple[str, Iterable[T]]], *columns: TableColumn[T], omitted: str = "") -> Table:
    """A table of groups of rows, each under its title."""
    made = (Group(title, tuple(_row(row, columns) for row in rows)) for title, rows in groups)
    return Table(tuple(c.column for c in columns), tuple(made), omitted)


def _row(row: T, columns: Iterable[TableColumn[T]]) -> tuple[Span, ...]:
    cells = (c.cell(row) for c in columns)
    return tuple(Span(cell) if isinstance(cell, str) else cell for cell in cells)
