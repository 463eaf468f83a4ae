"""Gates for pipelines: an expression over everybody's figures that fails a run wherever it is true."""

import re
from typing import Any, Literal, NamedTuple, get_args

import polars as pl

from ...findings.finding import CannotRun
from ...method.gaps import ASSESSED, REQUIRED
from ...method.results import SHORT, UNASSESSED, Assessment
from ...model.dictionary import EPSILON, Model
from ...model.names import not_one_of

CountMetric = Literal["short", "short_clear", "unassessed", "too_close"]
"""Number of requirements of a person; with a competency, 1 or 0. `short_clear`: short, and clear (rule 10)."""
ShareMetric = Literal["coverage", "fit", "met_share"]
"""Of a person against their position, 0 to 1."""
FigureMetric = Literal["gap", "rating"]
"""Of a requirement, in units of its scale."""
Metric = Literal[CountMetric, ShareMetric, FigureMetric]
COUNTS, SHARES, FIGURES, METRICS = map(get_args, (CountMetric, ShareMetric, FigureMetric, Metric))
_FORMER = {"fragile": "too_close"}
"""Metrics by their former names."""
Comparison = Literal[">", ">=", "<", "<="]


class Gate(NamedTuple):
    """`metric op value`, for one competency, one position, or everything; it fails for whom that is true."""

    text: str
    metric: Metric
    op: Comparison
    value: float
    competency: str | None = None
    position: str | None = None


class Failure(NamedTuple):
    """A person for whom a gate fails, with the figure; None where it isn't known.

    `competency` is None but for gates on `gap` and `rating`.
    """

    employee_id: str
    competency: str | None
    value: float | None


class Outcome(NamedTuple):
    """A gate, how many people it concerns, and whom it fails for: by id, then in the dictionary's order."""

    gate: Gate
    concerned: int
    failures: tuple[Failure, ...]

    @property
    def holds(self) -> bool:
        return not self.failures

    @property
    def people(self) -> int:
        """The number of people it fails for."""
        return len({f.employee_id for f in self.failures})


# Shells take `>` outside quotes for their own: words need no care (decision 0040).
_WORDS: dict[str, Comparison] = {
    "above": ">", "below": "<", "at least": ">=", "at most": "<=",
    "高于": ">", "低于": "<", "不低于": ">=", "不少于": ">=", "不高于": "<=", "不超过": "<=",
}  # fmt: skip
_OP = rf"<=|>=|<|>|\b(?:above|below|at least|at most)\b|{'|'.join(w for w in _WORDS if not w.isascii())}"
# Neighbouring parts have no character in common but in words, so that few ways are tried.
_FORM = rf"([^\s<>=:]*?)\s*({_OP})\s*([^\s:]*)\s*(?::(.*))?"
_NUMBER = r"-?\d{1,15}(\.\d{1,15})?"


def parse(text: str, model: Model) -> Gate:
    """The gate of `METRIC OP NUMBER[:COMPETENCY or POSITION]`, OP being a sign or words (`above`, `at least`, `高于`).

    Raises CannotRun for anything else.
    """
    form = re.fullmatch(_FORM, " ".join(text.split()))
    if form is None:
        raise _gate_error(text, *_how_to_write(text))
    parts: tuple[Any, ...] = form.groups()
    metric, op, number, target = parts
    metric, op = _FORMER.get(metric, metric), _WORDS.get(op, op)
    if metric not in METRICS:
        wrong = not_one_of("METRIC", metric, METRICS).text
        raise _gate_error(text, wrong.zh.replace("METRIC", "指标", 1), wrong.en)
    if not re.fullmatch(_NUMBER, number):
        raise _gate_error(text, f"“{number}”不是数字（如 0.9）", f'"{number}" is not a number (such as 0.9)')
    if target is None:
        return Gate(text, metric, op, float(number))
    target = target.strip()
    competency, position = model.competency_names.find(target), model.position_names.find(target)
    if competency and position:
        raise _gate_error(
            text,
            f"“{target}”既是胜任能力又是岗位，请用标识",
            f'"{target}" is both a competency and a position; use the id',
        )
    if not competency and not position:
        guess = model.competency_names.nearest(target) or model.position_names.nearest(target)
        zh, en = (f"；是不是“{guess}”？", f'; did you mean "{guess}"?') if guess else ("", "")
        raise _gate_error(text, f"没有胜任能力或岗位“{target}”{zh}", f'no competency or position "{target}"{en}')
    if competency and metric in SHARES:
        raise _gate_error(
            text,
            f"{metric} 针对整个岗位，不能限于一项胜任能力",
            f"{metric} is for a whole position, not for a competency",
        )
    return Gate(text, metric, op, float(number), competency, position)


