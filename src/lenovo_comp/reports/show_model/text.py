"""`comp show-model`: the dictionary at a glance, one competency, or one position."""

from __future__ import annotations

from ...model.dictionary import Competency, Level, Model, Position
from ..assess.text import heads, legend_of_heads
from ..shared.blocks import Block, Bullets, Column, Group, Heading, Span, Table, text
from ..shared.statements import actions, bullets, counts
from ..shared.words import Words, figure


def overview(model: Model, words: Words) -> list[Block]:
    """What the competencies are, how they are levelled, what positions require."""
    blocks = title(model, words)
    blocks += [Heading(words("layers")), layers(model, words)]
    blocks += [Heading(words("overview")), competencies(model, words), *stages(model, words)]
    if model.positions:
        blocks += [Heading(words("matrix")), *matrix(model, words)]
    blocks += [Heading(words("rater_roles")), roles(model, words)]
    blocks.append(text(rating_rule(model, words)))
    if model.positions:
        example = model.competencies[-1].id, model.positions[0].id
        blocks.append(text(Span(words("show_more", competency=example[0], position=example[1]), "dim")))
    return blocks


def title(model: Model, words: Words) -> list[Block]:
    """What the dictionary is, and how much of it stands in its source."""
    blocks: list[Block] = [Heading(words.of(model.name), 1)]
    blocks += [text(words.of(t)) for t in (model.source, model.description) if t]
    blocks.append(text(counts(model, words)))
    if of_actions := list(model.actions()):
        added = sum(a.origin == "supplement" for a in of_actions)
        blocks.append(text(words("action_counts", actions=len(of_actions), supplement=added)))
    return blocks


def layers(model: Model, words: Words) -> Bullets:
    """The layers, and what the model says of them."""
    items = []
    for layer in model.layers:
        item = [Span(words.of(layer.name), "bold")]
        if layer.note is not None:
            item.append(Span(words.colon() + words.of(layer.note)))
        items.append(tuple(item))
    return Bullets(tuple(items))


def stages(model: Model, words: Words, *, notes: bool = False) -> list[Block]:
    """The stages of a career with their statements; nothing where the model has none."""
    blocks: list[Block] = [Heading(words("stages"))] if model.stages else []
    for stage in model.stages:
        blocks.append(text(Span(f"{stage.id} {words.of(stage.name)}", "bold")))
        blocks.append(bullets(stage.behaviours, words, notes=notes))
    return blocks


def rating_rule(model: Model, words: Words) -> str:
    """When a level counts as attained."""
    observed = [t for value, t in model.attainment.scale.labels if value == model.attainment.observed_from]
    return words(
        "rating_rule",
        share=f"{model.attainment.share:.0%}",
        observed=words.of(observed[0]) if observed else figure(model.attainment.observed_from),
        tolerance=figure(model.tolerance),
    )


def competency_view(model: Model, competency: Competency, level: int | None, words: Words) -> list[Block]:
    """A competency in its behaviours, all levels or one, and who requires it."""
    blocks: list[Block] = [
        Heading(f"{words.of(competency.name)} ({competency.id})", 1),
    ]
    if competency.definition is not None:
        blocks.append(text(words.of(competency.definition), Span(" " + words("mark_supplement"), "warn")))
    facts = [words(competency.layer), words("scale_line", scale=str(competency.scale))]
    if competency.aliases:
        facts.append(words("aliases") + words.colon() + words.join(list(competency.aliases)))
    blocks.append(text(Span(" · ".join(facts), "dim")))
    if competency.behaviours:
        blocks += [Heading(words("no_levels").capitalize()), _labels(competency, words)]
        blocks.append(bullets(competency.behaviours, words, notes=True))
    for each in competency.levels:
        if level in (None, each.level):
            blocks += [Heading(_level_title(model, each, words)), bullets(each.behaviours, words, notes=True)]
            if each.actions:
                blocks += [Heading(words("actions"), 3), actions(each.actions, words)]
    if competency.actions:
        blocks += [Heading(words("actions"), 3), actions(competency.actions, words)]
    if level is None:
        required = [(p, r) for p in model.positions for r in p.requires if r.competency == competency.id]
        rows = tuple((Span(words.of(p.name)), Span(figure(r.level)), Span(figure(r.desired))) for p, r in required)
        if rows:
            columns = (
                Column(words("position"), key=True, wrap=True),
                Column(words("required"), right=True),
                Column(words("desired"), right=True),
            )
            blocks += [Heading(words("required_by")), Table(columns, (Group("", rows),))]
        origins = [s.origin for _, s in competency.statements()]
        supplied = f"{words('source')} {origins.count('source')} · {words('supplement')} {origins.count('supplement')}"
        blocks.append(text(Span(words("statements") + words.colon() + supplied, "dim")))
    return blocks


