"""`comp explain` as text: from the rows of the files to the figure, and to what would change it."""

from collections.abc import Sequence
from pathlib import PurePath

from ...method.results import OTHERS, SHORT, self_other
from ...method.standard_error import CLEAR, LEAST_DF, ErrorVariance
from ..shared.agreement import agreement_text, is_told, self_other_mean
from ..shared.blocks import Block, Bullets, Heading, Span, spans, text
from ..shared.certainty import reading, settled_by
from ..shared.footers import footer
from ..shared.naming import competency_name, subject
from ..shared.statements import bullets
from ..shared.tables import column, table
from ..shared.tones import item_tone
from ..shared.words import Words, figure, short_of
from .result import Explanation, RaterFigure, RoleShare, Source

PLACES = 4


def view(x: Explanation, words: Words) -> list[Block]:
    """The whole derivation."""
    model, item = x.assessment.model, x.item
    name = competency_name(item["competency"], model, words)
    blocks: list[Block] = [Heading(f"{subject(x.person)} · {name}", 1), _against(x, words), *derivation(x, words)]
    if item["rating"] is not None:
        blocks += [Heading(words("explain_trust")), _trust(x, words)]
    if x.changes or x.need:
        blocks += [Heading(words("explain_change")), *_changes(x, words)]
    return [*blocks, *footer(x.assessment, words)]


def derivation(x: Explanation, words: Words) -> list[Block]:
    """The steps from the rows to the rating, and from the rating to the gap."""
    blocks: list[Block] = [Heading(words("explain_rows")), *_rows(x, words)]
    blocks += [Heading(words("rating")), *_rating(x, words)]
    return [*blocks, Heading(words("gap")), *_gap(x, words)]


def _against(x: Explanation, words: Words) -> Block:
    position = x.person["position"]
    cycle = words("in_cycle", cycle=x.assessment.cycle) if x.assessment.cycle else ""
    if position is None:
        return text(words("explain_no_position") + cycle)
    return text(words("against", position=words.of(x.assessment.model.position(position).name)) + cycle)


def _rows(x: Explanation, words: Words) -> list[Block]:
    if not x.roles:
        return [text(words("explain_no_rows"))]
    files = {s.path for share in x.roles for s in share.sources or ()}
    only = files.pop() if len(files) == 1 else None
    told = any(share.sources is not None for share in x.roles)
    blocks: list[Block] = [text(words("explain_file", file=only))] if only else []
    blocks.append(
        table(
            x.roles,
            column(words("role"), lambda s: role_name(s.role, x, words), key=True),
            column(words("raters"), lambda s: str(s.n), right=True),
            column(words("mean"), lambda s: figure(s.mean, PLACES), right=True),
            column(words("agreement_short"), lambda s: agreement_text(s.agreement, words), wrap=True),
            column(words("fate"), lambda s: _fate(s, words), wrap=True),
            column(
                words("places" if told else "rows"),
                lambda s: Span(_number(s.rows) if s.sources is None else places(s.sources, only), "dim"),
                wrap=told,
                right=not told,
            ),
        )
    )
    raters = [(share, rater) for share in x.roles for rater in share.raters or ()]
    if raters:
        blocks += [Heading(words("explain_raters"), 3), _raters(raters, x, words)]
    if any(share.raters is None for share in x.roles):
        blocks.append(text(Span(words("explain_anonymous"), "dim")))
    return blocks


def _raters(raters: Sequence[tuple[RoleShare, RaterFigure]], x: Explanation, words: Words) -> Block:
    return table(
        raters,
        column(words("role"), lambda r: role_name(r[0].role, x, words), key=True),
        column(words("rater"), lambda r: r[1].rater_id or "–", key=True),
        column(words("figure"), lambda r: _figure(r[1]), right=True),
        column(words("figure_from"), lambda r: _from_behaviours(r[1], x, words), wrap=True),
    )


def _figure(rater: RaterFigure) -> str:
    shown = figure(rater.figure, PLACES)
    return f"≥{shown}" if rater.at_least else shown or "–"


