"""The command line as a whole: the commands, and the options that stand before them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Annotated

import typer

from ..version import __version__
from .commands import assess, check, explain, export, gap, rule, show_model
from .options import LangOption, ModelOption
from .running import TRACEBACK

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

COMMANDS: dict[str, tuple[Callable[..., None], str]] = {
    "show-model": (show_model.show_model, show_model.EPILOG),
    "assess": (assess.assess, assess.EPILOG),
    "gap": (gap.gap, gap.EPILOG),
    "explain": (explain.explain, explain.EPILOG),
    "check": (check.check, check.EPILOG),
    "rule": (rule.rule, rule.EPILOG),
}
for name, (command, epilog) in COMMANDS.items():
    app.command(name, epilog=epilog)(command)
app.add_typer(export.app, name="export")


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
    ctx.default_map = {**dict.fromkeys(COMMANDS, given), "export": {"datapackage": given}}
