"""`comp rule`: a finding explained."""

from __future__ import annotations

from typing import Annotated

import typer

from ..options import LangOption, OutputOption
from ..running import context, guarded

EPILOG = "Examples: `comp rule R401` · `comp rule level-out-of-range` · `comp rule --all`"


@guarded
def rule(
    code: Annotated[str | None, typer.Argument(help="Code or name of a finding.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="List all rules.")] = False,
    lang: LangOption = None,
    format: Annotated[str, typer.Option("--format", "-f", metavar="NAME", help="As table or markdown.")] = "table",
    output: OutputOption = None,
) -> int:
    """Explain a finding: what it means, why it matters, what to do."""
    from ...reports.markdown import markdown
    from ...reports.views import rules as views
    from ..outputs import targets, write
    from ..requests import find_rule

    ctx = context(lang)
    to = targets(format, output or [], ("table", "markdown"))
    blocks = views.all_rules(ctx.words) if everything else views.rule_view(find_rule(code), ctx.words)
    write({"table": lambda: blocks, "markdown": lambda: markdown(blocks)}, to)
    return 0
