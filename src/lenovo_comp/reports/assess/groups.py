"""Figures of groups of people, where enough of them are rated; none follows from the others by subtraction."""

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple, TypeVar, get_args

import polars as pl

from ...method.gaps import ASSESSED, REQUIRED, count_statuses
from ...method.results import INCOMPLETE, VERDICTS, Assessment, Verdict, level_reached
from ...model.dictionary import Model

By = Literal["department", "manager", "position"]
BY: tuple[By, ...] = get_args(By)
DEPARTMENT, MANAGER, POSITION = BY


class GroupCell(NamedTuple):
    """A group's figures on a competency, over those whose position requires it.

    `n` of them are assessed (a bound that tells neither met nor short is not); `rating_mean` and `short` are over
    these, and `levels` are pairs (whole step of the scale, people whose rating reaches it and not the next), the lowest
    first.
    """

    n: int
    rating_mean: float | None
    short: int
    unassessed: int
    levels: tuple[tuple[float, int], ...]


class PeopleGroup(NamedTuple):
    """A group of people and its cells by competency; a cell is None where it is withheld, and so are `verdicts`.

    `key` is None for those who belong to no group. A competency that nobody's position requires has no cell.
    """

    key: str | None
    people: int
    cells: Mapping[str, GroupCell | None]
    verdicts: Mapping[Verdict, int] | None


class Groups(NamedTuple):
    """An assessment by groups, in the order of their keys, and in total."""

    assessment: Assessment
    by: By
    groups: tuple[PeopleGroup, ...]
    total: PeopleGroup
    names: Mapping[str, str | None]
    """The names of those keys that are people of the assessment."""


Key = TypeVar("Key")


def group(a: Assessment, by: By) -> Groups:
    """The assessment by `department`, `manager` or `position`."""
    least = a.model.min_group
    sizes: dict[str | None, int] = dict(a.people.group_by(by).agg(pl.len()).iter_rows())
    keys = sorted(sizes, key=lambda key: (key is None, key or ""))
    items = a.gaps.filter(REQUIRED).join(a.people.select("employee_id", by), on="employee_id")
    items = items.rename({by: "group"})
    cells = _cells(items, a.model)
    total = _cells(items.with_columns(pl.lit(None, pl.String).alias("group")), a.model).get(None, {})
    for competency in total:
        here = {key: cells[key][competency] for key in keys if competency in cells.get(key, {})}
        for key in groups_to_withhold({key: cell.n for key, cell in here.items() if cell}, least):
            cells[key][competency] = None
    whole = {c: cell if cell and (cell.n >= least or cell.n == 0) else None for c, cell in total.items()}
    verdicts, all_verdicts = _verdicts(a, by, items, cells)
    return Groups(
        a,
        by,
        tuple(PeopleGroup(key, sizes[key], cells.get(key, {}), verdicts[key]) for key in keys),
        PeopleGroup(None, a.people.height, whole, all_verdicts),
        dict(
            a.people.filter(pl.col("employee_id").cast(pl.String).is_in(keys)).select("employee_id", "name").iter_rows()
        ),
    )


Cells = Mapping[str, GroupCell | None]
Counts = Mapping[Verdict, int] | None


def _verdicts(
    a: Assessment, by: By, items: pl.DataFrame, cells: Mapping[str | None, Cells]
) -> tuple[dict[str | None, Counts], Counts]:
    """Group → numbers of people by verdict, and the same of everybody; None where withheld. `items` as in `_cells`."""
    # A verdict that depends on a competency whose cell is withheld would tell of it (decision 0030).
    counted: dict[str | None, dict[Verdict, int]] = {key: dict.fromkeys(VERDICTS, 0) for key in a.people[by].unique()}
    for key, verdict, n in a.people.filter(pl.col("verdict").is_not_null()).group_by(by, "verdict").len().iter_rows():
        counted[key][Verdict(verdict)] = n
    decides = pl.col("essential") | ~pl.col("essential").any().over("employee_id")
    deciding = items.filter(decides).select("group", "competency").unique().rows()
    least = a.model.min_group
    judged = {key: sum(n for v, n in of_one.items() if v != INCOMPLETE) for key, of_one in counted.items()}
    telling = {key for key, competency in deciding if cells[key][competency] is None}
    # From a total the verdicts of all withheld groups would follow, and beside their shown cells tell of withheld ones.
    small = {key for key, n in judged.items() if 0 < n < least} if telling else groups_to_withhold(judged, least)
    everybody = {v: sum(of_one[v] for of_one in counted.values()) for v in VERDICTS}
    hidden = bool(telling) or 0 < sum(judged.values()) < least
    return {k: None if k in telling | small else n for k, n in counted.items()}, None if hidden else everybody


def groups_to_withhold(sizes: Mapping[Key, int], least: int, anyway: Collection[Key] = ()) -> set[Key]:
    """The keys of the groups to withhold; `sizes` are their numbers of people, and their total is shown.

    Those with fewer than `least` people, those withheld `anyway`, and the next smallest until `least` people are
    in them together.

    >>> sorted(groups_to_withhold({"sales": 2, "service": 6, "finance": 9}, least=5))
    ['sales', 'service']
    """
    # One group alone would follow from the total, and groups of nobody hide nothing. Where all are withheld and that is
    # not enough, the total has fewer than `least` people itself.
    found = {key for key, n in sizes.items() if n and (n < least or key in anyway)}
    others = [key for key, n in sizes.items() if n and key not in found]
    others.sort(key=lambda key: (sizes[key], key is None, str(key)), reverse=True)
    while found and others and sum(sizes[key] for key in found) < least:
        found.add(others.pop())
    return found


def _cells(items: pl.DataFrame, model: Model) -> dict[str | None, dict[str, GroupCell | None]]:
    """Group → competency → figures; `items` are rows of `gaps` with a column `group`."""
    keys = ["group", "competency"]
    counts = count_statuses()
    figures = items.group_by(keys).agg(
        ASSESSED.sum().alias("n"),
        pl.col("rating").filter(ASSESSED).sort().mean().alias("mean"),
        *(counts[name].alias(name) for name in ("short", "unassessed")),
    )
    steps = {c.id: max(1.0, c.scale.step) for c in model.competencies}
    unit = pl.col("competency").replace_strict(steps, return_dtype=pl.Float64)
    step = (level_reached((pl.col("rating") - pl.col("min")) / unit) * unit + pl.col("min")).alias("step")
    rated = items.filter(ASSESSED)
    levels: dict[tuple[str | None, str], list[tuple[float, int]]] = {}
    for key, competency, at, people in rated.group_by([*keys, step]).agg(pl.len()).sort("step").iter_rows():
        levels.setdefault((key, competency), []).append((at, people))
    found: dict[str | None, dict[str, GroupCell | None]] = {}
    for key, competency, n, mean, short, unassessed in figures.iter_rows():
        cell = GroupCell(n, mean, short, unassessed, tuple(levels.get((key, competency), ())))
        found.setdefault(key, {})[competency] = cell
    return found
