"""Rating sheets as a table, for CSV."""

from collections.abc import Sequence

import polars as pl

from ...ratings.columns import COLUMNS
from ...ratings.form import FOR_READING
from ..shared.words import Words
from .forms import Form, legend


def sheet_frame(forms: Sequence[Form], words: Words) -> pl.DataFrame:
    """Rating sheets as one table: one row a rating to be given; ids, under headers in the language."""
    names = ("employee_id", "name", "position", "cycle", "rater_role", "rater_id", "competency", "behaviour")
    heads = [COLUMNS[n].headers[0] if words.language == "zh" else n for n in (*names, "level", "evidence")]
    zh, en = FOR_READING
    columns = [*heads[:-2], zh if words.language == "zh" else en, *heads[-2:]]
    rows = [
        (
            *(f.person.employee_id, f.person.name, f.position.id, f.cycle, f.rater_role.id if f.rater_role else ""),
            *(f.rater_id, line.competency, line.behaviour, f"{line.text} ({legend(line.scale, words)})", "", ""),
        )
        for f in forms
        for line in f.lines
        if line.scale is not None
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    frame = frame.with_columns(pl.all().replace("", None))
    return frame if any(f.cycle for f in forms) else frame.drop(heads[names.index("cycle")])
