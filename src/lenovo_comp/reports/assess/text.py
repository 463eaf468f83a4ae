"""`comp assess` as text: the heat map, competencies, who is unassessed, remarks."""

from collections.abc import Callable

from ...method.results import MET, NOT_REQUIRED, SHORT, STRENGTH, UNASSESSED, VERDICTS, Assessment, Row, Summary, is_far
from ...model.dictionary import Model
from ..shared.blocks import Block, Heading, Span, Table, Tone, bulleted, text
from ..shared.certainty import clear_share, error, marks, unknown_lines
from ..shared.footers import footer, left_out_line, origin_lines, remark_blocks, withheld_lines
from ..shared.naming import competency_name, heads, legend_of_heads, more_rows, name_group, person_columns
from ..shared.tables import TableColumn, column, grouped_table, table
from ..shared.tones import VERDICT_TONE
from ..shared.words import OVERVIEW_PLACES, Words, figure, fixed, overview_rating, percent, rating_and_gap, short_of

MOST_PEOPLE = 100
"""People that a table lists one by one; of more people the largest gaps are shown instead."""
MOST_TOO_CLOSE = 200


def view(assessment: Assessment, words: Words) -> list[Block]:
    """The whole report on an assessment."""
    a, summary = assessment, assessment.summary
    key = "assessed_people" if a.cycle else "assessed_people_no_cycle"
    people = f"{summary.employees:,}"
    blocks: list[Block] = [
        Heading(words.of(a.model.name), 1),
        text(words(key, people=people, cycle=a.cycle, ratings=f"{summary.ratings:,}")),
        _verdicts(summary, words),
    ]
    if summary.employees <= MOST_PEOPLE:
        blocks += [Heading(words("who_stands_where")), heat_map(a, words)]
        blocks.append(text(Span(words("legend_cells", near=figure(a.model.near)), "dim")))
        blocks += legend_of_heads(a.model, words)
        if a.variances.competencies:
            blocks.append(text(Span(words("legend_clear"), "dim")))
    else:
        blocks.append(text(words("too_many_people", people=people)))
        blocks += [Heading(words("largest_gaps")), *largest_gaps(a, words)]
    blocks += [Heading(words("what_hurts")), competency_table(a, words)]
    blocks += unassessed_list(a, words)
    return [*blocks, *remark_blocks(remark_lines(a, words), words)]


def _verdicts(summary: Summary, words: Words) -> Block:
    parts: list[str | Span] = []
    for verdict, number in summary.verdicts.items():
        if number or verdict:
            parts += [Span(f"{number:,} {words(verdict or 'no_verdict')}", VERDICT_TONE[verdict]), " · "]
    return text(*parts[:-1])


def heat_map(assessment: Assessment, words: Words) -> Table:
    """A table of people × competencies, by position, then by verdict and fit."""
    model = assessment.model
    items = {(id, i["competency"]): i for id, rows in assessment.gap_rows().items() for i in rows}
    people = assessment.person_rows()
    rank = {verdict: i for i, verdict in enumerate(VERDICTS)}

    def rated(competency: str) -> Callable[[Row], Span]:
        return lambda p: cell(items.get((p["employee_id"], competency)), model)

    groups = []
    for position in (*model.positions, None):
        here = [p for p in people if p["position"] == (position.id if position else None)]
        here.sort(key=lambda p: (rank.get(p["verdict"], 9), -(p["fit"] or 0), p["employee_id"]))
        if here:
            title = words("no_verdict").capitalize() if position is None else words.of(position.name)
            groups.append((title, here))
    return grouped_table(
        groups,
        *person_columns(words),
        column(
            words("verdict"), lambda p: Span(words(p["verdict"] or "no_verdict"), VERDICT_TONE[p["verdict"]]), key=True
        ),
        *([column(words("clear"), clear_share, key=True)] if any(p["clear"] is not None for p in people) else []),
        column(words("fit"), lambda p: percent(p["fit"]), right=True, key=True),
        *(column(head, rated(c.id)) for head, c in zip(heads(model, words), model.competencies, strict=True)),
    )


def cell(item: Row | None, model: Model) -> Span:
    """A cell of the heat map: the rating and signs of its status."""
    # ASCII, since other signs take two cells in Chinese terminals, and columns must line up (decision 0002).
    if item is None:
        return Span("")
    status = item["status"]
    far = item["gap"] is not None and is_far(item["gap"], model.near)
    signs: dict[str, tuple[str, Tone]] = {
        STRENGTH: ("+", "best"),
        MET: ("=", "good"),
        SHORT: ("--", "bad") if far else ("-", "warn"),
        UNASSESSED: ("?", "dim"),
        NOT_REQUIRED: ("", "dim"),
    }
    sign, tone = signs[status]
    shown = "" if item["rating"] is None else fixed(overview_rating(item, model.tolerance), OVERVIEW_PLACES)
    return Span(f"{shown}{sign}{marks(item)}", tone)


def largest_gaps(assessment: Assessment, words: Words) -> list[Block]:
    """The largest gaps, and how many more there are."""
    model, largest = assessment.model, assessment.summary.largest
    rows = table(
        largest,
        *person_columns(words, wrap=False),
        column(words("position"), lambda r: words.of(model.position(r["position"]).name), wrap=True),
        column(words("competency"), lambda r: competency_name(r["competency"], model, words), wrap=True),
        column(words("required"), lambda r: figure(r["required"]), right=True),
        column(words("rating"), lambda r: short_of(r["rating"], r["required"], model.tolerance)[0], right=True),
        column(
            words("gap"), lambda r: Span(short_of(r["rating"], r["required"], model.tolerance)[1], "bad"), right=True
        ),
    )
    return [rows, *more_rows("more_gaps", len(largest), assessment.summary.short, words)]


def competency_table(assessment: Assessment, words: Words) -> Table:
    """A table of competencies, those with most people short first."""

    def mean(key: str) -> TableColumn[Row]:
        return column(words(key).capitalize(), lambda c: fixed(c[key]), right=True)

    return table(
        sorted(assessment.competency_rows(), key=lambda c: (-c["short"], -(c["gap_mean"] or 0.0))),
        column(
            words("competency"),
            lambda c: competency_name(c["competency"], assessment.model, words),
            key=True,
            wrap=True,
        ),
        column(words("layer"), lambda c: words(c["layer"])),
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
        found.append(words("low_agreement_count", number=f"{summary.low_agreement:,}"))
    return [*found, *origin_lines(a, words)]


def too_close_view(assessment: Assessment, words: Words) -> list[Block]:
    """A table of the results that are too close to call."""
    model, names = assessment.model, {p["employee_id"]: p["name"] for p in assessment.person_rows()}
    items = [i for rows in assessment.gap_rows().values() for i in rows if i["too_close"]]
    shown: list[Row] = [{**i, "name": names[i["employee_id"]]} for i in items[:MOST_TOO_CLOSE]]
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
    return [*blocks, *more_rows("more_rows", len(shown), len(items), words), *footer(assessment, words)]
