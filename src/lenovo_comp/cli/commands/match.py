"""`comp match`: who fits a position, which positions fit a person, and the bench."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..options import (
    CycleOption,
    LangOption,
    ModelOption,
    OutputOption,
    RatingsArgument,
    ReceiptOption,
    RosterOption,
    format_option,
)
from ..running import context, guarded, nothing_read, read, the_model

if TYPE_CHECKING:
    from ...model.dictionary import Model
    from ...ratings.reading import Ratings
    from ...results.matching import Bench, Match

EPILOG = (
    "Examples: `comp match ratings.csv --position account_manager` · `comp match ratings.csv -e E001` · "
    "`comp match ratings.csv --bench` · `comp match ratings.csv -p 大客户经理 --model new.yaml`"
)
FORMATS = ("table", "json", "csv", "markdown", "html")


@guarded
def match(
    ratings: RatingsArgument = None,
    position: Annotated[
        str | None, typer.Option("--position", "-p", metavar="P", help="Rank all people for this position.")
    ] = None,
    employee: Annotated[
        str | None, typer.Option("--employee", "-e", metavar="ID", help="Rank all positions for this person.")
    ] = None,
    bench: Annotated[
        bool, typer.Option("--bench", help="Every position: how many are ready and near, what hangs on one person.")
    ] = False,
    roster: RosterOption = None,
    cycle: CycleOption = None,
    model: ModelOption = None,
    lang: LangOption = None,
    format: Annotated[str, format_option(FORMATS)] = "table",
    output: OutputOption = None,
    receipt: ReceiptOption = None,
) -> int:
    """Who fits a position, which positions fit a person, and who could follow whom."""
    from ...diagnostics import CannotRun
    from ...reports import tabular
    from ...reports.documents.match import match_document
    from ...results.matching import Match
    from ..outputs import targets
    from ..reporting import present

    if sum((position is not None, employee is not None, bench)) != 1:
        raise CannotRun(
            "请给出 --position、--employee、--bench 三者之一",
            "ask for one of --position P, --employee ID, --bench",
        )
    ctx = context(lang)
    to = targets(format, output or [], FORMATS, receipt)
    dictionary = the_model(model, ctx)
    if not dictionary.positions:
        raise CannotRun("字典中没有岗位，无从匹配", "the dictionary has no positions to match people with")
    given_position, read_on = _asked(position, dictionary), read(ratings, roster, dictionary, ctx, receipt)
    if read_on.people.is_empty() and read_on.roster is None and format in ("table", "markdown"):
        return nothing_read(read_on.diagnostics, ctx)
    result = _run(dictionary, read_on, given_position, employee, cycle)
    from ...reports.views import match as views

    return present(
        result.assessment,
        blocks=lambda: (
            views.view(result, ctx.words) if isinstance(result, Match) else views.bench_view(result, ctx.words)
        ),
        document=lambda: match_document(result),
        frame=lambda: tabular.match_frame(result) if isinstance(result, Match) else tabular.bench_frame(result),
        to=to,
        ctx=ctx,
    )


def _asked(position: str | None, dictionary: Model) -> str | None:
    from ..requests import find_position

    return None if position is None else find_position(position, dictionary).id


def _run(
    dictionary: Model, ratings: Ratings, position: str | None, employee: str | None, cycle: str | None
) -> Match | Bench:
    from ...analysis import matching
    from ..requests import find_employee

    if position is not None:
        return matching.match_position(dictionary, ratings, position, cycle=cycle)
    if employee is not None:
        return matching.match_employee(dictionary, ratings, find_employee(employee, ratings, cycle), cycle=cycle)
    return matching.bench(dictionary, ratings, cycle=cycle)
