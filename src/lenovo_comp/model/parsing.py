"""A dictionary's bytes → YAML → schema → checks → model, with every problem at its place."""

import hashlib
import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..findings import catalogue
from ..findings.finding import Finding, Place, Severity, in_order
from ..text import LANGUAGES, Language, Text, shorten
from . import schema as s
from . import yaml_tree
from .build import build
from .checks import CHECKS
from .dictionary import Model
from .mistyped import mistyped
from .names import did_you_mean, nearest
from .statement_ids import fill_ids


def parse_model(data: bytes, name: str) -> tuple[Model | None, list[Finding]]:
    """Read a dictionary from a file's bytes; `name` is how findings call it.

    Returns the model and what was found, sorted by place; no model if anything found is an error.
    Never raises for what a file may hold.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        details = {"offset": str(error.start), "byte": f"0x{data[error.start]:02X}"}
        place = Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return None, [Finding(catalogue.DICTIONARY_NOT_UTF8, place, details=details)]
    tree, found = yaml_tree.read(text, name)
    if tree is None:
        return None, in_order(found)
    if not isinstance(tree.data, dict):
        if (typed := _mistyped(tree, ())) is not None:
            return None, [typed]
        details_: dict[str, str | Text] = {"expected": _EXPECTED["mapping"]}
        return None, [Finding(catalogue.VALUE_TYPE, tree.place(()), _shown(tree.data), details_)]
    languages, missing = _languages(tree)
    found += missing
    try:
        file = fill_ids(s.Dictionary.model_validate(_with_defaults(tree.data), context=languages))
    except ValidationError as error:
        return None, _once([*found, *(_schema_problem(e, tree) for e in error.errors(include_url=False))])
    for check in CHECKS:
        for problem in check(file):
            details_ = dict(problem.details)
            if problem.first is not None:
                details_["first"] = str(tree.line(problem.first))
            where = ".".join(map(str, problem.path))
            found.append(Finding(problem.rule, tree.place(problem.path), problem.value, details_, where))
    if any(x.severity is Severity.ERROR for x in found):
        return None, _once(found)
    return build(file, name, hashlib.sha256(data).hexdigest(), tree.line), _once(found)


def _once(found: list[Finding]) -> list[Finding]:
    """Sorted; what aliases lead to is reported once, however often they do."""
    return in_order({(d.rule.code, str(d.place), d.value): d for d in found}.values())


@cache
def defaults() -> dict[str, Any]:
    """What a dictionary gets that says nothing of these; by top-level key."""
    return tomllib.loads((resources.files(__package__) / "defaults.toml").read_text("utf-8"))


def _with_defaults(data: dict[str, Any]) -> dict[str, Any]:
    """What the file leaves out, filled in; mappings (`agreement`, `attainment`, `scales`) key by key."""
    merged = {**defaults(), **data}
    for key in ("agreement", "attainment", "scales"):
        if isinstance(data.get(key), dict):
            merged[key] = {**defaults()[key], **data[key]}
    return merged


def _languages(tree: yaml_tree.Tree) -> tuple[tuple[Language, ...], list[Finding]]:
    """The languages that the file says it is in, both if it says nothing; and what is wrong with that."""
    said = tree.data.get("languages", list(LANGUAGES))
    used = {path[-1] for path in tree.keys}
    found = used.intersection(LANGUAGES)
    plain = isinstance(tree.data.get("name"), str)
    if "languages" in tree.data or len(found) > 1 or not (found or plain):
        return tuple(x for x in LANGUAGES if x in (said if isinstance(said, list) else [said])), []
    # All lacks the other language, or is plain text: one cause, one finding.
    chinese = re.search("[\u3400-\u9fff]", str(tree.data.get("name"))) is not None
    only: Language = "zh" if "zh" in found or (chinese and not found) else "en"
    return (only,), [_missing("languages", tree.place(()), "languages", only)]


_EXPECTED = {
    "mapping": Text("由键和值组成的映射", "a mapping of keys and values"),
    "list": Text("列表", "a list"),
    "text": Text("文字", "text"),
    "whole": Text("整数", "a whole number"),
    "number": Text("数字", "a number"),
    "yes_no": Text("true 或 false", "true or false"),
    "words": Text("zh 和 en 两种文字", "words in zh and en"),
}
_TYPES = {
    "model_type": "mapping",
    "dict_type": "mapping",
    "list_type": "list",
    "string_type": "text",
    "int_type": "whole",
    "int_from_float": "whole",
    "float_type": "number",
    "bool_type": "yes_no",
    "no_words": "words",
}


def _schema_problem(error: ErrorDetails, tree: yaml_tree.Tree) -> Finding:
    """One of pydantic's errors, in our words and at its place."""
    at_key = error["loc"][-1:] == ("[key]",)
    path = tuple(p for p in error["loc"] if p != "[key]")
    where = ".".join(map(str, path))
    kind = error["type"]
    if kind != "missing" and (typed := _mistyped(tree, path)) is not None:
        return typed
    if kind == "missing":
        place = tree.place(path if path in tree.keys else path[:-1])  # words may be missing after their key
        return _missing(str(path[-1]), place, where)
    if kind == "extra_forbidden":
        key = str(path[-1])
        suggestion = did_you_mean(nearest(key, _allowed(path[:-1])))
        return Finding(catalogue.KEY_UNKNOWN, tree.place(path, key=True), key, {"suggestion": suggestion}, key=where)
    place = tree.place(path, key=at_key)
    value = _shown(error["input"])
    if kind in _TYPES:
        return Finding(catalogue.VALUE_TYPE, place, value, {"expected": _EXPECTED[_TYPES[kind]]}, where)
    return Finding(catalogue.VALUE_RANGE, place, value, {"expected": _limit(error)}, where)


