"""Two cycles to compare: their names, their findings, the differences of their dictionaries."""

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

from ...findings.finding import CannotRun, Finding, Findings, Severity, in_order
from ...method.assessment import listed_cycles, unknown_cycle
from ...model.dictionary import Competency, Model
from ...ratings.cycles import in_order as in_order_of_time
from ...ratings.reading import Ratings
from .result import THRESHOLDS, ModelChanges


class Cycles(NamedTuple):
    """Two cycles to compare, and all cycles in order."""

    start: str
    end: str
    known: tuple[str, ...]


def two_cycles(known: Sequence[str], start: str | None, end: str | None) -> Cycles:
    """The two cycles to compare: the newest unless named. `known` is oldest first.

    Raises CannotRun where there are no two.
    """
    for chosen in (start, end):
        if chosen is not None and chosen not in known:
            raise unknown_cycle(chosen, known)
    to = end if end is not None else known[-1] if known else ""
    earlier = known[: known.index(to)] if known else []
    if start is None and not earlier:
        listed = listed_cycles(known)
        raise CannotRun(f"比较需要两个周期；评分中有：{listed}", f"a trend needs two cycles; the ratings have {listed}")
    since = start if start is not None else earlier[-1]
    if since not in earlier:
        raise CannotRun(
            f"--from 须早于 --to：{since} 不早于 {to}", f"--from must be earlier than --to: {since} is not before {to}"
        )
    return Cycles(since, to, tuple(known))


def own_findings(old: Ratings, new: Ratings, start: str) -> Ratings:
    """The ratings `new` with the findings of both readings, each on its own cycles; `old` has those up to `start`.

    Both must be read `by_cycle` and have all their findings made: others don't tell cycles or name all places.
    """
    # Files are read with either dictionary, and what concerns no row counts from both readings (decision 0008).

    known = {*new.cycles, *old.cycles, start}
    is_later: dict[str | None, bool] = {}

    def later(finding: Finding) -> bool | None:
        cycle = finding.cycle
        if cycle not in is_later and cycle is not None:
            # A row that is wrong may be alone in its cycle, which is then not among those that are known.
            ordered = in_order_of_time({*known, cycle})
            is_later[cycle] = ordered.index(cycle) > ordered.index(start)
        return is_later.get(cycle)

    mine = [d for d in new.diagnostics if later(d) is not False]
    theirs = [d for d in old.diagnostics if not later(d)]
    found = {(d.rule.code, d.place, d.value): d for d in (*theirs, *mine)}
    kept = in_order(found.values())
    wrong = [place for d in kept if d.severity is Severity.ERROR for place in (d.place, *d.more)]
    rows = {(place.path, place.line, place.row) for place in wrong if place.row}
    return dataclasses.replace(new, diagnostics=Findings(kept), left_out=len(rows))


def _range(competency: Competency) -> tuple[float, float, list[int]]:
    """What a rating can be, and the levels it can reach."""
    return competency.scale.min, competency.scale.max, [level.level for level in competency.levels]


def model_changes(old: Model, new: Model) -> ModelChanges:
    """The differences between two dictionaries that enter a comparison of cycles."""
    asked = [{(p.id, r.competency): r.level for p in m.positions for r in p.requires} for m in (old, new)]
    shared = {p.id for p in old.positions} & {p.id for p in new.positions}
    pairs = dict.fromkeys([*asked[0], *asked[1]])
    of = {c.id: c for c in old.competencies}
    both = [(of[c.id], c) for c in new.competencies if c.id in of]
    only = {c.id for c in old.competencies} ^ {c.id for c in new.competencies}
    ranges = [(a.id, _range(a) != _range(b)) for a, b in both]
    said = [(b.id, list(a.statements()) != list(b.statements())) for a, b in both]
    return ModelChanges(
        tuple(
            (position, competency, asked[0].get((position, competency)), asked[1].get((position, competency)))
            for position, competency in pairs
            if position in shared and asked[0].get((position, competency)) != asked[1].get((position, competency))
        ),
        tuple(sorted({id for id, other in ranges if other} | only)),
        tuple(id for id, other in said if other),
        tuple(name for name in THRESHOLDS if getattr(old, name) != getattr(new, name)),
    )
