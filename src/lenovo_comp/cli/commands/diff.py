"""`comp diff`: two dictionaries side by side."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from ...diagnostics import CannotRun, Findings
from ..entry import CLEAN
from ..guarding import READS
from ..options import CycleOption, LangOption, OutputOption, ReceiptOption, RosterOption, format_option
from ..running import adapted, context, exit_code, guarded, load, nothing_read, print_findings, read

EPILOG = "Examples: `comp diff old.yaml new.yaml` · `comp diff old.yaml new.yaml ratings.csv --roster people.csv`"
FORMATS = ("table", "json", "markdown", "html")


@guarded
def diff(
    old: Annotated[str, typer.Argument(help="The dictionary as it was.", metavar="OLD.yaml"), READS],
    new: Annotated[str, typer.Argument(help="The dictionary as it is to be.", metavar="NEW.yaml"), READS],
    ratings: Annotated[
        list[str] | None, typer.Argument(help="Ratings files: whose verdict flips because of it?"), READS
    ] = None,
    roster: RosterOption = None,
    cycle: CycleOption = None,
    lang: LangOption = None,
    format: Annotated[str, format_option(FORMATS)] = "table",
    output: OutputOption = None,
    receipt: ReceiptOption = None,
) -> int:
    """What changed between two dictionaries, in words, and whose verdict flips because of it."""
    from ...model.compare import compare
    from ...reports.documents.difference import difference_document
    from ...reports.views.difference import view
    from ...results.difference import Difference
    from ..outputs import Origin, targets, write, written

    ctx = context(lang)
    to = targets(format, output or [], FORMATS, receipt)
    if "-" in (ratings or []):
        raise CannotRun("评分要按两部字典各读一遍，请给文件，不用 -", "ratings are read twice: name files, not -")
    if roster is not None and not ratings:
        raise CannotRun("--roster 须与评分文件同用", "--roster goes with ratings files")
    before, after = load(old, ctx), load(new, ctx)
    result, code = Difference(before, after, compare(before, after)), CLEAN
    made_of = Origin([after, before])
    if ratings:
        from ...analysis.assessment import assess
        from ...analysis.flips import flips

        models = [adapted(model, ctx) for model in (before, after)]
        given = [read(ratings, roster, model, ctx, receipt) for model in models]
        told = ctx.settings.policy.apply(_found_by_either(*(each.diagnostics for each in given)))
        if all(each.people.is_empty() for each in given):
            return nothing_read(told, ctx)
        print_findings(told, ctx)
        was, now = (assess(model, each, cycle=cycle) for model, each in zip(models, given, strict=True))
        result = Difference(before, after, result.changes, was, now, flips(was, now))
        code, made_of = exit_code(told, ctx), Origin([now.model, was.model], now.ratings.inputs)
    write(written(lambda: view(result, ctx.words), lambda: difference_document(result), ctx.language), to, made_of)
    return code


def _found_by_either(one: Findings, other: Findings) -> Findings:
    """Findings of both readings, what both found once."""
    known = {(d.rule.code, str(d.place), d.value) for d in one}
    more = [d for d in other if (d.rule.code, str(d.place), d.value) not in known]
    added = Counter(d.rule for d in more)
    rules = {**one.totals, **other.totals}
    totals = {r: max(one.totals.get(r, 0) + added[r], other.totals.get(r, 0)) for r in rules}
    return Findings((*one, *more), totals)
