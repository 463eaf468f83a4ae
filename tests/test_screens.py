"""Answers on a terminal fit a screen: a person in at most 25 lines at 100 columns, the verdict first."""

import json
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from rich.cells import cell_len

from .conftest import SAMPLE, Run, needs_posix

LINES = 25


@pytest.fixture(scope="module")
def people(run: Run) -> list[str]:
    return [p["employee_id"] for p in json.loads(run("assess", *SAMPLE, "--format", "json").stdout)["employees"]]


def lines(run: Run, *args: str, columns: int = 100) -> list[str]:
    done = run(*args, COLUMNS=str(columns))
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@needs_posix
@pytest.mark.sampled
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "asked",
    [
        ("gap",),
        ("gap", "--pretty"),
        ("gap", "-p", "account_director"),
        ("gap", "--with", "沟通=4"),
        ("plan", "--mentors"),
    ],
)
def test_a_person_fits_a_screen(asked: tuple[str, ...], lang: str, people: list[str], run: Run) -> None:
    for who in people:
        command, *options = asked
        shown = lines(run, command, *SAMPLE, "-e", who, *options, "--lang", lang)
        assert len(shown) <= LINES, (who, shown)
        assert who in shown[0]
        assert max(map(cell_len, shown)) <= 100


WIDTHS = (80, 100, 120, 200)


@needs_posix
@pytest.mark.parametrize("command", ["gap", "plan"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_table_is_split_in_two_and_no_line_too_wide(command: str, lang: str, run: Run) -> None:
    for columns in WIDTHS:
        for full in ((), ("--full",)):
            shown = lines(run, command, *SAMPLE, "-e", "E021", *full, "--lang", lang, columns=columns)
            assert max(map(cell_len, shown)) <= columns
            heads = [line for line in shown if re.match(r"\s*(Competency|胜任能力) ", line)]
            assert len(heads) == len(set(heads))


def test_the_screen_has_the_figures_of_the_document(people: list[str], run: Run) -> None:
    model = json.loads(run("show-model", "--format", "json").stdout)
    names = {c["id"]: c["name"]["en"] for c in model["competencies"]}
    for who in people:
        asked = ("gap", *SAMPLE, "-e", who, "--lang", "en")
        document = json.loads(run(*asked, "--format", "json").stdout)
        printed = lines(run, *asked)
        rows = {name: line for line in printed for name in names.values() if re.match(rf"[ \d]*{name} +\d", line)}
        listed = sum(int(found[1]) for line in printed if (found := re.search(r"(\d+) more not listed", line)))
        assert len(rows) + listed == len(names.keys() & {c["competency"] for c in document["employee"]["competencies"]})
        needs = [names[need["competency"]] for need in document["develop"]]
        assert [name for name, line in rows.items() if line[0].isdigit()] == needs[: len(rows)]
        for item in document["employee"]["competencies"]:
            line = rows.get(names[item["competency"]])
            if line is not None and item["rating"] is not None and item["status"] != "short":
                # Documents have four places, halves of hundredths among them.
                shown = Decimal(str(item["rating"])).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
                assert f" {'≥' * item['at_least']}{shown:f} " in line


@needs_posix
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_teams_needs_fit_a_screen(lang: str, run: Run) -> None:
    for columns in WIDTHS:
        shown = lines(run, "plan", *SAMPLE, "--team", "--lang", lang, columns=columns)
        assert len(shown) <= LINES
        assert max(map(cell_len, shown)) <= columns
