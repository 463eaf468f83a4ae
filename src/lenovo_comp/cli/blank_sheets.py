"""Says before any report that rating sheets are blank."""

import sys
from collections.abc import Sequence

from ..ratings.returns import Return, blank_files
from ..reports.formats import table
from ..reports.shared.blocks import text
from ..reports.shared.naming import list_with_more
from ..reports.shared.words import Words

_MOST_NAMED = 5


def print_blank_sheets(returns: Sequence[Return], words: Words) -> bool:
    """Print how many sheets are blank, and in which files; returns whether there was anything to say."""
    # On standard error, which is the keeper's: a file may be named after its rater (decision 0015).
    blank, sheets = blank_files(returns)
    if not blank:
        return False
    files = list(dict.fromkeys(blank))
    named = list_with_more(files[:_MOST_NAMED], len(files), words, "and_more_files")
    key = "sheets_blank" if len(blank) < sheets else "sheets_all_blank"
    line = words(key, blank=f"{len(blank):,}", sheets=words.number("n_sheets", sheets), files=named)
    table.write([text(line)], sys.stderr)
    return True
