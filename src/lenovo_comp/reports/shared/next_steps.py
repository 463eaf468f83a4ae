"""The end of what a terminal shows: the commands that make sense now."""

from collections.abc import Iterable

from .blocks import Block, Commands
from .words import Words


def next_steps(words: Words, steps: Iterable[tuple[str, str]]) -> list[Block]:
    """Command lines (`Run.command_line`), each with the key of the words that say what it shows."""
    commands = [(command, words(key)) for command, key in steps]
    return [Commands(words("next"), commands)] if commands else []
