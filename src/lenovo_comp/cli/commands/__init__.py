"""The commands: one module of this folder or of a report each, imported when it is called."""

import inspect
from collections.abc import Callable, Sequence
from inspect import Parameter
from types import ModuleType
from typing import Annotated, Any, get_type_hints

import typer

from ... import reports
from ...folders import folders_with, module_of, modules_of
from ...reports import formats
from ...reports.shared.run import NothingRead
from ..guarding import Guard
from ..help import Command
from ..options import SHARED, LangOption, OutputOption, format_option
from ..session import Session, SharedValues, to_typer

TAKES = ("ratings", "roster", "cycle", "model", "receipt")
"""The shared options that a report's command takes, unless it has a `TAKES` of its own."""


def names() -> tuple[str, ...]:
    """All commands, as they are typed, sorted."""
    found = (*folders_with(reports.__name__, "command"), *modules_of(__name__))
    return tuple(sorted(name.replace("_", "-") for name in found))


def module(name: str) -> ModuleType:
    """The module of a command."""
    folder = name.replace("-", "_")
    if folder in modules_of(__name__):
        return module_of(__name__, folder)
    return module_of(f"{reports.__name__}.{folder}", "command")


def build_typer(name: str) -> typer.Typer:
    """The command, or group of commands, as a Typer application."""
    found = module(name)
    if hasattr(found, "app"):
        return found.app  # type: ignore[no-any-return]
    command = found.command if hasattr(found.command, "__signature__") else _wrap_report(found, found.command)
    alone = typer.Typer(rich_markup_mode="markdown", add_completion=False)
    alone.command(name, cls=Command)(command)
    return alone


def _wrap_report(found: ModuleType, command: Callable[..., Any]) -> Callable[..., None]:
    """A report's command `(*, …, run) → Report` for Typer, with the parameters that reports share."""
    takes, offered = getattr(found, "TAKES", TAKES), formats.formats_for(found.OFFERS)
    hints = get_type_hints(command, include_extras=True)
    own = [p for name, p in inspect.signature(command).parameters.items() if name != "run"]
    # Help lists parameters in their order: the shared ones stand where the command has `run` (decision 0016).
    at = [*inspect.signature(command).parameters].index("run")
    own = [p.replace(annotation=hints[p.name], kind=Parameter.KEYWORD_ONLY) for p in own]
    shared = {name: _parameter(name, SHARED[name]) for name in takes}
    parameters = [
        *(shared[name] for name in takes if name == "ratings"),
        *own[:at],
        *(shared[name] for name in takes if name in ("roster", "cycle")),
        *own[at:],
        *(shared[name] for name in takes if name == "model"),
        _parameter("lang", LangOption),
        Parameter(
            "format", Parameter.KEYWORD_ONLY, default=formats.DEFAULT, annotation=Annotated[str, format_option(offered)]
        ),
        _parameter("output", OutputOption),
        *(shared[name] for name in takes if name == "receipt"),
    ]

    def run(guard: Guard, *, lang: str | None, format: str, output: Sequence[str] | None, **values: Any) -> int:
        given = SharedValues(**{name: values[name] for name in takes})
        session = Session(guard, lang, given)
        where = session.targets(format, output, offered)
        try:
            report = command(run=session, **{p.name: values[p.name] for p in own})
        except NothingRead as nothing:
            session.print_findings(nothing.findings, all=True)
            return session.exit_code(nothing.findings)
        return session.finish(report, where)

    return to_typer(run, parameters, command)


def _parameter(name: str, annotation: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
