"""`comp export datapackage`: ratings files as a Frictionless data package, with the model's constraints."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import PurePath
from typing import Any

from ..findings.finding import CannotRun
from ..model.dictionary import Competency, Model, Position, RaterRole, Scale
from ..ratings.files.opening import open_tables
from ..ratings.files.table import Table
from ..ratings.folders import ratings_files
from ..ratings.headers import Columns, match_columns
from .session import Session


def describe(paths: Sequence[str], session: Session) -> dict[str, Any]:
    """The data package of ratings files. Raises CannotRun where one of them is no text table of ratings."""
    if not paths:
        raise CannotRun("没有评分文件", "no ratings file")
    model, tables = session.model, []
    files, problems = ratings_files(paths, None)
    sources = session.settings.sources
    if sources and any(map(sources.has, files)):
        raise CannotRun(
            "有映射的文件不能这样描述：其内容按 comp.toml 读取",
            "files with a mapping can't be described: comp.toml decides how they are read",
        )
    with ExitStack() as stack:
        for path in files:
            opened = open_tables(path, stack)
            problems += opened.problems
            for table in opened.tables:
                columns, found = match_columns(table, model)
                problems += found
                if columns is not None and table.records.has_lines:
                    encoding = opened.encoding
                    tables.append((table, columns, "utf-8" if encoding == "utf-8-sig" else encoding))
    if len(tables) != len(files) or not files:
        session.print_findings(problems, all=True)
        raise CannotRun("只能描述文本评分表（CSV）", "only text tables (CSV) of ratings can be described")
    return datapackage(tables, model)


def datapackage(tables: list[tuple[Table, Columns, str]], model: Model) -> dict[str, Any]:
    """The content of a `datapackage.json` for text tables, given with the meaning of their columns and encoding."""
    # The format has constraints for single cells only. What spans cells (repeats, positions that conflict, the
    # scale of the row's own competency) only `comp check` knows.
    return {
        "profile": "tabular-data-package",
        "name": f"ratings-{model.id.replace('_', '-')}",
        "title": model.name["en"],
        "version": model.version,
        "resources": [_resource(i, *entry, model) for i, entry in enumerate(tables, 1)],
    }


def _resource(number: int, table: Table, columns: Columns, encoding: str, model: Model) -> dict[str, Any]:
    meanings = {i: name for name, i in columns.known.items()}
    competencies = {level.column: model.competency(level.says["competency"]) for level in columns.levels}
    fields = []
    for i, header in enumerate(table.headers):
        if i in competencies:
            fields.append({"name": header, **_level(competencies[i].scale)})
        else:
            fields.append({"name": header, **_field(meanings.get(i), columns, model)})
    return {
        "profile": "tabular-data-resource",
        "name": f"ratings-{number}",
        "path": PurePath(table.path).as_posix(),
        "encoding": encoding,
        "dialect": {"delimiter": table.delimiter},
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _field(meaning: str | None, columns: Columns, model: Model) -> dict[str, Any]:
    match meaning:
        case "employee_id":
            return {"type": "string", "constraints": {"required": True}}
        case "competency":
            return {"type": "string", "constraints": {"enum": _names(model.competencies)}}
        case "position":
            return {"type": "string", "constraints": {"enum": _names(model.positions)}}
        case "rater_role":
            return {"type": "string", "constraints": {"enum": _names(model.rater_roles)}}
        case "behaviour":
            return {"type": "string", "constraints": {"enum": list(model.behaviours)}}
        case "level":
            scales = [c.scale for c in model.competencies]
            if "behaviour" in columns.known:
                scales.append(model.attainment.scale)
            low, high = min(x.min for x in scales), max(x.max for x in scales)
            return {"type": "number", "constraints": {"minimum": low, "maximum": high}}
        case _:
            return {"type": "string"}


def _level(scale: Scale) -> dict[str, Any]:
    return {"type": "number", "constraints": {"minimum": scale.min, "maximum": scale.max}}


def _names(things: tuple[Competency, ...] | tuple[Position, ...] | tuple[RaterRole, ...]) -> list[str]:
    """Every id, name and alias by which a cell may name one of the things."""
    return list(dict.fromkeys(name for x in things for name in (x.id, x.name.zh, x.name.en, *x.aliases) if name))
