"""The employees of `comp.assessment/1` as text, made column by column: to the letter what `employees` gives one by one.

The names and their order are those of `person_document`; a test holds the two to each other.
"""

import json
from collections.abc import Iterator

import polars as pl

from ...method.results import OTHERS, Assessment, self_other
from ..shared.json_columns import json_column, json_objects, of_each
from ..shared.person_document import Figures, Person, stage_list

PEOPLE_AT_ONCE = 2_000
"""People whose text is made at once; some 25 MB."""
_ITEM = ["employee_id", "competency"]
_SPREAD = ("range", "average_deviation", "r_wg", "statements")
_SPARSE = ("roles", "role_agreement")
_DEPTH = 2
"""How deep an employee stands in the document, by steps of the indent."""


def employee_texts(a: Assessment) -> Iterator[str]:
    """The JSON of each employee."""
    for part in a.parts(PEOPLE_AT_ONCE):
        yield from _people(part)


def _people(a: Assessment) -> Iterator[str]:
    names = [name for name in (*Person.__annotations__, *Figures.__annotations__) if name != "stage"]
    members = {name: json_column(a.people[name], _DEPTH + 1) for name in names}
    heads = json_objects({**members, "stage": _stages(a.people)}, _DEPTH)
    items = _items(a)
    texts = json_column(items.drop("employee_id").to_struct("item"), _DEPTH + 2, _SPARSE).to_list()
    runs = items["employee_id"].rle().struct.unnest()
    ends = dict(zip(runs["value"], zip(runs["len"], runs["len"].cum_sum(), strict=True), strict=True))
    outer, one, two = ("\n" + "  " * (_DEPTH + more) for more in range(3))
    for id, head in zip(a.people["employee_id"], heads, strict=True):
        number, end = ends.get(id, (0, 0))
        listed = f",{two}".join(texts[end - number : end])
        array = f"[{two}{listed}{one}]" if number else "[]"
        yield f'{head.removesuffix(outer + "}")},{one}"competencies": {array}{outer}}}'


def _stages(people: pl.DataFrame) -> pl.Series:
    stages = (stage_list(low, high) for low, high in people.select("stage_low", "stage_high").iter_rows())
    texts = (json.dumps(stage, indent=2).replace("\n", "\n" + "  " * (_DEPTH + 1)) for stage in stages)
    return pl.Series(list(texts), dtype=pl.String)


def _items(a: Assessment) -> pl.DataFrame:
    """The rows of `gaps` as `Item` has them, with `employee_id`."""
    rows = a.gaps.join(a.roles, on=_ITEM, how="left", maintain_order="left")
    roles = [role for role in (*(r.id for r in a.model.rater_roles), OTHERS) if f"mean:{role}" in a.roles.columns]
    for role in (None, *roles):
        spread = a.spread.filter(pl.col("role").eq_missing(pl.lit(role, pl.String)))
        figures = spread.select(*_ITEM, pl.struct(_SPREAD).alias(f"spread:{role or ''}"))
        rows = rows.join(figures, on=_ITEM, how="left", maintain_order="left")
    difference = rows["self_other"]
    kind = of_each(difference, lambda value: self_other(value, a.model), pl.String())
    mean = of_each(rows["competency"], a.everybody.self_other.get, pl.Float64())
    compared = pl.struct(pl.lit(difference).alias("difference"), pl.lit(kind).alias("kind"), pl.lit(mean).alias("mean"))
    shown = {role: pl.col(f"mean:{role}").is_not_null() for role in roles}
    return rows.select(
        "employee_id", "competency", "layer", "required", "desired", "rating", "at_least", "se", "gap", "status",
        "clear", "too_close", "essential", "self_only", "unweighted",
        pl.struct(pl.col(f"mean:{role}").alias(role) for role in roles).alias("roles"),
        "n", "uncounted",
        pl.when(pl.col("rating").is_not_null()).then(_agreement("n", "band", "spread:")).alias("agreement"),
        pl.struct(
            pl.when(is_shown).then(_agreement(f"n:{role}", f"band:{role}", f"spread:{role}")).alias(role)
            for role, is_shown in shown.items()
        ).alias("role_agreement"),
        pl.when(pl.col("self_other").is_not_null()).then(compared).alias("self_other"),
        "fragile",
    )  # fmt: skip


def _agreement(n: str, band: str, spread: str) -> pl.Expr:
    figures = (pl.col(spread).struct.field(name) for name in _SPREAD)
    return pl.struct(pl.col(n).alias("n"), pl.col(band).alias("band"), *figures)
