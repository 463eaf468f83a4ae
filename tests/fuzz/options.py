"""Command lines of any content: an exit code that means something, no input changed, nothing unsafe said."""

from __future__ import annotations

import atexit
import json
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

from typer.main import get_command
from typer.testing import CliRunner

from lenovo_comp import inputs
from lenovo_comp.cli import writing
from lenovo_comp.cli.app import COMMANDS, Commands, app
from lenovo_comp.model import parsing

NAME = "options"
_RATINGS = (
    "employee_id,position,competency,level,rater_role,rater_id,cycle\n"
    "E1,account_representative,communication,2,manager,M1,2025\n"
    "E1,account_representative,communication,3,manager,M1,2026\n"
    "E2,account_manager,communication,9,peer,P1,2026\n"
)
_DICTIONARY = (
    "id: m\nname: {zh: 甲, en: A}\nversion: '1'\nlayers: []\nrater_roles: []\ncompetencies: []\npositions: []\n"
)
_FILES = {
    "r.csv": _RATINGS,
    "p.csv": "employee_id,name,position\nE1,A,account_representative\nE2,B,\n",
    "w.csv": "employee_id,rater_role,rater_id\nE1,manager,M1\nE1,peer,CON\n",
    "m.yaml": _DICTIONARY,
    "b.json": '{"schema": "comp.baseline/1", "findings": []}\n',
}
_ROOT = Path(tempfile.mkdtemp(prefix="comp-fuzz-"))
atexit.register(shutil.rmtree, _ROOT, ignore_errors=True)
_UNTRIED = ("--install-completion", "--show-completion")
"""They write to the user's own shell."""
_SOUND = (
    *("r.csv", "p.csv", "w.csv", "m.yaml", "b.json", "E1", "communication", "account_manager", "2026", "2025", "zh"),
    *("en", "json", "csv", "table", "html", "xlsx", "markdown", "github", "sarif", "o.json", "o.csv", "deep/o.html"),
    *("{rater}.csv", "{rater}.xlsx", "short>0", "communication=3", "R401", "department", "behaviours", "3", "0"),
)
_HOSTILE = (
    *(
        "",
        " ",
        "-",
        "--",
        "..",
        ".",
        "/",
        "folder",
        "pipe",
        "link.csv",
        "loop",
        "missing",
        "../r.csv",
        "json:",
        ":",
        "=",
    ),
    *("json:r.csv", "csv:./folder/../r.csv", "json:hard.csv", "json:folder", "json:pipe", "json:loop", "json:null"),
    *("markdown:m.yaml", "json:b.json", "\0", "a\0.json", "\ud800", "\udc80.csv", "o\udcff.json", "\x1b[31m.csv"),
    *("\u202e.json", "\n::error::x", "[/red]", "[bold]x", "x" * 300, "x" * 100_000 + ".json", "é" * 5000, "a/" * 3000),
    *("-1", "1e400", "nan", "9" * 30, "9" * 5000, "0x10", "１", "½", "short>" + "9" * 400, " " * 20_000, "fit<0.8:"),
    *(
        "communication=" + "9" * 400,
        "communication=nan",
        "=1",
        "==",
        "*",
        "**",
        "a**b",
        "[",
        "[z-a]*",
        "*/" * 300 + "*",
    ),
    *(
        "{rater}",
        "{rater}/x.csv",
        "xlsx:{rater}",
        "%s%n",
        "$(id)",
        "../../../x",
        "con.json",
        "r.csv/x.json",
        "R",
        "r999",
    ),
)


def seeds() -> list[bytes]:
    """Sound command lines, one a command and some more."""
    lines = (
        *(["show-model", "communication"], ["show-model", "-o", "o.json"], ["assess", "r.csv"], ["rule", "R401"]),
        *(["assess", "r.csv", "-o", "o.json"], ["gap", "r.csv", "-e", "E1"], ["check", "r.csv"], ["stage", "r.csv"]),
        *(["explain", "r.csv", "-e", "E1", "-c", "communication"], ["plan", "r.csv", "-e", "E1"], ["trend", "r.csv"]),
        *(["match", "r.csv", "--bench"], ["diff", "m.yaml", "m.yaml"], ["export", "datapackage", "r.csv"], ["--help"]),
        *(["sheet", "--roster", "p.csv", "--raters", "w.csv", "-o", "{rater}.csv"], ["export", "schema"]),
        *(["check", "r.csv", "--baseline", "b.json"], ["check", "r.csv", "--fix"], ["check", "m.yaml", "-f", "json"]),
    )
    return [json.dumps(line).encode() for line in lines]


