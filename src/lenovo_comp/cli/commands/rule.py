"""`comp rule`: explains a finding."""

from typing import Annotated

from ...findings.catalogue import BY_CODE, RULES
from ...findings.finding import CannotRun, Rule
from ...model.names import nearest
from ...reports.shared.options import Argument, Option, described
from ...reports.shared.run import Panel
from ...text import Text
from ..options import LangOption, OutputOption, format_option
from ..session import Session, with_session

PANEL = Panel.RATINGS
FORMATS = ("table", "markdown")


@with_session
@described(
    Text("解释一类问题：含义、原因、处理办法。", "Explain a finding: what it means, why it matters, what to do."),
    {"comp rule R401": None, "comp rule level-out-of-range": None, "comp rule --all": None},
)
def command(
    session: Session,
    code: Annotated[
        str | None,
        Argument(
            metavar=Text("代码", "CODE"), help=Text("指定问题的代码或名称。", "Name the finding by its code or name.")
        ),
    ] = None,
    everything: Annotated[bool, Option("--all", help=Text("列出全部规则。", "List all rules."))] = False,
    lang: LangOption = None,  # noqa: ARG001 - the session's language
    format: Annotated[str, format_option(FORMATS)] = "table",
    output: OutputOption = None,
) -> int:
    from ...findings.formats import _rules as views
    from ...reports.shared.run import Report

    targets = session.targets(format, output, FORMATS)
    blocks = views.all_rules(session.words) if everything else views.rule_view(find_rule(code), session.words)
    return session.finish(Report(blocks=lambda: blocks), targets)


def find_rule(text: str | None) -> Rule:
    """The rule of that code or name. Raises CannotRun with the nearest one."""
    if not text:
        raise CannotRun("请给出代码，或用 --all 列出全部", "name a code, or list all with --all")
    names = {**BY_CODE, **{rule.name: rule for rule in RULES}}
    found = names.get(text) or names.get(text.upper()) or names.get(text.lower())
    if found is not None:
        return found
    # Codes are in capitals and names are not: what is short was meant as a code.
    guess = nearest(text.upper() if len(text) < 5 else text, names)
    zh, en = (f"；是不是 {guess}？", f"; did you mean {guess}?") if guess else ("", "")
    raise CannotRun(f"没有代码“{text}”{zh}", f'unknown code "{text}"{en}')
