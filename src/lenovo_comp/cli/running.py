"""How every command runs: settings, model and ratings in; findings out; one exit code."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, ParamSpec

import typer

from ..catalogue import COULD_NOT_RUN
from ..diagnostics import CannotRun, Diagnostic, Findings, Severity, count, shown_path
from ..inputs import expanded
from ..language import LANGUAGES, Language
from ..model.dictionary import Model
from ..reports.words import Words
from . import failures, guarding
from .entry import CANNOT_RUN, CLEAN, FINDINGS
from .settings import Settings, cache_folder, load_settings, locale_language, with_thresholds

if TYPE_CHECKING:
    from ..ratings.reading import Ratings

MOST_SHOWN = 5
"""Findings that `assess` and `gap` print before they point to `check`."""

MOST_MADE = 100
"""Findings of a rule that are made for them; all are counted."""

P = ParamSpec("P")


class Context(NamedTuple):
    """What every command needs: the settings, the language, its wording."""

    settings: Settings
    words: Words

    @property
    def language(self) -> Language:
        return self.words.language


def context(lang: str | None) -> Context:
    """Settings of this folder; the language of the option, the settings or the locale."""
    settings = load_settings(Path.cwd(), os.environ)
    guarding.protect([settings.file, settings.model, settings.roster, *settings.ratings])
    guarding.protect([settings.baseline], "baseline")
    if lang is not None and lang not in LANGUAGES:
        raise CannotRun(f"--lang 须为 zh 或 en，不是“{lang}”", f'--lang is zh or en, not "{lang}"')
    chosen = next((x for x in LANGUAGES if x == lang), None)
    return Context(settings, Words(chosen or settings.language or locale_language(os.environ)))


def guarded(command: Callable[P, int]) -> Callable[P, None]:
    """A command that returns an exit code → one that exits with it, whatever happens."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        def begun() -> int:
            guarding.protect_arguments(command, kwargs)
            return command(*args, **kwargs)

        raise typer.Exit(failures.exit_code(begun, kwargs.get("lang")))

    return run


def exit_code(diagnostics: Sequence[Diagnostic], ctx: Context) -> int:
    """2 where a file could not be opened, 1 where anything found fails the run, else 0."""
    if any(d.rule.code in COULD_NOT_RUN for d in diagnostics):
        return CANNOT_RUN
    return FINDINGS if ctx.settings.policy.fails(diagnostics) else CLEAN


def nothing_read(diagnostics: Sequence[Diagnostic], ctx: Context) -> int:
    """Where no ratings file could be opened there is nothing to report but that."""
    print_findings(diagnostics, ctx, all=True)
    return exit_code(diagnostics, ctx)


def read(
    paths: Sequence[str] | None,
    roster: str | None,
    model: Model,
    ctx: Context,
    receipt: str | None = None,
    most: int = MOST_MADE,
) -> Ratings:
    """The ratings that the command line names, else the settings; the roster is no ratings file.

    Digests of the files are made for a `receipt` only. Of a rule the first `most` findings are made (0: all). On
    a terminal, it shows how far reading is.
    """
    from ..ratings.reading import read_ratings
    from .progress import progress

    chosen = paths or list(ctx.settings.ratings)
    if not chosen:
        raise CannotRun(
            "没有评分文件；请写在命令后，或写进 comp.toml 的 ratings",
            "no ratings file: name one after the command, or as `ratings` in comp.toml",
        )
    listed = roster or ctx.settings.roster
    files = [p for p in expanded(chosen) if listed is None or shown_path(p) != shown_path(listed)]
    with progress(ctx.words) as told:
        return read_ratings(files, model, listed, told, most=most, digests=receipt is not None)


def the_model(option: str | None, ctx: Context) -> Model:
    """The dictionary to work with: the option's, the settings', else the built-in one, adapted to the project.

    Prints what is wrong with it; raises CannotRun where it can't be used.
    """
    from ..model.shipped import shipped_model

    return adapted(load(option or ctx.settings.model or str(shipped_model()), ctx), ctx)


def adapted(model: Model, ctx: Context) -> Model:
    """The dictionary with the project's thresholds."""
    return with_thresholds(model, ctx.settings.thresholds)


def load(path: str, ctx: Context) -> Model:
    """The dictionary of a file. Prints what is wrong with it; raises CannotRun where it can't be used."""
    from ..model.loading import load_model

    model, found = load_model(path, cache_folder(os.environ))
    if model is None:
        print_findings(found, ctx, all=True)
        raise CannotRun(f"字典 {path} 不可用", f"the dictionary {path} can't be used")
    return model


def print_findings(
    diagnostics: Sequence[Diagnostic], ctx: Context, *, all: bool = False, report: str | None = None
) -> None:
    """Findings on standard error: all with remedies, or the worst in a line each, and how many more.

    What the assessment itself remarks (A5xx) stands in a `table` report already.
    """
    if report == "table":
        found = Findings(diagnostics) if not isinstance(diagnostics, Findings) else diagnostics
        rules = {r: n for r, n in found.totals.items() if not r.code.startswith("A")}
        diagnostics = Findings((d for d in found if d.rule in rules), rules)
    from ..reports import terminal
    from ..reports.blocks import Span, text
    from ..reports.views import findings

    if all:
        terminal.write(findings.full(diagnostics, ctx.words), sys.stderr)
        return
    worst = sorted((d for d in diagnostics if d.severity is not Severity.INFO), key=lambda d: d.severity.rank)
    terminal.write(findings.concise(worst[:MOST_SHOWN], ctx.words), sys.stderr)
    total = sum(n for severity, n in count(diagnostics).items() if severity is not Severity.INFO)
    if total > MOST_SHOWN:
        terminal.write([text(Span(ctx.words("more_findings", more=f"{total - MOST_SHOWN:,}"), "dim"))], sys.stderr)
