"""`comp show-model` as text: the dictionary in overview, one competency, or one position."""

from collections import Counter
from collections.abc import Callable, Iterable

from ...model.dictionary import Competency, Level, Model, Origin, Position, Statement
from ..shared.blocks import Block, Bullets, Heading, Span, Table, text
from ..shared.naming import heads, legend_of_heads, list_with_more
from ..shared.statements import actions, bullets, level_summary, level_title, statement_counts, told_origins
from ..shared.tables import column, grouped_table, table
from ..shared.words import Words, figure

STAGES = "part-stages"
"""The place of the stages in the handbook's page."""
_MOST_NAMED = 12  # competencies that a position does not require


def overview(model: Model, words: Words) -> list[Block]:
    """The overview: layers, competencies, stages, requirements of positions, rater roles."""
    blocks = title(model, words)
    blocks += [Heading(words("layers")), layers(model, words)]
    blocks += [Heading(words("overview")), competencies(model, words), *stages(model, words)]
    if model.positions:
        blocks += [Heading(words("matrix")), *matrix(model, words)]
    blocks += [Heading(words("rater_roles")), roles(model, words)]
    blocks += [text(rating_rule(model, words)), text(near_rule(model, words))]
    if model.positions:
        example = next((c for c in reversed(model.competencies) if c.levels), model.competencies[-1])
        key = "show_more" if example.levels else "show_more_plain"
        level = example.levels[min(1, len(example.levels) - 1)].level if example.levels else ""
        more = words(key, competency=example.id, level=level, position=model.positions[0].id)
        blocks.append(text(Span(more, "dim")))
    return blocks


def title(model: Model, words: Words) -> list[Block]:
    """The title: name and source of the dictionary, and how many statements stand in its source."""
    blocks: list[Block] = [Heading(words.of(model.name), 1)]
    blocks += [text(words.of(t)) for t in (model.source, model.description) if t]
    if model.license is not None:
        blocks.append(text(words("license") + words.colon() + model.license))
    blocks.append(text(statement_counts(model, words)))
    if of_actions := list(model.actions()):
        added = sum(a.origin == "supplement" for a in of_actions)
        key = "action_counts" if added else "action_counts_plain"
        blocks.append(text(words(key, actions=len(of_actions), supplement=added)))
    return blocks


def layers(model: Model, words: Words) -> Bullets:
    """The layers that have competencies or a note, with their notes."""
    items = []
    used = {c.layer for c in model.competencies}
    for layer in (x for x in model.layers if x.id in used or x.note is not None):
        item = [Span(words.of(layer.name), "bold")]
        if layer.note is not None:
            item.append(Span(words.colon() + words.of(layer.note)))
        items.append(tuple(item))
    return Bullets(tuple(items))


def noted(statements: Iterable[Statement], words: Words) -> list[Block]:
    """Those of the statements that have a note."""
    some = [s for s in statements if s.note is not None]
    listed: Block = bullets(some, words, notes=True) if some else text(words("n_none"))
    return [Heading(words("notes_of_statements")), listed]


def stages(model: Model, words: Words) -> list[Block]:
    """The stages of a career with their statements; nothing where the model has none."""
    blocks: list[Block] = [Heading(words("stages"), 2, STAGES)] if model.stages else []
    for stage in model.stages:
        blocks.append(text(Span(f"{stage.id} {words.of(stage.name)}", "bold")))
        blocks.append(bullets(stage.behaviours, words))
    return blocks


def rating_rule(model: Model, words: Words) -> str:
    """The sentences that say when a level is attained (rule 4)."""
    observed = [t for value, t in model.attainment.scale.labels if value == model.attainment.observed_from]
    return words(
        "rating_rule",
        share=f"{model.attainment.share:.0%}",
        rated=f"{model.attainment.rated:.0%}",
        observed=words.of(observed[0]) if observed else figure(model.attainment.observed_from),
        tolerance=figure(model.tolerance),
    )


def near_rule(model: Model, words: Words) -> str:
    """The sentence that says when the verdict is near (rule 7)."""
    if model.near_short == 0:
        return words("near_rule_none")
    return words("near_rule", short=words.number("n_essential", model.near_short), near=figure(model.near))


