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
Fragile = Annotated[
    bool | None,
    "Whether met or short would change without one of the raters; null where that is not told: anonymous raters "
    "count, or nothing is required.",
]
Stages = Annotated[
    list[Ordinal] | None,
    "Stages the ratings support: [3, 4] where a level stands for both, [] for none, null where a dimension is "
    "unassessed.",
]
ByOrigin = dict[Origin, Count]
