"""The commands of `comp`. Each parses its options, builds what it needs, runs, and writes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from ..diagnostics import CannotRun
from ..version import __version__
from .running import TRACEBACK, Context, context, exit_code, guarded, nothing_read, print_findings, the_model

if TYPE_CHECKING:
    from ..model.dictionary import Model
    from ..ratings.reading import Ratings
    from .outputs import Report

app = typer.Typer(
    name="comp",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Competency gaps from two text files: a dictionary and ratings. "
    "Who meets a position's requirements, who is short, by how much, on what evidence, and what to do next.",
    epilog="Exit codes: 0 clean, 1 findings of error severity, 2 could not do the job, 70 internal error, "
    "130 interrupted.",
)

ModelOption = Annotated[
    str | None, typer.Option("--model", "-m", metavar="FILE", help="Dictionary to use instead of the built-in one.")
]
LangOption = Annotated[
    str | None, typer.Option("--lang", metavar="zh|en", help="Language of the output; by default the locale's.")
]
RosterOption = Annotated[
    str | None,
    typer.Option("--roster", metavar="FILE", help="Table of employee_id, position, name, department, manager."),
]
CycleOption = Annotated[
    str | None, typer.Option("--cycle", metavar="C", help="Cycle to assess; by default the newest in the files.")
]
OutputOption = Annotated[
    list[str] | None,
    typer.Option(
        "--output", "-o", metavar="[NAME:]FILE", help="Write a report to a file as well; may be given several times."
    ),
]
MODEL_FORMATS = ("table", "json", "csv", "markdown")
REPORTS = ("table", "json", "csv", "parquet", "markdown")
FormatOption = Annotated[
    str, typer.Option("--format", "-f", metavar="NAME", help=f"What goes to standard output: {', '.join(REPORTS)}.")
]


def main() -> None:
    """The entry point of the command line."""
    app()


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"comp {__version__}")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    model: ModelOption = None,
    lang: LangOption = None,
    traceback: Annotated[
        bool, typer.Option("--traceback", help="Show where an internal error came from; it may quote data.")
    ] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    if traceback:
        os.environ[TRACEBACK] = "1"
    given = {k: v for k, v in (("model", model), ("lang", lang)) if v is not None}
    ctx.default_map = dict.fromkeys(("show-model", "assess", "gap", "check", "rule"), given)
    ctx.default_map["export"] = {"datapackage": given}


@app.command(
    "show-model",
    epilog="Examples: `comp show-model` · `comp show-model market_information --level 2` · "
    "`comp show-model 沟通` · `comp show-model --position account_manager --lang en`",
)
@guarded
def show_model(
    competency: Annotated[
        str | None, typer.Argument(help="A competency: id, Chinese or English name, or alias.")
    ] = None,
    level: Annotated[int | None, typer.Option("--level", "-l", help="One level of the competency.")] = None,
    position: Annotated[str | None, typer.Option("--position", "-p", help="What a position requires.")] = None,
    model: ModelOption = None,
    lang: LangOption = None,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="NAME", help=f"As {', '.join(MODEL_FORMATS)}.")
    ] = "table",
    output: OutputOption = None,
) -> int:
    """Show the dictionary: competencies, levels, behaviours, positions."""
    from ..reports import documents, tabular
    from ..reports.markdown import markdown
    from ..reports.views import model as views
    from .outputs import targets, write
    from .requests import find_competency, find_level, find_position

    ctx = context(lang)
    to = targets(format, output or [], MODEL_FORMATS)
    if competency is not None and position is not None:
        raise CannotRun("胜任能力与 --position 只能取其一", "ask for a competency or for a --position, not both")
    dictionary = the_model(model, ctx)
    words = ctx.words
    only = find_competency(competency, dictionary) if competency is not None else None
    at = find_level(level, only) if level is not None else None
    where = find_position(position, dictionary) if position is not None else None
    if only is not None:
        blocks = views.competency_view(dictionary, only, at, words)
    elif where is not None:
        blocks = views.position_view(dictionary, where, words)
    else:
        blocks = views.overview(dictionary, words)
    report: Report = {
        "table": lambda: blocks,
        "markdown": lambda: markdown(blocks),
        "json": lambda: documents.dumps(documents.model_document(dictionary, only, where, at)),
        "csv": lambda: tabular.csv(tabular.model_frame(dictionary, only, at)),
    }
    write(report, to)
    return 0


@app.command(
    epilog="Examples: `comp assess ratings.csv` · `comp assess *.csv --roster people.csv` · "
    "`comp assess ratings.csv --format json` · `comp assess ratings.csv -o all.csv -o report.md`",
)
@guarded
def assess(
    ratings: Annotated[list[str] | None, typer.Argument(help="Ratings files; - is standard input.")] = None,
    roster: RosterOption = None,
    cycle: CycleOption = None,
    model: ModelOption = None,
    lang: LangOption = None,
    format: FormatOption = "table",
    output: OutputOption = None,
) -> int:
    """Assess everyone: who meets the requirements, who is short, who is unassessed."""
    from ..analysis.assessment import assess as run
    from ..analysis.remarks import remarks
    from ..reports import documents, tabular
    from ..reports.markdown import markdown
    from ..reports.views import assessment as view
    from .outputs import targets, write

    ctx = context(lang)
    to = targets(format, output or [], REPORTS)
    dictionary = the_model(model, ctx)
    read = _read(ratings, roster, dictionary, ctx)
    if read.people.is_empty() and format in ("table", "markdown"):
        return nothing_read(read.diagnostics, ctx)
    result = run(dictionary, read, cycle=cycle)
    report: Report = {
        "table": lambda: view.view(result, ctx.words),
        "markdown": lambda: markdown(view.view(result, ctx.words)),
        "json": lambda: documents.dumps(documents.assessment_document(result)),
        "csv": lambda: tabular.csv(tabular.assessment_frame(result)),
        "parquet": lambda: tabular.parquet(tabular.assessment_frame(result)),
    }
    found = ctx.settings.policy.apply([*read.diagnostics, *remarks(result)])
    print_findings(found, ctx, report=format)
    write(report, to)
    return exit_code(found, ctx)


@app.command(
    epilog="Examples: `comp gap ratings.csv --employee E001` · `comp gap -e E001` (ratings named in comp.toml) · "
    "`comp gap ratings.csv -e E001 --position account_director`",
)
@guarded
def gap(
    ratings: Annotated[list[str] | None, typer.Argument(help="Ratings files; - is standard input.")] = None,
    employee: Annotated[str, typer.Option("--employee", "-e", metavar="ID", help="The employee's id.")] = "",
    position: Annotated[
        str | None, typer.Option("--position", "-p", help="Ask against this position instead of the person's own.")
    ] = None,
    roster: RosterOption = None,
    cycle: CycleOption = None,
    model: ModelOption = None,
    lang: LangOption = None,
    format: FormatOption = "table",
    output: OutputOption = None,
) -> int:
    """One person: my strengths, and what I still have to develop, with the behaviours for it."""
    from ..analysis.person import person_gap
    from ..analysis.remarks import remarks
    from ..reports import documents, tabular
    from ..reports.markdown import markdown
    from ..reports.views import person as view
    from .outputs import targets, write
    from .requests import find_employee, find_position

    ctx = context(lang)
    to = targets(format, output or [], REPORTS)
    dictionary = the_model(model, ctx)
    where = find_position(position, dictionary).id if position is not None else None
    read = _read(ratings, roster, dictionary, ctx)
    if read.people.is_empty():
        return nothing_read(read.diagnostics, ctx)
    id = find_employee(employee, read, cycle)
    result = person_gap(dictionary, read, id, cycle=cycle, position=where)
    report: Report = {
        "table": lambda: view.view(result, ctx.words),
        "markdown": lambda: markdown(view.view(result, ctx.words)),
        "json": lambda: documents.dumps(documents.gap_document(result)),
        "csv": lambda: tabular.csv(tabular.assessment_frame(result.assessment)),
        "parquet": lambda: tabular.parquet(tabular.assessment_frame(result.assessment)),
    }
    found = ctx.settings.policy.apply([*read.diagnostics, *remarks(result.assessment)])
    print_findings(found, ctx, report=format)
    write(report, to)
    return exit_code(found, ctx)


@app.command(
    epilog="Examples: `comp check` (what comp.toml names) · `comp check ratings.csv` · `comp check my_model.yaml` · "
    "`comp check ratings.csv --format concise`",
)
@guarded
def check(
    files: Annotated[
        list[str] | None, typer.Argument(help="Ratings files and dictionaries (.yaml); - is standard input.")
    ] = None,
    roster: RosterOption = None,
    model: ModelOption = None,
    lang: LangOption = None,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help="Findings as full, concise, json, github, gitlab, sarif, junit or markdown.",
        ),
    ] = "full",
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
    from .checking import Request, check_files

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
        encoding=encoding,
        baseline=baseline,
        update_baseline=update_baseline,
    )
    return check_files(request, context(lang))


@app.command(epilog="Examples: `comp rule R401` · `comp rule level-out-of-range` · `comp rule --all`")
@guarded
def rule(
    code: Annotated[str | None, typer.Argument(help="Code or name of a finding.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="List all rules.")] = False,
    lang: LangOption = None,
    format: Annotated[str, typer.Option("--format", "-f", metavar="NAME", help="As table or markdown.")] = "table",
    output: OutputOption = None,
) -> int:
    """Explain a finding: what it means, why it matters, what to do."""
    from ..reports.markdown import markdown
    from ..reports.views import rules as views
    from .outputs import targets, write
    from .requests import find_rule

    ctx = context(lang)
    to = targets(format, output or [], ("table", "markdown"))
    blocks = views.all_rules(ctx.words) if everything else views.rule_view(find_rule(code), ctx.words)
    write({"table": lambda: blocks, "markdown": lambda: markdown(blocks)}, to)
    return 0


export = typer.Typer(
    help="Write the schema of dictionaries, or describe ratings, for other tools.", no_args_is_help=True
)
app.add_typer(export, name="export")


@export.command(epilog="Example: `comp export schema --output comp.dictionary.schema.json`")
@guarded
def schema(output: OutputOption = None) -> int:
    """The JSON Schema of a dictionary, for editors and other checkers."""
    from ..model.json_schema import dictionary_schema
    from ..reports import documents
    from .outputs import targets, write

    to = targets("json", output or [], ("json",))
    write({"json": lambda: documents.dumps(dictionary_schema())}, to)
    return 0


@export.command(epilog="Example: `comp export datapackage ratings.csv --output datapackage.json`")
@guarded
def datapackage(
    ratings: Annotated[list[str] | None, typer.Argument(help="Ratings files (text).")] = None,
    model: ModelOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
) -> int:
    """A Frictionless data package of ratings files, with the model's constraints."""
    from ..reports import documents
    from .exporting import describe
    from .outputs import targets, write

    ctx = context(lang)
    to = targets("json", output or [], ("json",))
    package = describe(ratings or list(ctx.settings.ratings), the_model(model, ctx), ctx)
    write({"json": lambda: documents.dumps(package)}, to)
    return 0


def _read(paths: list[str] | None, roster: str | None, model: Model, ctx: Context) -> Ratings:
    """The ratings of the command line, else of the settings."""
    from ..ratings.reading import read_ratings

    chosen = paths or list(ctx.settings.ratings)
    if not chosen:
        raise CannotRun(
            "没有评分文件；请写在命令后，或写进 comp.toml 的 ratings",
            "no ratings file: name one after the command, or as `ratings` in comp.toml",
        )
    listed = roster or ctx.settings.roster
    return read_ratings([path for path in chosen if path != listed], model, listed)
