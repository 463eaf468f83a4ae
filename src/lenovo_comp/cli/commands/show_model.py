"""`comp show-model`: the dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ...diagnostics import CannotRun
from ..options import MODEL_FORMATS, LangOption, ModelOption, OutputOption, format_option
from ..running import context, guarded, the_model

if TYPE_CHECKING:
    from ...reports.blocks import Block
    from ..outputs import Report

EPILOG = (
    "Examples: `comp show-model` · `comp show-model market_information --level 2` · "
    "`comp show-model 沟通` · `comp show-model --position account_manager --lang en` · "
    "`comp show-model -o handbook.html` (the whole dictionary as a document)"
)


@guarded
def show_model(
    competency: Annotated[
        str | None, typer.Argument(help="A competency: id, Chinese or English name, or alias.")
    ] = None,
    level: Annotated[int | None, typer.Option("--level", "-l", help="One level of the competency.")] = None,
    position: Annotated[str | None, typer.Option("--position", "-p", help="What a position requires.")] = None,
    model: ModelOption = None,
    lang: LangOption = None,
    format: Annotated[str, format_option(MODEL_FORMATS)] = "table",
    output: OutputOption = None,
) -> int:
    """Show the dictionary: competencies, levels, behaviours, positions."""
    from ...reports.markdown import markdown
    from ...reports.views import model as views
    from ..outputs import targets, write
    from ..requests import find_competency, find_level, find_position

    ctx = context(lang)
    to = targets(format, output or [], MODEL_FORMATS)
    if competency is not None and position is not None:
        raise CannotRun("胜任能力与 --position 只能取其一", "ask for a competency or for a --position, not both")
    dictionary = the_model(model, ctx)
    words = ctx.words
    only = find_competency(competency, dictionary) if competency is not None else None
    at = find_level(level, only) if level is not None else None
    where = find_position(position, dictionary) if position is not None else None

    def document() -> list[Block]:
        if only is not None:
            return views.competency_view(dictionary, only, at, words)
        if where is not None:
            return views.position_view(dictionary, where, words)
        from ...reports.views import handbook

        return handbook.view(dictionary, words)

    def table() -> list[Block]:
        return views.overview(dictionary, words) if only is None and where is None else document()

    def html() -> str:
        from ...reports.html import html

        return html(document(), words.language)

    def json() -> str:
        from ...reports.documents.model import model_document
        from ...reports.documents.parts import dumps

        return dumps(model_document(dictionary, only, where, at))

    def csv() -> str:
        from ...reports import tabular

        return tabular.csv(tabular.model_frame(dictionary, only, at))

    report: Report = {
        "table": table,
        "markdown": lambda: markdown(document()),
        "html": html,
        "json": json,
        "csv": csv,
    }
    write(report, to)
    return 0
