"""Findings as rows, and those of all parts as one list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import polars as pl

from ..findings import catalogue
from ..findings.finding import MOST_PLACES, Finding, Place, Rule, in_order
from ..text import Language, Text

FINDINGS = {
    **dict.fromkeys(("code", "severity", "path"), pl.String()),
    **dict.fromkeys(("line", "row"), pl.Int64()),
    **dict.fromkeys(("field", "value", "message", "fingerprint"), pl.String()),
    "count": pl.Int64(),
}
"""The columns of findings, as in `comp check --format json`."""
WHOLE = "finding"
"""The column that has all of a finding as JSON, so that findings of several parts can be put together."""
_RULES: Mapping[str, Rule] = {rule.code: rule for rule in vars(catalogue).values() if isinstance(rule, Rule)}


def as_rows(findings: Iterable[Finding], language: Language = "en", part: int = 0) -> pl.DataFrame:
    """Findings as rows of `FINDINGS`, and `WHOLE`, which names the part that made them."""
    rows = [(*_shown(finding, language), _whole(finding, part)) for finding in findings]
    return pl.DataFrame(rows, schema={**FINDINGS, WHOLE: pl.String()}, orient="row")


def _shown(d: Finding, language: Language) -> tuple[object, ...]:
    place = d.place
    named = (d.rule.code, d.severity.value, place.path, place.line, place.row, place.field, d.shown_value)
    return (*named, d.message(language), d.fingerprint, d.number)


def _whole(d: Finding, part: int) -> str:
    details = {name: [x.zh, x.en] if isinstance(x, Text) else x for name, x in d.details.items()}
    places = [[place.line, place.row, place.field, place.cell] for place in (d.place, *d.more)]
    return json.dumps([d.rule.code, d.place.path, places, d.value, details, d.key, d.number, part])


def _finding(whole: str) -> tuple[int, Finding]:
    """The part that made a finding, and the finding."""
    code, path, places, value, details, key, number, part = json.loads(whole)
    first, *more = (Place(path, line=line, row=row, field=field, cell=cell) for line, row, field, cell in places)
    texts = {name: Text(*x) if isinstance(x, list) else x for name, x in details.items()}
    return part, Finding(_RULES[code], first, value, texts, key, number=number, more=tuple(more))


def merged(findings: Iterable[Finding], wholes: Iterable[str]) -> list[Finding]:
    """The findings of all parts (`wholes`), and others, in order: one that several parts have made is one."""
    groups: dict[object, list[tuple[int, Finding]]] = {}
    for part, finding in map(_finding, wholes):
        # A finding about unread columns is one of its table, whatever its first row has in them.
        of_table = finding.rule is catalogue.UNREAD_COLUMN_DIFFERS
        key = (finding.rule, finding.place.path) if of_table else finding.fingerprint
        groups.setdefault(key, []).append((part, finding))
    found = [*findings]
    for several in groups.values():
        made = in_order(finding for _, finding in several)
        # What one part says twice with one fingerprint is about two rows of one record.
        is_one = len({part for part, _ in several}) == len(several)
        found += [_one(made)] if is_one else made
    return in_order(found)


def _one(several: list[Finding]) -> Finding:
    """The same finding of several parts as one: the first place, and all others counted."""
    # Each part makes those about a header or a whole table, at the same place.
    distinct = list({finding.place: finding for finding in several}.values())
    first = distinct[0]
    if len(distinct) == 1:
        return first
    if first.rule is catalogue.UNREAD_COLUMN_DIFFERS:
        rows = sum(int(str(d.details["rows"]).replace(",", "")) for d in distinct)
        return first._replace(details={**first.details, "rows": f"{rows:,}"})
    places = sorted((p for d in distinct for p in (d.place, *d.more)), key=lambda p: (p.line or 0, p.row or 0))
    return first._replace(number=sum(d.number for d in distinct), place=places[0], more=tuple(places[1:MOST_PLACES]))