def _from_behaviours(rater: RaterFigure, x: Explanation, words: Words) -> str:
    """The steps from a rater's behaviours to their figure (rule 4)."""
    if not rater.behaviours:
        return words("from_level")
    if not x.assessment.model.competency(x.item["competency"]).levels:
        return words("from_degrees" if rater.figure is not None else "from_few_degrees", n=rater.behaviours)
    steps = []
    for step in rater.levels:
        key = "from_share" if step.enough else "from_few" if step.rated else "from_nothing"
        yes = words("attained" if step.attained else "not_attained")
        steps.append(words(key, level=step.level, seen=step.seen, rated=step.rated, size=step.size, yes=yes))
    return words.semicolon().join(steps)


def _number(rows: int | None) -> str:
    return "" if rows is None else str(rows)


def _fate(share: RoleShare, words: Words) -> str:
    key = f"fate_{share.fate}"
    return words(key, weight=figure(share.weight), least=share.min_raters)


def _rating(x: Explanation, words: Words) -> list[Block]:
    """Rule 3 with the numbers in it."""
    rating = x.item["rating"]
    if rating is None:
        return [text(words("explain_unrated"))]
    shown = figure(rating, PLACES)
    names = words.join([f"{role_name(t.role, x, words)} {figure(t.mean, PLACES)}" for t in x.terms])
    if all(term.weight == 0 for term in x.terms):
        sum_ = " + ".join(figure(term.mean, PLACES) for term in x.terms)
        line = f"({sum_}) / {len(x.terms)} = {shown}" if len(x.terms) > 1 else shown
        return [text(names), text(Span(line, "bold")), text(words("rule_3_plain"))]
    top = " + ".join(f"{figure(t.weight)} × {figure(t.mean, PLACES)}" for t in x.terms)
    line = f"({top}) / ({_weights(x)}) = {shown}" if len(x.terms) > 1 else shown
    return [text(names), text(Span(line, "bold")), text(words("rule_3")), *_bound(x, words)]


def _weights(x: Explanation) -> str:
    return " + ".join(figure(term.weight) for term in x.terms)


def _bound(x: Explanation, words: Words) -> list[Block]:
    """Rule 4: why the rating is a bound, and how many raters did not count."""
    lines = [words("explain_at_least")] if x.bound else []
    if x.item["uncounted"]:
        lines.append(words.number("explain_uncounted", x.item["uncounted"]))
    return [text(line) for line in lines]


def _gap(x: Explanation, words: Words) -> list[Block]:
    item, asked, model = x.item, x.requirement, x.assessment.model
    if asked is None:
        return [text(words("explain_not_required"))]
    essential = words("essential_yes" if asked.essential else "not_essential")
    # Without its folder: reports are handed out, and a folder often has the name of who made them.
    place = PurePath(model.path).name + (f":{asked.line}" if asked.line is not None else "")
    blocks: list[Block] = [
        text(
            words(
                "explain_requirement",
                level=figure(asked.level),
                essential=essential,
                weight=figure(asked.weight),
                place=place,
            )
        )
    ]
    if item["rating"] is None:
        return [*blocks, text(words("explain_unassessed"))]
    if item["gap"] is None and x.bound is not None:
        key = "at_least_nobody" if x.bound.nobody else "at_least_few"
        known = words(key, rating=figure(x.bound.rating, PLACES), level=x.bound.level)
        return [*blocks, text(Span(words("explain_at_least_unassessed", known=known), "dim"))]
    sum_ = f"{figure(asked.level)} − {figure(item['rating'], PLACES)} = {figure(item['gap'], PLACES)}"
    rule = words("rule_5", tolerance=figure(model.tolerance), strength=figure(model.strength))
    status = Span(words(item["status"]), item_tone(item, model.near))
    blocks.append(text(Span(sum_, "bold"), " → ", status))
    return [*blocks, text(rule), text(words("explain_fit", part=figure(x.part_of_fit, PLACES)))]


def _trust(x: Explanation, words: Words) -> Block:
    """A list: agreement of the raters, self-rating against others, whether it depends on one rater."""
    item, model = x.item, x.assessment.model
    lines = []
    overall = x.assessment.agreements()[item["employee_id"], item["competency"]]
    if is_told(overall):
        lines.append(spans(words("agreement") + words.colon(), agreement_text(overall, words)))
    elif item["n"] > 1:
        lines.append(spans(words("explain_anonymous_agreement")))
    else:
        lines.append(spans(words("explain_one_rater")))
    if item["self_other"] is not None:
        mine = next(share.mean for share in x.roles if share.role == "self")
        theirs = figure((mine or 0) - item["self_other"])
        kind = self_other(item["self_other"], model) or "self_other_near"
        said = words(kind, mine=figure(mine), theirs=theirs) + self_other_mean(item, x.assessment, words)
        lines.append(spans(said))
    lines += [spans(line) for line in _error_lines(x, words)]
    return Bullets(tuple(lines))