def competency_view(
    model: Model, competency: Competency, level: int | None, words: Words, *, notes: bool = False
) -> list[Block]:
    """A competency: its behaviours, of all levels or one, and the positions that require it.

    `notes` on slips of the source are for a dictionary's editors.
    """
    blocks: list[Block] = [Heading(f"{words.of(competency.name)} ({competency.id})", 1, competency.id)]
    if competency.definition is not None:
        # Who fills the gaps of a source wrote the definitions, too; else they are the source's, or there is none.
        added = any(s.origin == "supplement" for s in model.statements())
        mark = [Span(" " + words("mark_supplement"), "warn")] if added else []
        blocks.append(text(words.of(competency.definition), *mark))
    facts = [words(competency.layer), words("scale_line", scale=str(competency.scale))]
    if competency.group:
        facts.insert(1, " / ".join(words.of(name) for name in competency.group))
    for key, names in (("aliases", competency.aliases), ("same_as", competency.same_as)):
        if names:
            facts.append(words(key) + words.colon() + words.join(list(names)))
    blocks.append(text(Span(" · ".join(facts), "dim")))
    if competency.behaviours:
        blocks += [Heading(words("no_levels").capitalize()), _labels(competency, words)]
        blocks.append(bullets(competency.behaviours, words, notes=notes))
    for each in competency.levels:
        if level in (None, each.level):
            anchor = level_anchor(competency, each)
            blocks += [Heading(_level_title(model, each, words), 2, anchor), *level_summary(each, words)]
            if each.behaviours:
                blocks.append(bullets(each.behaviours, words, notes=notes))
            if each.actions:
                blocks += [Heading(words("actions"), 3), actions(each.actions, words)]
    if competency.actions:
        blocks += [Heading(words("actions"), 3), actions(competency.actions, words)]
    if level is None:
        required = [(p, r) for p in model.positions for r in p.requires if r.competency == competency.id]
        if required:
            asked = table(
                required,
                column(words("position"), lambda r: words.of(r[0].name), key=True, wrap=True),
                column(words("required"), lambda r: figure(r[1].level), right=True),
                column(words("desired"), lambda r: figure(r[1].desired), right=True),
            )
            blocks += [Heading(words("required_by")), asked]
        given = Counter(s.origin for _, s in competency.statements())
        supplied = " · ".join(
            f"{words(x)} {given[x]}" for x in told_origins({s.origin for s in model.statements()})
        ) or words("n_none")
        blocks.append(text(Span(words("statements") + words.colon() + supplied, "dim")))
    return blocks


def position_view(model: Model, position: Position, words: Words) -> list[Block]:
    """A position and its requirements."""
    blocks: list[Block] = [Heading(f"{words.of(position.name)} ({position.id})", 1, position_anchor(position))]
    mark = [Span(" " + words("mark_supplement"), "warn")] if position.origin == "supplement" else []
    if position.description is not None:
        blocks.append(text(words.of(position.description), *mark))
    elif mark:
        blocks.append(text(*mark))
    if position.stage is not None:
        names = {s.id: s.name for s in model.stages}
        blocks.append(text(f"{words('stage')} {position.stage} {words.of(names[position.stage])}"))

    requirements = table(
        [(r, model.competency(r.competency)) for r in position.requires],
        column(words("competency"), lambda r: words.of(r[1].name), key=True, wrap=True),
        column(words("layer"), lambda r: words(r[1].layer)),
        column(words("required"), lambda r: Span(figure(r[0].level), "bold"), right=True),
        column(
            "", lambda r: next((words.of(n) for value, n in r[1].scale.labels if value == r[0].level), ""), wrap=True
        ),
        column(words("desired"), lambda r: figure(r[0].desired), right=True),
        column(words("essential"), lambda r: words("yes" if r[0].essential else "no")),
        column(words("weight"), lambda r: figure(r[0].weight), right=True),
    )
    missing = [c for c in model.competencies if c.id not in {r.competency for r in position.requires}]
    blocks.append(requirements)
    if missing:
        names_ = list_with_more(
            [words.of(c.name) for c in missing[:_MOST_NAMED]], len(missing), words, "and_more_others"
        )
        blocks.append(text(Span(words("not_required").capitalize() + words.colon() + names_, "dim")))
    return blocks


