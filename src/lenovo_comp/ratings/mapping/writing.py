"""Drafts of mappings as TOML, with their reasons as comments."""

import os
import re
from collections.abc import Iterator, Sequence

from ...text import Language, Text, visible
from .drafting import Draft

_HEAD = Text(
    '由 comp check --draft 生成。请逐行核对，补上空着的（""），再贴进 comp.toml。',
    'Drafted by comp check --draft. Check every line, fill in what is empty (""), and paste it into comp.toml.',
)
_NO_DATA = Text("不是数据", "not data")
_NAMED = Text("按名称读取", "from the name")
_BLANK = Text("跳过的题目，按空读取", "questions that were skipped are blank")
_UNKNOWN = Text(
    '不能作 {name} 的内容：请写各自的含义（"" 为空），并去掉行首的 #',
    'not a valid {name}: write what each means ("" is blank), and remove the #',
)


def as_toml(drafts: Sequence[Draft], language: Language, folder: str) -> str:
    """The drafts as a text for comp.toml in a folder."""
    lines = [f"# {_HEAD[language]}"]
    for draft in drafts:
        lines += ["", *_lines(draft, language, folder)]
    return "\n".join(lines) + "\n"


def _lines(draft: Draft, language: Language, folder: str) -> Iterator[str]:
    files = [quoted(_pattern(os.path.relpath(file, folder or "."))) for file in draft.files]
    for note in draft.notes:
        yield f"# {_comment(note[language])}"
    if not draft.entries:
        yield from (f"# {file}" for file in files)
        return
    yield "[[source]]"
    yield f"files = {files[0] if len(files) == 1 else '[' + ', '.join(files) + ']'}"
    if draft.header_rows:
        first, *more = draft.header_rows
        yield f"header_row = {list(draft.header_rows) if more else first}"
    if draft.skip_rows:
        yield f"skip_rows = {list(draft.skip_rows)}  # {_NO_DATA[language]}"
    for which, name in (("sheet", draft.sheet), ("file", draft.file)):
        if name:
            yield f"{which} = {quoted(name)}  # {_NAMED[language]}"
    yield ""
    yield "[source.columns]"
    for header, target, reason in draft.entries:
        yield f"{quoted(header)} = {quoted(target)}  # {_comment(reason[language])}"
    yield from _values(draft, language)
    if draft.constants:
        yield from ("", "[source.constants]")
        yield from (f"{name} = {quoted(cell)}  # {_NAMED[language]}" for name, cell in draft.constants.items())


def _values(draft: Draft, language: Language) -> Iterator[str]:
    for name in dict.fromkeys([*draft.values, *draft.unknown]):
        yield from ("", f"[source.values.{name}]")
        if any(value == "" for value in draft.values.get(name, {}).values()):
            yield f"# {_BLANK[language]}"
        for cell, value in draft.values.get(name, {}).items():
            yield f"{quoted(cell)} = {quoted(value)}"
        if name in draft.unknown:
            yield f"# {_UNKNOWN[language].format(name=name)}"
        for cell, number in draft.unknown.get(name, {}).items():
            yield f'# {quoted(cell)} = "?"  # {_cells(number)[language]}'


def _pattern(path: str) -> str:
    """A path as a pattern that only it matches."""
    return re.sub(r"([*?\[])", r"[\1]", path.replace(os.sep, "/"))


def quoted(text: str) -> str:
    """A text in quotes, with escapes for whatever a terminal would obey or hide.

    >>> print(quoted('say "a"'), quoted("a\\x1b[31m"))
    "say \\"a\\"" "a\\u001B[31m"
    """
    inner = "".join(map(_escaped, text)).replace("##", "#\\u0023")
    if visible(f'"{inner}"') != f'"{inner}"':  # what a terminal would show only together, such as a pile of accents
        inner = "".join(c if c.isascii() else _code(c) for c in inner)
    return f'"{inner}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if visible(character) == character and character.isprintable():
        return character
    return _code(character)


def _code(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _cells(number: int) -> Text:
    return Text(f"{number} 格", f"{number} cell{'s' * (number != 1)}")


def _comment(text: str) -> str:
    return visible(text)
