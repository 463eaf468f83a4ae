"""`comp gap` as text: one person's profile, strengths, and needs with the behaviours for them."""

from collections.abc import Callable, Collection, Sequence

from ...method.results import OTHERS, SELF, SHORT, STRENGTH, Agreement, Need, PersonGap, Row, self_other
from ...model.dictionary import Model
from ..shared.agreement import agreement_text, self_other_mean
from ..shared.blocks import Block, Bullets, Heading, Span, Table, spans, text
from ..shared.certainty import certainty, doubt, error, legend
from ..shared.footers import footer, withheld_lines
from ..shared.naming import competency_name, subject
from ..shared.standing import standing, supposed_mark, unassessed
from ..shared.statements import bullets, level_head
from ..shared.tables import TableColumn, column, table
from ..shared.tones import item_tone
from ..shared.words import Words, figure, rating_and_gap, short_of


def view(gap: PersonGap, words: Words, shown: Sequence[Block] | None = None) -> list[Block]:
    """The whole report on a person, with the blocks `shown` in place of the table of the profile."""
    middle: list[Block] = [Heading(words("profile")), *(shown or [profile(gap, words)])]
    judged = gap.person["position"] is not None
    middle += [*(legend(gap.items, words) if judged else []), *by_role(gap, words)]
    if judged:
        middle += answers(gap, words)
    return [Heading(subject(gap.person), 1), *standing(gap, words), *middle, *closing(gap, words)]


def closing(gap: PersonGap, words: Words) -> list[Block]:
    """The footer, with the number of groups that were withheld."""
    return footer(gap.assessment, words, *withheld_lines(gap.assessment, words))


def answers(gap: PersonGap, words: Words) -> list[Block]:
    """The agreement of raters, strengths, needs with their behaviours, what is unassessed."""
    blocks = certainty(gap, words)
    blocks += [*agreement(gap, words), *self_and_others(gap, words)]
    blocks += [Heading(words("strengths")), _strengths(gap, words)]
    blocks.append(Heading(words("develop")))
    if not gap.develop:
        blocks.append(text(words("no_needs" if gap.person["assessed"] else "nothing_known")))
    for need in gap.develop:
        blocks += _need(gap, need, words)
    return [*blocks, *unassessed(gap, words)]


def profile(gap: PersonGap, words: Words) -> Table:
    """The table of the profile: one row a competency."""
    tolerance = gap.assessment.model.tolerance
    return table(
        gap.items,
        _competency_column(gap, words),
        column(words("required"), lambda i: figure(i["required"]), right=True),
        column(
            words("rating"),
            lambda i: rating_and_gap(i, tolerance)[0] + supposed_mark(gap, i["competency"], words),
            right=True,
        ),
        *([column("±", error, right=True)] if any(i["se"] is not None for i in gap.items) else []),
        column(words("gap"), lambda i: rating_and_gap(i, tolerance)[1], right=True),
        column(words("status"), lambda i: Span(_status(i, words), item_tone(i, gap.assessment.model.near)), wrap=True),
        column(words("raters"), lambda i: str(i["n"] or ""), right=True),
    )


def by_role(gap: PersonGap, words: Words) -> list[Block]:
    """The table of role means: one row a competency, one column a role that has figures to show; else nothing."""
    means = {(c, role): x.mean for (_, c), roles in gap.assessment.role_rows().items() for role, x in roles.items()}
    roles = shown_roles({role for _, role in means}, gap.assessment.model, words)
    if not roles:
        return []

    def mean(role: str) -> Callable[[Row], str]:
        return lambda item: figure(means.get((item["competency"], role)))

    columns = [column(name, mean(role), right=True) for role, name in roles]
    return [Heading(words("by_role")), table(gap.items, _competency_column(gap, words), *columns)]


def _competency_column(gap: PersonGap, words: Words) -> TableColumn[Row]:
    model = gap.assessment.model
    return column(words("competency"), lambda i: competency_name(i["competency"], model, words), key=True, wrap=True)


def shown_roles(shown: Collection[str], model: Model, words: Words) -> list[tuple[str, str]]:
    """The `shown` roles with their names, in the dictionary's order."""
    names = [(r.id, words.of(r.name)) for r in model.rater_roles if r.id in shown]
    return [*names, (OTHERS, words("others"))] if OTHERS in shown else names


def _status(item: Row, words: Words) -> str:
    status = words(item["status"])
    if item["self_only"] or item["unweighted"]:
        status += f" ({words('self_only_mark' if item['self_only'] else 'unweighted_mark')})"
    if item["status"] == SHORT and not item["essential"]:
        status += f" ({words('not_essential')})"
    return status + doubt(item)


