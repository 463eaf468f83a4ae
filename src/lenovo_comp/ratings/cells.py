"""Expressions over text cells: trimmed, folded to half width, read as numbers; and the dictionary's own types."""

import re
from collections.abc import Sequence

import polars as pl

from ..model.dictionary import Model
from ..model.names import Names

_FULL_WIDTH = [chr(c) for c in range(0xFF01, 0xFF5F)] + ["\u3000"]
_HALF_WIDTH = [chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)] + [" "]
_NARROW = str.maketrans(dict(zip(_FULL_WIDTH, _HALF_WIDTH, strict=True)))
FOLDED = r"^\s|\s$|[\u3000\uff01-\uff5e]|^\ufeff"
"""Matches each non-empty cell that trimming or width folding would change."""
_UNIT = (
    r"(?i)^(?:(?:level|lv|l|第)\s*([+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(?:级|級|分|level)?"
    r"|([+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(?:级|級|分|level)|第?([零一二三四五六七八九十])[级級])$"
)
_DIGITS = {digit: str(number) for number, digit in enumerate("零一二三四五六七八九十")}
_NUMBER = r"^[+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?$"


def plain(cell: pl.Expr) -> pl.Expr:
    """The cell without spaces around it and with full-width ASCII folded; blank is null."""
    text = _unmarked(cell).str.replace_many(_FULL_WIDTH, _HALF_WIDTH).str.strip_chars()
    return pl.when(text != "").then(text)


def half_width(text: str) -> str:
    """A text with full-width ASCII folded.

    >>> half_width("Ｅ００１")
    'E001'
    """
    return text.translate(_NARROW)


def trimmed(cell: pl.Expr) -> pl.Expr:
    """The cell without spaces around it; blank is null."""
    text = _unmarked(cell).str.strip_chars()
    return pl.when(text != "").then(text)


def _unmarked(cell: pl.Expr) -> pl.Expr:
    """The cell without the byte-order mark that the first one of a file has where files were joined."""
    return cell.str.strip_chars_start("\ufeff")


def is_number(text: pl.Expr) -> pl.Expr:
    """Whether a plain cell is a number, without anything else."""
    return text.str.contains(_NUMBER)


def without_unit(text: pl.Expr) -> pl.Expr:
    """The number in a plain cell that is one with its unit (`2级`, `Level 2`, `二级`), as digits; else null."""
    found = text.str.extract_groups(_UNIT)
    in_words = found.struct.field("3").replace_strict(_DIGITS, default=None, return_dtype=pl.String)
    return pl.coalesce(found.struct.field("1"), found.struct.field("2"), in_words)


def unit_number(text: str) -> float | None:
    """The number in one such cell.

    >>> unit_number("2级"), unit_number("二级"), unit_number("Level 2"), unit_number("2")
    (2.0, 2.0, 2.0, None)
    """
    found = re.search(_UNIT, text)
    figure = next(filter(None, found.groups()), "") if found else ""
    return float(_DIGITS.get(figure, figure)) if figure else None


def ids(names: Names) -> pl.Enum:
    """The Enum of the ids of one kind of thing, in the order of text, so that sorting by number sorts by name."""
    return pl.Enum(sorted(names.ids))


def scales(model: Model) -> pl.DataFrame:
    """One row a competency: `competency` Enum; `min`, `max`, `step` Float64 (scale units)."""
    rows = [(c.id, c.scale.min, c.scale.max, c.scale.step) for c in model.competencies]
    figure = pl.Float64()
    schema = {"competency": ids(model.competency_names), "min": figure, "max": figure, "step": figure}
    return pl.DataFrame(rows, schema=schema, orient="row")


def owner_and_rateable(behaviours: Sequence[str | None], model: Model) -> dict[str, pl.Series]:
    """Of behaviours: the competency (`owner`), and whether each can be rated on behaviours' own scale (`rateable`)."""
    common = model.attainment.scale
    owners, rateable = list[str | None](), list[bool | None]()
    for id in behaviours:
        if id is None:
            owners.append(None)
            rateable.append(None)
        else:
            owner, level = model.behaviours[id]
            owners.append(owner.id)
            rateable.append(level is not None or (owner.scale.min, owner.scale.max) == (common.min, common.max))
    owner_ids = ids(model.competency_names)
    return {"owner": pl.Series(owners, dtype=owner_ids), "rateable": pl.Series(rateable, dtype=pl.Boolean)}
