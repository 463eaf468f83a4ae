"""How reports end: what a reader must know to read the figures right, and what they were made of."""

from collections.abc import Iterable, Sequence

from ...findings.finding import Severity, count
from ...method.results import Assessment
from .blocks import Block, Heading, bulleted
from .naming import named
from .statements import counts
from .words import Words


def footer(assessment: Assessment, words: Words, *first: str, after: Sequence[str] = ()) -> list[Block]:
    """The end of every report: rows left out, `after` that, and what it was made of; `first` comes first."""
    missing = [left_out(assessment, words)] if assessment.ratings.left_out else []
    return remarks([*first, *missing, *after, *made_of(assessment, words)], words)


def closing(assessment: Assessment, words: Words) -> list[Block]:
    """The end of a report on people as they are now: who and what is not in it, and what it was made of."""
    earlier = assessment.summary.only_earlier
    absent = [words("only_earlier", who=named(earlier, words))] if earlier.total else []
    return footer(assessment, words, after=[*absent, *withheld(assessment, words)])


def remarks(lines: Iterable[str], words: Words) -> list[Block]:
    """Remarks under their heading."""
    return [Heading(words("remarks")), bulleted(lines)]


def withheld(assessment: Assessment, words: Words) -> list[str]:
    """How many groups of raters were too small to be shown; nothing where none was."""
    summary = assessment.summary
    if not (summary.rolled_up or summary.dropped):
        return []
    return [words("withheld", rolled=summary.rolled_up, dropped=summary.dropped)]


def made_of(assessment: Assessment, words: Words) -> list[str]:
    """What a report was made of: thresholds that differ, the dictionary, how many files and rows.

    Never a ratings file's name or digest: with one file a rater, either would tell who gave what (decision 0015).
    """
    sizes = input_sizes(assessment, words)
    return [*settings_line(assessment, words), counts(assessment.model, words, "made_of", **sizes)]


def input_sizes(assessment: Assessment, words: Words) -> dict[str, str]:
    """How many `files` were read, ratings and roster, and how many `rows` of them."""
    inputs = assessment.ratings.inputs
    return {"files": words.number("n_files", len(inputs)), "rows": words.number("n_rows", sum(i.rows for i in inputs))}


def settings_line(assessment: Assessment, words: Words) -> list[str]:
    """Thresholds that a settings file put in place of the dictionary's."""
    changed = assessment.model.settings
    shown = words.join([f"{name} = {value:g}" for name, value in sorted(changed.items())])
    return [words("settings_differ", settings=shown)] if changed else []


def left_out(assessment: Assessment, words: Words) -> str:
    """How many rows of the files take no part, because of how many errors."""
    ratings = assessment.ratings
    errors = count(ratings.diagnostics)[Severity.ERROR]
    return words("left_out", rows=f"{ratings.left_out:,}", errors=f"{errors:,}")