def level_anchor(competency: Competency, level: Level) -> str:
    """The place of a level in the handbook's page; that of a competency is its id."""
    return f"{competency.id}.{level.level}"


def position_anchor(position: Position) -> str:
    """The place of a position in the handbook's page."""
    return f"position-{position.id}"


def _level_title(model: Model, level: Level, words: Words) -> str:
    stages = [s for s in model.stages if s.id in level.stages]
    title = level_title(level, words)
    if not stages:
        return title
    numbers = "–".join(str(s.id) for s in (stages if len(stages) < 2 else (stages[0], stages[-1])))
    names = words.join([words.of(s.name) for s in stages])
    return f"{title} · {words('stage_n', stages=numbers)} ({names})"


def _labels(competency: Competency, words: Words) -> Block:
    labels = [f"{value:g} {words.of(name)}" for value, name in competency.scale.labels]
    return text(Span(words("degrees") + words.colon() + words.join(labels), "dim"))


def competencies(model: Model, words: Words) -> Table:
    """The table of competencies: levels, scale, number of statements by origin."""

    def number(origin: Origin) -> Callable[[Competency], Span]:
        def cell(competency: Competency) -> Span:
            found = sum(s.origin == origin for _, s in competency.statements())
            shown = str(found) if found or origin == "source" else ""
            return Span(shown, "warn" if origin == "supplement" else "plain")

        return cell

    by_layer = [(words.of(x.name), [c for c in model.competencies if c.layer == x.id]) for x in model.layers]
    return grouped_table(
        [(name, some) for name, some in by_layer if some],
        column(words("competency"), lambda c: Span(words.of(c.name), "bold"), key=True, wrap=True),
        column(words("id"), lambda c: Span(c.id, "dim")),
        column(words("levels"), lambda c: _levels(c, words)),
        column(words("scale"), lambda c: str(c.scale)),
        *(column(words(x), number(x), right=True) for x in told_origins({s.origin for s in model.statements()})),
    )


def _levels(competency: Competency, words: Words) -> str:
    """The number of levels; and which they are, where they don't count 1, 2, 3."""
    numbers = [level.level for level in competency.levels]
    if not numbers:
        return words("no_levels")
    usual = numbers == list(range(1, len(numbers) + 1))
    return str(len(numbers)) if usual else f"{len(numbers)} ({', '.join(map(str, numbers))})"


def matrix(model: Model, words: Words) -> list[Block]:
    """The table positions × competencies of required levels, and its legend."""
    required = {(p.id, r.competency): r for p in model.positions for r in p.requires}

    def level(competency: str) -> Callable[[Position], str]:
        def cell(position: Position) -> str:
            r = required.get((position.id, competency))
            return "" if r is None else figure(r.level) if r.essential else f"({figure(r.level)})"

        return cell

    named = zip(heads(model, words), model.competencies, strict=True)
    rows = table(
        model.positions,
        column(words("position"), lambda p: words.of(p.name), key=True),
        column(words("stage"), lambda p: str(p.stage or ""), right=True),
        *(column(head, level(c.id), right=True) for head, c in named),
    )
    blocks: list[Block] = [rows, *legend_of_heads(model, words)]
    if not all(r.essential for p in model.positions for r in p.requires):
        blocks.append(text(Span(words("legend_matrix"), "dim")))
    return blocks


def roles(model: Model, words: Words) -> Table:
    """The table of rater roles with their weights."""
    return table(
        model.rater_roles,
        column(words("rater_roles"), lambda r: words.of(r.name), key=True),
        column(words("id"), lambda r: Span(r.id, "dim")),
        column(words("weight"), lambda r: figure(r.weight), right=True),
        column(words("min_raters"), lambda r: str(r.min_raters), right=True),
    )
