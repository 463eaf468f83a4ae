"""The status of rating sheets as text: raters who owe some, then the people rated."""

from collections.abc import Callable, Iterable, Sequence

from ..shared.blocks import Block, Heading, Paragraph, Span, Table, Tone, text
from ..shared.naming import id_and_name, list_with_more
from ..shared.tables import TableColumn, column, table
from ..shared.words import Words
from .result import Counts, PersonStatus, RaterStatus, SheetStatus, State, add_up, by_person, by_rater, owed

MOST_RATERS, MOST_PEOPLE = 10, 5
"""Lines on a screen; a file has all."""
_MOST_NAMED = 5
_TONES: dict[State, Tone] = {
    State.COMPLETE: "good",
    State.STARTED: "warn",
    State.UNTOUCHED: "bad",
    State.UNUSABLE: "bad",
    State.MISSING: "bad",
}
_WITHHELD = "x"


def view(status: SheetStatus, words: Words) -> list[Block]:
    """The whole report: every rater who may be named, everyone rated."""
    raters, people = by_rater(status), by_person(status)
    blocks = _opening(status, people, words)
    if raters:
        blocks += [Heading(words("status_by_rater")), _raters(raters, status, words)]
    if people:
        blocks += [Heading(words("status_by_person")), _people(people, status, words)]
    return [*blocks, *_closing(status, people, words)]


def screen(status: SheetStatus, words: Words) -> list[Block]:
    """The raters who owe most, the people for whom most sheets are owed."""
    raters, people = by_rater(status), by_person(status)
    late, waiting = [r for r in raters if owed(r.counts)], [p for p in people if p.owed]
    blocks = _opening(status, people, words)
    if late:
        blocks += [Heading(words("status_raters_owed")), _raters(late[:MOST_RATERS], status, words)]
        blocks += _more("status_more_raters", MOST_RATERS, len(late), words)
    if late and len(late) < len(raters):
        blocks.append(text(words("status_raters_done", n=f"{len(raters) - len(late):,}")))
    if waiting:
        blocks += [Heading(words("status_people_owed")), _people(waiting[:MOST_PEOPLE], status, words)]
        blocks += _more("status_more_people", MOST_PEOPLE, len(waiting), words)
    elif status.sheets and not late and not status.without and not _withheld(status, people):
        blocks.append(text(words("status_all_back")))
    return [*blocks, *_closing(status, people, words)]


def _more(key: str, shown: int, total: int, words: Words) -> list[Block]:
    return [text(words(key, shown=shown, total=f"{total:,}"))] if total > shown else []


def _opening(status: SheetStatus, people: Sequence[PersonStatus], words: Words) -> list[Block]:
    title = words("status_title") + (words("in_cycle", cycle=status.cycle) if status.cycle else "")
    blocks: list[Block] = [Heading(title, 1)]
    if status.show_raters:
        blocks.append(text(Span(words("status_confidential"), "bad")))
    return [*blocks, _summary(status, people, words) if status.sheets else text(words("status_none"))]


def _summary(status: SheetStatus, people: Sequence[PersonStatus], words: Words) -> Paragraph:
    """How many sheets there are, of each state."""
    told = add_up(counts for p in people for _, counts in p.roles.values() if counts is not None)
    parts = [(state, n) for state, n in told.items() if n or _is_always_told(state, status)]
    shown = [words("status_state", state=words(f"status_{state}"), n=f"{n:,}") for state, n in parts]
    if withheld := _withheld(status, people):
        shown.append(words("status_state", state=words("status_withheld"), n=f"{withheld:,}"))
    number = words.number("n_sheets", len(status.sheets))
    return text(words("status_counts", sheets=number, states=words.join(shown)))


def _is_always_told(state: State, status: SheetStatus) -> bool:
    return state not in (State.UNUSABLE, State.MISSING) or (state is State.MISSING and status.raters_known)


def _withheld(status: SheetStatus, people: Iterable[PersonStatus]) -> int:
    return len(status.sheets) - sum(sum(c.values()) for p in people for _, c in p.roles.values() if c is not None)


def _raters(raters: Sequence[RaterStatus], status: SheetStatus, words: Words) -> Table:
    states = [s for s in State if _is_always_told(s, status) or any(r.counts[s] for r in raters)]

    def number(state: State) -> TableColumn[RaterStatus]:
        return column(
            words(f"status_{state}").capitalize(),
            lambda r: Span(f"{r.counts[state]:,}", _TONES[state] if r.counts[state] else "dim"),
            right=True,
        )

    return table(
        raters,
        column(words("rater"), lambda r: r.rater_id or words("status_unnamed"), key=True, wrap=True),
        column(words("role"), lambda r: words.join([_role(role, status, words) for role in r.roles]), wrap=True),
        *map(number, states),
        column(words("status_answers"), lambda r: f"{r.answered:,}/{r.asked:,}", right=True),
    )


def _people(people: Sequence[PersonStatus], status: SheetStatus, words: Words) -> Table:
    known = {role for p in people for role in p.roles}
    roles = [r.id for r in status.model.rater_roles if r.id in known]
    roles += sorted(known - set(roles))
    return table(
        people,
        column(words("employee"), lambda p: p.employee_id, key=True, wrap=True),
        column(words("name"), lambda p: p.name or "", key=True, wrap=True),
        *(column(_role(role, status, words), _cell(role), right=True) for role in roles),
    )


def _cell(role: str) -> Callable[[PersonStatus], Span]:
    def cell(person: PersonStatus) -> Span:
        if role not in person.roles:
            return Span("")
        sheets, counts = person.roles[role]
        if counts is None:
            return Span(_WITHHELD, "dim")
        done = counts[State.COMPLETE]
        return Span(f"{done}/{sheets}", "good" if done == sheets else "bad" if not done else "warn")

    return cell


def _role(role: str, status: SheetStatus, words: Words) -> str:
    names = {r.id: words.of(r.name) for r in status.model.rater_roles}
    return names.get(role, role) or words("status_no_role")


def _closing(status: SheetStatus, people: Sequence[PersonStatus], words: Words) -> list[Block]:
    """What a reader must know: whose numbers are withheld, who is not in the table, what was not counted."""
    lines = []
    if groups := status.groups:
        roles = dict.fromkeys(_role(group.rater_role, status, words) for group in groups)
        lines.append(words("status_anonymous", roles=words.join(list(roles))))
    if _withheld(status, people):
        lines.append(words("status_legend"))
    if any(_started(counts) for p in people for _, counts in p.roles.values()):
        lines.append(words("status_note"))
    if not status.raters_known:
        lines.append(words("status_raters_unknown"))
    if status.without:
        named = [id_and_name(id, name) for id, name in status.without[:_MOST_NAMED]]
        lines.append(words("status_without", who=list_with_more(named, len(status.without), words)))
    for key in ("unexpected", "other_cycles"):
        if n := getattr(status, key):
            lines.append(words(f"status_{key}", n=f"{n:,}"))
    return [text(Span(line, "dim")) for line in lines]


def _started(counts: Counts | None) -> int:
    return 0 if counts is None else counts[State.STARTED]
