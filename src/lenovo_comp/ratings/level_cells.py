"""What cells of levels say: a number, a label of a scale, both, or that nobody assessed it."""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from ..model.dictionary import Model, Scale
from ..text import Text
from . import cells
from .rules.ids import ERROR_TEXT


class How(IntEnum):
    """How a level is written."""

    PLAIN = 0
    UNIT = 1  # 2级
    ROUNDED = 2  # 2.0000000000000004, 3., 3.00E+00
    PERCENT = 3
    NOT_ASSESSED = 4
    COMMA = 5  # 3,5
    OTHER = 6


class LevelCell(NamedTuple):
    """What a cell says: its number, the key of its label, and whether it gives both, which must then agree."""

    how: How
    value: float | None = None
    label: str | None = None
    both: bool = False


NOT_ASSESSED = (
    r"(?i)n[./\\ ]?a\.?|n/k|not (?:applicable|assessed|rated|evaluated|available)|no rating"
    r"|(?:can'?t|cannot|can not|unable to) (?:say|judge|rate|assess|evaluate|answer)|don'?t know"
    r"|不适用|未评估|未评价|未评分|未评|未打分|无法(?:评估|评价|评分|判断|打分|作答)|不了解|[-–—―−_]+|[/\\]+"
)
"""What people write where they did not assess; words that may mean the lowest level are not among them."""
_ASKS = r"(?i)none|nil|null|无|無|没有|not (?:observed|seen)|未观察到?|未见|没看到|空"
_LONGEST = 80
_NUMBER = r"[+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-][0-9]{1,3})?"
_PERCENT = r"[+-]?[0-9]{1,9}(?:[.,][0-9]{1,9})?\s*[%‰]"
_COMMA = r"[+-]?[0-9]{1,9},[0-9]{1,9}"
_SEVERAL = r"[0-9]+(?:\.[0-9]+)?\s*(?:[-–—~～/、;；|+&]|to|or|至|到|或|\s)\s*[0-9]+(?:\.[0-9]+)?"
_FIGURE = r"[(（\[【]?(?P<number>[0-9]{1,9}(?:\.[0-9]{1,9})?)[)）\]】]?"
_LABELLED = (rf"{_FIGURE}(?![0-9.]*[0-9])\s*级?(?P<label>.+)", rf"(?P<label>.*[^0-9.]){_FIGURE}")
_WITH_WORD = rf"{_FIGURE}\s*[-–—:：.、=]\s*\w.*"
_BETWEEN = " -–—−:：=/|.,，、"
_NOISE = 1e-6
"""The most that arithmetic of spreadsheets may add to a level, in units of the scale."""
_DECIMALS = 3
"""Decimals of a level that noise may be taken from."""
_LARGEST = 1e9


def read_level(text: str, labels: frozenset[str]) -> LevelCell:
    """What a cell that is no plain number says. `labels`: the keys of all labels.

    >>> often = frozenset([label_key("Often")])
    >>> read_level("3 – Often", often).value, read_level("often", often).label, read_level("N/A", often).how.name
    (3.0, 'often', 'NOT_ASSESSED')
    """
    if len(text) > _LONGEST:
        return LevelCell(How.OTHER)
    key = label_key(text)
    label = key if key in labels else None
    if (number := cells.unit_number(text)) is not None:
        return LevelCell(How.UNIT, number, label)
    if label is not None:
        return LevelCell(How.PLAIN, None, label)
    if re.fullmatch(_NUMBER, text):
        return _rounded(float(text))
    for how, pattern in ((How.PERCENT, _PERCENT), (How.COMMA, _COMMA), (How.NOT_ASSESSED, NOT_ASSESSED)):
        if re.fullmatch(pattern, text):
            return LevelCell(how)
    number, label = number_and_label(text, labels)
    return LevelCell(How.OTHER) if label is None else LevelCell(How.PLAIN, number, label, True)


def _rounded(number: float) -> LevelCell:
    """A number, without the noise of a spreadsheet's arithmetic."""
    if abs(number) > _LARGEST:
        return LevelCell(How.OTHER)
    near = round(number, _DECIMALS) + 0.0  # no negative zero
    return LevelCell(How.ROUNDED, near if abs(number - near) <= _NOISE else number)


def number_and_label(text: str, labels: frozenset[str]) -> tuple[float | None, str | None]:
    """The number and the key of the label in a cell that gives both, such as `3 - Often`; (None, None) for others."""
    for pattern in _LABELLED:
        if (found := re.fullmatch(pattern, text)) is None:
            continue
        word = found["label"]
        for key in (label_key(word), label_key(word.strip(_BETWEEN))):  # the sign of a grade (A-), or one in between
            if key in labels:
                return float(found["number"]), key
    return None, None


@lru_cache(maxsize=4096)
def label_key(label: str) -> str:
    """The form in which labels are compared: case, width, spaces and signs don't count, but those of a grade do.

    >>> label_key("一贯 / Consistently"), label_key("A+") == label_key("A"), label_key("B -")
    ('一贯consistently', False, 'b-')
    """
    text = unicodedata.normalize("NFKC", label).casefold().strip()
    return re.sub(r"[^\w+]|_", "", text) + ("-" if re.search(r"\w\s?[-–−]$", text) else "")


