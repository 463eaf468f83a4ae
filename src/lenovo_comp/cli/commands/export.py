"""`comp export`: a dictionary as a workbook, the template to write one in, schema and data package for other tools."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from ...reports.shared.run import Panel, Report
from ..options import LangOption, ModelOption, OutputOption, RatingsArgument
from ..session import Session, with_session

PANEL = Panel.START
app = typer.Typer(
    name="export",
    help="Write a dictionary as a workbook, a template for one, or descriptions for other tools.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
)


FileOption = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The workbook to write.")]


@app.command(
    epilog="Examples: `comp export xlsx -o dictionary.xlsx` · `comp export xlsx -m my.yaml --plain -o my.xlsx`"
)
@with_session
def xlsx(
    session: Session,
    output: FileOption,
    model: ModelOption = None,  # noqa: ARG001 - the session's model
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="zh|en", help="Language of heads; with --plain also the only one to write."),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="The template filled in: what it has no place for is lost.")
    ] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="CODE", help="A loss agreed to; it no longer makes the exit 1."),
    ] = None,
    report: Annotated[
        str | None, typer.Option("--report", metavar="FILE", help="Write the conversion report as JSON.")
    ] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="NAME", help="The report as full, concise, json or markdown.")
    ] = "full",
) -> int:
    """A dictionary as a workbook with everything in it; `comp import` reads it back."""
    from ..exporting import Request, export_xlsx

    return export_xlsx(Request(output, plain, lang, accept or (), report, format), session)


@app.command(
    epilog="Examples: `comp export template -o template.xlsx` · `comp export template -o t.xlsx --lang both --levels 5`"
)
@with_session
def template(
    session: Session,
    output: FileOption,
    # Not `lang`: that is the session's, which speaks one language.
    languages: Annotated[
        str | None, typer.Option("--lang", metavar="zh|en|both", help="Language of the texts to be filled in.")
    ] = None,
    most: Annotated[int, typer.Option("--levels", metavar="N", help="Levels to begin with; 0 for none.")] = 4,
) -> int:
    """The workbook in which authors write a dictionary; `comp import` makes a dictionary of it."""
    from ..exporting import export_template

    return export_template(output, languages, most, session)


@app.command(epilog="Example: `comp export schema --output comp.dictionary.schema.json`")
@with_session
def schema(session: Session, output: OutputOption = None) -> int:
    """The JSON Schema of a dictionary, for editors and other checkers."""
    from ...model.json_schema import dictionary_schema

    return _write(session, output, dictionary_schema)


@app.command(epilog="Example: `comp export datapackage ratings.csv --output datapackage.json`")
@with_session
def datapackage(
    session: Session,
    ratings: RatingsArgument = None,
    model: ModelOption = None,  # noqa: ARG001 - the session's model
    lang: LangOption = None,  # noqa: ARG001 - the session's language
    output: OutputOption = None,
) -> int:
    """A Frictionless data package of ratings files, with the model's constraints."""
    from ..datapackage import describe

    return _write(session, output, lambda: describe(ratings or list(session.settings.ratings), session))


def _write(session: Session, output: list[str] | None, document: Callable[[], dict[str, Any]]) -> int:
    targets = session.targets("json", output, ("json",))
    return session.finish(Report(document=document), targets)
