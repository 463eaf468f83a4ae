"""`comp show-model`: shows the dictionary or a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from ...findings.finding import CannotRun
from ...model.dictionary import Competency
from ...text import Text
from ..shared.options import POSITION, Argument, Option, described
from ..shared.requests import find_level, find_position
from ..shared.run import Form, Panel, Report, Run

if TYPE_CHECKING:
    import polars as pl

    from ...model.dictionary import Model
    from ..shared.blocks import Block
    from ..shared.words import Words

PANEL = Panel.START
TAKES = ("model",)
OFFERS: tuple[Form, ...] = ("blocks", "document", "frame")

_COMPETENCY = Annotated[
    str | None,
    Argument(
        metavar=Text("胜任能力", "COMPETENCY"),
        help=Text("只看此胜任能力或分组：标识、名称或别名。", "Show this competency or group: id, name or alias."),
    ),
]

_LEVEL = Annotated[
    int | None,
    Option(
        "--level",
        "-l",
        metavar=Text("层级", "N"),
        help=Text("只看此胜任能力的一个层级。", "Show one level of the competency."),
    ),
]
_POSITION = Annotated[
    str | None,
    Option("--position", "-p", metavar=POSITION, help=Text("查看此岗位的要求。", "Show what this position requires.")),
]
_NOTES = Annotated[
    bool,
    Option(
        "--notes",
        help=Text("列出对原文疏漏的说明（供字典编辑使用）。", "Show notes on slips of the source, for editors."),
    ),
]


@described(
    Text(
        "查看字典：胜任能力、层级、行为描述、岗位。",
        "Show the dictionary: competencies, levels, behaviours, positions.",
    ),
    {
        "comp show-model": None,
        "comp show-model market_information --level 2": None,
        "comp show-model 沟通": None,
        "comp show-model professional": Text("一个层次或分组", "a layer or group"),
        "comp show-model --position account_manager --lang en": None,
        "comp show-model -o handbook.html": Text("整部字典，作为文档", "the whole dictionary as a document"),
    },
)
def command(
    *, competency: _COMPETENCY = None, level: _LEVEL = None, position: _POSITION = None, notes: _NOTES = False, run: Run
) -> Report:
    from . import groups
    from . import text as views
    from .document import model_document

    if competency is not None and position is not None:
        raise CannotRun("胜任能力与 --position 只能取其一", "type a competency or --position, not both")
    if notes and position is not None:
        raise CannotRun("--notes 不能与 --position 同用", "--notes can't be used with --position")
    model, words = run.model, run.words
    part = groups.find_part(competency, model) if competency is not None else None
    only = part if isinstance(part, Competency) else None
    at = find_level(level, only) if level is not None else None
    where = find_position(position, model) if position is not None else None

    def table() -> Sequence[Block]:
        if only is not None:
            return views.competency_view(model, only, at, words, notes=notes)
        if notes:
            of_group = None if some is None else (s for c in some for _, s in c.statements())
            return views.noted(of_group or model.statements(), words)
        if isinstance(part, groups.Group):
            return groups.group_view(part, words)
        if where is not None:
            return views.position_view(model, where, words)
        return groups.overview(model, words) if groups.is_large(model) else views.overview(model, words)

    def blocks() -> Sequence[Block]:
        if only is not None or where is not None or notes:
            return table()
        from . import handbook

        return handbook.group(model, part, words) if isinstance(part, groups.Group) else handbook.view(model, words)

    def frame() -> pl.DataFrame:
        from .frame import model_frame

        return model_frame(model, some, at)

    some = part.competencies if isinstance(part, groups.Group) else None if only is None else (only,)
    return Report(
        blocks=blocks,
        table=table,
        document=lambda: model_document(model, some, where, at),
        frame=frame,
        page=(lambda _: _handbook(model, words)) if part is None and where is None and not notes else None,
    )


def _handbook(model: Model, words: Words) -> str:
    from .page import handbook_page

    return handbook_page(model, words)
