"""`comp export`: what other tools can read."""

from __future__ import annotations

import typer

from ..options import LangOption, ModelOption, OutputOption, RatingsArgument
from ..running import context, guarded, the_model

app = typer.Typer(
    name="export",
    help="Write the schema of dictionaries, or describe ratings, for other tools.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
)


@app.command(epilog="Example: `comp export schema --output comp.dictionary.schema.json`")
@guarded
def schema(output: OutputOption = None) -> int:
    """The JSON Schema of a dictionary, for editors and other checkers."""
    from ...model.json_schema import dictionary_schema
    from ...reports.documents.parts import dumps
    from ..outputs import targets, write

    context(None)
    to = targets("json", output or [], ("json",))
    write({"json": lambda: dumps(dictionary_schema())}, to)
    return 0


@app.command(epilog="Example: `comp export datapackage ratings.csv --output datapackage.json`")
@guarded
def datapackage(
    ratings: RatingsArgument = None,
    model: ModelOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
) -> int:
    """A Frictionless data package of ratings files, with the model's constraints."""
    from ...reports.documents.parts import dumps
    from ..exporting import describe
    from ..outputs import targets, write

    ctx = context(lang)
    to = targets("json", output or [], ("json",))
    package = describe(ratings or list(ctx.settings.ratings), the_model(model, ctx), ctx)
    write({"json": lambda: dumps(package)}, to)
    return 0
