"""A person's report in each form; of one person, or of everybody from one assessment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ...method.assessment import assess
from ...method.change import changes_between
from ...method.person import person_gap, person_gaps
from ...method.results import Assessment, PersonGap, Row
from ..assess.frame import assessment_frame
from ..shared.run import Report, Run
from .document import gap_document
from .text import view

if TYPE_CHECKING:
    from ...findings.finding import Findings
    from ..shared.page import Trail
    from ..shared.words import Words


class History(NamedTuple):
    """One person cycle by cycle, oldest first, and competency → its change to this cycle from the one before."""

    cycles: Sequence[PersonGap]
    changes: dict[str, Row]


Histories = Callable[[PersonGap], History]


def report_on(gap: PersonGap, run: Run, histories: Histories) -> Report:
    """The report on a person; `histories` is asked where a form shows their history."""

    def workbook(found: Findings) -> bytes:
        from .workbook import workbook

        return workbook(gap, found, run.words, run.made_at())

    return Report(
        assessment=gap.assessment,
        blocks=lambda: view(gap, run.words),
        document=lambda: gap_document(gap),
        frame=lambda: assessment_frame(gap.assessment).collect(),
        dataset=lambda: assessment_frame(gap.assessment),
        page=lambda _: page_on(gap, histories(gap), run.words),
        workbook=workbook,
    )


def page_on(gap: PersonGap, history: History, words: Words, trail: Trail = (), handbook: str = "") -> str:
    """The page on a person; names of competencies lead to the page `handbook`, if there is one."""
    from ..explain.compute import explain_items
    from .page import person_page

    rated = [i["competency"] for i in gap.items if i["competency"] not in gap.assessment.supposed]
    return person_page(gap, explain_items(gap, rated), *history, words, trail, handbook)


def reports_on_all(run: Run, position: str | None = None) -> Report:
    """The reports on everybody in the cycle, to be written to a file each; against a position, or each one's own."""
    a = assess(run.model, run.ratings, cycle=run.cycle, position=position)

    def people() -> Iterator[tuple[Row, Report]]:
        histories = of_all(a)
        for gap in person_gaps(a):
            yield gap.person, report_on(gap, run, histories)

    return Report(assessment=a, people=people)


def of_one(gap: PersonGap) -> History:
    """The history of one person, against the position that was asked for."""
    a, id = gap.assessment, gap.person["employee_id"]
    other = gap.person["position"] if gap.own_position is not None else None
    # What is only supposed has no history and follows from no rows.
    there = [] if a.supposed else a.ratings.cycles_of(id)
    cycles = [gap if c == a.cycle else person_gap(a.model, a.ratings, id, cycle=c, position=other) for c in there]
    return _history(gap, cycles, lambda before: changes_between(before.assessment, a).to_dicts())


def of_all(a: Assessment) -> Histories:
    """The history of anybody in an assessment; each other cycle is assessed once, when it is first asked for.

    Who is compared with another position than their own is so in every cycle.
    """

    @cache
    def assessed(cycle: str, position: str | None = None) -> Assessment:
        return assess(a.model, a.ratings, cycle=cycle, position=position)

    @cache
    def people(cycle: str, position: str | None) -> dict[str, PersonGap]:
        return {gap.person["employee_id"]: gap for gap in person_gaps(assessed(cycle, position))}

    @cache
    def changes(cycle: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in changes_between(assessed(cycle), a).iter_rows(named=True):
            found.setdefault(row["employee_id"], []).append(row)
        return found

    @cache
    def cycles_of() -> dict[str, list[str]]:
        rated = a.ratings.people.sort("cycle").group_by("employee_id", maintain_order=True).agg("cycle")
        return dict(rated.iter_rows())

    def history(gap: PersonGap) -> History:
        id = gap.person["employee_id"]
        other = gap.person["position"] if gap.own_position is not None else None
        cycles = [gap if c == a.cycle else people(c, other)[id] for c in cycles_of().get(id, [])]
        return _history(gap, cycles, lambda before: changes(before.assessment.cycle).get(id, []))

    return history


def _history(gap: PersonGap, cycles: Sequence[PersonGap], changes: Callable[[PersonGap], Sequence[Row]]) -> History:
    for before, after in pairwise(cycles):
        if after is gap:
            id = gap.person["employee_id"]
            return History(cycles, {row["competency"]: row for row in changes(before) if row["employee_id"] == id})
    return History(cycles, {})
