"""Ids for what has none: from English names and codes, else in order; and names that are alike made distinct."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from ..findings import catalogue
from ..model.names import normal
from .conversion import Conversion
from .framework import Competency, Framework, Position, Statement, Words

LONGEST = 48
"""Characters of an id that is made from a name; the schema allows 64, and statements get numbers after it."""


def slug(text: str) -> str:
    """A text as an id; "" where it has no Latin letters.

    >>> slug("Problem Solving & Décision making"), slug("3D printing"), slug("沟通")
    ('problem_solving_decision_making', 'c_3d_printing', '')
    """
    if any(c.isalpha() and ord(c) > 0x24F for c in text):
        return ""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold().replace("'", "")
    words = re.sub("[^a-z0-9]+", "_", plain).strip("_")
    if not re.search("[a-z]", words):
        return ""
    words = words if words[0].isalpha() else f"c_{words}"
    return words if len(words) <= LONGEST else words[:LONGEST].rpartition("_")[0] or words[:LONGEST]


def make_names_unique(framework: Framework, conversion: Conversion) -> None:
    """Append the group to names that several competencies have; a number, where that is no help."""
    named = Counter(normal(text) for c in framework.competencies for text in {*c.name.values()})
    taken: set[str] = set()
    for competency in framework.competencies:
        for language, text in competency.name.items():
            if named[normal(text)] > 1:
                group = competency.group[-1].get(language) if competency.group else None
                new = f"{text} ({group})" if group and language == "en" else f"{text}（{group}）" if group else text
                number = 2
                unique = new
                while normal(unique) in taken:
                    unique, number = f"{new} {number}", number + 1
                if unique != text:
                    place = competency.place or unique
                    conversion.note(catalogue.NAME_MADE_UNIQUE, place, text, about=text, new=unique)
                competency.name[language] = unique
            taken.add(normal(competency.name[language]))


def assign(framework: Framework, conversion: Conversion, taken: Iterable[str] = ()) -> None:
    """Give an id to every competency and position that has none."""
    used = {*taken, *(c.id for c in framework.competencies if c.id)}
    made = [c for c in framework.competencies if c.id is None and _give(c, c.aliases, "c", used)]
    _tell(conversion, made, "competency")
    used = {p.id for p in framework.positions if p.id}
    _tell(conversion, [p for p in framework.positions if p.id is None and _give(p, p.aliases, "p", used)], "position")


def _give(part: Competency | Position, codes: list[str], letter: str, used: set[str]) -> bool:
    """Give a part its id; whether that only counts."""
    wanted = slug(part.name.get("en", "")) or next(filter(None, map(slug, codes)), "")
    if wanted:
        part.id = _free(wanted, used)
        return False
    number = 1
    while f"{letter}{number:03}" in used:
        number += 1
    part.id = f"{letter}{number:03}"
    used.add(part.id)
    return True


def _free(wanted: str, used: set[str]) -> str:
    """The id, with a number where it is taken."""
    found, number = wanted, 2
    while found in used:
        found, number = f"{wanted}_{number}", number + 1
    used.add(found)
    return found


def _tell(conversion: Conversion, made: list[Competency] | list[Position], what: str) -> None:
    for part in made:
        conversion.note(catalogue.ID_MADE, part.place or part.id or "", part.id, about=what)


def assign_statements(framework: Framework, gone: Iterable[str] = ()) -> None:
    """Give an id to every statement that has none; one that was ever used is not given again."""
    used = {*gone, *(s.id for c in framework.competencies for s in _all(c) if s.id)}
    for competency in framework.competencies:
        for prefix, statements in _parts(competency):
            number = 1
            for statement in statements:
                if statement.id is None:
                    while f"{prefix}.{number}" in used:
                        number += 1
                    statement.id = f"{prefix}.{number}"
                    used.add(statement.id)


def _parts(competency: Competency) -> Iterable[tuple[str, list[Statement]]]:
    yield f"{competency.id}", competency.statements
    yield from ((f"{competency.id}.{level.number}", level.statements) for level in competency.levels)


def _all(competency: Competency) -> Iterable[Statement]:
    return (statement for _, statements in _parts(competency) for statement in statements)


def called(words: Words) -> str:
    """A text in whichever language there is."""
    return next(iter(words.values()), "")
