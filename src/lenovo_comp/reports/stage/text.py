"""`comp stage` as text: people above, below and at the stage of their position, and what holds them back."""

from collections.abc import Callable, Sequence

from ...method.results import Row
from ...model.dictionary import Model
from ..shared.blocks import Block, Heading, Span, Table, Tone, text
from ..shared.footers import closing
from ..shared.naming import short_name
from ..shared.tables import column, grouped_table
from ..shared.words import Words, figure, short_of
from .result import ABOVE, AT, BELOW, NO_STAGE, STANDINGS, UNKNOWN, Staging

MOST_PEOPLE = 100
MOST_A_GROUP = 15
"""People that each group shows where there are more than `MOST_PEOPLE`."""
TONE: dict[str, Tone] = {ABOVE: "best", BELOW: "bad", AT: "good", UNKNOWN: "dim", NO_STAGE: "dim"}
_TITLES = {s: f"stage_{s}" for s in STANDINGS} | {UNKNOWN: "stage_unknown_group"}


def view(staging: Staging, words: Words) -> list[Block]:
    """The whole report."""
    a = staging.assessment
    blocks: list[Block] = [*opening(staging, words), text(words("stage_informs"))]
    most = MOST_PEOPLE if a.summary.employees <= MOST_PEOPLE else MOST_A_GROUP
    groups = []
    for standing in STANDINGS:
        rows: list[Row | int] = [*staging.rows(standing, most)]
        left = staging.counts()[standing] - len(rows)
        rows += [left] if left else []
        if rows:
            groups.append((words(_TITLES[standing]).capitalize(), rows))
    blocks += [_table(groups, a.model, words), text(Span(words("stage_means"), "dim"))]
    if any(h["too_close"] for _, rows in groups for r in rows if not isinstance(r, int) for h in r["held_back"]):
        blocks.append(text(Span(words("stage_too_close"), "dim")))
    return [*blocks, *closing(a, words)]


def opening(staging: Staging, words: Words) -> list[Block]:
    """The title with the cycle, and how many people have which standing."""
    parts: list[str | Span] = []
    for standing, number in staging.counts().items():
        if number or standing in (ABOVE, BELOW, AT):
            name = words(_TITLES[standing])
            parts += [Span(words("stage_count", n=f"{number:,}", standing=name), TONE[standing]), " · "]
    cycle = staging.assessment.cycle
    title = words("stage_title") + (words("in_cycle", cycle=cycle) if cycle else "")
    return [Heading(title, 1), text(*parts[:-1])]


def _table(groups: Sequence[tuple[str, Sequence[Row | int]]], model: Model, words: Words) -> Table:
    """The table of groups; a number among the rows is how many more people there are."""

    def of_person(cell: Callable[[Row], str | Span]) -> Callable[[Row | int], str | Span]:
        return lambda row: "" if isinstance(row, int) else cell(row)

    def held(row: Row | int) -> str | Span:
        if isinstance(row, int):
            return Span(words("stage_more", more=f"{row:,}"), "dim")
        return reason(row, model, words)

    return grouped_table(
        groups,
        column(words("employee"), of_person(lambda r: r["employee_id"]), key=True, wrap=True),
        column(words("name"), of_person(lambda r: r["name"] or ""), key=True, wrap=True),
        column(words("stage_own"), of_person(own_stage), right=True),
        column(words("stage_supported"), of_person(supported), right=True),
        column(words("stage_held"), held, wrap=True),
    )


def own_stage(row: Row) -> str:
    return "" if row["own"] is None else str(row["own"])


def supported(row: Row) -> Span:
    """The stage that the ratings support; `?` where it isn't known, blank where there is none to compare with."""
    low, high = row["stage_low"], row["stage_high"]
    reached = "?" if low is None else str(low) if low == high else f"{low}–{high}"
    return Span(reached if row["standing"] != NO_STAGE else "", TONE[row["standing"]])


def reason(row: Row, model: Model, words: Words) -> str:
    """What keeps the person from the stage of the position, or from the next one."""
    if row["position"] is None:
        return words("stage_no_position")
    if row["missing"]:
        return words("stage_missing", what=words.join([short_name(c, model, words) for c in row["missing"]]))
    if not row["held_back"]:
        return {NO_STAGE: "", UNKNOWN: words("stage_no_levels")}.get(row["standing"], words("stage_top"))
    parts = [dimension(h, model, words) for h in row["held_back"]]
    return words("stage_toward", stage=row["toward"], what=words.join(parts))


def dimension(held: Row, model: Model, words: Words) -> str:
    """`Mkt 1.6→3 ~`: a dimension that holds somebody back, its rating, and the one that the stage takes."""
    competency, rating = short_name(held["competency"], model, words), short_of(held["rating"], held["needed"])[0]
    step = words("stage_dimension", competency=competency, rating=rating, needed=figure(held["needed"]))
    return step + (" ~" if held["too_close"] else "")
