"""The cells of people × competencies: ratings with the signs of their status, and what the signs mean."""

from collections.abc import Collection, Iterable, Sequence

from ...method.results import MET, NOT_REQUIRED, SHORT, STRENGTH, UNASSESSED, Assessment, Row, is_far
from ...model.dictionary import Competency, Model
from ..shared.blocks import Span
from ..shared.certainty import marks
from ..shared.tones import item_tone
from ..shared.words import OVERVIEW_PLACES, Words, figure, fixed, overview_rating

Cells = dict[str, dict[str, Span]]
"""Employee → competency → cell."""
_SIGNS = {
    "+": "strength", "=": "met", "-": "short", "--": "far", "(": "optional", "?": "unassessed", "~": "too_close",
    ">": "at_least", "*": "self_only", "!": "low",
}  # fmt: skip


def heat_cells(a: Assessment) -> Cells:
    """The cells of everybody, where something is required or rated."""
    optional = optional_requirements(a.model)
    position = {p["employee_id"]: p["position"] for p in a.person_rows()}
    return {
        employee: {i["competency"]: cell(i, a.model, optional.get(position[employee], ())) for i in rows}
        for employee, rows in a.gap_rows().items()
    }


def texts_of(cells: Cells, competencies: Sequence[Competency]) -> list[str]:
    """The texts of everybody's cells on these competencies, blank where there is none."""
    return [of_one[c.id].text if c.id in of_one else "" for of_one in cells.values() for c in competencies]


def cell(item: Row | None, model: Model, optional: Collection[str]) -> Span:
    """One cell: rating, sign of its status, marks; the sign in brackets where an `optional` requirement isn't met."""
    # ASCII, since other signs take two cells in Chinese terminals, and columns must line up (decision 0002).
    if item is None:
        return Span("")
    status = item["status"]
    short = "--" if is_far(item["gap"], model.near) else "-"
    sign = {STRENGTH: "+", MET: "=", SHORT: short, UNASSESSED: "?", NOT_REQUIRED: ""}[status]
    if status in (SHORT, UNASSESSED) and item["competency"] in optional:
        sign = f"({sign})"
    shown = "" if item["rating"] is None else fixed(overview_rating(item, model.tolerance), OVERVIEW_PLACES)
    return Span(f"{shown}{sign}{marks(item)}", item_tone(item, model.near))


def optional_requirements(model: Model) -> dict[str | None, Collection[str]]:
    """Position → competencies that it requires, and that its verdict doesn't depend on."""
    return {
        p.id: frozenset(r.competency for r in p.requires if not r.essential and any(x.essential for x in p.requires))
        for p in model.positions
    }


def sign_meanings(a: Assessment, cells: Iterable[str], words: Words) -> str:
    """The meaning of the signs that occur in the cells' texts, and of blank ones; empty where none does."""
    texts = list(cells)
    shown = " ".join(texts)
    keys = [key for sign, key in _SIGNS.items() if sign in shown] + ([] if all(texts) else ["blank"])
    if a.summary.unweighted.total:
        keys = ["unweighted" if key == "self_only" else key for key in keys]
    return " · ".join(words(f"sign_{key}", near=figure(a.model.near)) for key in keys)
