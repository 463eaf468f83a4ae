"""One finding for each distinct wrong cell of a column, its count and places exact: compared with a count by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenovo_comp import Model, read_ratings
from lenovo_comp.findings.finding import MOST_PLACES, Findings
from lenovo_comp.ratings import other_scale
from lenovo_comp.ratings.files.cell_names import a1
from lenovo_comp.ratings.rules import RatingsRule
from lenovo_comp.ratings.rules.cells import CELL_RULES
from lenovo_comp.ratings.rules.rows import ROW_RULES

from .strategies import table_text, write
from .test_chunks import MANY, chunks_of


@pytest.fixture(autouse=True, scope="module")
def _no_table_is_on_another_scale() -> Iterator[None]:
    """However many levels are off the scale."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(other_scale, "FEWEST", 10**9)
        yield


POOLS = {
    "employee_id": ("E1", "E2", "", " ", "#N/A"),
    "position": ("account_manager", "boss", "chief", ""),
    "competency": ("communication", "coordination", "talking", ""),
    "level": ("0", "3", "9", "2.5", "Great", "", "2级"),
    "rater_role": ("peer", "manager", "friend", ""),
    "cycle": ("2026H1", "2025H2", "", "  "),
}
WIDE = {**{n: POOLS[n] for n in ("employee_id", "position", "rater_role")}, "communication": POOLS["level"]}
WIDE["coordination"] = POOLS["level"]
COUNTED = ("R401", "R402", "R403", "R404", "R405", "R406", "R407", "R408", "R409", "R416", "R418", "R426")
Key = tuple[str, str, str, str]
"""Code, header, cell (stripped where it is blank), and the competency where the sentence names one."""


def records(pools: dict[str, tuple[str, ...]]) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.tuples(*map(st.sampled_from, pools.values())).map(list), max_size=40)


def by_hand(row: dict[str, str], level: str, competency: str | None) -> list[Key]:
    """What is wrong with a rating of a row: the rules' own reasons, one cell after the other."""
    found: list[Key] = []
    rated = row[level].strip()
    scaled = competency in ("communication", "coordination")
    if scaled and rated == "Great":
        found.append(("R402", level, rated, competency or ""))
    if scaled and rated == "9":
        found.append(("R401", level, rated, competency or ""))
    if scaled and rated == "2.5":
        found.append(("R403", level, rated, competency or ""))
    if rated == "2级":
        found.append(("R418", level, rated, ""))
    return found


def of_record(row: dict[str, str], levels: dict[str, str | None]) -> set[Key]:
    """What is wrong with a record, each cell for one reason."""
    found = [key for level, competency in levels.items() for key in by_hand(row, level, competency)]
    rated = any(row[level].strip() for level in levels)
    employee, role = row["employee_id"].strip(), row["rater_role"]
    found += [("R407", "employee_id", "", "")] if not employee else []
    found += [("R426", "employee_id", employee, "")] if employee == "#N/A" else []
    found += [("R405", "position", row["position"], "")] if row["position"] in ("boss", "chief") else []
    found += [("R406", "rater_role", role, "")] if role == "friend" else []
    found += [("R408", "rater_role", "", "")] if not role and rated else []
    if "competency" in row:
        found += [("R404", "competency", "talking", "")] if row["competency"] == "talking" else []
        found += [("R409", "competency", "", "")] if not row["competency"] and rated else []
        found += [("R416", "cycle", "", "")] if not row["cycle"].strip() else []
    return set(found)


def expected(headers: list[str], rows: list[list[str]]) -> dict[Key, list[int]]:
    """What is wrong, with the numbers (from 2) of the records, blank ones passed over."""
    lines: dict[Key, list[int]] = defaultdict(list)
    wide = "level" not in headers
    for number, cells in enumerate(rows, 2):
        row = dict(zip(headers, cells, strict=True))
        if any(cell.strip() for cell in cells):
            levels: dict[str, str | None] = {n: n for n in ("communication", "coordination")}
            levels = levels if wide else {"level": row["competency"]}
            for key in of_record(row, levels):
                lines[key].append(number)
    return lines


def check(found: Findings, wanted: dict[Key, list[int]], model: Model) -> None:
    mine = [d for d in found if d.rule.code in COUNTED]
    assert len(mine) == len(wanted)
    for (code, field, value, competency), lines in wanted.items():
        name = model.competency(competency).name.en if competency else ""
        here = [d for d in mine if (d.rule.code, d.place.field, d.value or "") == (code, field, value)]
        [finding] = [d for d in here if name in d.message("en") + d.remedy("en")]
        assert finding.number == len(lines)
        assert [p.line or p.row for p in finding.places] == lines[:MOST_PLACES]
        assert found.places[finding.rule] == sum(len(some) for key, some in wanted.items() if key[0] == code)


@pytest.mark.parametrize("columns", [POOLS, WIDE], ids=["long", "wide"])
@MANY
@given(data=st.data(), size=st.integers(30, 400))
def test_counts_and_places(columns: dict[str, tuple[str, ...]], model: Model, data: st.DataObject, size: int) -> None:
    rows = data.draw(records(columns))
    with TemporaryDirectory() as folder:
        path = write(Path(folder) / "r.csv", table_text([list(columns), *rows]))
        with chunks_of(size):
            check(read_ratings([path], model).diagnostics, expected(list(columns), rows), model)


