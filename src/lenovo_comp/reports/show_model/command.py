"""`comp show-model`: shows the dictionary or a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ...findings.finding import CannotRun
from ...model.dictionary import Competency
from ..shared.requests import find_level, find_position
from ..shared.run import Form, Panel, Report, Run

if TYPE_CHECKING:
    import polars as pl

    from ..shared.blocks import Block

PANEL = Panel.START
TAKES = ("model",)
OFFERS: tuple[Form, ...] = ("blocks", "document", "frame")
EPILOG = (
    "Examples: `comp show-model` · `comp show-model market_information --level 2` · "
    "`comp show-model 沟通` · `comp show-model professional` (a layer or group) · "
    "`comp show-model --position account_manager --lang en` · "
    "`comp show-model -o handbook.html` (the whole dictionary as a document)"
)


def command(
    *,
    competency: Annotated[
        str | None, typer.Argument(help="A competency or group: id, Chinese or English name, or alias.")
    ] = None,
    level: Annotated[int | None, typer.Option("--level", "-l", help="One level of the competency.")] = None,
    position: Annotated[str | None, typer.Option("--position", "-p", help="What a position requires.")] = None,
    run: Run,
) -> Report:
    """Show the dictionary: competencies, levels, behaviours, positions."""
    from . import groups
    from . import text as views
    from .document import model_document

    if competency is not None and position is not None:
        raise CannotRun("胜任能力与 --position 只能取其一", "ask for a competency or for a --position, not both")
    model, words = run.model, run.words
    part = groups.find_part(competency, model) if competency is not None else None
    only = part if isinstance(part, Competency) else None
    at = find_level(level, only) if level is not None else None
    where = find_position(position, model) if position is not None else None

    def table() -> Sequence[Block]:
        if only is not None:
            return views.competency_view(model, only, at, words)
        if isinstance(part, groups.Group):
            return groups.group_view(part, words)
        if where is not None:
            return views.position_view(model, where, words)
        return groups.overview(model, words) if groups.is_large(model) else views.overview(model, words)

    def blocks() -> Sequence[Block]:
        if only is not None or where is not None:
            return table()
        from . import handbook

        return handbook.group(model, part, words) if isinstance(part, groups.Group) else handbook.view(model, words)

    def frame() -> pl.DataFrame:
        from .frame import model_frame

        return model_frame(model, some, at)

    some = part.competencies if isinstance(part, groups.Group) else None if only is None else (only,)
    return Report(blocks=blocks, table=table, document=lambda: model_document(model, some, where, at), frame=frame)
