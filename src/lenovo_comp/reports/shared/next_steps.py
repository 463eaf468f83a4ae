"""The end of what a terminal shows: the commands that make sense now."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from .blocks import Block, Commands
from .words import Words

if TYPE_CHECKING:
    from ...method.results import Assessment
    from .run import Run


MOST = 2
"""Commands, which may take two lines each."""


def next_steps(words: Words, steps: Iterable[tuple[str, str]]) -> list[Block]:
    """The first of some command lines (`Run.command_line`), each with the key of the words that say what it shows."""
    commands = [(command, words(key)) for command, key in islice(steps, MOST)]
    return [Commands(words("next"), commands)] if commands else []


def check_step(assessment: Assessment, run: Run) -> list[tuple[str, str]]:
    """The step that shows which rows and files take no part; none where all do."""
    ratings = assessment.ratings
    return [(run.command_line("check"), "next_check")] if ratings.left_out or ratings.unusable else []
