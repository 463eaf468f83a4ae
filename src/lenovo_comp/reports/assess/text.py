"""`comp assess` as text: the heat map, competencies, who is unassessed, remarks."""

from collections.abc import Callable, Sequence

from ...method.results import VERDICTS, Assessment, Row, Verdict, is_far
from ...method.summary import Summary
from ..shared.blocks import Block, Heading, Span, Table, bulleted, text
from ..shared.certainty import clear_share, error, unknown_lines
from ..shared.footers import footer, left_out_line, origin_lines, remark_blocks, withheld_lines
from ..shared.naming import competency_name, heads, legend_of_heads, more_rows, name_group, person_columns, person_line
from ..shared.tables import TableColumn, column, grouped_table, table
from ..shared.tones import VERDICT_TONE
from ..shared.words import Words, figure, fixed, percent, rating_and_gap, short_of
from .answer import by_short
from .heat_map import Cells, heat_cells, sign_meanings, texts_of

MOST_PEOPLE = 100
"""People that a table lists one by one; of more people the largest gaps are shown instead."""
MOST_TOO_CLOSE = 200


def view(assessment: Assessment, words: Words) -> list[Block]:
    """The whole report on an assessment."""
    a, summary = assessment, assessment.summary
    blocks: list[Block] = [Heading(words.of(a.model.name), 1), text(people_line(a, words)), _verdicts(summary, words)]
    if summary.employees <= MOST_PEOPLE:
        cells = heat_cells(a)
        blocks += [Heading(words("who_stands_where")), heat_map(a, cells, words)]
        signs = sign_meanings(a, texts_of(cells, a.model.competencies), words)
        blocks.append(text(Span(signs, "dim")))
        blocks += legend_of_heads(a.model, words)
        if a.variances.competencies:
            blocks.append(text(Span(words("legend_clear"), "dim")))
    else:
        blocks.append(text(words("too_many_people", people=f"{summary.employees:,}")))
        blocks += [Heading(words("largest_gaps")), *largest_gaps(a, words)]
    blocks += [Heading(words("what_hurts")), competency_table(a, words)]
    blocks += unassessed_list(a, words)
    return [*blocks, *remark_blocks(remark_lines(a, words), words)]


def people_line(a: Assessment, words: Words) -> str:
    """How many people are assessed, on how many ratings of which cycle."""
    people, ratings = words.number("n_people", a.summary.employees), words.number("n_ratings", a.summary.ratings)
    key = "assessed_people" if a.cycle else "assessed_people_no_cycle"
    return words(key, people=people, cycle=a.cycle, ratings=ratings)


def people_in_cycle(a: Assessment, words: Words) -> str:
    """How many people are assessed, of which cycle."""
    people = words.number("n_people", a.summary.employees)
    return words("people_in_cycle", people=people, cycle=a.cycle) if a.cycle else people


def _verdicts(summary: Summary, words: Words) -> Block:
    parts: list[str | Span] = []
    for verdict, number in summary.verdicts.items():
        if number or verdict:
            parts += [verdict_count(verdict, number, words), " · "]
    return text(*parts[:-1])


def verdict_count(verdict: Verdict | None, number: int, words: Words) -> Span:
    """`4 ready`: how many people have a verdict."""
    name = words(verdict or "no_verdict")
    return Span(words("verdict_count", n=f"{number:,}", verdict=name), VERDICT_TONE[verdict])


def heat_map(assessment: Assessment, cells: Cells, words: Words) -> Table:
    """A table of people × competencies, by position, then by verdict and fit."""
    model, people = assessment.model, in_order(assessment)
    groups = []
    for position in (*model.positions, None):
        here = [p for p in people if p["position"] == (position.id if position else None)]
        if here:
            title = words("no_verdict").capitalize() if position is None else words.of(position.name)
            groups.append((title, here))
    return grouped_table(
        groups,
        *person_columns(words),
        verdict_column(words),
        *([column(words("clear"), clear_share, key=True)] if any(p["clear"] is not None for p in people) else []),
        column(words("fit"), lambda p: percent(p["fit"]), right=True, key=True),
        *(
            column(head, of_competency(c.id, cells))
            for head, c in zip(heads(model, words), model.competencies, strict=True)
        ),
    )


def in_order(a: Assessment) -> list[Row]:
    """Everybody by verdict and fit, the best first."""
    rank = {verdict: i for i, verdict in enumerate(VERDICTS)}
    return sorted(a.person_rows(), key=lambda p: (rank.get(p["verdict"], 9), -(p["fit"] or 0), p["employee_id"]))


def verdict_column(words: Words) -> TableColumn[Row]:
    return column(
        words("verdict"), lambda p: Span(words(p["verdict"] or "no_verdict"), VERDICT_TONE[p["verdict"]]), key=True
    )


def of_competency(competency: str, cells: Cells) -> Callable[[Row], Span]:
    """The cell of a person's row on this competency; blank where it is neither required nor rated."""
    return lambda p: cells.get(p["employee_id"], {}).get(competency, Span(""))


