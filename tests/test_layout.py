"""How blocks are laid out on a terminal: wide and narrow tables, the commands to type next, the pager."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lenovo_comp import system
from lenovo_comp.cli import command_lines
from lenovo_comp.cli.command_lines import command_line
from lenovo_comp.cli.outputs import encode_pieces
from lenovo_comp.cli.session import SharedValues
from lenovo_comp.reports.formats import table as terminal
from lenovo_comp.reports.shared.blocks import Commands, Span
from lenovo_comp.reports.shared.tables import column, table

from .conftest import needs_posix

PEOPLE = [("E1", "2.9", "3.5", "80%"), ("E2", "2.1", "2.5", "100%")]
TEAM = table(
    PEOPLE,
    column("ID", lambda r: r[0], key=True),
    column("Comm", lambda r: r[1], long="Communication"),
    column("Logic", lambda r: r[2], long="Logical analysis"),
    column("Fit", lambda r: r[3], right=True, spare=1),
    omitted="Not shown: {columns}",
)


def shown(width: int, *blocks: object) -> list[str]:
    return ["".join(s.text for s in line).rstrip() for line in terminal.lines(blocks, width)]  # type: ignore[arg-type]


def test_long_headers_are_used_where_all_fit() -> None:
    # ID (2), two words of at least 13 and 8 cells, Fit (4): 27 and three spaces between them.
    assert shown(30, TEAM)[:2] == ["                 Logical", "ID Communication analysis  Fit"]
    assert shown(38, TEAM)[0] == "ID Communication Logical analysis  Fit"
    assert shown(29, TEAM)[0] == "ID Comm Logic  Fit"


def test_a_spare_column_is_left_out_and_named_before_a_table_is_split() -> None:
    assert shown(18, TEAM)[0] == "ID Comm Logic  Fit"
    assert shown(17, TEAM) == ["ID Comm Logic", "─────────────", "E1 2.9  3.5", "E2 2.1  2.5", "Not shown: Fit"]


def test_a_table_is_split_only_where_nothing_is_left_to_leave_out() -> None:
    assert [line for line in shown(12, TEAM) if line.startswith("ID")] == ["ID Comm", "ID Logic"]


def test_every_other_format_has_all_columns_with_their_long_headers() -> None:
    from lenovo_comp.reports.formats.html import html
    from lenovo_comp.reports.formats.markdown import markdown

    assert markdown([TEAM]).splitlines()[0] == "| ID | Communication | Logical analysis | Fit |"
    assert "Communication" in html([TEAM], "en")


NEXT = Commands("Next: ", [("comp gap -e E1", "one person"), ("comp plan", "the plan")])


def test_next_commands_have_their_reasons_beside_them() -> None:
    assert shown(40, NEXT) == ["", "Next: comp gap -e E1  one person", "      comp plan       the plan"]


def test_a_reason_is_given_up_before_a_command_is_broken() -> None:
    assert shown(25, NEXT) == ["", "Next: comp gap -e E1", "      comp plan  the plan"]


@needs_posix
def test_a_long_command_goes_on_in_the_next_line_as_shells_allow() -> None:
    lines = shown(40, Commands("Next: ", [("comp gap 'my own ratings.csv' --roster people.csv -e E1", "one person")]))
    assert lines == ["", "Next: comp gap 'my own ratings.csv' \\", "        --roster people.csv -e E1"]
    typed = subprocess.run(
        ["sh", "-c", "\n".join(lines).replace("Next: comp", "printf '%s|'")], capture_output=True, text=True, check=True
    )
    assert typed.stdout == "gap|my own ratings.csv|--roster|people.csv|-e|E1|"


def test_files_have_no_next_commands(tmp_path: Path) -> None:
    from lenovo_comp.cli.outputs import Target, write

    write(lambda _: [TEAM, NEXT], [Target("table", tmp_path / "a.txt"), Target("table", tmp_path / "b.txt")])
    assert "Next" not in (tmp_path / "a.txt").read_text("utf-8")
    assert b"Next" in b"".join(encode_pieces([NEXT], 80))


@needs_posix
def test_a_command_line_takes_the_files_and_options_of_the_run() -> None:
    given = SharedValues(ratings=["my ratings.csv"], roster="people.csv", cycle="2026H1", model="a.yaml")
    assert command_line("gap", given, "zh", ["-e", "李雷"]) == (
        "comp gap 'my ratings.csv' --roster people.csv --cycle 2026H1 --model a.yaml --lang zh -e 李雷"
    )
    assert command_line("assess", SharedValues(), None, []) == "comp assess"


@needs_posix
def test_of_several_files_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sheets").mkdir()
    for rater in ("M01", "P02"):
        (tmp_path / f"sheets/{rater}.xlsx").touch()
    files = ["sheets/M01.xlsx", "sheets/P02.xlsx"]
    assert command_line("gap", SharedValues(ratings=files), None, []) == "comp gap 'sheets/*.xlsx'"
    (tmp_path / "sheets/P03.xlsx").touch()
    assert command_line("gap", SharedValues(ratings=files), None, []) == "comp gap …"


def test_windows_quotes_are_double_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "WINDOWS", True)
    assert command_lines.quote("my ratings.csv") == '"my ratings.csv"'


def on_a_terminal(script: str, environment: dict[str, str], rows: int, encoding: str = "utf-8") -> str:
    """What a Python script prints on a terminal of so many rows."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "LESS")}
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=slave, stdout=slave, stderr=slave, env=clean | environment
    )
    os.close(slave)
    read = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        read += piece
    os.close(master)
    assert process.wait(20) == 0
    return read.decode(encoding)


PAGING = "from lenovo_comp.cli.paging import show; show(f'line {i}\\n' for i in range(30))"


@needs_posix
@pytest.mark.parametrize(
    ("environment", "rows", "paged"),
    [
        ({"TERM": "xterm"}, 20, True),
        ({"TERM": "xterm"}, 31, False),
        ({"TERM": "dumb"}, 20, False),
        ({"TERM": "xterm", "PAGER": ""}, 20, False),
    ],
)
def test_what_is_longer_than_the_screen_goes_through_the_pager(
    environment: dict[str, str], rows: int, paged: bool
) -> None:
    pager = {"PAGER": f"{sys.executable} -c \"import sys; print('PAGED', len(sys.stdin.read().splitlines()))\""}
    printed = on_a_terminal(PAGING, pager | environment, rows)
    assert ("PAGED 30" in printed) is paged
    assert ("line 29" in printed) is not paged


def test_a_span_of_a_table_may_be_wider_than_the_screen() -> None:
    wide = table([("x" * 30,)], column("A", lambda r: Span(r[0])))
    assert shown(20, wide)[-1] == "x" * 30
