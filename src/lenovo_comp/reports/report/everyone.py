"""A list of links to everybody, for folders of more people than the index lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...method.results import Assessment
from ..shared.page import Trail, render
from ..shared.tones import VERDICT_TONE
from ..shared.words import Words


class Listed(NamedTuple):
    """A person and the address of their page."""

    id: str
    name: str
    href: str
    department: str
    verdict: str
    tone: str


def everyone_page(a: Assessment, links: Mapping[str, str], words: Words, trail: Trail) -> str:
    """Everybody by id; `links`: employee → address."""
    people = [
        Listed(
            p["employee_id"],
            p["name"] or "",
            links[p["employee_id"]],
            p["department"] or "",
            words(p["verdict"] or "no_verdict"),
            VERDICT_TONE[p["verdict"]],
        )
        for p in a.person_rows()
    ]
    return render(
        "everyone.jinja",
        words.language,
        styles=("page.css",),
        title=words("report_everyone"),
        trail=trail,
        word=words,
        number=words.number("n_people", len(people)),
        people=people,
    )
