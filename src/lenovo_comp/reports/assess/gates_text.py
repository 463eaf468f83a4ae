"""Gates that fail as text: a line each, with people and figures."""

# By id alone, since these lines go into logs (decision 0008).

from collections.abc import Sequence

from ..shared.blocks import Block, text
from ..shared.naming import list_with_more
from ..shared.words import Words, figure
from .gates import Failure, Outcome

MOST_NAMED, MOST_FIGURES = 8, 3
"""People that a line names, and figures of each."""


def failure_lines(outcomes: Sequence[Outcome], words: Words) -> list[Block]:
    """A line for each gate that fails, and for each that concerns nobody."""
    lines: list[Block] = []
    for outcome in outcomes:
        gate = outcome.gate.text.strip()
        if not outcome.concerned:
            lines.append(text(words("gate_nobody", gate=gate)))
        elif not outcome.holds:
            of: dict[str, list[Failure]] = {}
            for failure in outcome.failures:
                of.setdefault(failure.employee_id, []).append(failure)
            named = [_who(id, of[id], words) for id in list(of)[:MOST_NAMED]]
            who = list_with_more(named, len(of), words)
            people = f"{outcome.people:,}"
            lines.append(
                text(words("gate_fails", gate=gate, people=people, concerned=f"{outcome.concerned:,}", who=who))
            )
    return lines


def _who(employee: str, failures: Sequence[Failure], words: Words) -> str:
    figures = [
        " ".join(filter(None, (f.competency, figure(f.value, 4) if f.value is not None else words("gate_unknown"))))
        for f in failures
    ]
    more = len(figures) - MOST_FIGURES
    shown = words.join(figures[:MOST_FIGURES]) + (f" +{more:,}" if more > 0 else "")
    return words("gate_figure", who=employee, what=shown)
