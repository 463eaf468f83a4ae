"""`comp check`: dictionaries and ratings in, findings out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..diagnostics import CannotRun, Diagnostic, in_order
from ..model.loading import load_model
from ..ratings.reading import read_ratings
from ..reports import documents
from ..reports.blocks import Block
from ..reports.markdown import markdown
from ..reports.views import findings as view
from .outputs import Report, targets, write
from .running import Context, exit_code, the_model

_DICTIONARY = (".yaml", ".yml")


def check_files(
    files: Sequence[str], roster: str | None, model: str | None, format: str, outputs: Sequence[str], ctx: Context
) -> int:
    """Check what is named, else what the settings name; returns the exit code.

    Ratings are checked against `--model`, the settings' dictionary or the built-in one.
    """
    to = targets(format, outputs, ("full", "concise", "json", "markdown"))
    settings = ctx.settings
    dictionaries = [f for f in files if Path(f).suffix.lower() in _DICTIONARY]
    ratings = [f for f in files if f not in dictionaries]
    if not files:
        dictionaries = [settings.model] if settings.model and model is None else []
        ratings = list(settings.ratings)
    if not dictionaries and not ratings:
        raise CannotRun(
            "没有要检查的文件；请写在命令后，或写进 comp.toml",
            "nothing to check: name files after the command, or in comp.toml",
        )
    found: list[Diagnostic] = []
    checked: list[tuple[str, int | None]] = []
    invalid: list[str] = []
    for path in dictionaries:
        loaded, problems = load_model(path)
        found += problems
        checked.append((path, None))
        if loaded is None:
            invalid.append(path)
    against = model or settings.model
    if ratings and against not in invalid:
        read = read_ratings(ratings, the_model(model, ctx), roster or settings.roster)
        found += read.diagnostics
        checked += [(i.path, i.rows) for i in read.inputs]
    found = in_order(found)

    def closed(blocks: list[Block]) -> list[Block]:
        return [*blocks, *view.closing(found, checked, ctx.words)]

    report: Report = {
        "full": lambda: closed(view.full(found, ctx.words)),
        "concise": lambda: view.concise(found, ctx.words),
        "json": lambda: documents.dumps(documents.diagnostics_document(found, ctx.language)),
        "markdown": lambda: markdown(closed(view.table(found, ctx.words))),
    }
    write(report, to)
    return exit_code(found)