def position_view(model: Model, position: Position, words: Words) -> list[Block]:
    """What a position requires, and at which level or degree."""
    blocks: list[Block] = [Heading(f"{words.of(position.name)} ({position.id})", 1)]
    mark = [Span(" " + words("mark_supplement"), "warn")] if position.origin == "supplement" else []
    if position.description is not None:
        blocks.append(text(words.of(position.description), *mark))
    elif mark:
        blocks.append(text(*mark))
    if position.stage is not None:
        names = {s.id: s.name for s in model.stages}
        blocks.append(text(f"{words('stage')} {position.stage} {words.of(names[position.stage])}"))
    rows = []
    for requirement in position.requires:
        competency = model.competency(requirement.competency)
        label = {value: words.of(name) for value, name in competency.scale.labels}.get(requirement.level, "")
        rows.append(
            (
                Span(words.of(competency.name)),
                Span(words(competency.layer)),
                Span(figure(requirement.level), "bold"),
                Span(label),
                Span(figure(requirement.desired)),
                Span(words("yes" if requirement.essential else "no")),
                Span(figure(requirement.weight)),
            )
        )
    columns = (
        Column(words("competency"), key=True, wrap=True),
        Column(words("layer")),
        Column(words("required"), right=True),
        Column("", wrap=True),
        Column(words("desired"), right=True),
        Column(words("essential")),
        Column(words("weight"), right=True),
    )
    missing = [c for c in model.competencies if c.id not in {r.competency for r in position.requires}]
    blocks.append(Table(columns, (Group("", tuple(rows)),)))
    if missing:
        names_ = words.join([words.of(c.name) for c in missing])
        blocks.append(text(Span(words("not_required").capitalize() + words.colon() + names_, "dim")))
    return blocks


def _level_title(model: Model, level: Level, words: Words) -> str:
    stages = [s for s in model.stages if s.id in level.stages]
    title = words("level_n", level=level.level)
    if not stages:
        return title
    numbers = "–".join(str(s.id) for s in (stages if len(stages) < 2 else (stages[0], stages[-1])))
    names = words.join([words.of(s.name) for s in stages])
    return f"{title} · {words('stage_n', stages=numbers)} ({names})"


def _labels(competency: Competency, words: Words) -> Block:
    labels = [f"{value:g} {words.of(name)}" for value, name in competency.scale.labels]
    return text(Span(words("degrees") + words.colon() + words.join(labels), "dim"))


def competencies(model: Model, words: Words) -> Table:
    groups = []
    for layer in model.layers:
        rows = []
        for competency in (c for c in model.competencies if c.layer == layer.id):
            statements = [s for _, s in competency.statements()]
            supplements = sum(s.origin == "supplement" for s in statements)
            rows.append(
                (
                    Span(words.of(competency.name), "bold"),
                    Span(competency.id, "dim"),
                    Span(str(len(competency.levels)) if competency.levels else words("no_levels")),
                    Span(str(competency.scale)),
                    Span(str(len(statements) - supplements)),
                    Span(str(supplements) if supplements else "", "warn"),
                )
            )
        if rows:
            groups.append(Group(words.of(layer.name), tuple(rows)))
    columns = (
        Column(words("competency"), key=True, wrap=True),
        Column(words("id")),
        Column(words("levels")),
        Column(words("scale")),
        Column(words("source"), right=True),
        Column(words("supplement"), right=True),
    )
    return Table(columns, tuple(groups))


def matrix(model: Model, words: Words) -> list[Block]:
    """Positions × competencies: the level or degree required, and how to read the table."""
    columns = (
        Column(words("position"), key=True),
        Column(words("stage"), right=True),
        *(Column(head, right=True) for head in heads(model, words)),
    )
    rows = []
    for position in model.positions:
        required = {r.competency: r for r in position.requires}
        cells = [
            Span("" if r is None else figure(r.level) if r.essential else f"({figure(r.level)})")
            for r in (required.get(c.id) for c in model.competencies)
        ]
        rows.append((Span(words.of(position.name)), Span(str(position.stage or "")), *cells))
    blocks: list[Block] = [Table(columns, (Group("", tuple(rows)),)), *legend_of_heads(model, words)]
    if not all(r.essential for p in model.positions for r in p.requires):
        blocks.append(text(Span(words("legend_matrix"), "dim")))
    return blocks


def roles(model: Model, words: Words) -> Table:
    columns = (
        Column(words("rater_roles"), key=True),
        Column(words("id")),
        Column(words("weight"), right=True),
        Column(words("min_raters"), right=True),
    )
    rows = tuple(
        (Span(words.of(r.name)), Span(r.id, "dim"), Span(figure(r.weight)), Span(str(r.min_raters)))
        for r in model.rater_roles
    )
    return Table(columns, (Group("", rows),))
