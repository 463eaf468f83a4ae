"""Reference pages made from the code: commands with every option, the library, the JSON schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

import lenovo_comp
from lenovo_comp.cli.app import app


def commands() -> str:
    """Every command with its arguments, options and examples, as `--help` has them."""
    root = get_command(app)
    context = typer.Context(root, info_name="comp")
    parts = [
        "# Commands",
        "Made from the program itself; `comp COMMAND --help` says the same. `--lang` and `--model` may stand before "
        "the command, too.",
        *_command(root, context),
    ]
    return "\n\n".join(parts) + "\n"


def _command(command: Any, context: typer.Context) -> Iterator[str]:
    yield f"## {context.command_path}"
    yield _prose(command.help)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```text\n{context.command_path} {usage}\n```"
    rows = [row for parameter in command.params if (row := _parameter(parameter, context))]
    if rows:
        yield "\n".join(["| option | value | meaning |", "| --- | --- | --- |", *rows])
    if command.epilog:
        yield _prose(command.epilog)
    if hasattr(command, "list_commands"):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            yield from _command(inner, typer.Context(inner, info_name=name, parent=context))


def _parameter(parameter: Any, context: typer.Context) -> str:
    if getattr(parameter, "hidden", False):
        return ""
    is_argument = parameter.param_type_name == "argument"
    metavar = parameter.make_metavar(context)
    names = f"`{metavar}`" if is_argument else ", ".join(f"`{name}`" for name in parameter.opts)
    value = "" if is_argument or getattr(parameter, "is_flag", False) else f"`{metavar}`"
    says = [_cell(getattr(parameter, "help", None) or "")]
    if parameter.required:
        says.append("Required.")
    default = parameter.default
    if isinstance(default, str | int | float) and not isinstance(default, bool):
        says.append(f"Default: `{default}`.")
    return f"| {names} | {value} | {' '.join(filter(None, says))} |"


def _prose(text: str | None) -> str:
    return re.sub(r"\s*\n\s*", " ", (text or "").strip())


def _cell(text: str) -> str:
    return _prose(text).replace("|", "\\|")


def library() -> str:
    """The public names, whose signatures and docstrings Sphinx puts in."""
    names = [name for name in lenovo_comp.__all__ if not name.startswith("_")]
    functions = [name for name in names if name[0].islower()]
    parts = ["# Names of the library", (lenovo_comp.__doc__ or "").strip()]
    for name in (*functions, *(name for name in names if name not in functions)):
        directive = (
            f".. autofunction:: lenovo_comp.{name}"
            if name in functions
            else f".. autoclass:: lenovo_comp.{name}\n   :members:"
        )
        parts.append(f"## {name}\n\n```{{eval-rst}}\n{directive}\n```")
    return "\n\n".join(parts) + "\n"


def schemas(folder: Path) -> str:
    """An index of the JSON schemas in a folder, with the top level of each."""
    parts = [
        "# JSON schemas",
        "What `--format json` prints follows one of these, named with its version in the document's `schema`; "
        "`comp.dictionary/1` is that of dictionaries, `comp.toml` that of settings, both for editors.",
    ]
    for file in sorted(folder.glob("*.json")):
        schema = json.loads(file.read_text("utf-8"))
        name = schema["$id"].rpartition(":")[2]
        rows = [_property(key, value, schema) for key, value in schema["properties"].items()]
        parts += [
            f"## {name}",
            f"{schema['title']}: [{file.name}](schema/{file.name})",
            "\n".join(["| property | type | meaning |", "| --- | --- | --- |", *rows]),
        ]
    return "\n\n".join(parts) + "\n"


def _property(key: str, value: dict[str, Any], schema: dict[str, Any]) -> str:
    required = "" if key in schema.get("required", ()) else " (optional)"
    kind = _type(value)
    about = value.get("description") or schema.get("$defs", {}).get(kind, {}).get("description", "")
    return f"| `{key}`{required} | {kind} | {_cell(about)} |"


def _type(value: dict[str, Any]) -> str:
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "$ref" in value:
        return str(value["$ref"]).rpartition("/")[2]
    if "anyOf" in value:
        return " or ".join(_type(one) for one in value["anyOf"])
    if value.get("type") == "array" and isinstance(value.get("items"), dict) and value["items"]:
        return f"array of {_type(value['items'])}"
    kind = value.get("type", "any")
    return kind if isinstance(kind, str) else " or ".join(kind)
