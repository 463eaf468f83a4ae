"""`[[source]]` tables of a settings file → mappings, with everything that is wrong with them at its own line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...findings import catalogue
from ...findings.finding import Finding, Place, shown_path
from ...model.dictionary import Model
from ...model.names import did_you_mean, nearest
from ...text import Text
from ..columns import COLUMNS, HEADERS
from .checks import check
from .places import Key, TomlPlaces
from .report import Report, example
from .settings import cell, header_rows, skipped, valid_settings
from .source import IGNORE, Mappings, SourceMapping, Target, identities, plainly

Expand = Callable[[str], Sequence[str]]


def parse_mappings(
    tables: Sequence[Mapping[str, Any]], places: TomlPlaces, model: Model, expand: Expand, roster: str | None = None
) -> Mappings:
    """The mappings of a settings file.

    `expand` gives the paths of the files that match a pattern. A mapping for the file that `roster` names needs a
    position, and no levels.
    """
    rosters = identities([roster] if roster is not None else [])
    sources: list[SourceMapping] = []
    problems: list[Finding] = []
    for i, table in enumerate(tables):
        report = Report(places, i)
        source = _parse(table, model, expand, rosters, report, places.place("source", i))
        for j, other in enumerate(sources):
            shared = source.files & other.files
            if shared and other.columns:
                line = str(other.place.line or j + 1)
                report(catalogue.MAPPING_FILES_SHARED, ["files"], file=shown_path(min(shared)), first=line)
                sources[j] = other._replace(files=other.files - shared)
                source = source._replace(files=source.files - shared)
                sources.append(SourceMapping(source.place, shared, usable=False))
        sources.append(source)
        problems += report.found
    return Mappings(tuple(sources), tuple(problems))


def _parse(
    table: Mapping[str, Any], model: Model, expand: Expand, rosters: frozenset[str], report: Report, place: Place
) -> SourceMapping:
    """A mapping, not usable where anything is wrong with it."""
    given = valid_settings(table, report)
    files, pattern = _files(given.get("files", []), expand, place.path, report)
    source = SourceMapping(
        place=place,
        files=files,
        columns=dict(_columns(given.get("columns", {}), model, report)),
        values={name: {k.strip(): cell(v) for k, v in some.items()} for name, some in given.get("values", {}).items()},
        constants={name: cell(value) for name, value in given.get("constants", {}).items()},
        sheet=given.get("sheet"),
        file=given.get("file"),
        pattern=pattern,
        header_row=rows[0] if (rows := header_rows(given.get("header_row"))) else None,
        header_rows=max(len(rows), 1),
        skip_rows=skipped(given.get("skip_rows", [])),
    )
    if not report.fails:
        check(source, model, report, roster=bool(rosters & files))
    return source._replace(usable=not report.fails)


def _files(given: str | Sequence[str], expand: Expand, path: str, report: Report) -> tuple[frozenset[str], str]:
    """The files of a mapping, and the pattern by which their names are read, if that is one."""
    patterns = [given] if isinstance(given, str) else given
    files: frozenset[str] = frozenset()
    for pattern in patterns:
        found = identities(expand(pattern))
        if not found:
            report(catalogue.MAPPING_WITHOUT_FILES, ["files"], pattern, path=path)
        files |= found
    return files, patterns[0] if len(patterns) == 1 else ""


def _columns(given: Mapping[str, str], model: Model, report: Report) -> Iterator[tuple[str, Target | None]]:
    """Header → what it stands for; what can't be is reported."""
    first: dict[str, str] = {}
    for header, written in given.items():
        plain, text = plainly(header), written.strip()
        if plain in first:
            called = Text(f"表头“{plain}”", f'the header "{plain}"')
            at, line = ["columns", header], report.line("columns", first[plain])
            of = {"meaning": plain, "line": line, "example": example(model)}
            report(catalogue.MAPPING_SAID_TWICE, at, first=called, second=called, **of)
        elif text == IGNORE:
            yield plain, None
        elif (target := _target(header, text, model, report)) is not None:
            yield plain, target
        first.setdefault(plain, header)


def _target(header: str, text: str, model: Model, report: Report) -> Target | None:
    """What a header stands for by its text: `name`, `communication`, `level@peer/P1`; None if it can't be that."""
    what, at, who = text.partition("@")
    role, _, rater = who.partition("/")
    says = _says(what, model)
    keys: list[Key] = ["columns", header]
    of = {"columns": ", ".join(COLUMNS), "example": example(model)}
    if not text:
        report(catalogue.MAPPING_TARGET_OPEN, keys, header, **of)
    elif says is None and (what not in COLUMNS or at):
        guess = did_you_mean(_guess(what, model))
        report(catalogue.MAPPING_TARGET_UNKNOWN, keys, text, suggestion=guess, **of)
    elif at and role not in model.role_names.ids:
        roles = model.role_names
        guess = did_you_mean(roles.find(role) or nearest(role, roles.ids))
        report(catalogue.MAPPING_ROLE_UNKNOWN, keys, role, suggestion=guess, known=", ".join(roles.ids))
    elif not at:
        return Target(what) if says is None else Target("level", says)
    else:
        # Whoever rated in that role need not be the rater of the row.
        return Target("level", {**(says or {}), "rater_role": role, "rater_id": rater.strip()})
    return None


def _says(what: str, model: Model) -> dict[str, str] | None:
    """What a column of levels says of each by what it is said to hold; None for other columns."""
    if what == "level":
        return {}
    if what in model.competency_names.ids:
        return {"competency": what}
    if what in model.behaviours:
        owner, _ = model.behaviours[what]
        return {"competency": owner.id, "behaviour": what}
    return None


def _guess(text: str, model: Model) -> str | None:
    """The id that was meant perhaps."""
    names = model.competency_names
    return HEADERS.find(text) or names.find(text) or nearest(text, [*COLUMNS, *names.ids, IGNORE])