def _missing(key: str, place: Place, where: str, language: str = "") -> Finding:
    """A key is missing; `language` is the one that the file seems to be in."""
    hint = Text("", "")
    if language:
        hint = Text(
            f"：文字不是 zh 和 en 两种都有。只有一种语言时请写 languages: [{language}]",
            f": its texts need zh and en. For one language, write languages: [{language}]",
        )
    return Finding(catalogue.KEY_MISSING, place, key, {"missing": key, "hint": hint}, key=where)


def _mistyped(tree: yaml_tree.Tree, path: tuple[str | int, ...]) -> Finding | None:
    """What is wrong with a key or value is perhaps only a character that looks like one of YAML's."""
    place = tree.place(path, key=bool(path))
    return None if place.line is None else mistyped(tree.lines, place.line, tree.path, place.field)


def _shown(value: object) -> str:
    """A value as a finding may show it; never the text of a container, which aliases can make huge."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return "" if value is None else shorten(str(value).split("\n")[0])


_LIMITS = {
    "greater_than": Text("须大于 {gt:g}", "it must be above {gt:g}"),
    "greater_than_equal": Text("不得小于 {ge:g}", "it must be at least {ge:g}"),
    "less_than_equal": Text("不得大于 {le:g}", "it must be at most {le:g}"),
    "too_long": Text("最多 {max_length} 项", "at most {max_length} items"),
    "string_too_long": Text("最多 {max_length} 个字符", "at most {max_length} characters"),
    "finite_number": Text("须是有限的数", "it must be a finite number"),
    "string_unicode": Text("含有不成字符的代码", "it contains a code that is not a character"),
    "url": Text(
        "须是完整的网址，以 http:// 或 https:// 开头，不含空格",
        "an address starts with http:// or https:// and has no spaces",
    ),
    "too_short": Text("不能为空", "it must not be empty"),
    "string_pattern_mismatch": Text(
        "标识须以小写字母开头，只含小写字母、数字和下划线",
        "an id starts with a lower-case letter and has lower-case letters, digits and underscores",
    ),
}


def _limit(error: ErrorDetails) -> Text:
    """What a value may be, where one of pydantic's errors says that it is not."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        known = str(context["expected"])
        return Text(f"可选：{known.replace(' or ', '、').replace(', ', '、')}", f"it must be one of {known}")
    if kind == "string_too_short" or context.get("pattern") == r"\S":
        kind = "too_short"
    if context.get("pattern", "").startswith("^http"):
        kind = "url"
    said = _LIMITS.get(kind)
    return Text(said.zh.format(**context), said.en.format(**context)) if said else Text(error["msg"], error["msg"])


def _allowed(path: tuple[str | int, ...]) -> list[str]:
    """The keys that the schema knows at a path."""
    part: Any = s.Dictionary
    for step in path:
        if isinstance(step, int):
            continue
        if not hasattr(part, "model_fields") or step not in part.model_fields:
            return list(s.Scale.model_fields)  # scales.NAME is the only free key
        part = _model_in(part.model_fields[step].annotation) or part
    return list(part.model_fields)


def _model_in(annotation: Any) -> Any:
    """The schema class inside list[…], dict[…] or … | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _model_in(argument):
            return found
    return None