@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_places_of_other_files(kind: str, model: Model, tmp_path: Path) -> None:
    rows = [["E1", "account_manager", "peer", "9", "Great"] for _ in range(8)]
    frame = pl.DataFrame(rows, schema=list(WIDE), orient="row")
    path = tmp_path / f"r.{kind}"
    frame.write_parquet(path) if kind == "parquet" else frame.write_excel(path)
    found = read_ratings([path], model).diagnostics
    first = 2 if kind == "xlsx" else 1
    check(found, {key: [first - 2 + n for n in lines] for key, lines in expected(list(WIDE), rows).items()}, model)
    off_scale = next(d for d in found if d.rule.code == "R401")
    if kind == "xlsx":
        assert [p.cell for p in off_scale.places] == [f"Sheet1!{a1(row, 3)}" for row in range(1, 6)]
        assert off_scale.full_message("en").endswith("(8 times: D2, D3, D4, D5, D6, …)")
        assert off_scale.full_message("zh").endswith("（共 8 处：D2、D3、D4、D5、D6 等）")
    else:
        assert off_scale.full_message("en").endswith("(8 times: rows 1, 2, 3, 4, 5, …)")
        assert off_scale.full_message("zh").endswith("（共 8 处：第 1、2、3、4、5 行等）")


class Asked(dict[str, object]):
    """A row that remembers which of its columns were looked at."""

    def __init__(self) -> None:
        super().__init__(behaviour="communication.1", competency="coordination", rater_role="peer", written="3,5")
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> object:
        self.names.add(name)
        return super().get(name, 1.0)

    def get(self, name: str, _default: object = None) -> object:
        return self[name]


@pytest.mark.parametrize("rule", [*CELL_RULES, *ROW_RULES], ids=lambda rule: rule.rule.name)
def test_a_rule_says_what_its_sentences_speak_of(rule: RatingsRule, model: Model) -> None:
    """Otherwise one sentence would be printed for cells of which another is true."""
    for column in rule.columns:
        row = Asked()
        rule.details(row, model, column)
        assert row.names - {"written", column} <= set(rule.by)


def test_a_fingerprint_is_of_the_cell_and_not_of_its_records(model: Model, tmp_path: Path) -> None:
    header, bad = "employee_id,competency,level,rater_role,rater_id", "{},communication,9,manager,m"
    prints = []
    for people in (["E1"], ["E2", "E3"]):
        path = write(tmp_path / "r.csv", "\n".join([header, *map(bad.format, people)]) + "\n")
        prints.append([d.fingerprint for d in read_ratings([path], model).diagnostics if d.rule.code == "R401"])
    assert prints[0] == prints[1]
    assert len(prints[0]) == 1


def test_findings_by_cycle_name_all_places_and_keep_their_fingerprints(model: Model, tmp_path: Path) -> None:
    header = "employee_id,position,competency,level,rater_role,rater_id,cycle\n"
    rows = [f"E{i},account_manager,communication,9,manager,m,202{i % 2 + 5}H1\n" for i in range(20)]
    path = write(tmp_path / "r.csv", header + "".join(rows))
    [whole] = read_ratings([path], model).diagnostics
    parts = read_ratings([path], model, by_cycle=True).diagnostics
    assert [(d.cycle, d.number, 1 + len(d.more)) for d in parts] == [("2025H1", 10, 10), ("2026H1", 10, 10)]
    assert {d.fingerprint for d in parts} == {whole.fingerprint}
    assert whole.number == 20


def test_people_without_a_position_are_one_finding_of_a_table(model: Model, tmp_path: Path) -> None:
    """Each at the first row; in a table with the column, at its cell, and by cycle where findings are wanted so."""
    header = "employee_id,position,cycle,communication,coordination\n"
    rows = [f"E{i},,{cycle},{i % 4},1\n" for i in range(8) for cycle in ("2025H2", "2026H1")]
    placed = "E8,account_manager,2026H1,2,2\n"
    file = write(tmp_path / "a.csv", header + placed + "".join(rows))
    write(tmp_path / "c.csv", "employee_id,cycle,communication\nX1,2026H1,1\nX2,2026H1,2\n")
    roster = write(tmp_path / "p.csv", "employee_id,position\nE8,account_manager\n")
    found = read_ratings([file, tmp_path / "c.csv"], model, roster).diagnostics
    missing = [d for d in found if d.rule.code == "R413"]
    assert [(d.place.path, d.place.line, d.place.column, d.number) for d in missing] == [
        (str(file), 3, 4, 16),
        (str(tmp_path / "c.csv"), 2, None, 2),
    ]
    assert [p.line for p in missing[0].places] == [3, 4, 5, 6, 7]
    assert found.places[missing[0].rule] == 18
    by_cycle = read_ratings([file], model, roster, by_cycle=True).diagnostics
    missing = [d for d in by_cycle if d.rule.code == "R413"]
    assert [(d.cycle, [p.line for p in (d.place, *d.more)]) for d in missing] == [
        ("2025H2", list(range(3, 19, 2))),
        ("2026H1", list(range(4, 19, 2))),
    ]
    assert len({d.fingerprint for d in missing}) == 1
