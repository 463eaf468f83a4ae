"""Ends of reports: what a reader must know to read the figures right, and what they were made of."""

from collections.abc import Iterable, Sequence

from ...findings.finding import Severity, count
from ...method.results import Assessment
from .blocks import Block, Heading, bulleted, text
from .naming import name_group
from .statements import statement_counts
from .words import Words


def footer(assessment: Assessment, words: Words, *first: str, after: Sequence[str] = ()) -> list[Block]:
    """The remarks that end every report: `first`, rows left out, `after`, what it was made of."""
    missing = [left_out_line(assessment, words)] if assessment.ratings.left_out else []
    return remark_blocks([*first, *missing, *after, *origin_lines(assessment, words)], words)


def closing(assessment: Assessment, words: Words) -> list[Block]:
    """The footer of a report on people: also who was rated in earlier cycles only, and what was withheld."""
    earlier = assessment.summary.only_earlier
    absent = [words("only_earlier", who=name_group(earlier, words))] if earlier.total else []
    return footer(assessment, words, after=[*absent, *withheld_lines(assessment, words)])


def remark_blocks(lines: Iterable[str], words: Words) -> list[Block]:
    """Remarks under their heading."""
    return [Heading(words("remarks")), bulleted(lines)]


def screen_remarks(a: Assessment, words: Words) -> list[Block]:
    """The remarks that no answer on a screen leaves out: files and rows that take no part, thresholds that differ."""
    lines = [words("unusable", files=words.number("n_files", len(a.ratings.unusable)))] if a.ratings.unusable else []
    lines += [left_out_line(a, words)] if a.ratings.left_out else []
    return [text(line) for line in [*lines, *settings_line(a, words)]]


def withheld_lines(assessment: Assessment, words: Words) -> list[str]:
    """Lines that count groups of raters too small to be shown, and raters who rated too little; none where none are."""
    rolled_up, dropped, uncounted = assessment.withheld_counts()
    lines = []
    if rolled_up or dropped:
        lines.append(words("withheld", rolled=rolled_up, dropped=dropped))
    if uncounted:
        lines.append(words("uncounted", number=f"{uncounted:,}"))
    return lines


def origin_lines(assessment: Assessment, words: Words) -> list[str]:
    """Lines on what a report was made of: thresholds that differ, the dictionary, the number of files and rows."""
    # Never a ratings file's name or digest: with one file a rater, either would tell who gave what (decision 0015).
    sizes = input_sizes(assessment, words)
    return [*settings_line(assessment, words), statement_counts(assessment.model, words, "made_of", **sizes)]


def input_sizes(assessment: Assessment, words: Words) -> dict[str, str]:
    """The numbers of `files` and `rows` that were read, the roster included, in words."""
    inputs = assessment.ratings.inputs
    return {"files": words.number("n_files", len(inputs)), "rows": words.number("n_rows", sum(i.rows for i in inputs))}


def settings_line(assessment: Assessment, words: Words) -> list[str]:
    """A line of the thresholds that a settings file put in place of the dictionary's; none if it put none."""
    changed = assessment.model.settings
    shown = words.join([f"{name} = {value:g}" for name, value in sorted(changed.items())])
    return [words("settings_differ", settings=shown)] if changed else []


def left_out_line(assessment: Assessment, words: Words) -> str:
    """A line: the number of rows that take no part, and of the errors in them."""
    ratings = assessment.ratings
    errors = count(ratings.diagnostics)[Severity.ERROR]
    return words("left_out", rows=words.number("n_rows", ratings.left_out), errors=words.number("n_errors", errors))
