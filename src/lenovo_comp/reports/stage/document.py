"""`comp.stage/1`."""

from __future__ import annotations

from ...text import LANGUAGES
from ..assess.document import stage_list
from ..shared.document import Document, figure, head
from ..shared.words import Words
from .result import Staging


def stage_document(staging: Staging) -> Document:
    """`comp.stage/1`; its `notice` says that it informs reviews of pay and title and decides none."""
    a = staging.assessment
    return {
        **head("comp.stage/1", a),
        "cycle": a.cycle or None,
        "notice": {language: Words(language)("stage_informs") for language in LANGUAGES},
        "summary": staging.counts(),
        "employees": [
            {
                "employee_id": r["employee_id"],
                "name": r["name"],
                "position": r["position"],
                "position_stage": r["own"],
                "stage": stage_list(r["stage_low"], r["stage_high"]),
                "standing": r["standing"],
                "toward": r["toward"],
                "held_back_by": [
                    {"competency": h["competency"], "rating": figure(h["rating"]), "needed": figure(h["needed"])}
                    for h in r["held_back"]
                ],
                "unassessed": r["missing"],
            }
            for r in staging.rows()
        ],
    }
