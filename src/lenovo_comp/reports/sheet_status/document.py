"""`comp.sheet-status/1`."""

from typing import Literal, TypedDict

from ..shared.document import CycleHead, Named, inputs, model_version, tool
from ..shared.kinds import Count
from .result import Counts, SheetStatus, State, add_up, by_person, by_rater


class StatusSummary(TypedDict):
    sheets: Count
    states: dict[State, Count]
    """Of the sheets that are not withheld."""
    withheld: Count
    """Sheets of anonymous raters whose states are not told."""
    unexpected: Count
    """Sheets that were filled in, and that nobody was asked for."""
    other_cycles: Count
    """Sheets of other cycles, which are not counted here."""


class RaterReturns(TypedDict):
    rater_id: str | None
    roles: list[str]
    states: dict[State, Count]
    answered: Count
    asked: Count


class RoleReturns(TypedDict):
    """The sheets about one person in one role."""

    role: str | None
    sheets: Count
    states: dict[State, Count] | None
    """Null where withheld: too few anonymous raters."""


class PersonReturns(Named):
    roles: list[RoleReturns]


class ReturnedSheet(Named):
    """What one rater was asked and answered about one person."""

    role: str | None
    rater_id: str | None
    state: State
    answered: Count
    asked: Count


class SheetStatusDocument(CycleHead):
    """What `comp sheet --status --format json` prints.

    Raters in anonymous roles are among `raters` and `sheets` only with --show-raters.
    """

    schema: Literal["comp.sheet-status/1"]
    confidential: bool
    """Anonymous raters are named (--show-raters)."""
    raters_known: bool
    """A table of raters says who owes a sheet; else no sheet is missing."""
    summary: StatusSummary
    raters: list[RaterReturns]
    """Those first who owe most."""
    people: list[PersonReturns]
    """Those first for whom most sheets are owed."""
    sheets: list[ReturnedSheet]
    without: list[Named]
    """People on the roster about whom there is no sheet."""


def status_document(status: SheetStatus) -> SheetStatusDocument:
    """`comp.sheet-status/1`."""
    people = by_person(status)
    told = add_up(counts for p in people for _, counts in p.roles.values() if counts is not None)
    return {
        "schema": "comp.sheet-status/1",
        "tool": tool(),
        "model": model_version(status.model),
        "settings": dict(sorted(status.model.settings.items())),
        "inputs": inputs(status.ratings),
        "cycle": status.cycle or None,
        "confidential": status.show_raters,
        "raters_known": status.raters_known,
        "summary": {
            "sheets": len(status.sheets),
            "states": _states(told),
            "withheld": len(status.sheets) - sum(told.values()),
            "unexpected": status.unexpected,
            "other_cycles": status.other_cycles,
        },
        "raters": [
            {
                "rater_id": rater.rater_id or None,
                "roles": [role for role in rater.roles if role],
                "states": _states(rater.counts),
                "answered": rater.answered,
                "asked": rater.asked,
            }
            for rater in by_rater(status)
        ],
        "people": [
            {
                "employee_id": person.employee_id,
                "name": person.name,
                "roles": [
                    {"role": role or None, "sheets": n, "states": None if counts is None else _states(counts)}
                    for role, (n, counts) in person.roles.items()
                ],
            }
            for person in people
        ],
        "sheets": [
            {
                "employee_id": sheet.employee_id,
                "name": sheet.name,
                "role": sheet.rater_role or None,
                "rater_id": sheet.rater_id or None,
                "state": sheet.state,
                "answered": sheet.answered,
                "asked": sheet.asked,
            }
            for sheet in status.named
        ],
        "without": [{"employee_id": id, "name": name} for id, name in status.without],
    }


def _states(counts: Counts) -> dict[State, int]:
    return dict(counts)