def _error_lines(x: Explanation, words: Words) -> list[str]:
    """Rule 10 with the numbers in it: the variances, the standard error, what is clear, what would settle it."""
    item, a = x.item, x.assessment
    if item["se"] is None:
        if item["fragile"] is not None and item["n"] > 1:
            return [words("explain_fragile" if item["fragile"] else "explain_firm")]
        unknown = item["competency"] not in a.variances.competencies
        return [words("error_unknown", least=LEAST_DF)] if unknown and not item["at_least"] else []
    shown = [_variance(role, v, x, words) for role, v in x.variances]
    of = {role: figure(v.value, PLACES) for role, v in x.variances}
    top = " + ".join(f"{figure(t.weight)}² × {of[t.role]} / {t.n}" for t in x.terms)
    below = f" / ({_weights(x)})" if len(x.terms) > 1 else f" / {_weights(x)}" if x.terms[0].weight != 1 else ""
    lines = [words("explain_variance") + words.semicolon().join(shown)]
    lines.append(words("explain_error", sum=f"√({top}){below} = {figure(item['se'], PLACES)}"))
    if item["clear"] is not None:
        sum_ = words(
            "explain_distance",
            gap=figure(item["gap"], PLACES),
            tolerance=figure(a.model.tolerance, PLACES),
            away=figure(abs(item["gap"] - a.model.tolerance), PLACES),
            sign=">" if item["clear"] else "≤",
            limit=f"{figure(CLEAR)} × {figure(item['se'], PLACES)} = {figure(CLEAR * item['se'], PLACES)}",
        )
        key = "explain_clear" if item["clear"] else "explain_unclear"
        lines.append(words(key, sum=sum_, reading=reading(item, words)))
    if x.settling is not None:
        lines.append(settled_by(x.settling, a, words))
    return [line[0].upper() + line[1:] for line in lines]


def _variance(role: str, variance: ErrorVariance, x: Explanation, words: Words) -> str:
    """`Peer 41.25 / 66 = 0.625`, or borrowed from all roles."""
    pool = variance.pool
    sum_ = f"{figure(pool.squares, PLACES)} / {pool.df:,} = {figure(variance.value, PLACES)}"
    return words("explain_borrowed" if variance.borrowed else "explain_own", role=role_name(role, x, words), sum=sum_)


def _changes(x: Explanation, words: Words) -> list[Block]:
    """The changes that one step more of a role would make, and the behaviours that lead there."""
    lines = []
    for change in x.changes:
        rating = figure(change.rating)
        if change.status == SHORT and x.requirement is not None:
            rating = short_of(change.rating, x.requirement.level, x.assessment.model.tolerance)[0]
        role = role_name(change.role, x, words)
        lines.append(
            spans(
                words(
                    "explain_step",
                    role=role,
                    mean=figure(change.mean, PLACES),
                    rating=rating,
                    status=words(change.status),
                )
            )
        )
    blocks: list[Block] = [Bullets(tuple(lines))] if lines else []
    if x.need is not None and x.need.behaviours:
        blocks += [text(Span(words("explain_behaviours"), "bold")), bullets(x.need.behaviours, words)]
    return blocks


def role_name(role: str, x: Explanation, words: Words) -> str:
    """The name of a role or of `others`."""
    return words("others") if role == OTHERS else words.of(x.assessment.model.role(role).name)


def places(sources: Sequence[Source], only: str | None = None) -> str:
    """`ratings.csv:3–5, 9; more.csv:2`: runs of lines (of rows, where a file has no lines), file by file.

    The name of the file `only` is left out.

    >>> places([Source("a.csv", 3, 3), Source("a.csv", 4, 4), Source("b.csv", 2, 2)], only="a.csv")
    '3–4; b.csv:2'
    """
    by_file: dict[str, list[int]] = {}
    for source in sources:
        by_file.setdefault(source.path, []).append(source.line if source.line is not None else source.row)
    runs = {path: _runs(sorted(numbers)) for path, numbers in by_file.items()}
    return "; ".join(found if path == only else f"{path}:{found}" for path, found in runs.items())


def _runs(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
