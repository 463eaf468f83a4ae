"""What a process says and does when it ends: exit codes, and what must not be left behind."""

from collections.abc import Callable

CLEAN, FINDINGS, CANNOT_RUN, INTERNAL, INTERRUPTED = 0, 1, 2, 70, 130
TRACEBACK, NO_CACHE = "COMP_TRACEBACK", "COMP_NO_CACHE"
"""Environment variables that the options `--traceback` and `--no-cache` set for the run."""
CLEAN_UP: set[Callable[[], None]] = set()
"""Functions that remove what a run that is cut short must not leave: a line on the terminal, an unfinished file."""


def clean_up() -> None:
    """Remove all of it, once."""
    while CLEAN_UP:
        CLEAN_UP.pop()()
