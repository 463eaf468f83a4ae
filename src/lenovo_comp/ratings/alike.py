"""Ids that are spelled alike, over all files: raters become one, employees are reported (decision 0014)."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import polars as pl

from ..findings.collector import Collector
from ..findings.finding import Finding, Rule
from ..text import Text, shorten
from .codebook import ColumnCodebook
from .sources import PLACE, Locate
from .spelling import DIFFERENCES, differences, fold, folded, without_filling_zeros

_MOST_NAMED = 4
_ZEROS = Text("补位的零", "leading zeros")


class Alike:
    """The spellings of ids that differ in nothing that counts, or in leading zeros alone.

    `spellings`: one row each that `rows` hold, in their order: `id` (the column's own type), `who` and
    `number` String (equal where only the spelling, or also leading zeros, differ), `table`, `line`, `row`
    of the first.
    """

    def __init__(self, column: str, parts: Iterable[pl.DataFrame], book: ColumnCodebook) -> None:
        """`parts`: `column`, `table`, `line`, `row`, each in the files' order; mostly they are not asked for."""
        self.column = column
        kinds = {"id": book.cells, "who": pl.String(), "number": pl.String(), **dict.fromkeys(PLACE, pl.UInt32())}
        self.spellings = pl.DataFrame(schema=kinds)
        ids = _candidates(book)
        if ids is not None:
            written = ids["written"]
            ids = ids.with_columns(folded(written).alias("who"), folded(without_filling_zeros(written)).alias("number"))
            wanted = [rows.filter(is_among(column, ids["id"])).select(column, *PLACE) for rows in parts]
            first = [rows.unique(column, keep="first", maintain_order=True) for rows in wanted]
            if len(first) > 1:
                first = [
                    pl.concat(first).sort(PLACE, maintain_order=True).unique(column, keep="first", maintain_order=True)
                ]
            found = first[0].rename({column: "id"}).join(ids, on="id", maintain_order="left")
            self.spellings = found.select(pl.col(n).cast(kind) for n, kind in kinds.items())

    def same(self) -> pl.DataFrame:
        """The groups of spellings of one id: `ids` and places of the first two, in the files' order."""
        return _groups(self.spellings, "who")

    def but_for_zeros(self) -> pl.DataFrame:
        """The groups of ids that differ in leading zeros, each in its first spelling."""
        return _groups(self.spellings.unique("who", keep="first", maintain_order=True), "number")

    def merged(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with every id in its first spelling."""
        if self.spellings.is_empty():
            return rows
        several = self.spellings.filter(pl.col("who").is_duplicated())
        if several.is_empty():
            return rows
        codes = several.select(old=pl.col("id").to_physical(), new=pl.col("id").first().over("who").to_physical())
        tops = [top for some in (rows[self.column].to_physical(), *codes) if isinstance(top := some.max(), int)]
        first = pl.int_range(max(tops) + 1, dtype=pl.UInt32, eager=True).scatter(codes["old"], codes["new"])
        code = pl.col(self.column).to_physical()
        return rows.with_columns(pl.lit(first.cat.to(self.spellings.schema["id"])).gather(code).alias(self.column))


def _candidates(book: ColumnCodebook) -> pl.DataFrame | None:
    """The ids (`id`, `written`) that have others like them, in any file; mostly None. Compared by their hashes."""
    if book.frame.is_empty():
        return None
    ids = book.frame.select("written", "who", id="value").drop_nulls("id")
    found = ids.filter(ids["id"].is_first_distinct())
    written, who = found["written"], found["who"]
    zeroless = without_filling_zeros(written)
    number = who if zeroless is written else folded(zeroless).hash()
    if who.n_unique() == number.n_unique() == found.height:
        return None
    return found.filter(who.is_duplicated() | number.is_duplicated()).select("id", "written")


def is_among(column: str, ids: pl.Series) -> pl.Expr:
    """Whether a Categorical column holds one of some ids; looked up by code."""
    codes = ids.to_physical()
    top = codes.max()
    assert isinstance(top, int)
    wanted = pl.repeat(False, top + 2, eager=True).scatter(codes, True)
    code = pl.col(column).to_physical().clip(upper_bound=top + 1)
    return pl.lit(wanted).gather(code).fill_null(False)


def _groups(spellings: pl.DataFrame, by: str) -> pl.DataFrame:
    """The groups of two or more: `ids`, and `table`, `line`, `row` of the second with `first_table`, … of the first."""
    several = spellings.filter(pl.col(by).is_duplicated())
    return (
        several.group_by(by, maintain_order=True)
        .agg(
            pl.col("id").cast(pl.String).alias("ids"),
            *(pl.col(n).get(1).alias(n) for n in PLACE),
            *(pl.col(n).first().alias(f"first_{n}") for n in PLACE),
        )
        .sort(PLACE)
    )


def report(
    alike: Alike, same: Rule, but_for_zeros: Rule, locate: Locate, collector: Collector, but: pl.Series | None = None
) -> None:
    """A finding for every id that is spelled in several ways, and for ids that differ only in leading zeros.

    `but`: ids of which another finding says it.
    """
    if alike.spellings.is_empty():
        return
    if but is not None and but.len():
        alike.spellings = alike.spellings.filter(~is_among("id", but))
    for rule, groups in ((same, alike.same()), (but_for_zeros, alike.but_for_zeros())):
        if groups.height:
            collector.add_some(rule, groups.height, partial(_findings, rule, alike.column, groups, locate))


def _findings(rule: Rule, column: str, groups: pl.DataFrame, locate: Locate, most: int) -> Iterator[Finding]:
    """The finding stands at the second spelling, and its fingerprint names the id alone."""
    for group in groups.head(most).iter_rows(named=True):
        place, value = locate(group["table"], group["line"], group["row"], column)
        earlier, _ = locate(group["first_table"], group["first_line"], group["first_row"], None)
        details = alike_details(group["ids"], str(earlier))
        yield Finding(rule, place, value, details, "\x1f".join((column, fold(value))))


def alike_details(ids: Sequence[str], first: str) -> dict[str, str | Text]:
    """What the sentences on ids that are alike need: the second is the finding's value."""
    others = [shorten(id) for id in (ids[0], *ids[2 : 1 + _MOST_NAMED])]
    more = f" … (+{len(ids) - 1 - len(others)})" if len(ids) > 1 + len(others) else ""
    found = {name for id in ids[1:] for name in differences(ids[0], id)} if fold(ids[0]) == fold(ids[1]) else set()
    how = [text for name, text in DIFFERENCES.items() if name in found] or [_ZEROS]
    return {
        "first": first,
        "others": Text("、".join(f"“{id}”" for id in others) + more, ", ".join(f'"{id}"' for id in others) + more),
        "how": Text("、".join(text.zh for text in how), ", ".join(text.en for text in how)),
    }
