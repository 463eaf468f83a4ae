"""The status of rating sheets as a table, for CSV."""

import polars as pl

from .result import SheetStatus

_COLUMNS = {
    "employee_id": pl.String, "name": pl.String, "rater_role": pl.String, "rater_id": pl.String, "state": pl.String,
    "sheets": pl.Int64, "answered": pl.Int64, "asked": pl.Int64,
}  # fmt: skip


def status_frame(status: SheetStatus) -> pl.DataFrame:
    """One row a sheet; of anonymous raters a row a person, role and state, or one that says *withheld*."""
    rows: list[tuple[object, ...]] = [
        (s.employee_id, s.name, s.rater_role or None, s.rater_id or None, s.state.value, 1, s.answered, s.asked)
        for s in status.named
    ]
    for group in status.groups:
        who = (group.employee_id, group.name, group.rater_role or None, None)
        if group.counts is None:
            rows.append((*who, "withheld", group.sheets, None, None))
        else:
            rows += ((*who, state.value, n, None, None) for state, n in group.counts.items() if n)
    rows.sort(key=lambda row: str(row[0]))
    return pl.DataFrame(rows, schema=_COLUMNS, orient="row")
