"""What can be wrong with a mapping as a whole: said twice, or not at all, or a value that there isn't."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...findings import catalogue
from ...model.dictionary import Model
from ...model.names import did_you_mean, nearest
from ...text import Text
from ..columns import COLUMNS, ROSTER
from .places import Key
from .report import Report, example
from .source import SourceMapping, Target

_LEVEL = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?")
_NEEDED, _OF_ROSTER = ("employee_id", "competency", "level"), ("employee_id", "position")


class _Saying(NamedTuple):
    """A setting that says what a column holds: where it stands, and how sentences call it."""

    keys: tuple[Key, ...]
    called: Text
    target: Target


def check(source: SourceMapping, model: Model, report: Report, *, roster: bool) -> None:
    """Report what is wrong with a mapping, whose every setting is right in itself."""
    sayings = list(_sayings(source))
    if roster:
        _check_roster(sayings, report)
    _check_twice(sayings, model, report)
    columns = {x.target.column for x in sayings}
    # A header of levels names the competency itself, or a column does.
    named = all("competency" in x.target.says for x in sayings if x.target.column == "level")
    for name in _OF_ROSTER if roster else _NEEDED:
        if name not in columns and not (name == "competency" and named):
            report(catalogue.MAPPING_INCOMPLETE, ["columns"], column=Text(COLUMNS[name].headers[0], name))
    _check_roles(sayings, report)
    for name, text in source.constants.items():
        if _is_known(name, "constants", report):
            _check_value(name, text, ["constants", name], model, report)
    for name, cells in source.values.items():
        if not _is_known(name, "values", report):
            continue
        if name not in columns and not any(name in x.target.says for x in sayings):
            report(catalogue.MAPPING_VALUES_UNUSED, ["values", name], column=name)
        for written, text in cells.items():
            _check_value(name, text, ["values", name, written], model, report)


def _sayings(source: SourceMapping) -> Iterator[_Saying]:
    for header, target in source.columns.items():
        if target is not None:
            yield _Saying(("columns", header), Text(f"表头“{header}”", f'the header "{header}"'), target)
    if source.sheet is not None:
        yield _Saying(("sheet",), Text("工作表名", "the sheet's name"), Target(source.sheet))
    if source.file is not None:
        yield _Saying(("file",), Text("文件名", "the file's name"), Target(source.file))
    for name in source.constants:
        yield _Saying(("constants", name), Text("constants", "constants"), Target(name))


def _check_twice(sayings: Sequence[_Saying], model: Model, report: Report) -> None:
    """Nothing may be said twice. A header that names a role or rater takes the place of what its row says of them."""
    first: dict[tuple[str, ...], _Saying] = {}
    named = {name: next((x for x in sayings if x.target.says.get(name)), None) for name in ("competency", "behaviour")}
    for saying in sayings:
        column, says = saying.target
        other = first.setdefault((column, *(f"{k}={v}" for k, v in sorted(says.items()))), saying)
        if column in named and other is saying:
            # Each of the headers that are named after competencies says what a column for them would say, too.
            other = named[column] or saying
        if other is not saying:
            report(
                catalogue.MAPPING_SAID_TWICE,
                saying.keys,
                meaning=says.get("behaviour") or says.get("competency") or column,
                first=other.called,
                line=report.line(*other.keys),
                second=saying.called,
                example=example(model),
            )


def _check_roles(sayings: Sequence[_Saying], report: Report) -> None:
    """Where some headers of levels name a role and others don't, something must say the role of these."""
    levels = [x for x in sayings if x.target.column == "level"]
    without = [x for x in levels if "rater_role" not in x.target.says]
    if 0 < len(without) < len(levels) and not any(x.target.column == "rater_role" for x in sayings):
        column = Text(COLUMNS["rater_role"].headers[0], "rater_role")
        report(catalogue.MAPPING_INCOMPLETE, without[0].keys, column=column)


def _check_roster(sayings: Sequence[_Saying], report: Report) -> None:
    """A roster says of people who they are, and nothing of ratings."""
    for saying in sayings:
        if (name := saying.target.column) not in ROSTER:
            called, nothing = Text("花名册", "a roster"), did_you_mean(None)
            known = ", ".join(ROSTER)
            report(catalogue.MAPPING_COLUMN_UNKNOWN, saying.keys, name, setting=called, suggestion=nothing, known=known)


def _is_known(name: str, setting: str, report: Report) -> bool:
    """Whether a setting may have a column; a level can't be the same in all rows."""
    known = [x for x in COLUMNS if x != "level" or setting != "constants"]
    if name in known:
        return True
    suggestion = did_you_mean(nearest(name, known) if name not in COLUMNS else None)
    at, listed = [setting, name], ", ".join(known)
    report(catalogue.MAPPING_COLUMN_UNKNOWN, at, name, setting=setting, suggestion=suggestion, known=listed)
    return False


def _check_value(name: str, text: str, keys: Sequence[Key], model: Model, report: Report) -> None:
    """Report a text that can't stand in a column."""
    names = COLUMNS[name].names
    if not text or (names is None and (name != "level" or _LEVEL.fullmatch(text))):
        return
    if names is None:
        number = Text('数字，或空（""）', 'a number, or "" for blank')
        report(catalogue.MAPPING_VALUE_UNKNOWN, keys, text, column=name, suggestion=did_you_mean(None), known=number)
    elif (known := names(model)).find(text) is None:
        guess, ids = did_you_mean(known.nearest(text)), _some(known.ids)
        report(catalogue.MAPPING_VALUE_UNKNOWN, keys, text, column=name, suggestion=guess, known=ids)


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:12]) + (", …" if len(ids) > 12 else "")