@cache
def _options() -> dict[str, list[tuple[str, bool]]]:
    """Command → its options, and whether each takes a value."""
    commands = {name: _command(name) for name in COMMANDS}
    commands |= {f"export {name}": command for name, command in commands.pop("export").commands.items()}
    return {
        name: [
            (option, not getattr(p, "is_flag", False)) for p in command.params for option in p.opts if option[:1] == "-"
        ]
        for name, command in commands.items()
    }


def mutated(random: random.Random, seed: bytes) -> bytes:
    """A command line with some options added, values replaced, arguments left out."""
    line: list[str] = json.loads(seed)
    if not random.randrange(8):
        line[:1] = random.choice([*_options()]).split(" ")
    options = next((o for name, o in _options().items() if name == line[0] or name == " ".join(line[:2])), [])
    for _ in range(random.randint(1, 4)):
        value = random.choice(_HOSTILE if random.randrange(3) else _SOUND)
        match random.randrange(5):
            case 0 | 1 if options:
                option, takes = random.choice(options)
                more = [f"{option}={value}"] if takes and not random.randrange(4) else [option, value][: 1 + takes]
                line += more if option not in _UNTRIED else []
            case 2 if len(line) > 1:
                line[random.randrange(1, len(line))] = value
            case 3:
                line.insert(random.randint(0, len(line)), value)
            case _ if len(line) > 1:
                del line[random.randrange(len(line))]
    return json.dumps(line).encode()


@cache
def _folder() -> Path:
    """A folder three levels down, with what an option may name."""
    folder = _ROOT / "a" / "b" / "c"
    (folder / "folder").mkdir(parents=True)
    for name, text in _FILES.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "link.csv").symlink_to("r.csv")
    (folder / "null").symlink_to(os.devnull)
    (folder / "loop").symlink_to("loop")
    os.link(folder / "r.csv", folder / "hard.csv")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe")
    return folder


def target(data: bytes) -> None:
    """Run the command line in this process."""
    folder, line = _folder(), json.loads(data)
    before = set(folder.iterdir())
    environment = dict.fromkeys(os.environ) | {
        "COMP_CACHE_DIR": str(folder.parent / "cache"), "COLUMNS": "80", "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]
    }  # fmt: skip
    with chdir(folder), _fast():
        done = CliRunner().invoke(app, line, env=environment, input=_RATINGS)
    said = done.stderr_bytes.decode("utf-8", "replace")
    assert done.exit_code in (0, 1, 2), (done.exit_code, said)
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    assert "Traceback" not in said
    assert not {"\x1b", "\u202e", "\0"} & set(said), said
    changed = {name for name, text in _FILES.items() if (folder / name).read_bytes() != text.encode()}
    meant = {name for option, name in (("--fix", "r.csv"), ("--update-baseline", "b.json")) if option in line}
    assert not {name for name in changed - meant if any(part.endswith(name) for part in _inputs(line))}, changed
    assert (folder / "link.csv").is_symlink() and (folder / "loop").is_symlink() and (folder / "null").is_symlink()
    for path in set(folder.iterdir()) - before:
        _remove(path)
    for name in changed:
        (folder / name).write_text(_FILES[name], "utf-8")


@contextmanager
def _fast() -> Iterator[None]:
    """Little patience with pipes; commands and dictionaries made once."""
    with ExitStack() as stack:
        for module in (inputs, writing):
            stack.enter_context(patch.object(module, "PATIENCE", 0.02))
        stack.enter_context(patch.object(parsing, "parse_model", _PARSED))
        stack.enter_context(patch.object(Commands, "get_command", lambda _self, _context, name: _command(name)))
        yield


_PARSED = lru_cache(maxsize=64)(parsing.parse_model)
_GROUP: Any = get_command(app)
_GET = Commands.get_command


@cache
def _command(name: str) -> Any:
    return _GET(_GROUP, None, name)


def _inputs(line: list[str]) -> list[str]:
    """The arguments that are no outputs."""
    return [part for before, part in pairwise(["", *line]) if before not in ("-o", "--output") and "-o" not in part]


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        for below in path.iterdir():
            _remove(below)
        path.rmdir()
    else:
        path.unlink()
