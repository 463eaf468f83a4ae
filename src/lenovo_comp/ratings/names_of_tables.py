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
_BY_CHANCE = r"(?i)(?<![0-9a-z])[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}(?![0-9a-z])"
SELF = "self"


class Said(NamedTuple):
    """What a name says: a column and its cell, and the name. None: another one `beside` it differs."""

    column: str
    cell: str | None
    name: str
    beside: str = ""


class _Role(NamedTuple):
    """The rater role that a name says, and the number of the rater in that role (`Peer 2`)."""

    role: str
    number: str = ""


def said_by_names(names: Sequence[str], model: Model) -> list[list[Said]]:
    """What each of some names says of its rows' raters and cycle: of sheets in a workbook, or of files."""
    said: list[list[Said]] = [[] for _ in names]
    names = [without_chance(name) for name in names]
    roles = _roles(names, model)
    telling = [name for name, role in zip(names, roles, strict=True) if role and not is_common(name)]
    known = [role for role in roles if role]
    if known and len(known) == len(names) and (telling or len(set(known)) > 1):
        for some, own, name in zip(said, known, names, strict=True):
            some.append(Said("rater_role", own.role, name))
            if any(other.number for other in known):
                some.append(Said("rater_id", f"{own.role} {own.number}" if own.number else "", name))
    elif telling:
        silent = next(name for name, role in zip(names, roles, strict=True) if not role)
        for some, name, role in zip(said, names, roles, strict=True):
            some.append(Said("rater_role", None, name, silent if role else telling[0]))
    cycles = [_cycle(name) for name in names]
    if all(cycles) and len(set(cycles)) > 1:
        for some, cycle, name in zip(said, cycles, names, strict=True):
            some.append(Said("cycle", cycle, name))
    return said


_COMMON = ("report", "reports", "manager", "customer", "customers", "客户", "主管")
"""Names of roles that files and sheets have for other reasons, too."""
_SUCH = (
    r"员工|评价表|评分表|测评表|问卷|互评|表格?$|结果|数据"
    r"|\b(?:form|sheet|results?|data|feedback|reviews?|assessments?|evaluations?|survey)\b"
)
"""What names of sheets and files have beside the role."""


def is_common(name: str) -> bool:
    """Whether a name of a role is one that things have for other reasons, too."""
    return name.strip().casefold() in _COMMON


def _roles(names: Sequence[str], model: Model) -> list[_Role | None]:
    """The one role that each name says; words that all names share say nothing, but that these are self-ratings."""
    words = [set(re.split(_BETWEEN, name.strip())) for name in names]
    shared = set.intersection(*words) if len(words) > 1 else words[0] if words else set()
    reader = HeaderReader(model)
    all_self = {role for w in shared if (role := model.role_names.find(w))} == {SELF}
    found: list[_Role | None] = []
    for name, some in zip(names, words, strict=True):
        plain = re.sub(_CYCLE, "", name)
        texts = [[plain], [re.sub(_SUCH, "", plain, flags=re.IGNORECASE)], some - shared]
        roles = ({_Role(m.role, m.number) for t in part if (m := reader.read(t)).role} for part in texts)
        first = next((several for several in roles if several), {_Role(SELF)} if all_self else set())
        found.append(next(iter(first)) if len(first) == 1 else None)
    return found


def without_chance(name: str) -> str:
    """A name without the UUID that an engine gave the file.

    >>> without_chance("part-00000-6b1d2f8e-90aa-4c55-8e1f-2b7c9d0e4f31-c000.snappy")
    'part-00000--c000.snappy'
    """
    return re.sub(_BY_CHANCE, "", name)


def _cycle(name: str) -> str | None:
    """The cycle that a name holds: `ratings 2026H1` → `2026H1`. A whole date is the day of an export, and none."""
    if re.search(r"(?:19|20)\d\d[-_.年]?\d\d?[-_.月]?\d\d?(?!\d)", name) and not re.fullmatch(_CYCLE, name):
        return None
    found = [m.group(0) for m in re.finditer(_CYCLE, name)]
    return found[0].strip("_- ") if len(found) == 1 else None
