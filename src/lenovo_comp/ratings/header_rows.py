"""Several rows of headers as one."""

import re
from collections.abc import Sequence

from ..model.names import normal
from .meanings import HeaderReader

ANSWERS = frozenset(("response", "openendedresponse", "回答", "答案", "开放式回答"))
"""What a second row of headers says of a question without rows."""
SCALE = r"[(（\[]?\s*\d+\s*(?:[-–—~～至到]|to)\s*\d+\s*(?:分|级|points)?\s*[)）\]]?"
"""A scale, as it stands below the header of a column of levels."""


def join_headers(headers: Sequence[str], second: Sequence[str | None], reader: HeaderReader) -> tuple[str, ...]:
    """The headers with what a second row of them says. One of merged cells stands for those after it."""
    joined, above = [], ""
    for header, cell in zip(headers, second, strict=True):
        below = (cell or "").strip()
        above = header.strip() or (above if below else "")
        if re.fullmatch(SCALE, below):
            below = ""
        upper, lower = reader.read(header), reader.read(below)
        is_column = upper.column is not None and not (upper.role and (lower.rated or lower.is_level))
        if not below or normal(below) in ANSWERS or is_column:
            joined.append(header)
        else:
            joined.append(f"{above} [{below}]" if above else below)
    return tuple(joined)
