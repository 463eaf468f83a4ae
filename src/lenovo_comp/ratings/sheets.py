"""Rating sheets that people changed: what can't be known of them, so that nothing of them counts, and what was lost.

Each sheet is looked at by itself, and beside those that were read before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..findings import catalogue
from ..findings.finding import Finding, Place, Severity
from ..model.dictionary import Model
from ..text import Text
from .files.cell_names import a1
from .files.table import Table
from .form import EVIDENCE, FILLED, GIVEN, KEY, LABEL, Form, moved_header
from .names_of_tables import Said
from .shown import SheetNames, cell_place, differences
from .spelling import fold
from .strays import Values, beside_overview, evidence_as_rating, strays

_NEEDED = ("employee_id", "rater_role", "rater_id", "cycle")


class Vetted(NamedTuple):
    """A table, whether its rows may count, and what was found."""

    table: Table
    counts: bool = True
    problems: tuple[Finding, ...] = ()


class _Answered(NamedTuple):
    """A sheet that rates somebody: its table, and the answers that it gives."""

    table: Table
    answers: frozenset[tuple[str, ...]]

    @property
    def place(self) -> Place:
        """The sheet as a whole."""
        return Place(self.table.path, cell=self.table.sheet)


@dataclass
class SheetVetter:
    """Looks at all rating sheets of one reading of files."""

    model: Model
    withdrawn: set[tuple[str, str | None, int]] = field(default_factory=set)
    """The identities of sheets that were read before a later one contradicted them: nothing of them counts."""
    _seen: dict[tuple[str, ...], list[_Answered]] = field(default_factory=dict)
    _told: set[tuple[object, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._names, self._values = SheetNames(self.model), Values(self.model)

    def vet(self, table: Table, said: Sequence[Said] = ()) -> Vetted:
        """What is wrong with a sheet; any other table is as it is. `said`: what the file's name says."""
        form = table.form
        if form is None:
            return Vetted(table)
        found = list(_changed(table, form)) or list(differences(table, form, self._names))
        counts = not any(finding.severity is Severity.ERROR for finding in found)
        found += beside_overview(table, form, self._values)
        if counts:
            found += strays(table, form, self._values, self._names)
            if not table.places:  # an overview has no evidence
                table = table._replace(odd={**table.odd, **evidence_as_rating(form, self._values)})
            counts = not (twice := self._twice(table, form, said))
            found += twice
        return Vetted(table, counts, tuple(self._once(table, found)))

    def _once(self, table: Table, found: list[Finding]) -> list[Finding]:
        """What was found, without what was told of another person of the same overview."""
        if not table.places:
            return found
        keys = [(f.rule, table.path, table.sheet, None if f.rule is catalogue.SHEET_COPIED else f.place) for f in found]
        new = [finding for key, finding in zip(keys, found, strict=True) if key not in self._told]
        self._told.update(keys)
        return new

    def _twice(self, table: Table, form: Form, said: Sequence[Said]) -> list[Finding]:
        """The finding about a sheet that answers for a person and rater for whom another did, which takes no part."""
        # A person's row of the overview and their own sheet are no copies (`two_places`).
        key, answers = (*self._key(form, said), "overview" if table.places else ""), _answers(form)
        if not key[0] or not answers:
            return []
        earlier = self._seen.setdefault(key, [])
        earlier.append(_Answered(table._replace(form=None), answers))  # whose cells nobody needs any more
        if len(earlier) == 1:
            return []
        row = next((i for i, name in form.facts() if name == "employee_id"), 0)
        place = cell_place(table, row, FILLED, form.text(row, FILLED))
        value, marked = form.fact("employee_id"), form.key(table.sheet, *key)
        other = next((sheet for sheet in earlier if sheet.answers != answers), None)
        is_named = form.fact("rater_id") != ""
        if other is None and is_named:
            return [Finding(catalogue.SHEET_COPIED, place, value, {"first": str(earlier[0].place)}, marked)]
        self.withdrawn.update(sheet.table.identity for sheet in earlier)
        details: dict[str, str | Text] = {
            "first": str((other or earlier[0]).place),
            "how": _DIFFER if is_named else _UNNAMED,
            "todo": Text("", "") if is_named else _name_raters(form),
        }
        return [Finding(catalogue.SHEETS_DISAGREE, place, value, details, marked)]

    def _key(self, form: Form, said: Sequence[Said]) -> tuple[str, ...]:
        """Whom a sheet is about, when, and who filled it in."""
        role = form.fact("rater_role")
        role = self.model.role_names.find(role) or role
        cycle = form.fact("cycle") or next((one.cell or "" for one in said if one.column == "cycle"), "")
        return fold(form.fact("employee_id")), cycle, role, fold(form.fact("rater_id"))


_DIFFER = Text(
    "是同一位评价人对同一个人的评价，答案却不同", "are of the same rater and person and differ in their answers"
)
_UNNAMED = Text(
    "以同一角色评同一个人，且都没有写明评价人", "rate the same person in one role, and neither names its rater"
)


def _name_raters(form: Form) -> Text:
    """The remedy where nobody is named as the rater."""
    label = next(iter(form.shown.get((LABEL, "rater_id"), ())), "rater_id")
    return Text(
        f"若由两个人填写，请在每张表的“{label}”旁填写各自的工号。",
        f'If two people filled them in, enter their ids beside "{label}". ',
    )


def _changed(table: Table, form: Form) -> Iterator[Finding]:
    """Rows or columns of a sheet that are not where they were, or gone."""
    if (column := moved_header(form)) is not None:
        shown = {FILLED: Text("等级", "rating"), EVIDENCE: Text("证据", "evidence")}[column]
        at = a1(form.start, column)
        what = Text(f"“{shown.zh}”的表头不在 {at}", f"the header of the {shown.en} is not in {at}")
        yield _layout(table, form.start, column, form, what)
        return
    facts = {name for _, name in form.facts()}
    for name in _NEEDED:
        labels = form.shown.get((LABEL, name), ())
        if name not in facts and (labels or name != "cycle"):
            label = next(iter(labels), name)
            what = Text(f"缺少“{label}”一行", f'the row "{label}" is missing')
            yield _layout(table, 0, FILLED, form, what)


def _layout(table: Table, row: int, column: int, form: Form, what: Text) -> Finding:
    text = form.text(row, column)
    place = cell_place(table, row, column, text)
    return Finding(catalogue.SHEET_CHANGED, place, text or None, {"what": what}, form.key(table.sheet, what.en))


def _answers(form: Form) -> frozenset[tuple[str, ...]]:
    """All that a sheet answers: competency, behaviour, level, evidence."""
    columns = (KEY, GIVEN, FILLED, EVIDENCE)
    return frozenset(tuple(form.text(i, j) for j in columns) for i in form.answered())
