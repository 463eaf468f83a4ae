"""A dictionary → a workbook with all of it, or the template filled in; with the account of what has no place there."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from ..findings import catalogue
from ..findings.finding import CannotRun
from ..inputs import read_input
from ..model import yaml_tree
from ..model.dictionary import Action, Model, Statement
from ..model.loading import LARGEST
from ..text import Language, Text
from .conversion import Conversion, File, Summary
from .framework import Framework
from .framework_data import from_data, to_data
from .workbooks.plain import Plain
from .workbooks.template_writing import template_workbook
from .workbooks.writing import dictionary_workbook

_ALL = Text("工作簿", "the workbook")


def framework_of(model: Model, path: str) -> Framework:
    """What a dictionary's file says, with the ids that it leaves to their place; `model` is the same file in use.

    Raises CannotRun where the file changed in between.
    """
    # From the file and not from the model: names of scales, say, are in the file alone, and what it leaves to the
    # default should stay left to it.
    data = read_input(path, LARGEST)
    tree = yaml_tree.read(data.decode("utf-8-sig", "replace"), path)[0]
    if tree is None or hashlib.sha256(data).hexdigest() != model.sha256:
        raise CannotRun(f"{path} 在读取时被改动", f"{path} was changed while it was read")
    framework = from_data(tree.data)
    fill_ids(framework, model)
    return framework


def fill_ids(framework: Framework, model: Model) -> None:
    """Write down the ids of statements and actions that come of their place: in a table they would come of another."""
    for competency, known in zip(framework.competencies, model.competencies, strict=True):
        _fill(competency.statements, known.behaviours)
        _fill_data(competency.rest, known.actions)
        for level, level_known in zip(competency.levels, known.levels, strict=True):
            _fill(level.statements, level_known.behaviours)
            _fill_data(level.rest, level_known.actions)


def _fill(statements: Iterable[Any], known: Sequence[Statement]) -> None:
    for statement, one in zip(statements, known, strict=True):
        statement.id = one.id


def _fill_data(rest: dict[str, Any], known: Sequence[Action]) -> None:
    if known:
        rest["actions"] = [{**action, "id": one.id} for action, one in zip(rest["actions"], known, strict=True)]


def account(model: Model, path: str, target: str, format: str, accept: Iterable[str]) -> Conversion:
    """The account of an export, of which nothing is known yet but the sides."""
    conversion = Conversion("export", accept)
    conversion.source = File(path, "comp", model.version, model.sha256, "utf-8")
    conversion.target = File(target, format)
    conversion.summary = Summary(
        len(model.competencies),
        sum(1 for c in model.competencies for _ in c.statements()),
        len(model.positions),
        sum(len(p.requires) for p in model.positions),
    )
    return conversion


def export_whole(framework: Framework, model: Model, language: Language, conversion: Conversion) -> bytes:
    """The workbook with everything that the dictionary says, with heads in `language`."""
    conversion.languages = model.languages
    content, unplaced = dictionary_workbook(to_data(framework), model.name[language], language)
    for left in unplaced:
        what = Text(left.field, left.field)
        conversion.note(catalogue.NO_PLACE, left.field, str(left.value), about=left.field, format=_ALL, what=what)
    conversion.keep("competency", len(model.competencies))
    conversion.keep("statement", sum(1 for _ in model.statements()))
    conversion.keep("position", len(model.positions))
    conversion.keep("action", sum(1 for _ in model.actions()))
    return content


def export_plain(
    framework: Framework, model: Model, languages: Sequence[Language], language: Language, conversion: Conversion
) -> bytes:
    """The template filled in, in one or both languages, with heads in `language`."""
    conversion.languages = languages
    plain = Plain(framework, model, languages, conversion).framework()
    levels = sorted({level.number for competency in plain.competencies for level in competency.levels})
    return template_workbook(plain, levels, language)
