"""`comp assess --by` on a screen: a line per group with its verdicts and what it lacks most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..shared.blocks import Block, Heading, Span, text
from ..shared.footers import screen_remarks
from ..shared.naming import more_rows
from ..shared.next_steps import check_step
from ..shared.words import Words
from .groups_text import largest, title, verdict_table
from .text import people_in_cycle

if TYPE_CHECKING:
    from ..shared.run import Run
    from .groups import Groups

MOST_GROUPS = 15


def screen(groups: Groups, words: Words) -> list[Block]:
    """The groups with most people."""
    a, shown = groups.assessment, largest(groups, MOST_GROUPS)
    blocks: list[Block] = [Heading(f"{title(groups, words)} · {people_in_cycle(a, words)}", 1)]
    blocks.append(verdict_table(groups, shown, words))
    if any(g.verdicts is None for g in (*shown, groups.total)):
        blocks.append(text(Span(words("groups_verdicts_legend", least=a.model.min_group), "dim")))
    return [*blocks, *more_rows("groups_more", len(shown), len(groups.groups), words), *screen_remarks(a, words)]


def steps(groups: Groups, run: Run, *, full: bool) -> list[tuple[str, str]]:
    """What to type next: command lines, each with the key of its reason."""
    whole = [] if full else [(run.command_line("assess", "--by", groups.by, "--full"), "next_groups")]
    return [*check_step(groups.assessment, run), *whole, (run.command_line("assess"), "next_everyone")]
