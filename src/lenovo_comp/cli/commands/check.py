"""`comp check`: finds everything that is wrong with dictionaries and ratings."""

from typing import Annotated

import typer

from ...findings import formats as findings
from ...reports.shared.options import READS
from ...reports.shared.run import Panel
from ..options import LangOption, ModelOption, OutputOption, RosterOption
from ..session import Session, with_session

PANEL = Panel.RATINGS
EPILOG = (
    "Examples: `comp check` (what comp.toml names) · `comp check ratings.csv` · `comp check my_model.yaml` · "
    "`comp check ratings.csv --format concise`"
)


@with_session
def command(
    session: Session,
    files: Annotated[
        list[str] | None, typer.Argument(help="Ratings files and dictionaries (.yaml); - is standard input."), READS
    ] = None,
    roster: RosterOption = None,
    model: ModelOption = None,
    lang: LangOption = None,  # noqa: ARG001 - the session's language
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="NAME", help=f"Findings as {', '.join(findings.formats())}.")
    ] = findings.DEFAULT,
    output: OutputOption = None,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", metavar="SEVERITY", help="Exit 1 from error, warning or info on.")
    ] = None,
    most: Annotated[
        int,
        typer.Option("--max-diagnostics", metavar="N", min=0, help="Findings to show; 0 for all. Counts stay true."),
    ] = 1000,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count findings by rule.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Mend harmless slips in text files, then check.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")] = False,
    draft: Annotated[
        bool, typer.Option("--draft", help="Print a mapping for these files, to paste into comp.toml.")
    ] = False,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="With --fix: write utf-8, gb18030 or utf-16.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="FILE", help="Findings known from before pass.")
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Write what is found now to the baseline.")
    ] = False,
) -> int:
    """Check dictionaries and ratings: everything that is wrong, where, and what to do."""
    from ..checking import Request, check_files

    request = Request(
        files=files or [],
        roster=roster,
        model=model,
        format=format,
        outputs=output or [],
        fail_on=fail_on,
        most=most,
        statistics=statistics,
        fix=fix,
        diff=diff,
        draft=draft,
        encoding=encoding,
        baseline=baseline,
        update_baseline=update_baseline,
    )
    return check_files(request, session)
