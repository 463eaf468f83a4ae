"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from .guarding import READS

ModelOption = Annotated[
    str | None,
    typer.Option("--model", "-m", metavar="FILE", help="Dictionary to use instead of the built-in one."),
    READS,
]
LangOption = Annotated[
    str | None, typer.Option("--lang", metavar="zh|en", help="Language of the output; by default the locale's.")
]
RosterOption = Annotated[
    str | None,
    typer.Option("--roster", metavar="FILE", help="Table of employee_id, position, name, department, manager."),
    READS,
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
ReceiptOption = Annotated[
    str | None,
    typer.Option("--receipt", metavar="FILE", help="Record what was read and written, with digests. Confidential."),
]
MODEL_FORMATS = ("table", "json", "csv", "markdown", "html")
REPORTS = ("table", "json", "csv", "parquet", "markdown", "html", "xlsx")
FormatOption = Annotated[
    str, typer.Option("--format", "-f", metavar="NAME", help=f"What goes to standard output: {', '.join(REPORTS)}.")
]

RatingsArgument = Annotated[list[str] | None, typer.Argument(help="Ratings files; - is standard input."), READS]
EmployeeOption = Annotated[str, typer.Option("--employee", "-e", metavar="ID", help="The employee's id.")]
AgainstOption = Annotated[
    str | None, typer.Option("--position", "-p", help="Ask against this position instead of the person's own.")
]


def format_option(formats: Sequence[str]) -> Any:
    """`--format` of a command that has formats of its own."""
    return typer.Option("--format", "-f", metavar="NAME", help=f"As {', '.join(formats)}.")