class Labels:
    """The labels of a dictionary's scales, and the number that each has on each of them."""

    def __init__(self, model: Model) -> None:
        found = {
            scale: scale_labels(scale) for scale in (*(c.scale for c in model.competencies), model.attainment.scale)
        }
        self.keys = frozenset(key for numbers in found.values() for key in numbers)
        self._codes = {key: i for i, key in enumerate(sorted(self.keys))}
        by_id = {c.id: found[c.scale] for c in model.competencies}
        rows = [by_id[id] for id in cells.ids(model.competency_names).categories] + [found[model.attainment.scale]]
        numbers = [row.get(key) for row in rows for key in self._codes]
        self._numbers = pl.Series(numbers, dtype=pl.Float64)
        self._of_behaviours = len(rows) - 1

    def code(self, key: str | None) -> int | None:
        """The number by which a label is known in frames."""
        return None if key is None else self._codes[key]

    def level(self, has_behaviour: bool) -> pl.Expr:
        """The level of rows with `level`, `level_label`, `level_both`, `competency`, perhaps `behaviour_given`.

        It is null where the row's scale lacks the label, or has it at another number than the cell says.
        """
        scale = pl.col("competency").to_physical().cast(pl.UInt32)
        if has_behaviour:
            scale = pl.when("behaviour_given").then(pl.lit(self._of_behaviours, pl.UInt32)).otherwise(scale)
        at = scale * len(self._codes) + pl.col("level_label")
        own, number = pl.lit(self._numbers).gather(at), pl.col("level")
        agreed = pl.when(own == number).then(number)
        labelled = pl.when("level_both").then(agreed).otherwise(pl.coalesce(own, number))
        return pl.when(pl.col("level_label").is_null()).then(number).otherwise(labelled).alias("level")


def levels_of(written: pl.Series, labels: Labels) -> pl.DataFrame:
    """What cells say, each once: `value`, `how`, `label`, `both` and `given` (see `ColumnCodebook`)."""
    text = pl.col("written")
    is_number = cells.is_number(text).fill_null(False)
    number = pl.when(is_number).then(text).cast(pl.Float64)
    near = number.round(_DECIMALS)
    # Decimals that are noise; other numbers stay as they are.
    is_noise = ((number - near).abs() <= _NOISE) & (number != near) & (text.str.len_bytes() > _DECIMALS + 2)
    frame = (
        written.alias("written")
        .to_frame()
        .select(
            "written",
            pl.when(is_noise).then(near).otherwise(number).alias("value"),
            is_noise.alias("noise"),
            is_number.alias("plain"),
        )
    )
    others = frame.select((~pl.col("plain") & text.is_not_null()).alias("")).to_series().arg_true()
    read = [read_level(cell, labels.keys) for cell in frame["written"].gather(others)]
    how = frame["noise"].fill_null(False).cast(pl.UInt8) * int(How.ROUNDED)
    label, both = pl.repeat(None, frame.height, dtype=pl.UInt16, eager=True), pl.repeat(False, frame.height, eager=True)
    value = frame["value"]
    if read:
        value = value.scatter(others, pl.Series([cell.value for cell in read], dtype=pl.Float64))
        how = how.scatter(others, pl.Series([cell.how for cell in read], dtype=pl.UInt8))
        label = label.scatter(others, pl.Series([labels.code(cell.label) for cell in read], dtype=pl.UInt16))
        both = both.scatter(others, pl.Series([cell.both for cell in read], dtype=pl.Boolean))
    given = frame["written"].is_not_null() & (how != int(How.NOT_ASSESSED))
    columns = {"value": value, "how": how, "label": label, "both": both, "given": given}
    return pl.DataFrame([series.alias(name) for name, series in columns.items()])


@lru_cache(maxsize=64)
def scale_labels(scale: Scale) -> dict[str, float]:
    """The numbers of a scale's labels, in one language or both, by key; without those that two numbers share."""
    found: dict[str, set[float]] = {}
    for number, label in scale.labels:
        zh, en = label_key(label.zh), label_key(label.en)
        for key in {zh, en, zh + en, en + zh} - {""}:
            found.setdefault(key, set()).add(number)
    return {key: numbers.pop() for key, numbers in found.items() if len(numbers) == 1}


def all_labels(model: Model) -> frozenset[str]:
    """The keys of all labels of a dictionary."""
    return _all_labels(tuple({c.scale for c in model.competencies} | {model.attainment.scale}))


@lru_cache(maxsize=8)
def _all_labels(scales: tuple[Scale, ...]) -> frozenset[str]:
    return frozenset(key for scale in scales for key in scale_labels(scale))


def why_unread(written: str, name: Text, scale: Scale, model: Model) -> Text:
    """What is wrong with a cell that gives no level on a scale; goes on after the cell."""
    number, key = number_and_label(written, all_labels(model))
    labels = scale_labels(scale)
    word = label_key(written) if number is None else key
    if word in labels and number is not None:
        own = f"{labels[word]:g}"
        return Text(
            f"中的数字与文字不一致：量表上该文字是 {own}",
            f": number and label disagree; that label is {own} on the scale",
        )
    if word in all_labels(model) or (re.fullmatch(_WITH_WORD, written) and not re.fullmatch(_SEVERAL, written)):
        return Text(f"中的文字不是“{name['zh']}”量表的标签", f' is not a label of the scale of "{name["en"]}"')
    if re.search(ERROR_TEXT, written):
        return Text("是电子表格的错误值或逻辑值", " is an error or a truth value of a spreadsheet")
    if re.fullmatch(_ASKS, written):
        return Text("可能是最低一档，也可能是未评估", " may mean the lowest level, or that nobody assessed it")
    if re.fullmatch(_SEVERAL, written):
        return Text("中不止一个数字", " contains more than one number")
    return Text(
        f"不是数字，也不是“{name['zh']}”量表的标签", f' is neither a number nor a label of the scale of "{name["en"]}"'
    )
