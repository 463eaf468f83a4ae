"""Competency gaps from two text files, as a library.

    from lenovo_comp import assess, load_model, read_ratings, shipped_model

    model, findings = load_model(shipped_model())
    ratings = read_ratings(["ratings.csv"], model)
    assessment = assess(model, ratings)

Readers return what they read and what they found; only a request that makes no sense raises
(`CannotRun`). Names are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .version import __version__

if TYPE_CHECKING:
    from .findings.finding import CannotRun, Finding, Findings, Severity
    from .method.assessment import assess
    from .method.person import person_gap
    from .method.results import Assessment, PersonGap
    from .model.dictionary import Model
    from .model.loading import load_model
    from .model.shipped import shipped_model
    from .ratings.mapping.file import load_mappings
    from .ratings.mapping.source import Mappings
    from .ratings.reading import Ratings, read_ratings
    from .reports.assess.frame import assessment_frame

__all__ = [
    "Assessment",
    "CannotRun",
    "Finding",
    "Findings",
    "Mappings",
    "Model",
    "PersonGap",
    "Ratings",
    "Severity",
    "__version__",
    "assess",
    "assessment_frame",
    "load_mappings",
    "load_model",
    "person_gap",
    "read_ratings",
    "shipped_model",
]

# The model and polars are imported when they are needed: `comp` starts through this package, too (decision 0004).
_HOMES = {
    "assess": "method.assessment",
    "assessment_frame": "reports.assess.frame",
    "person_gap": "method.person",
    "CannotRun": "findings.finding",
    "Finding": "findings.finding",
    "Findings": "findings.finding",
    "Severity": "findings.finding",
    "Model": "model.dictionary",
    "load_mappings": "ratings.mapping.file",
    "Mappings": "ratings.mapping.source",
    "load_model": "model.loading",
    "shipped_model": "model.shipped",
    "Ratings": "ratings.reading",
    "read_ratings": "ratings.reading",
    "Assessment": "method.results",
    "PersonGap": "method.results",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
