"""One run of a command: reads settings, model and ratings, writes findings and reports, returns an exit code."""

from __future__ import annotations

import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from inspect import Parameter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_type_hints

import typer

from ..findings.catalogue import COULD_NOT_RUN
from ..findings.finding import CannotRun, Finding, Findings, Severity, count, shown_path
from ..inputs import expand_patterns
from ..model.dictionary import Model
from ..model.names import not_one_of
from ..ratings.files.kinds import READ
from ..reports import formats
from ..reports.shared.run import Empty, NothingRead, Report, Run
from ..reports.shared.words import Words
from ..text import LANGUAGES, Language
from . import failures
from .exits import CANNOT_RUN, CLEAN, FINDINGS, clean_up
from .guarding import Guard
from .language import locale_language
from .outputs import Origin, Registry, Target, targets, write
from .settings import cache_folder, load_settings, made_at
from .thresholds import with_thresholds
from .writing import temporary_folder

if TYPE_CHECKING:
    from datetime import datetime

    from ..ratings.reading import Ratings

MOST_SHOWN = 5
"""Findings that a report prints before it points to `check`."""
MOST_MADE = 100
"""Findings of a rule that are made in full, with place and excerpt; all are counted."""
_FOR_PEOPLE = ("table", "markdown")


class SharedValues(NamedTuple):
    """Values of the shared options; None where the settings decide, or nobody does."""

    ratings: Sequence[str] | None = None
    roster: str | None = None
    cycle: str | None = None
    model: str | None = None
    receipt: str | None = None


