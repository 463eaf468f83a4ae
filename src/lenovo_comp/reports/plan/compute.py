"""Plans: needs by rank, next steps, mentors; and the needs of a whole team."""

import polars as pl

from ...method.assessment import assess
from ...method.frames import table
from ...method.gaps import fulfilled
from ...method.person import person_gap
from ...method.results import OTHERS, READY, SHORT, Assessment, Need, PersonGap, Row
from ...method.roles import ITEM, rate, tally
from ...model.dictionary import EPSILON, Action, Model
from ...ratings.reading import Ratings
from .columns import NEEDS
from .result import NOT_SEEN, SEEN, UNKNOWN, Focus, Mentor, Plan, State, Step, TeamPlan

MOST_MENTORS = 3
BEHAVIOUR = ("employee_id", "behaviour")


def plan(
    model: Model,
    ratings: Ratings,
    employee_id: str,
    *,
    cycle: str | None = None,
    position: str | None = None,
    mentors: bool = False,
) -> Plan:
    """The plan of one person in a cycle (the newest unless named), against `position` (an id) or their own.

    With `mentors` everybody in the ratings is assessed, to find those to learn from. Raises KeyError
    where nothing is known of the employee in that cycle, CannotRun for a cycle that is not in the ratings.
    """
    return plan_of(person_gap(model, ratings, employee_id, cycle=cycle, position=position), mentors=mentors)


def plan_of(gap: PersonGap, *, mentors: bool = False) -> Plan:
    """The plan of somebody whose gaps are known, as `plan`."""
    model, ratings = gap.assessment.model, gap.assessment.ratings
    items = {i["competency"]: i for i in gap.items}
    needs = list(gap.develop)
    theirs = gap.assessment.ratings_of(gap.person["employee_id"])
    known = {}
    if theirs["behaviour"].null_count() < theirs.height:
        known = dict(rate_behaviours(theirs, gap.assessment.roles, model).select("behaviour", "rating").iter_rows())
    levels_given = given_as_levels(theirs, gap.assessment)
    found = {}
    if mentors:
        found = find_mentors(assess(model, ratings, cycle=gap.assessment.cycle), gap.person, needs)
    focuses = []
    for need in needs:
        item = items[need.competency]
        to_do = next_steps(need, known, model), actions(need, model)
        whom = found.get(need.competency, ()) if mentors else None
        given = need.competency in levels_given
        focuses.append(Focus(need, item["essential"], item["weight"], item["too_close"], *to_do, whom, given))
    return Plan(gap, tuple(focuses))


