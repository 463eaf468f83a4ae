"""`docs/schema/`: JSON Schema (2020-12) of every document, made from the types that its builder is checked against.

`pydantic` could do it, but not from these: before Python 3.12 it refuses `typing.TypedDict`, and it drops the
docstrings of inherited fields. So this reads just what the types use.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import lenovo_comp
from lenovo_comp.cli.settings_types import SettingsFile
from lenovo_comp.model.json_schema import dictionary_schema

FOLDER = Path(__file__).parent.parent / "docs/schema"
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
Schema = dict[str, Any]


def main() -> None:
    """Write every schema; those of documents that are no more go."""
    files = dict(schema_files())
    for file in FOLDER.glob("*.json"):
        if file.name not in files:
            file.unlink()
    for name, content in files.items():
        (FOLDER / name).write_text(content, "utf-8")


def schema_files() -> Iterator[tuple[str, str]]:
    """The name and content of each file."""
    for schema in (dictionary_schema(), *map(document_schema, documents())):
        name = schema["$id"].rpartition(":")[2].replace("/", "-")
        yield f"{name}.schema.json", _written(schema)
    yield "comp.toml.json", _written(settings_schema())


def _written(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def settings_schema() -> Schema:
    """The schema of `comp.toml`, by which editors complete and check it."""
    return _titled(SettingsFile, "urn:comp:schema:comp.toml")


def documents() -> list[type]:
    """The types of documents: those that say in `schema` which."""
    return [t for t in types() if "schema" in t.__annotations__]


def types() -> list[type]:
    """Every type of a part of a document."""
    names = [m.name for m in pkgutil.walk_packages(lenovo_comp.__path__, "lenovo_comp.") if "__main__" not in m.name]
    found = {t for name in names for t in vars(importlib.import_module(name)).values() if is_typeddict(t)}
    return sorted(found, key=lambda t: (t.__name__, t.__module__))


def document_schema(document: type) -> Schema:
    """The schema of a document, by its type."""
    (name,) = get_args(get_type_hints(document)["schema"])
    return _titled(document, f"urn:comp:schema:{name}")


def _titled(document: type, id: str) -> Schema:
    """The title is the docstring's first paragraph; what else it says is the description."""
    defs: dict[str, Schema] = {}
    schema = _object(document, defs)
    title, _, more = inspect.cleandoc(document.__doc__ or "").partition("\n\n")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": id,
        "title": title.removesuffix("."),
        **_description(more),
        **schema,
        "$defs": dict(sorted(defs.items())),
    }


def _object(of: type, defs: dict[str, Schema]) -> Schema:
    told = _docstrings(of)
    properties = {name: _schema(hint, defs) for name, hint in get_type_hints(of, include_extras=True).items()}
    for name in told.keys() & properties.keys():
        properties[name]["description"] = told[name]
    if "schema" in properties:
        properties = {"schema": properties.pop("schema"), **properties}
    needed: frozenset[str] = of.__required_keys__  # type: ignore[attr-defined]
    return {**_closed(properties), "required": [name for name in properties if name in needed]}


def _description(text: str | None) -> Schema:
    return {"description": " ".join(text.split())} if text else {}


def _closed(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _docstrings(of: type) -> dict[str, str]:
    """Field → the string below it, of the class and of those it extends."""
    module = vars(sys.modules[of.__module__])
    found: dict[str, str] = {}
    for node in ast.parse(inspect.getsource(sys.modules[of.__module__])).body:
        if isinstance(node, ast.ClassDef) and node.name == of.__name__:
            for base in node.bases:
                if isinstance(base, ast.Name) and is_typeddict(module[base.id]):
                    found |= _docstrings(module[base.id])
            for field, below in zip(node.body, node.body[1:], strict=False):
                match field, below:
                    case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                        found[name] = " ".join(text.split())
    return found


def _schema(hint: Any, defs: dict[str, Schema]) -> Schema:
    origin, args = get_origin(hint), get_args(hint)
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if origin is Annotated:
        keywords = (("description", said) if isinstance(said, str) else said for said in args[1:])
        return _schema(args[0], defs) | dict(keywords)
    if origin is Literal:
        return {"enum": list(args)} if len(args) > 1 else {"const": args[0]}
    if origin in (Union, UnionType):
        return _union([_schema(arg, defs) for arg in args])
    if origin in (list, Iterable):
        return {"type": "array", "items": _schema(args[0], defs)}
    if origin is dict:
        return _mapping(_values(args[0]), _schema(args[1], defs))
    if is_typeddict(hint):
        if hint.__name__ not in defs:
            defs[hint.__name__] = {}
            defs[hint.__name__] |= {**_description(hint.__doc__), **_object(hint, defs)}
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if values := _values(hint):
        return {"enum": values}
    raise TypeError(f"no schema for {hint}")


def _values(hint: Any) -> list[str]:
    if get_origin(hint) is Literal:
        return list(get_args(hint))
    return [member.value for member in hint] if issubclass(hint, Enum) else []


def _mapping(keys: list[str], value: Schema) -> Schema:
    return _closed({key: dict(value) for key in keys}) if keys else {"type": "object", "additionalProperties": value}


def _union(parts: list[Schema]) -> Schema:
    null = {"type": "null"}
    others = [part for part in parts if part != null]
    if len(others) > 1 or others == parts:
        return {"anyOf": parts}
    (part,) = others
    if "enum" in part:
        return {**part, "enum": [*part["enum"], None]}
    return {**part, "type": [part["type"], "null"]} if "type" in part else {"anyOf": [part, null]}


if __name__ == "__main__":
    main()