_SHORT_CLEAR = pl.when(pl.col("status") == SHORT).then("clear").otherwise(False)
"""Whether a requirement is short and clear; null where it is short and its standard error is not known."""


def _all_known(flag: pl.Expr) -> pl.Expr:
    """How many are true; null where one of them is not known."""
    return pl.when(flag.is_not_null().all()).then(flag.sum())


def outcome(gate: Gate, a: Assessment) -> Outcome:
    """The outcome of a gate for all whom it concerns: those with the competency or the position that it names.

    Not known are all figures of those who have no position, `fit`, `met_share` and counts other than `unassessed` of
    those who are assessed on nothing, `gap`, `rating` and counts other than `unassessed` of an unassessed requirement,
    and `short_clear` where something is short whose standard error is not known.
    """
    # What isn't known fails: else a gate would be met by rating nobody (decision 0008).
    values = _figures(gate, a) if gate.metric in FIGURES or gate.competency else _of_people(gate, a)
    failing = values.filter(pl.col("value").is_null() | _is_true(gate))
    shown = pl.col("competency") if gate.metric in FIGURES else pl.lit(None, pl.String).alias("competency")
    rows = failing.select("employee_id", shown, pl.col("value").cast(pl.Float64)).iter_rows()
    return Outcome(gate, values["employee_id"].n_unique(), tuple(Failure(*row) for row in rows))


def _figures(gate: Gate, a: Assessment) -> pl.DataFrame:
    """`employee_id`, `competency`, `value` of each requirement that the gate concerns."""
    status = pl.col("status")
    value = {
        "short": pl.when(ASSESSED).then((status == SHORT).cast(pl.Int64)),
        "short_clear": pl.when(ASSESSED).then(_SHORT_CLEAR.cast(pl.Int64)),
        "unassessed": (status == UNASSESSED).cast(pl.Int64),
        "too_close": pl.when(ASSESSED).then(pl.col("too_close").cast(pl.Int64)),
        "gap": pl.col("gap"),
        "rating": pl.when(ASSESSED).then("rating"),
    }[gate.metric]
    asked = a.gaps.filter(REQUIRED)
    if gate.competency:
        asked = asked.filter(pl.col("competency") == gate.competency)
    found = asked.select("employee_id", "competency", value.alias("value"))
    if gate.competency:
        return found
    people = _concerned(gate, a)
    nothing = people.filter(pl.col("position").is_null()).select(
        "employee_id",
        pl.lit(None, found.schema["competency"]).alias("competency"),
        pl.lit(None, pl.Float64).alias("value"),
    )
    return pl.concat([found.join(people, on="employee_id", how="semi", maintain_order="left"), nothing]).sort(
        "employee_id", maintain_order=True
    )


def _of_people(gate: Gate, a: Assessment) -> pl.DataFrame:
    """`employee_id`, `value` of each person that the gate concerns."""
    people = _concerned(gate, a)
    of_items = {"short_clear": _all_known(_SHORT_CLEAR), "too_close": pl.col("too_close").sum()}
    if gate.metric in of_items:
        counts = a.gaps.filter(REQUIRED).group_by("employee_id").agg(of_items[gate.metric].alias(gate.metric))
        people = people.join(counts, on="employee_id", how="left", maintain_order="left")
    known = pl.col("position").is_not_null()
    if gate.metric in COUNTS and gate.metric != "unassessed":
        known &= pl.col("assessed") > 0
    return people.select("employee_id", pl.when(known).then(pl.col(gate.metric)).alias("value"))


def _concerned(gate: Gate, a: Assessment) -> pl.DataFrame:
    return a.people.filter(pl.col("position") == gate.position) if gate.position else a.people


def _is_true(gate: Gate) -> pl.Expr:
    """Whether `value` OP the gate's value is true; figures within 1e-9 are the same."""
    value, limit = pl.col("value"), gate.value
    return {
        ">": value > limit + EPSILON,
        ">=": value >= limit - EPSILON,
        "<": value < limit - EPSILON,
        "<=": value <= limit + EPSILON,
    }[gate.op]


def _how_to_write(text: str) -> tuple[str, str]:
    """What to type instead, in Chinese and English."""
    zh, en = '请写成“指标 比较 数字”，如 "short 高于 0"', 'write METRIC OP NUMBER, such as "short above 0"'
    if text.strip() not in METRICS:
        return zh, en
    # `--fail-on short>0` without quotes: the shell has made a file named 0 of it.
    zh_why, en_why = "不加引号时，> 之后会被当作文件名", "without quotes, a shell writes a file named after the >"
    return f"{zh}；{zh_why}", f"{en}; {en_why}"


def _gate_error(text: str, zh: str, en: str) -> CannotRun:
    return CannotRun(f"--fail-on “{text}”：{zh}", f'--fail-on "{text}": {en}')
