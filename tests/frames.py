"""Every frame of a result has the columns that are stated: checked wherever a test, or a command in one, makes one."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from enum import EnumType
from typing import Any

import polars as pl
import pytest

from lenovo_comp.method import frames
from lenovo_comp.method.frames import Columns
from lenovo_comp.method.results import Assessment
from lenovo_comp.reports.match import columns as match
from lenovo_comp.reports.match.result import Match
from lenovo_comp.reports.plan import columns as plan
from lenovo_comp.reports.plan.result import TeamPlan
from lenovo_comp.reports.stage import columns as stage
from lenovo_comp.reports.stage.result import Staging
from lenovo_comp.reports.trend import columns as trend
from lenovo_comp.reports.trend.result import Trend

STATED: dict[type, dict[str, Columns]] = {
    Assessment: {
        "people": frames.PEOPLE,
        "gaps": frames.GAPS,
        "roles": frames.ROLES,
        "spread": frames.SPREAD,
        "withheld": frames.WITHHELD,
        "evidence": frames.EVIDENCE,
        "competencies": frames.COMPETENCIES,
    },
    Match: {"ranked": match.MATCH},
    Staging: {"people": stage.STAGING},
    TeamPlan: {"needs": plan.NEEDS},
    Trend: {
        "items": trend.ITEMS,
        "people": trend.TREND_PEOPLE,
        "competencies": trend.TREND_COMPETENCIES,
        "departments": trend.TREND_DEPARTMENTS,
    },
}


def check(frame: pl.DataFrame, columns: Columns, name: str) -> None:
    """AssertionError unless these are the columns: their order, types, and where there may be nulls."""
    stated = list(columns)
    of = [next((s for s in stated if re.fullmatch(s.replace("ROLE", r"\w+"), c)), c) for c in frame.columns]
    groups = [s for s in stated if "ROLE" in s]
    rest = [c for c in of if c not in groups]
    assert rest == [s for s in stated if s not in groups], f"{name}: {frame.columns}"
    assert [c for c in of if c in groups] == groups * (sum(c in groups for c in of) // max(len(groups), 1)), name
    for (actual, type_), column in zip(frame.schema.items(), of, strict=True):
        kind, null = columns[column]
        values = frame[actual]
        if isinstance(kind, EnumType):
            assert type_ == pl.String, f"{name}.{actual}: {type_}"
            assert set(values.unique().drop_nulls()) <= set(kind), f"{name}.{actual}"
        else:
            assert type_ == kind, f"{name}.{actual}: {type_}, not {kind}"
        assert null or not values.null_count(), f"{name}.{actual} is null somewhere"


def checked(kind: type, patch: pytest.MonkeyPatch) -> None:
    """Let a class of results check its frames whenever an object of it comes to be."""
    make: Callable[..., None] = vars(kind)["__init__"]

    @functools.wraps(make)
    def made(self: Any, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        for name, columns in STATED[kind].items():
            check(getattr(self, name), columns, f"{kind.__name__}.{name}")

    patch.setattr(kind, "__init__", made)
