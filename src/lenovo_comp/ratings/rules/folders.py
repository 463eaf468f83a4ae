"""What can be wrong with cells in view of the folders that their file is in."""

from collections.abc import Callable, Iterator
from functools import partial

import polars as pl

from ...findings import catalogue
from ...model.dictionary import Model
from ..files.table import Table
from ..headers import Columns
from ..partitions import partitions_of
from . import Details, RatingsRule, Row


def folder_rules(table: Table, columns: Columns, meaning: Callable[[str, str], str]) -> Iterator[RatingsRule]:
    """The rules that cells break which say otherwise than a folder. `meaning`: what a cell of a column stands for."""
    for folder in partitions_of(table.path):
        column = folder.column
        if column is None or not folder.cell or column not in (*columns.known, *columns.said):
            continue
        differs = pl.col(column).cast(pl.String) != meaning(column, folder.cell)
        about: Details = {"folder": folder.name}
        yield RatingsRule(catalogue.FOLDER_SAYS_OTHERWISE, (column,), differs, partial(_of_folder, about))


def _of_folder(details: Details, _row: Row, _model: Model, _column: str) -> Details:
    return details
