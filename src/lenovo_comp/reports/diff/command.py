"""`comp diff`: two dictionaries side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ...findings.finding import CannotRun, Findings
from ...text import Text
from ..shared.options import FILE, READS, Argument, described
from ..shared.run import Form, NothingRead, Panel, Report, Run

if TYPE_CHECKING:
    from .result import Difference

PANEL = Panel.START
TAKES = ("roster", "cycle", "receipt")
OFFERS: tuple[Form, ...] = ("blocks", "document")


@described(
    Text("比较两部字典，并列出结论因此改变的人员。", "Compare two dictionaries, and show whose verdict changes."),
    {"comp diff old.yaml new.yaml": None, "comp diff old.yaml new.yaml ratings.csv --roster people.csv": None},
)
def command(
    *,
    old: Annotated[
        str,
        Argument(metavar=Text("旧字典.yaml", "OLD.yaml"), help=Text("读取旧字典。", "Read the old dictionary.")),
        READS,
    ],
    new: Annotated[
        str,
        Argument(metavar=Text("新字典.yaml", "NEW.yaml"), help=Text("读取新字典。", "Read the new dictionary.")),
        READS,
    ],
    ratings: Annotated[
        list[str] | None,
        Argument(
            metavar=FILE,
            help=Text("列出这些评分文件中结论改变的人员。", "Show whose verdict changes in these ratings files."),
        ),
        READS,
    ] = None,
    run: Run,
) -> Report:
    from ...model.compare import compare
    from .document import difference_document
    from .result import Difference
    from .text import view

    if "-" in (ratings or []):
        raise CannotRun("评分要按两部字典各读一遍；请写文件名，不用 -", "ratings are read twice; name files, not -")
    if run.roster is not None and not ratings:
        raise CannotRun("--roster 须与评分文件同用", "--roster needs ratings files")
    before, after = run.dictionary(old), run.dictionary(new)
    result, found = Difference(before, after, compare(before, after)), Findings()
    if ratings:
        result, found = _with_verdicts(result, ratings, run)
    return Report(
        assessment=result.after,
        findings=found,
        models=[after, before]
        if result.before is None or result.after is None
        else [result.after.model, result.before.model],
        blocks=lambda: view(result, run.words),
        document=lambda: difference_document(result),
    )


def _with_verdicts(d: Difference, paths: list[str], run: Run) -> tuple[Difference, Findings]:
    """The difference with whose verdicts changed, and the findings of either reading. Raises NothingRead."""
    from dataclasses import replace

    from ...method.assessment import assess
    from .compute import verdict_changes

    # Verdicts with the project's thresholds; what changed in the files is told without them (decision 0009).
    models = [run.adapt(model) for model in (d.old, d.new)]
    given = [run.read(model, paths=paths, empty="always") for model in models]
    found = run.policy(_found_by_either(*(each.diagnostics for each in given)))
    if all(each.people.is_empty() for each in given):
        raise NothingRead(found)
    was, now = (assess(model, each, cycle=run.cycle) for model, each in zip(models, given, strict=True))
    return replace(d, before=was, after=now, verdict_changes=verdict_changes(was, now)), found


def _found_by_either(one: Findings, other: Findings) -> Findings:
    """The findings of both readings, each once."""
    known = {(d.rule.code, str(d.place), d.value) for d in one}
    more = [d for d in other if (d.rule.code, str(d.place), d.value) not in known]
    both = one + more
    totals, places = both.totals, both.places
    return Findings(
        both,
        {r: max(totals.get(r, 0), other.totals.get(r, 0)) for r in {**totals, **other.totals}},
        {r: max(places.get(r, 0), other.places.get(r, 0)) for r in {**places, **other.places}},
    )
