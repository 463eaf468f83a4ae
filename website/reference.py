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
from lenovo_comp.cli.help import ASKED, description, panels
from lenovo_comp.reports.formats.markdown import escape
from lenovo_comp.text import Language, Text

_COMMANDS, _MEANING = Text("命令", "Commands"), Text("说明", "Meaning")
_ABOUT = Text(
    "由程序自动生成，与 `comp 命令 --help` 相同。`--lang` 和 `--model` 也可以写在命令之前。[English](commands.md)",
    "Made from the program, the same as `comp COMMAND --help`. `--lang` and `--model` may also stand before the "
    "command. [中文](commands.zh.md)",
)


def commands(language: Language) -> str:
    """Every command with its arguments, options and examples, as `--help` has them."""
    root = get_command(app)
    context = typer.Context(root, info_name="comp")
    context.meta[ASKED] = language
    return "\n\n".join([f"# {_COMMANDS[language]}", _ABOUT[language], *_command(root, context, language)]) + "\n"


def _command(command: Any, context: typer.Context, language: Language) -> Iterator[str]:
    about = description(command)
    yield f"## {context.command_path}"
    yield escape(about.help[language])
    yield f"```text\n{command.get_usage(context)}\n```"
    for title, rows in panels(command, context, language).items():
        lines = [f"| `{_cell(typed)}` | {_cell(escape(meaning))} |" for typed, meaning in rows]
        yield "\n".join([f"| {title} | {_MEANING[language]} |", "| --- | --- |", *lines])
    if about.examples:
        lines = [f"# {use[language]}\n{line}" if use else line for line, use in about.examples.items()]
        yield "\n".join(["```sh", *lines, "```"])
    if about.ending:
        yield escape(about.ending[language])
    for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
        inner = command.get_command(context, name)
        yield from _command(inner, typer.Context(inner, info_name=name, parent=context), language)


def _cell(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text.strip()).replace("|", "\\|")


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
