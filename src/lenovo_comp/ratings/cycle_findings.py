"""What is wrong with the cycles of all files together: their order, and two that may be one."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Finding, Rule
from ..text import Text, shorten
from .cycles import CycleOrder, order_cycles
from .sources import Locate, Source, locator

_MOST_NAMED = 8


def without_unclear_cycles(people: pl.DataFrame, sources: Sequence[Source], collector: Collector) -> pl.DataFrame:
    """Report what is doubtful about the order of cycles. Those of which it can't be known lose their ratings.

    `people`: `cycle`, `bad`, `table`, `line`, `row`, in the files' order, with the first row of every cycle in a table.
    Returned with the rows of those cycles marked as bad.
    """
    if people["cycle"].n_unique() < 2:
        return people
    first = first_of_cycles(people)
    rows = {row["cycle"]: row for row in first.select("cycle", "table", "line", "row").iter_rows(named=True)}
    order = order_cycles(rows)
    # Without those that don't count the order of the others may be as doubtful.
    rest = order_cycles(cycle for cycle in rows if cycle not in order.unclear) if order.unclear else order
    collector.add(findings_about(order, rest, rows, locator(sources)))
    if not order.unclear:
        return people
    unclear = first["cycle"].filter(first["cycle"].cast(pl.String).is_in(list(order.unclear)))
    is_unclear = pl.col("cycle").is_in(unclear.implode()).fill_null(False)
    for source in sources:
        if "cycle" in source.decoder.names:
            source.leave_out(is_unclear)
    return people.with_columns((pl.col("bad") | is_unclear).alias("bad"))


def first_of_cycles(people: pl.DataFrame) -> pl.DataFrame:
    """The first row without an error of each cycle."""
    known = people.filter(~pl.col("bad"), pl.col("cycle").is_not_null())
    return known.unique("cycle", keep="first", maintain_order=True)


def _found(order: CycleOrder, rest: CycleOrder) -> list[tuple[Rule, str, dict[str, str | Text]]]:
    """The rules that are broken, each with the cycle where that is reported and what its sentences need.

    `rest`: the order of the cycles that count.
    """
    found: list[tuple[Rule, str, dict[str, str | Text]]] = []
    if order.unclear:
        found.append((catalogue.CYCLE_DATES_UNCLEAR, order.unclear[0], {"cycles": _listed(order.unclear, ", ")}))
    if rest.uncertain:
        details = {"cycles": _listed(rest.cycles, " < "), "newest": shorten(rest.cycles[-1])}
        found.append((catalogue.CYCLE_ORDER_UNCERTAIN, rest.uncertain[-1], {**details}))
    for first, *others in order.alike:
        several = [first, *others[:-1]]
        text = Text("、".join(f"“{shorten(c)}”" for c in several), ", ".join(f'"{shorten(c)}"' for c in several))
        found.append((catalogue.CYCLES_ALIKE, others[-1], {"others": text}))
    return found


def _listed(cycles: Sequence[str], between: str) -> str:
    """Cycles in a row; of many the last, which are the newest."""
    named = [shorten(cycle) or "–" for cycle in cycles[-_MOST_NAMED:]]
    return between.join(["…"] * (len(cycles) > len(named)) + named)


def findings_about(
    order: CycleOrder, rest: CycleOrder, rows: Mapping[str, Mapping[str, int]], locate: Locate
) -> Iterator[Finding]:
    """What is doubtful about an order of cycles, each at the first row of a cycle: its `table`, `line`, `row`.

    `rest`: the order of the cycles that count.
    """
    for rule, cycle, details in _found(order, rest):
        row = rows[cycle]
        place, _ = locate(row["table"], row["line"], row["row"], "cycle")
        yield Finding(rule, place, cycle, details, f"cycle\x1f{cycle}")
