"""The settings file by its types: what `comp.toml` may hold, and so its JSON Schema (`docs/schema/comp.toml.json`)."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from ..findings.finding import Severity

Cell = str | int | float
"""A value as it would stand in a cell; a date of TOML's is one, too."""
NamedColumn = Literal[
    "cycle",
    "employee_id",
    "competency",
    "behaviour",
    "rater_role",
    "rater_id",
    "evidence",
    "position",
    "name",
    "department",
    "manager",
]
"""A column that a name may stand for."""
_Row = Annotated[int, ("minimum", 1)]


class ThresholdSettings(TypedDict, total=False):
    """Thresholds in place of the dictionary's."""

    tolerance: Annotated[float, ("minimum", 0)]
    """A gap up to this counts as met."""
    near: Annotated[float, ("minimum", 0)]
    """The largest gap with which somebody is still near."""
    near_short: Annotated[int, ("minimum", 0)]
    """How many competencies may be short for somebody to be near."""
    strength: Annotated[float, ("minimum", 0)]
    """So far above the requirement a rating is a strength."""
    share: Annotated[float, ("minimum", 0), ("maximum", 1)]
    """The share of a level's behaviours that must be observed."""
    rated: Annotated[float, ("exclusiveMinimum", 0), ("maximum", 1)]
    """The share of a level's behaviours that must be rated."""


class FindingSettings(TypedDict, total=False):
    """Which findings are reported, and how bad they are. A rule is named by code, beginning of a code, or name."""

    select: list[str]
    """Only these."""
    ignore: list[str]
    """All but these."""
    severity: dict[str, Severity]
    """Rule → severity."""
    fail_on: Severity
    """The least severity that fails a run."""
    baseline: str
    """The file of findings known from before."""


class AssessSettings(TypedDict, total=False):
    """Settings of `comp assess`."""

    fail_on: list[str]
    """Gates, such as `short above 3`."""


class _NeededSettings(TypedDict):
    files: str | list[str]
    """The files that are read like this: names or patterns (`exports/*.xlsx`), from this file's folder on."""
    columns: dict[str, str]
    """Header → a column (`employee_id`), competency or behaviour id, perhaps with a rater role
    (`communication@self`) and rater (`communication@peer/P1`), or `ignore`."""


class SourceSettings(_NeededSettings, total=False):
    """How files of another shape are read."""

    header_row: _Row | list[_Row]
    """The row of the headers, as a spreadsheet counts; or several, whose cells are joined (`Talks / Required`)."""
    skip_rows: list[_Row | str]
    """Rows that are no data: numbers, ranges (`"5-9"`), or so many at the end (`"last 2"`)."""
    sheet: NamedColumn
    """What the name of a sheet says."""
    file: NamedColumn
    """What the name of a file says: what the pattern's `*` stands for, else the name without its ending."""
    values: dict[str, dict[str, Cell]]
    """Column → what its cells hold → what that stands for; `""` is blank."""
    constants: dict[str, Cell]
    """Column → what it holds in all rows."""


class SheetText(TypedDict, total=False):
    """A text of rating sheets in both languages, or in one."""

    zh: str
    en: str


class SheetSettings(TypedDict, total=False):
    """What rating sheets tell their raters. A text, or one per language."""

    deadline: str | SheetText
    """Until when they are to be returned: a date such as `2026-12-15`, or a text."""
    contact: str | SheetText
    """To whom."""
    note: str | SheetText
    """What else raters should know."""


class SettingsFile(TypedDict, total=False):
    """Settings of `comp`: comp.toml.

    The same may stand under `[tool.comp]` in pyproject.toml. Paths start at the file's folder.
    """

    model: str
    """The dictionary."""
    ratings: str | list[str]
    """Ratings files: names or patterns."""
    roster: str
    """The file that says who has which position."""
    raters: str
    """The file that says who rates each person, for rating sheets."""
    language: Literal["zh", "en"]
    """The language of reports and findings."""
    thresholds: ThresholdSettings
    findings: FindingSettings
    assess: AssessSettings
    sheet: SheetSettings
    source: list[SourceSettings]
    """Mappings: files of another shape."""
