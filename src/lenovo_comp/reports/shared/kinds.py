"""Kinds of values in documents: a type, and what JSON Schema says of it in pairs of keyword and value.

A text among them is the description. A `dict` whose keys are of a few words has all of them.
"""

from typing import Annotated

from ...model.dictionary import Origin

Count = Annotated[int, ("minimum", 0)]
Ordinal = Annotated[int, ("minimum", 1)]
Share = Annotated[float, ("minimum", 0), ("maximum", 1)]
NotNegative = Annotated[float, ("minimum", 0)]
Positive = Annotated[float, ("exclusiveMinimum", 0)]
Sha256 = Annotated[str, ("pattern", "^[0-9a-f]{64}$")]
Settings = Annotated[dict[str, float], "Thresholds that the run's settings put in place of the dictionary's."]
StandardError = Annotated[
    float | None,
    ("minimum", 0),
    "Standard error of the rating, in scale units; null where it is not known, and for a rating that is a bound.",
]
Clear = Annotated[
    bool | None,
    "Whether other raters would have said the same: the gap is further from the tolerance than 1.28 standard errors; "
    "null where either is not known.",
]
Fragile = Annotated[
    bool | None,
    "Whether met or short would change without one of the raters; null where that is not told: the standard error is "
    "known and says more, anonymous raters count, or nothing is required.",
]
Stages = Annotated[
    list[Ordinal] | None,
    "Stages the ratings support: [3, 4] where a level stands for both, [] for none, null where a dimension is "
    "unassessed.",
]
ByOrigin = dict[Origin, Count]
