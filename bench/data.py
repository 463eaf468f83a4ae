"""Made-up ratings of any size for the shipped dictionary: seeded, written in chunks of bounded memory."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lenovo_comp import load_model, shipped_model

RATERS = ("manager", "self", "peer", "peer", "peer", "report", "report")
"""Who rates each person, on every competency. Reports are fewer than their minimum: that rule has work, too."""
CHUNK = 1_000_000
SEED = 20_261_123


@dataclass(frozen=True)
class Plan:
    """What a file of ratings holds.

    `people` None: each is rated in full. `error_every` 10: one row in ten is wrong, in one of
    four ways (`WRONG`). `shuffled`: in random order, else person by person. `quoted`: every cell in quotes.
    """

    rows: int
    people: int | None = None
    error_every: int = 0
    shuffled: bool = False
    quoted: bool = False


WRONG = ("off the scale", "not a number", "unknown competency", "blank role")


def write(plan: Plan, path: Path) -> None:
    """Write the ratings as CSV. The same plan gives the same bytes."""
    chunks = -(-plan.rows // CHUNK)
    with path.open("wb") as file:
        for chunk in range(chunks):
            if plan.shuffled:  # each chunk draws from the whole file, so that nobody's rows stay together
                numbers = pl.int_range(chunk, plan.rows, chunks, eager=True).shuffle(seed=SEED + chunk)
            else:
                numbers = pl.int_range(chunk * CHUNK, min((chunk + 1) * CHUNK, plan.rows), eager=True)
            frame = ratings(plan, numbers)
            frame.write_csv(file, include_header=chunk == 0, quote_style="always" if plan.quoted else "never")


def ratings(plan: Plan, numbers: pl.Series) -> pl.DataFrame:
    """The ratings of these numbers (0 to `plan.rows` - 1), one row each, as text."""
    model, problems = load_model(shipped_model())
    assert model is not None, problems
    competencies = [c.id for c in model.competencies]
    slots = len(RATERS) * len(competencies)
    people = plan.people or -(-plan.rows // slots)
    if not max(6, plan.rows / slots) <= people <= plan.rows:
        raise ValueError(f"{plan.rows} rows can't be spread over {people} people")
    i, person, slot, competency, rater = (pl.col(x) for x in ("i", "person", "slot", "competency", "rater"))
    # The raters of a person are different people, or one rating would stand twice.
    colleague = (person + rater - 1) % people
    top = _pick([int(c.scale.max) for c in model.competencies], competency)
    level = pl.min_horizontal(_noise(person * 7 + competency) % 3 + _noise(i) % 3, top)
    frame = (
        numbers.to_frame("i")
        .lazy()
        .with_columns((i * people // plan.rows).alias("person"))
        .with_columns((i - -(-(person * plan.rows) // people)).alias("slot"))
        .with_columns((slot % len(competencies)).alias("competency"), (slot // len(competencies)).alias("rater"))
        .select(
            "i",
            _id("E", person).alias("employee_id"),
            _pick([p.id for p in model.positions], person % len(model.positions)).alias("position"),
            _pick(competencies, competency).alias("competency"),
            level.cast(pl.String).alias("level"),
            _pick(list(RATERS), rater).alias("rater_role"),
            pl.when(rater == 0).then(_id("M", person // 8)).otherwise(_id("E", colleague)).alias("rater_id"),
        )
    )
    if plan.error_every:
        wrong = pl.when(i % plan.error_every == 0).then(i // plan.error_every % len(WRONG))
        frame = frame.with_columns(
            pl.when(wrong == 0).then(pl.lit("9")).when(wrong == 1).then(pl.lit("x")).otherwise("level").alias("level"),
            pl.when(wrong == 2).then(pl.lit("knitting")).otherwise("competency").alias("competency"),
            pl.when(wrong == 3).then(pl.lit("")).otherwise("rater_role").alias("rater_role"),
        )
    return frame.drop("i").collect()


def _id(letter: str, number: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(letter), number.cast(pl.String).str.zfill(7))


def _pick(names: list[str] | list[int], index: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(names)).gather(index)


def _noise(number: pl.Expr) -> pl.Expr:
    """Looks random, and is the same for the same number (multiplicative hashing, Knuth 6.4)."""
    return (number * 2_654_435_761 + SEED) % 2**32 // 2**16


def main() -> None:
    """`python -m bench.data ROWS FILE`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--people", type=int)
    parser.add_argument("--error-every", type=int, default=0)
    parser.add_argument("--shuffled", action="store_true")
    parser.add_argument("--quoted", action="store_true")
    given = parser.parse_args()
    write(Plan(given.rows, given.people, given.error_every, given.shuffled, given.quoted), given.path)


if __name__ == "__main__":
    main()
