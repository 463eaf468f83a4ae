"""`comp export`: schema and data package for other tools."""

from collections.abc import Callable
from typing import Any

import typer

from ...reports.shared.run import Panel, Report
from ..options import LangOption, ModelOption, OutputOption, RatingsArgument
from ..session import Session, with_session

PANEL = Panel.START
app = typer.Typer(
    name="export",
    help="Write the schema of dictionaries, or describe ratings, for other tools.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
)


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