class Session(Run):
    """One run; model and ratings are read when they are first asked for."""

    def __init__(self, guard: Guard, lang: str | None, given: SharedValues) -> None:
        """Read the settings of this folder. Raises CannotRun where they or the language are invalid."""
        self.guard, self.given, self._lang = guard, given, lang
        self.settings = load_settings(Path.cwd(), os.environ)
        settings = self.settings
        guard.protect([settings.file, settings.model, settings.roster, settings.raters, *settings.ratings])
        guard.protect([self.settings.baseline], "baseline")
        if lang is not None and lang not in LANGUAGES:
            raise not_one_of("--lang", lang, LANGUAGES)
        chosen = next((x for x in LANGUAGES if x == lang), None)
        self.words = Words(chosen or self.settings.language or locale_language(os.environ))
        self._format = formats.DEFAULT
        self._told_of_blank = False

    @property
    def language(self) -> Language:
        return self.words.language

    @property
    def cycle(self) -> str | None:
        return self.given.cycle

    @property
    def roster(self) -> str | None:
        return self.given.roster

    @property
    def gates(self) -> Sequence[str]:
        return self.settings.gates

    @cached_property
    def model_path(self) -> str:
        """The file of the dictionary to work with."""
        from ..model.shipped import shipped_model

        return self.given.model or self.settings.model or str(shipped_model())

    @cached_property
    def model(self) -> Model:
        return self.adapt(self.dictionary(self.model_path))

    @cached_property
    def ratings(self) -> Ratings:
        return self.read(self.model)

    def dictionary(self, path: str) -> Model:
        from ..model.loading import load_model

        model, found = load_model(path, cache_folder(os.environ))
        if model is None:
            self.print_findings(found, all=True)
            raise CannotRun(f"字典 {path} 不可用", f"the dictionary {path} can't be used")
        return model

    def adapt(self, model: Model) -> Model:
        return with_thresholds(model, self.settings.thresholds)

    def read(
        self,
        model: Model,
        *,
        paths: Sequence[str] | None = None,
        empty: Empty = "never",
        all_findings: bool = False,
        digests: bool = True,
        parts: int = 1,
        returns: bool = False,
    ) -> Ratings:
        """As `Run.read`. With `returns` it is the rating sheets that are asked for: CSV ones too, and blank ones."""
        from ..ratings.mapping.file import mappings_of
        from ..ratings.reading import read_ratings
        from ..ratings.shelf import IN_MEMORY, Shelf
        from .blank_sheets import print_blank_sheets
        from .progress import progress

        chosen = paths or self.given.ratings or list(self.settings.ratings)
        if not chosen and self.settings.sources is None:
            raise CannotRun(
                "没有评分文件；请写在命令之后，或写入 comp.toml 的 ratings",
                "no ratings file; name one after the command, or as `ratings` in comp.toml",
            )
        roster = self.roster or self.settings.roster
        # A pattern may match the roster, too, which is no ratings file.
        files = [p for p in expand_patterns(chosen, READ) if roster is None or shown_path(p) != shown_path(roster)]
        most, digests = 0 if all_findings else MOST_MADE, digests and self.given.receipt is not None
        with progress(self.words) as advance:
            mappings = mappings_of(self.settings.sources, model, roster)
            ratings = read_ratings(
                files,
                model,
                roster,
                advance,
                most=most,
                digests=digests,
                by_cycle=all_findings,
                mappings=mappings,
                shelf=Shelf(temporary_folder()) if parts > 1 else IN_MEMORY,
                parts=parts,
                sheets_as_text=returns,
            )
        if ratings.returns and not returns and not self._told_of_blank:
            self._told_of_blank = print_blank_sheets(ratings.returns, self.words)  # a command may read them twice
        if ratings.people.is_empty() and not self._may_be_empty(ratings, empty):
            raise NothingRead(ratings.diagnostics)
        return ratings

    def _may_be_empty(self, ratings: Ratings, empty: Empty) -> bool:
        if empty in ("never", "always"):
            return empty == "always"
        with_roster = empty == "for machines or with a roster" and ratings.roster is not None
        return with_roster or self._format not in _FOR_PEOPLE

    @property
    def lang(self) -> str | None:
        """The language that the command line asks for."""
        return self._lang

    def command_line(self, command: str, *arguments: str) -> str:
        from .command_lines import command_line

        return command_line(command, self.given, self._lang, arguments)

    def policy(self, findings: Findings) -> Findings:
        return self.settings.policy.apply(findings)

    def made_at(self) -> datetime | None:
        return made_at()

    def targets(
        self, chosen: str, outputs: Sequence[str] | None, offered: Sequence[str], registry: Registry = formats
    ) -> list[Target]:
        """`--format`, `--output` and `--receipt` as targets, in `offered` formats; raises as `outputs.targets`."""
        self._format = chosen
        return targets(self.guard, chosen, outputs or [], offered, registry, self.given.receipt)

    def finish(self, report: Report, where: Sequence[Target]) -> int:
        """Write a report to its targets and its findings to standard error; returns the exit code."""
        found, origin = report.findings or Findings(), Origin(report.models)
        if (assessment := report.assessment) is not None:
            origin = Origin(report.models or [assessment.model], assessment.ratings.inputs)
            if report.findings is None:
                from ..method.assessment_findings import assessment_findings

                found = self.policy(assessment.ratings.diagnostics + assessment_findings(assessment))
            self.print_findings(found, report=next(t.format for t in where if t.file is None))
        code = self.exit_code(found)
        if report.people is not None:
            from .people_files import write_people

            write_people(self, report.people, report.assessment, where, origin)
        else:
            write(self.renderer(report, found), where, origin)
        if report.complaints:
            formats.table.write(report.complaints, sys.stderr)
        # A gate that fails exits with 1, but never hides that a file could not be read (2).
        return FINDINGS if code == CLEAN and not report.holds else code

    def renderer(self, report: Report, findings: Findings) -> Callable[[str], formats.Content]:
        """The function format name → the report in that format."""
        return lambda name: formats.format_of(name).render(report, findings, self.words)

    def exit_code(self, findings: Iterable[Finding]) -> int:
        """2 where a file could not be opened, 1 where anything found fails the run, else 0."""
        findings = list(findings)
        if any(d.rule.code in COULD_NOT_RUN for d in findings):
            return CANNOT_RUN
        return FINDINGS if self.settings.policy.fails(findings) else CLEAN

    def print_findings(self, findings: Sequence[Finding], *, all: bool = False, report: str | None = None) -> None:
        """Print findings on standard error: `all` with remedies, or the worst in a line each, and how many more.

        `report` is the format on standard output, if there is one.
        """
        # What the assessment itself finds (A5xx) stands in the remarks of a `table` already.
        if report == formats.DEFAULT:
            found = findings if isinstance(findings, Findings) else Findings(findings)
            findings = found.only(lambda rule: not rule.code.startswith("A"))
        from ..findings.formats.concise import concise
        from ..findings.formats.full import full
        from ..reports.shared.blocks import Span, text

        if all:
            formats.table.write(full(findings, self.words), sys.stderr)
            return
        worst = sorted((d for d in findings if d.severity is not Severity.INFO), key=lambda d: d.severity.rank)
        formats.table.write(concise(worst[:MOST_SHOWN], self.words), sys.stderr)
        total = sum(n for severity, n in count(findings).items() if severity is not Severity.INFO)
        if total > MOST_SHOWN:
            more = self.words("more_findings", more=f"{total - MOST_SHOWN:,}")
            formats.table.write([text(Span(more, "dim"))], sys.stderr)


def with_session(command: Callable[..., int], takes: Sequence[str] = ("model",)) -> Callable[..., None]:
    """The command `(session, …) → exit code` as a function for Typer; `takes` are its parameters of `SharedValues`."""
    hints = get_type_hints(command, include_extras=True)
    _, *own = inspect.signature(command).parameters.values()
    parameters = [p.replace(annotation=hints[p.name]) for p in own]

    def run(guard: Guard, **values: Any) -> int:
        return command(
            Session(guard, values.get("lang"), SharedValues(**{name: values.get(name) for name in takes})), **values
        )

    return to_typer(run, parameters, command)


def to_typer(run: Callable[..., int], parameters: Sequence[Parameter], like: Callable[..., Any]) -> Callable[..., None]:
    """A function for Typer with these parameters, and the name of `like`, that exits with the code of `run`."""

    @functools.wraps(like)
    def command(context: typer.Context, **values: Any) -> None:
        def start() -> int:
            guard = context.find_object(Guard) or Guard()
            # Before anything else, so that no output can be claimed that is an input.
            guard.protect_arguments(parameters, values)
            try:
                return run(guard, **values)
            finally:
                clean_up()

        raise typer.Exit(failures.exit_code(start, values.get("lang")))

    first = Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    command.__signature__ = inspect.Signature([first, *parameters])  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in (first, *parameters)}
    # Typer would ask the wrapped function for its parameters.
    del command.__wrapped__
    return command
