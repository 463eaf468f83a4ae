"""`--select` and `--layer`: parts of a framework by patterns of their codes, ids, names and groups."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from ..model.dictionary import Layer
from .framework import Competency, Framework, Position


def select(framework: Framework, patterns: Sequence[str]) -> list[object]:
    """Keep what a pattern matches, and what matching positions require; the parts that are gone are given back."""
    if not patterns:
        return []
    positions = [p for p in framework.positions if matches(p, patterns)]
    required = {r.competency for p in positions for r in p.requires}
    chosen = [c for c in framework.competencies if c.id in required or matches(c, patterns)]
    ids = {c.id for c in chosen}
    gone: list[object] = [c for c in framework.competencies if c not in chosen]
    kept = positions or framework.positions
    gone += [r for p in framework.positions for r in p.requires if p not in kept or r.competency not in ids]
    for position in kept:
        position.requires = [r for r in position.requires if r.competency in ids]
    kept = [p for p in kept if p.requires]
    gone += [p for p in framework.positions if p not in kept]
    framework.competencies, framework.positions = chosen, kept
    return gone


def set_layers(framework: Framework, layers: Sequence[tuple[str, Layer]]) -> list[str]:
    """Give what patterns match their layer; the patterns that match nothing are given back."""
    unused = []
    for pattern, layer in layers:
        found = [c for c in framework.competencies if matches(c, [pattern])]
        for competency in found:
            competency.layer = layer
        if not found:
            unused.append(pattern)
    return unused


def matches(part: Competency | Position, patterns: Iterable[str]) -> bool:
    """Whether a pattern matches an id, code, name or group, case aside.

    >>> matches(Competency({"en": "Data modelling"}), ["data*"])
    True
    """
    groups = [text for words in part.group for text in words.values()] if isinstance(part, Competency) else []
    texts = [part.id or "", *part.aliases, *part.same_as, *part.name.values(), *groups]
    return any(fnmatchcase(text.casefold(), pattern.casefold()) for pattern in patterns for text in texts)
