"""`comp gap --pretty`: the profile of a person as bars, a line a competency."""

from collections.abc import Sequence

from ...method.results import LOW, SHORT, PersonGap, Row
from ...model.dictionary import Scale
from ..shared.blocks import Block, Span, text
from ..shared.certainty import marks
from ..shared.standing import supposed_mark
from ..shared.tables import column, table
from ..shared.tones import item_tone
from ..shared.words import Words, figure, rating_and_gap
from ..shared.wrapping import cells

LINE = 80
LONGEST_NAME = 31
LEAST_BAR, LONGEST_BAR = 12, 32
"""Lengths of a bar in cells of a terminal."""


def bars(gap: PersonGap, words: Words) -> list[Block]:
    """A table of bars, each a rating on its scale with the requirement marked, and the figures beside it."""
    model = gap.assessment.model
    scales = [model.competency(i["competency"]).scale for i in gap.items]
    figures = [
        (rating + supposed_mark(gap, i["competency"], words), figure(i["required"]), missing, _status(i, words))
        for i in gap.items
        for rating, missing in [rating_and_gap(i, model.tolerance)]
    ]
    heads = [words(k) for k in ("competency", "rating", "required", "gap", "status")]
    taken = sum(max(map(cells, column)) + 1 for column in zip(heads[1:], *figures, strict=True)) + 1
    names = [words.of(model.competency(i["competency"]).name) for i in gap.items]
    longest = min(LONGEST_NAME, LINE - taken - 1 - LEAST_BAR)
    names = [_clip(name, longest) for name in names]
    room = LINE - taken - 1 - max(map(cells, [heads[0], *names]))
    length = max(LEAST_BAR, min(LONGEST_BAR, room))
    rows = table(
        zip(gap.items, scales, names, figures, strict=True),
        column(heads[0], lambda r: r[2], key=True),
        column("", lambda r: Span(bar(r[0], r[1], length), item_tone(r[0], model.near))),
        column(heads[1], lambda r: r[3][0], right=True),
        column(heads[2], lambda r: r[3][1], right=True),
        column(heads[3], lambda r: r[3][2], right=True),
        column(heads[4], lambda r: Span(r[3][3], item_tone(r[0], model.near))),
    )
    return [rows, text(Span(_legend(gap.items, words), "dim"))]


def _legend(items: Sequence[Row], words: Words) -> str:
    """What the strokes mean, and the marks, of those that there are."""
    marked = {
        "bars_weightless": any(i["self_only"] or i["unweighted"] for i in items),
        "bars_close": any(i["too_close"] for i in items),
        "bars_bound": any(i["at_least"] for i in items),
        "screen_low": any(i["band"] == LOW for i in items),
        "bars_not_essential": any(i["required"] is not None and not i["essential"] for i in items),
    }
    return " · ".join([words("bars_strokes"), *(words(key) for key, there in marked.items() if there)])


def bar(item: Row, scale: Scale, length: int) -> str:
    """A rating and its requirement on a scale, `length` cells long: `━━━━●──│───`."""
    # Cells are coarser than figures: what is short must not stand at its requirement, nor what meets it below.
    required, rating = _cell(item["required"], scale, length), _cell(item["rating"], scale, length)
    if required is not None and rating is not None:
        if item["status"] != SHORT:
            rating = max(rating, required)
        elif rating >= required:
            rating, required = (required - 1, required) if required else (0, 1)
    strokes = ["━" if rating is not None and i < rating else "─" for i in range(length)]
    if required is not None:
        strokes[required] = "│"
    if rating is not None:
        strokes[rating] = "◆" if rating == required else "●"
    return "".join(strokes)


def _cell(value: float | None, scale: Scale, length: int) -> int | None:
    return None if value is None else round((value - scale.min) / (scale.max - scale.min) * (length - 1))


def _status(item: Row, words: Words) -> str:
    """The status with the marks of the heat map; in brackets where it is not essential."""
    word = words(item["status"])
    if item["required"] is not None and not item["essential"]:
        word = f"({word})"
    return word + marks(item)


def _clip(name: str, most: int) -> str:
    if cells(name) <= most:
        return name
    while cells(name) >= most:
        name = name[:-1]
    return name + "…"
