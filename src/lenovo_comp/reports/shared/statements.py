"""Statements and actions with marks of their origin, and counts of them."""

from collections import Counter
from collections.abc import Collection, Iterable

from ...model.dictionary import ORIGINS, Action, Level, Model, Origin, Statement
from .blocks import Block, Bullets, Span, text
from .words import Words


def bullets(statements: Iterable[Statement], words: Words, *, notes: bool = False, ids: bool = True) -> Bullets:
    """A list of statements: id, text, and a mark for what is not the source's own."""
    items = (statement(s, words, notes=notes) for s in statements)
    return Bullets(tuple(item if ids else without_id(item) for item in items))


def statement(statement: Statement, words: Words, *, notes: bool = False) -> tuple[Span, ...]:
    """One statement: id, text, and a mark where it is not the source's own."""
    item = [Span(statement.id, "dim"), Span(" " + words.of(statement.text))]
    if statement.origin == "supplement":
        item.append(Span(" " + words("mark_supplement"), "warn"))
    if statement.truncated:
        item.append(Span(" " + words("mark_truncated"), "warn"))
    if notes and statement.note is not None:
        item.append(Span(f" ({words('note')}{words.colon()}{words.of(statement.note)})", "dim"))
    return tuple(item)


def without_id(statement: tuple[Span, ...]) -> tuple[Span, ...]:
    """A statement's text and marks, for those who will not look it up."""
    _, first, *rest = statement
    return (Span(first.text.lstrip(), first.tone), *rest)


def actions(given: Iterable[Action], words: Words) -> Bullets:
    """A list of development actions: kind, text, and a mark where they are not the source's own."""
    items = []
    for action in given:
        item = [Span(words(f"action_{action.kind}"), "bold"), Span(words.colon() + words.of(action.text))]
        if action.url is not None:
            item.append(Span(f" {action.url}", "dim"))
        if action.origin == "supplement":
            item.append(Span(" " + words("mark_supplement"), "warn"))
        items.append(tuple(item))
    return Bullets(tuple(items))


def level_title(level: Level, words: Words) -> str:
    """The number of a level and its name, if it has one: `Level 5 · Guides others`."""
    number = words("level_n", level=level.level)
    return number if level.name is None else f"{number} · {words.of(level.name)}"


def level_head(level: Level, words: Words) -> list[Block]:
    """The title of a level, and its summary."""
    return [text(Span(level_title(level, words), "bold")), *level_summary(level, words)]


def level_text(levels: Iterable[Level], words: Words) -> str:
    """Title and summary of the first of some levels that has a name or a summary; "" where none has."""
    level = next((x for x in levels if x.name or x.summary), None)
    if level is None:
        return ""
    return level_title(level, words) + (words.colon() + words.of(level.summary) if level.summary else "")


def level_summary(level: Level, words: Words) -> list[Block]:
    """What a level is in one sentence, if the dictionary says so."""
    return [] if level.summary is None else [text(words.of(level.summary))]


HASH = 12
"""Characters of a SHA-256 that a report for people names; JSON has all of it."""


def statement_counts(model: Model, words: Words, key: str = "dictionary_counts", **more: str) -> str:
    """A line that names the dictionary and counts its statements by origin."""
    counts = count_origins((s.origin for s in model.statements()), words)
    return words(key, sha256=model.sha256[:HASH], id=model.id, version=model.version, counts=counts, **more)


def count_origins(origins: Iterable[Origin], words: Words) -> str:
    """Numbers of statements by origin: what is in the source and what is added to it, and the author's own."""
    given = Counter(origins)
    return words.clauses([words.number(f"n_{x}", given[x]) for x in told_origins(given)]) or words("n_none")


def told_origins(given: Collection[Origin]) -> list[Origin]:
    """The origins to tell numbers of: those there are; with a source also that nothing was added to it."""
    of_source = "source" in given or "supplement" in given
    return [x for x in ORIGINS if (x in given if x == "own" else of_source)]
