"""Sheets and files named after rater roles or cycles: what their names say of the rows in them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..model.dictionary import Model
from .meanings import HeaderReader

_BETWEEN = r"[\s_\-.,+&()（）\[\]【】]+"
_CYCLE = (
    r"(?<!\d)((?:19|20)\d\d)(?:[\s_-]?([HhSsQq][1-4])(?![A-Za-z\d])|年?[\s_-]?(上半年|下半年|第?[1-4一二三四]季度)"
    r"|[-_年]?(0[1-9]|1[0-2])月?(?![\d]|[-_.]\d)|年度?)?(?![\d])"
)
SELF = "self"


class Said(NamedTuple):
    """What a name says: a column and its cell (None: nobody can tell, since other names say nothing), and the name."""

    column: str
    cell: str | None
    name: str


def said_by_names(names: Sequence[str], model: Model) -> list[list[Said]]:
    """What each of some names says, where they differ in a role or a cycle: of sheets in a workbook, or of files."""
    said: list[list[Said]] = [[] for _ in names]
    if len(names) == 1:
        return [[Said("rater_role", SELF, names[0])]] if model.role_names.find(names[0]) == SELF else said
    for column, found in (("rater_role", _roles(names, model)), ("cycle", [_cycle(name) for name in names])):
        distinct = {cell for cell in found if cell}
        if all(found) and len(distinct) > 1:
            for some, cell, name in zip(said, found, names, strict=True):
                some.append(Said(column, cell, name))
        elif column == "rater_role":
            for some, name in zip(said, names, strict=True):
                if HeaderReader(model).read(name).role and name.strip().casefold() not in _COMMON:
                    some.append(Said(column, None, name))
    return said


_COMMON = ("report", "reports", "manager", "customer", "customers", "客户", "主管")
"""Names of roles that files and sheets have for other reasons, too."""


def _roles(names: Sequence[str], model: Model) -> list[str | None]:
    """The one role that each name says; words that all names share say nothing."""
    words = [re.split(_BETWEEN, name.strip()) for name in names]
    shared = set.intersection(*map(set, words)) if len(words) > 1 else set()
    reader = HeaderReader(model)
    found = []
    for name, some in zip(names, words, strict=True):
        whole = reader.read(name).role
        roles = {whole} if whole else {model.role_names.find(w) for w in some if w not in shared} - {None}
        found.append(next(iter(roles)) if len(roles) == 1 else None)
    return found


def _cycle(name: str) -> str | None:
    """The cycle that a name holds: `ratings 2026H1` → `2026H1`. A whole date is the day of an export, and none."""
    if re.search(r"(?:19|20)\d\d[-_.年]?\d\d?[-_.月]?\d\d?(?!\d)", name) and not re.fullmatch(_CYCLE, name):
        return None
    found = [m.group(0) for m in re.finditer(_CYCLE, name)]
    return found[0].strip("_- ") if len(found) == 1 else None