def agreement(gap: PersonGap, words: Words) -> list[Block]:
    """The table of agreement: of all raters who count, and of each role of at least two."""
    model, overall = gap.assessment.model, gap.assessment.agreements()
    of_roles = {
        c: {role: x.agreement for role, x in roles.items()} for (_, c), roles in gap.assessment.role_rows().items()
    }
    several = {role for roles in of_roles.values() for role, agreement in roles.items() if agreement.band}

    def of_all(item: Row) -> Agreement | None:
        return overall.get((item["employee_id"], item["competency"]))

    def of_role(role: str) -> Callable[[Row], Span]:
        return lambda item: _word(of_roles[item["competency"]].get(role), words)

    def anything(item: Row) -> bool:
        roles = of_roles.get(item["competency"], {})
        of_everybody = of_all(item)
        return bool(of_everybody and of_everybody.band) or any(x.band for x in roles.values())

    items = [item for item in gap.items if anything(item)]
    if not items:
        return []
    overall_column: TableColumn[Row] = column(words("all_who_count"), lambda i: _word(of_all(i), words), wrap=True)
    rows = table(
        items,
        column(words("competency"), lambda i: competency_name(i["competency"], model, words), key=True, wrap=True),
        *([overall_column] if any(_word(of_all(item), words).text for item in items) else []),
        *(column(name, of_role(role), wrap=True) for role, name in shown_roles(several, model, words)),
    )
    return [Heading(words("agreement")), rows, text(Span(words("agreement_note"), "dim"))]


def _word(agreement: Agreement | None, words: Words) -> Span:
    """The band with its figures; blank where there is none, as for two raters."""
    return agreement_text(agreement if agreement and agreement.band else None, words)


def self_and_others(gap: PersonGap, words: Words) -> list[Block]:
    """The list of blind spots and hidden strengths, the largest difference first."""
    model = gap.assessment.model
    means = {c: roles[SELF].mean for (_, c), roles in gap.assessment.role_rows().items() if SELF in roles}
    compared = [i for i in gap.items if i["self_other"] is not None]
    lines = []
    for item in sorted(compared, key=lambda i: -abs(i["self_other"])):
        kind = self_other(item["self_other"], model)
        if kind is None:
            continue
        mine = means[item["competency"]]
        name = words.of(model.competency(item["competency"]).name)
        line = words(kind, mine=figure(mine), theirs=figure(mine - item["self_other"]))
        line += self_other_mean(item, gap.assessment, words)
        lines.append(spans(Span(name, "bold"), words.colon() + line))
    if not compared:
        return []
    nothing = text(words("self_other_none", threshold=figure(model.self_other)))
    return [Heading(words("self_other")), Bullets(tuple(lines)) if lines else nothing]


def _strengths(gap: PersonGap, words: Words) -> Block:
    if not gap.strengths:
        least = figure(gap.assessment.model.strength)
        return text(words("no_strengths", least=least) if gap.person["assessed"] else words("nothing_known"))
    items = {i["competency"]: i for i in gap.items if i["status"] == STRENGTH}
    lines = []
    for id in gap.strengths:
        name = words.of(gap.assessment.model.competency(id).name)
        shown = rating_and_gap(items[id], gap.assessment.model.tolerance)[0] + supposed_mark(gap, id, words)
        rating = f"{shown} ({words('required').lower()} {figure(items[id]['required'])})"
        lines.append(spans(Span(name, "best"), f" {rating}"))
    return Bullets(tuple(lines))


def _need(gap: PersonGap, need: Need, words: Words) -> list[Block]:
    competency = gap.assessment.model.competency(need.competency)
    blocks: list[Block] = [Heading(need_title(gap, need, words), 3)]
    if not need.behaviours and not any(level.name or level.summary for level in need.levels):
        blocks.append(text(Span(words("no_behaviours"), "dim")))
    elif need.behaviours and not competency.levels:
        blocks += [text(Span(words("need_degree"), "dim")), bullets(need.behaviours, words)]
    for level in need.levels:
        blocks += level_head(level, words)
        if level.behaviours:
            blocks.append(bullets(level.behaviours, words))
    return [*blocks, *evidence(need, gap.assessment.model, words)]


def need_title(gap: PersonGap, need: Need, words: Words) -> str:
    """A need in one line: `Communication: 1.81 → 3, short by 1.19`."""
    start, missing = short_of(need.start, need.goal, gap.assessment.model.tolerance)
    start += supposed_mark(gap, need.competency, words)
    name = competency_name(need.competency, gap.assessment.model, words)
    return name + words.colon() + words("need_line", start=start, goal=figure(need.goal), gap=missing)


def evidence(need: Need, model: Model, words: Words) -> list[Block]:
    """What raters wrote about a need, by role; nothing where nobody wrote anything that may be shown."""
    if not need.evidence:
        return []
    roles = {r.id: words.of(r.name) for r in model.rater_roles}
    quoted = [(Span(f"{roles[r]}{words.colon()}", "dim"), Span(" ".join(t.split()))) for r, t in need.evidence]
    return [text(Span(words("evidence"), "bold")), Bullets(tuple(quoted))]
