"""Two cycles to compare: their names, their findings, the differences of their dictionaries."""

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

from ...findings.finding import CannotRun, Findings, Severity, in_order
from ...method.assessment import listed_cycles, unknown_cycle
from ...model.dictionary import Model
from ...ratings.reading import Ratings
from .result import THRESHOLDS, ModelChanges


class Cycles(NamedTuple):
    """Two cycles to compare, and all cycles in order."""

    start: str
    end: str
    known: tuple[str, ...]


def two_cycles(known: Sequence[str], start: str | None, end: str | None) -> Cycles:
    """The two cycles to compare: the newest unless named. Raises CannotRun where there are no two."""
    for chosen in (start, end):
        if chosen is not None and chosen not in known:
            raise unknown_cycle(chosen, known)
    to = end if end is not None else known[-1] if known else ""
    earlier = [c for c in known if c < to]
    if start is None and not earlier:
        listed = listed_cycles(known)
        raise CannotRun(
            f"比较需要两个周期；评分中有：{listed}", f"a trend takes two cycles; in the ratings there are: {listed}"
        )
    since = start if start is not None else earlier[-1]
    if since >= to:
        raise CannotRun(
            f"--from 须早于 --to：{since} 不早于 {to}", f"--from must be earlier than --to: {since} is not before {to}"
        )
    return Cycles(since, to, tuple(known))


def own_findings(old: Ratings, new: Ratings, start: str) -> Ratings:
    """The ratings `new` with the findings of both readings, each on its own cycles; `old` has those up to `start`.

    Both must have all their findings made: those that are only counted name no cycle.
    """
    # Files are read with either dictionary, and what concerns no row counts from both readings (decision 0008).

    def cycle(key: str) -> str | None:
        return key.split("\x1f")[0] if "\x1f" in key else None

    mine = [d for d in new.diagnostics if (c := cycle(d.key)) is None or c > start]
    theirs = [d for d in old.diagnostics if (c := cycle(d.key)) is None or c <= start]
    found = {(d.rule.code, d.place, d.value): d for d in (*theirs, *mine)}
    kept = in_order(found.values())
    rows = {(d.place.path, d.place.line, d.place.row) for d in kept if d.severity is Severity.ERROR and d.place.row}
    return dataclasses.replace(new, diagnostics=Findings(kept), left_out=len(rows))


def model_changes(old: Model, new: Model) -> ModelChanges:
    """The differences between two dictionaries that enter a comparison of cycles."""
    asked = [{(p.id, r.competency): r.level for p in m.positions for r in p.requires} for m in (old, new)]
    shared = {p.id for p in old.positions} & {p.id for p in new.positions}
    pairs = dict.fromkeys([*asked[0], *asked[1]])
    of = {c.id: c for c in old.competencies}
    both = [(of[c.id], c) for c in new.competencies if c.id in of]
    only = {c.id for c in old.competencies} ^ {c.id for c in new.competencies}
    ranges = [(a.id, (a.scale.min, a.scale.max, len(a.levels)) != (b.scale.min, b.scale.max, len(b.levels)))
              for a, b in both]  # fmt: skip
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