def largest_gaps(assessment: Assessment, words: Words, most: int | None = None) -> list[Block]:
    """The largest gaps, at most so many of those in the summary, and how many more there are."""
    model, largest = assessment.model, assessment.summary.largest[:most]
    rows = table(
        largest,
        *person_line(largest, words),
        column(words("position"), lambda r: words.of(model.position(r["position"]).name), wrap=True),
        column(words("competency"), lambda r: competency_name(r["competency"], model, words), wrap=True),
        column(words("required"), lambda r: figure(r["required"]), right=True),
        column(words("rating"), lambda r: short_of(r["rating"], r["required"], model.tolerance)[0], right=True),
        column(
            words("gap"),
            lambda r: Span(
                short_of(r["rating"], r["required"], model.tolerance)[1],
                "worst" if is_far(r["gap"], model.near) else "bad",
            ),
            right=True,
        ),
    )
    return [rows, *more_rows("more_gaps", len(largest), assessment.summary.short, words)]


def competency_table(assessment: Assessment, words: Words, rows: Sequence[Row] | None = None) -> Table:
    """A table of competencies, those with most people short first, or of these `rows` of them."""

    def mean(key: str) -> TableColumn[Row]:
        return column(words(key).capitalize(), lambda c: fixed(c[key]), right=True)

    return table(
        by_short(assessment) if rows is None else rows,
        column(
            words("competency"),
            lambda c: competency_name(c["competency"], assessment.model, words),
            key=True,
            wrap=True,
        ),
        column(words("layer"), lambda c: words(c["layer"]), spare=1),
        *(mean(key) for key in ("required_mean", "rating_mean", "gap_mean")),
        column(
            words("short").capitalize(), lambda c: Span(f"{c['short']:,}", "bad" if c["short"] else "plain"), right=True
        ),
        column(words("met").capitalize(), lambda c: f"{c['met']:,}", right=True),
        column(words("unassessed").capitalize(), lambda c: f"{c['unassessed']:,}", right=True),
    )


def unassessed_list(assessment: Assessment, words: Words) -> list[Block]:
    """The unassessed by competency, where their position requires it; nothing where all are assessed."""
    summary = assessment.summary
    lines = []
    if summary.nothing_assessed.total:
        lines.append(words("nothing_assessed", who=name_group(summary.nothing_assessed, words)))
    for id, group in summary.unassessed_on.items():
        lines.append(competency_name(id, assessment.model, words) + words.colon() + name_group(group, words))
    return [Heading(words("unassessed_who")), bulleted(lines)] if lines else []


def remark_lines(assessment: Assessment, words: Words) -> list[str]:
    """The remarks that a reader needs to read the figures right, and what they were made of."""
    a, summary = assessment, assessment.summary
    found = []
    if a.ratings.unusable:
        found.append(words("unusable", files=words.number("n_files", len(a.ratings.unusable))))
    if a.ratings.left_out:
        found.append(left_out_line(a, words))
    groups = {
        "no_position": summary.no_position,
        "two_positions": summary.two_positions,
        "only_earlier": summary.only_earlier,
        "self_only": summary.self_only,
        "unweighted": summary.unweighted,
    }
    if not a.model.positions:
        found.append(words("no_positions"))
        del groups["no_position"]
    found += [words(key, who=name_group(group, words)) for key, group in groups.items() if group.total]
    found += withheld_lines(a, words)
    if summary.too_close:
        assessed = sum(c["short"] + c["met"] for c in a.competency_rows())
        found.append(words("too_close_count", number=f"{summary.too_close:,}", of=f"{assessed:,}"))
    found += unknown_lines(a, words)
    if summary.low_agreement:
        found.append(words("low_agreement_count", ratings=words.number("n_ratings", summary.low_agreement)))
    return [*found, *origin_lines(a, words)]


def too_close_view(assessment: Assessment, words: Words) -> list[Block]:
    """The report on the results that are too close to call."""
    items = [i for rows in assessment.gap_rows().values() for i in rows if i["too_close"]]
    blocks = too_close_rows(assessment, items, MOST_TOO_CLOSE, words)
    return [*blocks, *footer(assessment, words)]


def too_close_rows(a: Assessment, items: Sequence[Row], most: int, words: Words) -> list[Block]:
    """A table of the first of these rows of `gaps`, and what too close to call means."""
    model, names = a.model, {p["employee_id"]: p["name"] for p in a.person_rows()}
    shown: list[Row] = [{**i, "name": names[i["employee_id"]]} for i in items[:most]]
    rows = table(
        shown,
        *person_columns(words, wrap=False),
        column(words("competency"), lambda i: competency_name(i["competency"], model, words), wrap=True),
        column(words("required"), lambda i: figure(i["required"]), right=True),
        column(words("rating"), lambda i: rating_and_gap(i, model.tolerance)[0], right=True),
        column("±", error, right=True),
        column(words("gap"), lambda i: rating_and_gap(i, model.tolerance)[1], right=True),
        column(words("status"), lambda i: words(i["status"])),
        column(words("raters"), lambda i: str(i["n"]), right=True),
    )
    blocks: list[Block] = [Heading(words("too_close_title"), 1), text(words("too_close_list_means"))]
    blocks.append(rows if shown else text(words("too_close_none")))
    return [*blocks, *more_rows("more_rows", len(shown), len(items), words)]
