"""Statements and actions with marks of their origin, and counts of them."""

from collections.abc import Iterable

from ...model.dictionary import Action, Model, Statement
from .blocks import Bullets, Span
from .words import Words


def bullets(statements: Iterable[Statement], words: Words, *, notes: bool = False) -> Bullets:
    """A list of statements: id, text, and a mark for what is not the source's own."""
    return Bullets(tuple(statement(s, words, notes=notes) for s in statements))


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


def actions(given: Iterable[Action], words: Words) -> Bullets:
    """A list of development actions: kind, text, and a mark where they are not the source's own."""
    items = []
    for action in given:
        item = [Span(words(f"action_{action.kind}"), "bold"), Span(words.colon() + words.of(action.text))]
        if action.origin == "supplement":
            item.append(Span(" " + words("mark_supplement"), "warn"))
        items.append(tuple(item))
    return Bullets(tuple(items))


HASH = 12
"""Characters of a SHA-256 that a report for people names; JSON has all of it."""


def statement_counts(model: Model, words: Words, key: str = "dictionary_counts", **more: str) -> str:
    """A line that names the dictionary and counts its statements by origin."""
    origins = [s.origin for s in model.statements()]
    return words(
        key,
        sha256=model.sha256[:HASH],
        id=model.id,
        version=model.version,
        source=origins.count("source"),
        supplement=origins.count("supplement"),
        **more,
    )
