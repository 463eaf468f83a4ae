"""CSV: text is visible, and none that a spreadsheet would take for a formula (decision 0013)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...text import SUSPECT, visible

if TYPE_CHECKING:
    import polars as pl

    from ...findings.finding import Findings
    from ..shared.run import Form, Report
    from ..shared.words import Words

FROM: Form = "frame"
ENDINGS = (".csv",)
# Also full-width signs, behind spaces and marks, and after `;`, at which some programs split a cell; `::` would
# begin a line that a CI service obeys.
_FORMULA = r"(^|;)((?:\s|<U\+[0-9A-F]+>)*(?:[=+\-@＝＋－＠﹦﹢﹣﹫]|::))"


def render(report: Report, _findings: Findings, _words: Words) -> str:
    assert report.frame is not None
    return csv(report.frame())


def csv(frame: pl.DataFrame) -> str:
    """The frame with commas and a header; text is visible, with an apostrophe where it looks like a formula."""
    import polars as pl

    texts = [name for name, kind in frame.schema.items() if kind in (pl.String, pl.Categorical, pl.Enum)]
    frame = frame.with_columns(pl.col(texts).cast(pl.String))
    # Only text, since an apostrophe would spoil negative numbers; most columns hold no suspect cell.
    suspect = frame.select(pl.col(texts).str.contains(f"{SUSPECT}|{_FORMULA}").any()).to_dicts()[0] if texts else {}
    frame = frame.with_columns(_defuse(frame[name]) for name in texts if suspect[name])
    heads = _defuse(pl.Series(frame.columns, dtype=pl.String))
    return frame.rename(dict(zip(frame.columns, heads, strict=True))).write_csv()


def _defuse(texts: pl.Series) -> pl.Series:
    """The texts made visible, with an apostrophe before what a spreadsheet would take for a formula."""
    hidden = texts.filter(texts.str.contains(SUSPECT)).unique()
    shown = texts.replace({text: visible(text) for text in hidden})
    return shown.str.replace_all(_FORMULA, "$1'$2")
