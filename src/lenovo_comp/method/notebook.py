"""What a notebook shows of a result: its first rows under the names that its frames have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from ..text import visible
from .results import Assessment, PersonGap

MOST_ROWS = 20
"""Rows that are shown, of as many as there are."""
_PEOPLE = ("employee_id", "name", "position", "verdict", "fit", "met", "short", "unassessed", "clear", "deciding")
_ITEMS = ("competency", "required", "rating", "se", "gap", "status", "essential", "clear", "at_least", "n")
_CELL = "text-align:left"


def assessment_html(a: Assessment) -> str:
    """An assessment: how many people have each verdict, and the first rows of `people`."""
    verdicts = (
        f"{number:,} {verdict or 'without a verdict'}" for verdict, number in a.summary.verdicts.items() if number
    )
    about = f"people: {a.summary.employees:,} ({', '.join(verdicts)})" if a.summary.employees else "people: none"
    return _html(_head(a), about, _PEOPLE, a.people.head(MOST_ROWS).iter_rows(named=True), a.people.height)


def person_html(gap: PersonGap) -> str:
    """One person's items."""
    person = gap.person
    stands = person["verdict"] or "without a verdict"
    about = f"{person['employee_id']} for {person['position']}: {stands}" if person["position"] else "no position"
    return _html(_head(gap.assessment), about, _ITEMS, gap.items, len(gap.items))


def _head(a: Assessment) -> str:
    name = a.model.name["en"]
    return f"{name} · {a.cycle}" if a.cycle else name


def _html(head: str, about: str, names: Sequence[str], rows: Iterable[Mapping[str, Any]], number: int) -> str:
    """A heading, and a table of some columns of rows, of `number` in all. Everything in it is text."""
    cells = ["".join(f"<td style='{_CELL}'>{escape(_shown(row[name]))}</td>" for name in names) for row in rows]
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    heads = "".join(f"<th scope='col' style='{_CELL}'>{name}</th>" for name in names)
    more = f"<p>… and {number - len(cells):,} more</p>" if number > len(cells) else ""
    return (
        f"<div><p><strong>{escape(visible(head))}</strong><br>{escape(visible(about))}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}</div>"
    )


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{round(value, 2) + 0.0:g}"
    return visible(str(value))
