"""`comp rule`: explains a finding."""

from typing import Annotated

import typer

from ...findings.catalogue import BY_CODE, RULES
from ...findings.finding import CannotRun, Rule
from ...model.names import nearest
from ...reports.shared.run import Panel
from ..options import LangOption, OutputOption, format_option
from ..session import Session, with_session

PANEL = Panel.RATINGS
EPILOG = "Examples: `comp rule R401` · `comp rule level-out-of-range` · `comp rule --all`"
FORMATS = ("table", "markdown")


@with_session
def command(
    session: Session,
    code: Annotated[str | None, typer.Argument(help="Code or name of a finding.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="List all rules.")] = False,
    lang: LangOption = None,  # noqa: ARG001 - the session's language
    format: Annotated[str, format_option(FORMATS)] = "table",
    output: OutputOption = None,
) -> int:
    """Explain a finding: what it means, why it matters, what to do."""
    from ...findings.formats import _rules as views
    from ...reports.shared.run import Report

    targets = session.targets(format, output, FORMATS)
    blocks = views.all_rules(session.words) if everything else views.rule_view(find_rule(code), session.words)
    return session.finish(Report(blocks=lambda: blocks), targets)


def find_rule(text: str | None) -> Rule:
    """The rule of that code or name. Raises CannotRun with the nearest one."""
    if not text:
        raise CannotRun("请给出代码，或用 --all 列出全部", "name a code, or list them with --all")
    names = {**BY_CODE, **{rule.name: rule for rule in RULES}}
    found = names.get(text) or names.get(text.upper()) or names.get(text.lower())
    if found is not None:
        return found
    # Codes are in capitals and names are not: what is short was meant as a code.
    guess = nearest(text.upper() if len(text) < 5 else text, names)
    zh, en = (f"；是不是 {guess}？", f"; did you mean {guess}?") if guess else ("", "")
    raise CannotRun(f"没有代码“{text}”{zh}", f'no code "{text}"{en}')
