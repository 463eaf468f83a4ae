"""Shows text on a terminal, through a pager where it is longer than the screen."""

import os
import shutil
import sys
from collections.abc import Iterable

from .. import system

PLAIN_PAGERS = ("", "cat")
"""Values of PAGER with which nothing is paged."""


def show(lines: Iterable[str]) -> None:
    """Print lines on the terminal that standard output is; more than it shows at once go through `PAGER`."""
    whole = list(lines)
    if _may_page() and len(whole) >= shutil.get_terminal_size().lines:
        _page("".join(whole))
    else:
        sys.stdout.writelines(whole)


def _may_page() -> bool:
    # On a terminal that can't move its cursor a pager is no help, and without a keyboard nobody could leave it. The
    # `more` of Windows can't show what its code page lacks, and its windows scroll.
    return (
        not system.WINDOWS
        and sys.stdin is not None
        and sys.stdin.isatty()
        and os.environ.get("TERM") != "dumb"
        and os.environ.get("PAGER", "less") not in PLAIN_PAGERS
    )


def _page(text: str) -> None:
    """Show the text in the pager of the system until the user leaves it."""
    import pydoc
    import signal

    # As git does: `less` ends where the text fits, shows colours, and leaves the text on the screen.
    os.environ.setdefault("LESS", "FRX")
    # Ctrl-C is for the pager then: if it ended this process alone, the pager would be left with the terminal.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pydoc.pager(text)
    finally:
        signal.signal(signal.SIGINT, before)
