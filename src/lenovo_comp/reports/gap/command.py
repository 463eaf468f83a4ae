"""`comp gap`: assesses one person."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from ...text import Text
from ..shared.next_steps import next_steps
from ..shared.options import AgainstOption, EmployeeOption, FullOption, Option, described
from ..shared.requests import find_employee, find_position, find_supposed
from ..shared.run import Form, Panel, Report, Run

if TYPE_CHECKING:
    from ...findings.finding import Findings
    from ...method.results import PersonGap, Row
    from ..shared.blocks import Block
    from ..shared.words import Words

PANEL = Panel.RESULTS
OFFERS: tuple[Form, ...] = ("blocks", "document", "frame", "dataset", "workbook")


@described(
    Text("展示一个人的优势、差距和下一步行动。", "Show one person's strengths, gaps and next steps."),
    {
        "comp gap ratings.csv --employee E001": None,
        "comp gap -e E001": Text("评分文件取自 comp.toml", "ratings files from comp.toml"),
        "comp gap ratings.csv -e E001 --position account_director": None,
        "comp gap ratings.csv -e E001 --with communication=4": None,
    },
)
def command(
    *,
    employee: EmployeeOption = "",
    position: AgainstOption = None,
    supposed: Annotated[
        list[str] | None,
        Option(
            "--with",
            metavar=Text("胜任能力=等级", "COMPETENCY=LEVEL"),
            help=Text("按假设评分试算（可重复）。", "Try a what-if rating (repeatable)."),
        ),
    ] = None,
    pretty: Annotated[
        bool,
        Option("--pretty", help=Text("在终端表格中绘制条形图。", "Draw the profile as bars in the terminal table.")),
    ] = False,
    full: FullOption = False,
    run: Run,
) -> Report:
    from ...method.person import person_gap
    from ..assess.frame import assessment_frame
    from ..shared.room import LINES, lines_of
    from .bars import bars
    from .document import gap_document
    from .screen import screen
    from .text import view

    against = find_position(position, run.model).id if position is not None else None
    what_if = find_supposed(supposed or [], run.model)
    id = find_employee(employee, run.ratings, run.cycle)
    result = person_gap(run.model, run.ratings, id, cycle=run.cycle, position=against, supposed=what_if)

    def workbook(found: Findings) -> bytes:
        from .workbook import workbook

        return workbook(result, found, run.words, run.made_at())

    asked = ("-e", id, *(("-p", position) if position is not None else ()))

    def table() -> list[Block]:
        after = next_steps(run.words, _next(result, run, asked, supposed or [], full=full))
        instead = bars(result, run.words) if pretty else None
        if full:
            return [*view(result, run.words, instead), *after]
        return [*screen(result, run.words, LINES - lines_of(after), instead), *after]

    return Report(
        assessment=result.assessment,
        blocks=lambda: view(result, run.words),
        table=table,
        document=lambda: gap_document(result),
        frame=lambda: assessment_frame(result.assessment).collect(),
        dataset=lambda: assessment_frame(result.assessment),
        page=lambda _: _page(result, run.words),
        workbook=workbook,
    )


def _next(
    gap: PersonGap, run: Run, who: Sequence[str], supposed: Sequence[str], *, full: bool
) -> list[tuple[str, str]]:
    """The commands that make sense after this one, on whom was asked for, with the keys of what they show."""
    what_if = [part for level in supposed for part in ("--with", level)]
    steps = [] if full else [(run.command_line("gap", *who, *what_if, "--full"), "next_full")]
    if gap.develop:
        steps.append((run.command_line("plan", *who), "next_plan"))
        if full:
            steps.append((run.command_line("explain", *who, "-c", gap.develop[0].competency), "next_explain"))
    elif not full:
        steps.append((run.command_line("gap", *who, *what_if, "-o", f"{gap.person['employee_id']}.html"), "next_page"))
    return steps


def _page(gap: PersonGap, words: Words) -> str:
    from ...method.person import person_gap
    from ..explain.compute import explain_item
    from .page import person_page

    a, id = gap.assessment, gap.person["employee_id"]
    other = gap.person["position"] if gap.own_position is not None else None
    # What is only supposed has no history and follows from no rows.
    there = [] if a.supposed else a.ratings.cycles_of(id)
    cycles = [gap if c == a.cycle else person_gap(a.model, a.ratings, id, cycle=c, position=other) for c in there]
    rated = [i["competency"] for i in gap.items if i["competency"] not in a.supposed]
    derivations = [explain_item(gap, competency) for competency in rated]
    return person_page(gap, derivations, cycles, _changes(cycles, a.cycle), words)


def _changes(cycles: Sequence[PersonGap], cycle: str) -> dict[str, Row]:
    """Competency → its change to a cycle from the one before, as `method.change.changes` has it."""
    from ...method.change import changes_between

    for before, after in pairwise(cycles):
        if after.assessment.cycle == cycle:
            rows = changes_between(before.assessment, after.assessment).iter_rows(named=True)
            return {row["competency"]: row for row in rows if row["employee_id"] == after.person["employee_id"]}
    return {}
