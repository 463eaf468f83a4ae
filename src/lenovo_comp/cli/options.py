"""The options that commands share."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from ..reports.shared.options import READS

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
OutputOption = Annotated[
    list[str] | None,
    typer.Option(
        "--output", "-o", metavar="[NAME:]FILE", help="Write a report to a file as well; may be given several times."
    ),
]
RatingsArgument = Annotated[list[str] | None, typer.Argument(help="Ratings files; - is standard input."), READS]
SHARED: dict[str, Any] = {
    "ratings": RatingsArgument,
    "roster": RosterOption,
    "cycle": Annotated[
        str | None, typer.Option("--cycle", metavar="C", help="Cycle to assess; by default the newest in the files.")
    ],
    "model": ModelOption,
    "receipt": Annotated[
        str | None,
        typer.Option("--receipt", metavar="FILE", help="Record what was read and written, with digests. Confidential."),
    ],
}
"""Parameter → option or argument that a report's command may take (`TAKES`); the value is None where it isn't given."""


def format_option(formats: Sequence[str]) -> Any:
    """The option `--format` with these choices, the default first."""
    return typer.Option("--format", "-f", metavar="NAME", help=f"What goes to standard output: {', '.join(formats)}.")
