"""Every documented command works in a POSIX shell, in cmd.exe and in PowerShell, by the rules that they document."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_command

from lenovo_comp.cli.app import app

from .conftest import ROOT
from .test_help import ALL

PLAIN = r"[\w*/:.=+?…\[\]-]"
"""Characters that mean the same outside quotes everywhere. Not `,` and `@`, which PowerShell reads as lists."""
QUOTED = r'"[^"%!$`\\“”„]*"'
"""cmd.exe replaces `%NAME%` and `!NAME!` within double quotes, PowerShell `$name` and what follows a backtick."""
LINE = re.compile(rf"(?:comp|--[\w-]+)(?: +(?:{PLAIN}+|{QUOTED}))*")


def split_windows(line: str) -> list[str]:
    """The arguments that a program of Windows sees: Microsoft's "Parsing C command-line arguments".

    >>> split_windows(r'a "b c" d\\\\"e f" g\\"h "" i\\j')
    ['a', 'b c', 'd\\\\e f', 'g"h', '', 'i\\\\j']
    """
    found: list[str] = []
    argument: str | None = None
    quoted = False
    for white, slashes, quote, text in re.findall(r'([ \t]+)|(\\*)(")|(\\+|[^ \t"\\]+)', line):
        if white and not quoted:
            found += [] if argument is None else [argument]
            argument = None
            continue
        argument = (argument or "") + white + text
        if quote:
            # Backslashes mean themselves but before a quote, which an odd one of them makes a character.
            argument += "\\" * (len(slashes) // 2)
            if len(slashes) % 2:
                argument += '"'
            else:
                quoted = not quoted
    return found + ([] if argument is None else [argument])


def _documented() -> Iterator[tuple[str, str]]:
    """Where a command stands, and the command."""
    pages = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("README*.md")), ROOT / "CHANGELOG.md"]
    for page in pages:
        # A block that needs more of its shell says which one that is.
        text = re.sub(r"^```bash.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
        name = str(page.relative_to(ROOT))
        for line in re.findall(r"^(?:\$ )?(comp .*)", text, re.MULTILINE):
            yield name, line
        for line in re.findall(
            r"(?<!`)`(comp [^`]+|-[\w-]+ '[^`]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.M)
        ):
            yield name, line.replace("\n", " ")
    for path, command in ALL:
        for line in command.callback.described.examples:
            yield " ".join(path), line


PLACEHOLDERS = ("COMMAND", "…", "0.1.0")
"""What stands in place of a command in a text, and what the program says of itself."""
DOCUMENTED = sorted(set(_documented()))


@pytest.mark.parametrize(("where", "line"), DOCUMENTED)
def test_a_documented_command_works_in_every_shell(where: str, line: str) -> None:
    assert LINE.fullmatch(line), (where, line)
    assert split_windows(line) == shlex.split(line), where


@pytest.mark.parametrize(("where", "line"), DOCUMENTED)
def test_a_documented_command_has_its_options(where: str, line: str) -> None:
    """Every command and option of a line is one; blocks that show output are run, too (tests/test_docs.py)."""
    command: Any = get_command(app)
    words = iter(shlex.split(line)[line.startswith("comp") :])
    if not line.startswith("comp"):
        return  # options alone
    for word in words:
        if word in ("-h", "--help"):
            continue
        if word.startswith("-"):
            name, _, value = word.partition("=")
            (option,) = [p for p in command.params if name in p.opts] or [None]
            assert option is not None, (where, line, name)
            if not option.is_flag and not value:
                next(words, None)
        elif hasattr(command, "get_command") and word not in PLACEHOLDERS:
            command = command.get_command(None, word)
            assert command is not None, (where, line, word)


def test_commands_are_found() -> None:
    places = {where for where, _ in DOCUMENTED}
    assert {"README.md", "README.zh.md", "docs/tutorial.md", "gap", "sheet"} <= places
    assert sum('"' in line for _, line in DOCUMENTED) > 5


@pytest.mark.parametrize(
    "line",
    [
        "comp gap --all -o '{employee_id}.html'", "comp assess --fail-on short>0", "comp assess a.csv | more",
        "comp match --position $P", 'comp gap -e "$P"', "comp assess a.csv \\", 'comp gap -e "100%"', "comp gap -e @a",
        "comp assess a.csv,b.csv", "comp check a.csv & echo", "comp gap -o {employee_id}.html", "LANG=C comp assess",
        'comp sheet -o "out\\{rater}.xlsx"', "comp report $(ls)", 'comp gap -e ""x"',
    ],
)  # fmt: skip
def test_what_some_shell_takes_otherwise_is_noticed(line: str) -> None:
    assert not LINE.fullmatch(line)


WORDS = st.lists(st.text(st.sampled_from("aé“ \\\"'{>*"), max_size=4), min_size=1, max_size=3)


@given(WORDS)
def test_the_rules_of_windows_are_those_of_python(words: list[str]) -> None:
    import subprocess

    assert split_windows(subprocess.list2cmdline(words)) == words
