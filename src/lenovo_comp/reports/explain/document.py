"""`comp.explanation/1`."""

from __future__ import annotations

from collections.abc import Sequence

from ..assess.document import compared, of_agreement
from ..shared.document import Document, head
from .result import Explanation, RoleShare, Source


def explanation_document(x: Explanation) -> Document:
    """`comp.explanation/1`. Figures are unrounded, so that the sums can be done again."""
    a, item, asked = x.assessment, x.item, x.requirement
    return {
        **head("comp.explanation/1", a),
        "cycle": a.cycle or None,
        "employee_id": x.person["employee_id"],
        "name": x.person["name"],
        "position": x.person["position"],
        "competency": item["competency"],
        "roles": [_role_share(share) for share in x.roles],
        "terms": [{"role": role, "weight": weight, "mean": mean} for role, weight, mean in x.terms],
        "rating": item["rating"],
        "n": item["n"],
        "self_only": item["self_only"],
        "unweighted": item["unweighted"],
        "agreement": of_agreement(a.agreements().get((item["employee_id"], item["competency"]))),
        "self_other": compared(item["self_other"], a.model),
        "fragile": item["fragile"],
        "requirement": None
        if asked is None
        else {
            "level": asked.level,
            "essential": asked.essential,
            "weight": asked.weight,
            "path": a.model.path,
            "line": asked.line,
        },
        "tolerance": a.model.tolerance,
        "gap": item["gap"],
        "status": item["status"],
        "part_of_fit": x.part_of_fit,
        "changes": [{"role": c.role, "mean": c.mean, "rating": c.rating, "status": c.status} for c in x.changes],
        "behaviours": [
            {"id": s.id, "zh": s.text.zh, "en": s.text.en, "origin": s.origin}
            for s in (x.need.behaviours if x.need else ())
        ],
    }


def _role_share(share: RoleShare) -> Document:
    """`raters` is null where they are anonymous, `places` unless raters are told."""
    return {
        "role": share.role,
        "fate": share.fate,
        "n": share.n,
        "min_raters": share.min_raters,
        "weight": share.weight,
        "mean": share.mean,
        "agreement": of_agreement(share.agreement),
        "rows": share.rows,
        "places": _places(share.sources),
        "raters": None
        if share.raters is None
        else [
            {
                "rater_id": r.rater_id,
                "figure": r.figure,
                "behaviours": r.behaviours,
                "levels": [
                    {"level": x.level, "rated": x.rated, "seen": x.seen, "attained": x.attained} for x in r.levels
                ],
                "rows": r.rows,
                "places": _places(r.sources),
            }
            for r in share.raters
        ],
    }


def _places(sources: Sequence[Source] | None) -> list[Document] | None:
    return None if sources is None else [{"path": s.path, "line": s.line, "row": s.row} for s in sources]
