"""Options that several reports share, but not all."""

from typing import Annotated

import typer

READS = object()
"""Marks a parameter of a command that names files to be read: `Annotated[str, typer.Option(…), READS]`."""

EmployeeOption = Annotated[str, typer.Option("--employee", "-e", metavar="ID|NAME", help="The employee's id or name.")]
AgainstOption = Annotated[
    str | None, typer.Option("--position", "-p", help="Ask against this position instead of the person's own.")
]
FullOption = Annotated[bool, typer.Option("--full", help="Show everything, however long.")]
