"""`comp.stage/1`."""

from typing import Literal, TypedDict

from ...text import LANGUAGES, Language
from ..shared.document import CycleHead, Named, cycle_head, pick
from ..shared.kinds import Count, Ordinal, Stages
from ..shared.person_document import stage_list
from ..shared.words import Words
from .result import Staging, Standing


class HeldBack(TypedDict):
    competency: str
    rating: float
    needed: float
    """The rating at which the dimension would be at that stage."""
    too_close: bool
    """Too close to call: other raters might have put the dimension at that stage."""


class StagedEmployee(Named):
    position: str | None
    position_stage: Ordinal | None
    stage: Stages
    standing: Standing
    toward: Ordinal | None
    """The stage that is not reached yet: the position's own, or the next above."""
    held_back_by: list[HeldBack]
    """The dimensions that are not at that stage."""
    unassessed: list[str]


class StageDocument(CycleHead):
    """What `comp stage --format json` prints."""

    schema: Literal["comp.stage/1"]
    notice: dict[Language, str]
    summary: dict[Standing, Count]
    employees: list[StagedEmployee]


def stage_document(staging: Staging) -> StageDocument:
    """`comp.stage/1`; its `notice` says that it is input to reviews of pay and title, not a decision."""
    return {
        "schema": "comp.stage/1",
        **cycle_head(staging.assessment),
        "notice": {language: Words(language)("stage_informs") for language in LANGUAGES},
        "summary": staging.counts(),
        "employees": [
            pick(
                StagedEmployee,
                {
                    **r,
                    "position_stage": r["own"],
                    "stage": stage_list(r["stage_low"], r["stage_high"]),
                    "held_back_by": [pick(HeldBack, h) for h in r["held_back"]],
                    "unassessed": r["missing"],
                },
            )
            for r in staging.rows()
        ],
    }