def rate_behaviours(ratings: pl.DataFrame, shown: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The ratings of behaviours by rules 1 to 3, over the raters who rated them.

    `ratings` as `Ratings.frame`, of one cycle; `shown` as `Assessment.roles`. Returns `employee_id`, `behaviour`
    String, `rating` Float64 (on the scale of attainment) where enough raters rated the behaviour for it to be
    shown, and not those of weight 0 alone.
    """
    # A role that is dropped on the competency is dropped on its behaviours too: together with raters of a shown role
    # its raters could be enough again.
    single = ratings.filter(pl.col("behaviour").is_not_null()).join(shown, on=ITEM, how="left")
    dropped = pl.lit(False)
    for role in model.rater_roles:
        if role.anonymous:
            alone = pl.col(f"mean:{role.id}").is_null() if f"mean:{role.id}" in shown.columns else pl.lit(True)
            dropped |= (pl.col("rater_role") == role.id) & alone & pl.col(f"mean:{OTHERS}").is_null()
    figures = single.filter(~dropped).select(*BEHAVIOUR, "rater_role", "rater_id", pl.col("level").alias("figure"))
    rated = rate(tally(figures, model, BEHAVIOUR), model)
    counting = pl.col("rating").is_not_null() & ~pl.col("self_only") & ~pl.col("unweighted")
    return rated.filter(counting).select(*BEHAVIOUR, "rating")


def given_as_levels(ratings: pl.DataFrame, a: Assessment) -> set[str]:
    """The competencies of which raters who count gave a level; `ratings` are one person's, of one cycle."""
    found = set()
    shown = {competency: set(roles) for (_, competency), roles in a.role_rows().items()}
    direct = ratings.filter(pl.col("behaviour").is_null()).select("competency", "rater_role").unique()
    for competency, role in direct.iter_rows():
        here = shown.get(competency, set())
        if role in here or (OTHERS in here and a.model.role(role).anonymous):
            found.add(competency)
    return found


def next_steps(need: Need, known: dict[str, float], model: Model) -> tuple[Step, ...]:
    """The behaviours between rating and requirement that are not yet seen; all, where all are seen.

    `known` are ratings of behaviours, by id.
    """
    # Without levels the rating is the mean of the degrees, so each is held to the requirement itself (decision 0009).
    # All can be seen where other raters gave the rating directly.
    competency = model.competency(need.competency)
    level_of = {statement.id: level for level, statement in competency.statements()}
    enough = model.attainment.observed_from if competency.levels else need.goal

    def state(id: str) -> State:
        if id not in known:
            return UNKNOWN
        return SEEN if known[id] >= enough - EPSILON else NOT_SEEN

    every = tuple(Step(s, level_of[s.id], state(s.id)) for s in need.behaviours)
    return tuple(step for step in every if step.state != SEEN) or every


def actions(need: Need, model: Model) -> tuple[Action, ...]:
    """The model's actions for a competency as a whole, and for the levels between rating and requirement."""
    competency = model.competency(need.competency)
    return (*competency.actions, *(action for level in need.levels for action in level.actions))


def find_mentors(everybody: Assessment, person: Row, needs: list[Need]) -> dict[str, tuple[Mentor, ...]]:
    """Competency → people who meet the person's requirement firmly enough to learn from, the fittest first.

    They meet their own position's requirement and, by their rating, the one in question; the result
    is not too close to call, and does not depend on raters of weight 0 alone. The same department comes first,
    then who is ready for their position, then the higher rating.
    """
    goals = table(everybody.model, ((n.competency, n.goal) for n in needs), competency=pl.Enum, goal=pl.Float64)
    department = pl.lit(person["department"], pl.String)
    able = (
        everybody.gaps.filter(
            pl.col("employee_id") != person["employee_id"],
            fulfilled(),
            # At the top of the scale no rating can be further from the requirement.
            ~pl.col("too_close") | (pl.col("rating") >= pl.col("max") - EPSILON),
            ~pl.col("self_only") & ~pl.col("unweighted"),
        )
        .join(goals, on="competency")
        .filter(pl.col("rating") >= pl.col("goal") - EPSILON)
        .join(everybody.people.select("employee_id", "name", "department", "verdict"), on="employee_id")
        .with_columns(
            (pl.col("department") == department).fill_null(False).alias("same"),
            (pl.col("verdict") == READY).fill_null(False).alias("ready"),
            pl.col("rating").round(9),
        )
        .sort("same", "ready", "rating", "employee_id", descending=[True, True, True, False])
        .group_by("competency", maintain_order=True)
        .head(MOST_MENTORS)
    )
    found: dict[str, list[Mentor]] = {}
    for row in able.iter_rows(named=True):
        mentor = Mentor(row["employee_id"], row["name"], row["department"], row["status"], row["same"], row["ready"])
        found.setdefault(row["competency"], []).append(mentor)
    return {competency: tuple(those) for competency, those in found.items()}


def _missing_levels(short: pl.DataFrame, model: Model) -> pl.DataFrame:
    """`person.levels_between` of many: one row for each of `ITEM` and `level` Float64."""
    rows = [
        (c.id, float(x.level), float(below.level) if below else -1.0)
        for c in model.competencies
        for below, x in zip((None, *c.levels), c.levels, strict=False)
    ]
    levels = table(model, rows, competency=pl.Enum, level=pl.Float64, below=pl.Float64)
    above = pl.col("level") > pl.col("rating") + EPSILON
    # The level asked for is the lowest that isn't below the requirement.
    asked = pl.col("below") < pl.col("required") - EPSILON
    return short.join(levels, on="competency").filter(above, asked).select(*ITEM, "level")


def team_plan(assessment: Assessment) -> TeamPlan:
    """The needs of a team by competency and level."""
    # Whoever is two levels short needs both trainings: every level in between counts (decision 0009).
    rows = ((c.id, i) for i, c in enumerate(assessment.model.competencies))
    order = table(assessment.model, rows, competency=pl.Enum, order=pl.UInt32)
    short = assessment.gaps.filter(pl.col("status") == SHORT)
    needs = (
        short.join(assessment.people.select("employee_id", "name", "position"), on="employee_id")
        .join(order, on="competency")
        .join(_missing_levels(short, assessment.model), on=ITEM, how="left")
        .with_columns(pl.coalesce("level", "required").alias("level"))
        .with_columns(pl.len().over("competency", "level").cast(pl.UInt32).alias("people"))
        .sort(
            "people", "order", "level", pl.col("gap").round(9), "employee_id",
            descending=[True, False, False, True, False],
        )
        .select(*NEEDS)
    )  # fmt: skip
    return TeamPlan(assessment, needs)
