"""`comp check`: dictionaries and ratings in, findings out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..diagnostics import CannotRun, Diagnostic, in_order
from ..model.loading import load_model
from ..ratings.reading import Input, read_ratings
from ..reports import documents
from ..reports.blocks import Block
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
    inputs: list[Input] = []
    invalid: list[str] = []
    for path in dictionaries:
        loaded, problems = load_model(path)
        found += problems
        if loaded is None:
            invalid.append(path)
        else:
            inputs.append(Input(path, loaded.sha256, "utf-8", sum(1 for _ in loaded.statements())))
    against = model or settings.model
    if ratings and against not in invalid:
        read = read_ratings(ratings, the_model(model, ctx), roster or settings.roster)
        found += read.diagnostics
        inputs += read.inputs
    found = in_order(found)

    def closed(blocks: list[Block]) -> list[Block]:
        return [*blocks, *view.closing(found, inputs, ctx.words)]

    report = Report(
        blocks=lambda: closed(view.table(found, ctx.words)),
        people={
            "full": lambda: closed(view.full(found, ctx.words)),
            "concise": lambda: view.concise(found, ctx.words),
        },
        machine={"json": lambda: documents.dumps(documents.diagnostics_document(found, ctx.language))},
    )
    write(report, targets(format, outputs, report.formats))
    return exit_code(found)
