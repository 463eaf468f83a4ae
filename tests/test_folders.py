"""Folders as data lakes have them: `cycle=2026H1/`, what engines leave beside the data, and tables of old versions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from lenovo_comp import Model, Ratings, read_ratings

from .conftest import ROOT, Run

SAMPLE, ROSTER = str(ROOT / "data/sample_ratings.csv"), ("--roster", str(ROOT / "data/sample_roster.csv"))
HEADER = "employee_id,position,competency,level"
REPORTS = (
    ("assess",), ("gap", "-e", "E012"), ("plan", "-e", "E012"), ("explain", "-e", "E012", "-c", "communication"),
    ("match", "--bench"), ("stage",), ("trend",),
)  # fmt: skip


def put(path: Path, *rows: str, header: str = HEADER) -> Path:
    """A file of ratings, with the folders it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def codes(ratings: Ratings) -> list[str]:
    return [d.rule.code for d in ratings.diagnostics]


def cycles(ratings: Ratings) -> dict[str, str]:
    """Employee → the cycle of the ratings that count."""
    return dict(ratings.frame.select(pl.col("employee_id", "cycle").cast(pl.String)).iter_rows())


def lake(to: Path, *keys: str, include_key: bool = False) -> Path:
    """The sample's ratings as polars writes them by keys."""
    rows = pl.read_csv(SAMPLE, infer_schema=False)
    rows.lazy().sink_parquet(pl.PartitionBy(to, key=list(keys), include_key=include_key))
    return to


def without_places(document: object) -> object:
    """A document but for what it says of files and rows."""
    if isinstance(document, list):
        return [without_places(item) for item in document]
    if isinstance(document, dict):
        places = {"inputs", "path", "line", "row", "file"}
        return {key: without_places(value) for key, value in document.items() if key not in places}
    return document


# ---------------------------------------------------------------- what folders give


@pytest.fixture(scope="module")
def by_cycle(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(lake(tmp_path_factory.mktemp("lake") / "ratings", "cycle"))


@pytest.mark.sampled
@pytest.mark.parametrize("command", REPORTS, ids=lambda c: str(c[0]))
def test_every_report_reads_a_lake_as_the_file_it_was_made_of(
    command: tuple[str, ...], by_cycle: str, run: Run
) -> None:
    name, *options = command
    of_lake, of_file = (run(name, path, *ROSTER, *options, "--format", "json") for path in (by_cycle, SAMPLE))
    assert of_lake.returncode == of_file.returncode == 0, of_lake.stderr
    one, other = (without_places(json.loads(done.stdout)) for done in (of_lake, of_file))
    assert one == other
    assert len(str(other)) > 1000


@pytest.mark.sampled
@pytest.mark.parametrize("include_key", [False, True], ids=["without the column", "with the column"])
@pytest.mark.parametrize("keys", [("cycle",), ("cycle", "rater_role"), ("department", "competency", "cycle")])
def test_any_columns_may_be_folders(keys: tuple[str, ...], include_key: bool, model: Model, tmp_path: Path) -> None:
    """Departments are Chinese, which engines escape."""
    ratings = read_ratings([lake(tmp_path / "r", *keys, include_key=include_key)], model, ROSTER[1])
    plain = read_ratings([SAMPLE], model, ROSTER[1])
    columns = ["cycle", "employee_id", "competency", "behaviour", "rater_role", "rater_id", "level", "evidence"]
    one, other = (
        r.frame.select(pl.col(c) if c == "level" else pl.col(c).cast(pl.String) for c in columns).sort(columns)
        for r in (ratings, plain)
    )
    assert one.equals(other)
    said, known = (r.people.select(pl.all().cast(pl.String)).sort("cycle", "employee_id") for r in (ratings, plain))
    assert said.equals(known)
    assert codes(ratings) == codes(plain)


@pytest.mark.parametrize(
    ("folder", "cycle"),
    [
        ("cycle=2026H1", "2026H1"),
        ("cycle=2026%2F06%2F30", "2026/06/30"),  # as Spark and Hive write what a name can't hold
        ("cycle=%E4%B8%8A%E5%8D%8A%E5%B9%B4", "上半年"),
        ("周期=上半年", "上半年"),
        ("Review Period=100%", "100%"),
        ("cycle=%FF", "%FF"),
        ("cycle=a=b", "a=b"),
    ],
)
def test_names_are_read_as_engines_write_them(folder: str, cycle: str, model: Model, tmp_path: Path) -> None:
    put(tmp_path / folder / "r.csv", "E1,account_manager,communication,3")
    assert cycles(read_ratings([tmp_path], model)) == {"E1": cycle}


def test_rows_in_the_folder_of_null_have_no_cycle(model: Model, tmp_path: Path) -> None:
    """As where a cell of a column is blank."""
    put(tmp_path / "cycle=2026H1" / "r.csv", "E1,account_manager,communication,3")
    for empty in ("cycle=__HIVE_DEFAULT_PARTITION__", "cycle="):
        put(tmp_path / empty / "r.csv", "E2,account_manager,communication,3")
    ratings = read_ratings([tmp_path], model)
    assert codes(ratings) == ["R416", "R416"]
    assert cycles(ratings) == {"E1": "2026H1"}


def test_folders_give_any_column(model: Model, tmp_path: Path) -> None:
    folder = "岗位=客户经理/department=R%26D/competency=communication/rater_role=peer"
    put(tmp_path / folder / "r.csv", "E1,3", header="employee_id,level")
    ratings = read_ratings([tmp_path], model)
    (row,) = ratings.frame.select(pl.col("competency", "rater_role").cast(pl.String)).rows()
    (person,) = ratings.people.select(pl.col("department", "position").cast(pl.String)).rows()
    assert codes(ratings) == []
    assert row == ("communication", "peer")
    assert person == ("R&D", "account_manager")


def test_a_wide_table_and_a_header_in_two_rows_are_read_there(model: Model, tmp_path: Path) -> None:
    header = "工号,岗位,沟通表达能力,逻辑分析能力\n,,0-4,0-4"
    put(tmp_path / "cycle=2026H1" / "r.csv", "E1,account_manager,3,2", header=header)
    ratings = read_ratings([tmp_path], model)
    assert ratings.frame["level"].to_list() == [3, 2]
    assert cycles(ratings) == {"E1": "2026H1"}


def test_a_name_that_is_no_position_is_said_once_a_file(model: Model, tmp_path: Path) -> None:
    put(tmp_path / "position=clown" / "r.csv", "E1,communication,3", "E2,communication,3",
        header="employee_id,competency,level")  # fmt: skip
    (found,) = read_ratings([tmp_path], model).diagnostics
    assert (found.rule.code, found.value, found.number) == ("R405", "clown", 2)


@pytest.mark.parametrize(
    "path", ["", "cycle=*", "cycle=2026*", "cycle=*/*.csv", "**/*.csv", "cycle=2026H1", "cycle=2026H1/r.csv"]
)
def test_folders_count_however_they_are_named(path: str, model: Model, tmp_path: Path) -> None:
    put(tmp_path / "cycle=2026H1" / "r.csv", "E1,account_manager,communication,3")
    ratings = read_ratings([tmp_path / path], model)
    assert (codes(ratings), cycles(ratings)) == ([], {"E1": "2026H1"})


# ---------------------------------------------------------------- what can be wrong


def test_a_column_that_says_otherwise_is_an_error_at_its_cells(model: Model, tmp_path: Path) -> None:
    rows = ("E1,account_manager,communication,3,2026H1", "E2,account_manager,communication,3,2025H2")
    blank = ("E3,account_manager,communication,3,", "E4,account_manager,communication,3,2025H2")
    file = put(tmp_path / "cycle=2026H1" / "r.csv", *rows, *blank, header=f"{HEADER},cycle")
    ratings = read_ratings([tmp_path], model)
    (found,) = ratings.diagnostics
    assert (found.rule.code, found.value, found.number) == ("R464", "2025H2", 2)
    assert str(found.place) == f"{file}:3:36"
    assert [place.line for place in found.more] == [5]
    assert "cycle=2026H1" in found.message("en")
    assert cycles(ratings) == {"E1": "2026H1", "E3": "2026H1"}
    assert ratings.left_out == 2


@pytest.mark.parametrize(
    ("folder", "cell", "differs"),
    [
        ("position=account_manager", "客户经理", False),
        ("position=客户经理", "account_manager", False),
        ("position=account_manager", "account_representative", True),
        ("position=clown", "account_manager", True),
        ("department=Sales", " Sales ", False),
        ("department=Sales", "sales", True),
        ("department=__HIVE_DEFAULT_PARTITION__", "Sales", False),
    ],
)
def test_what_is_meant_is_compared(folder: str, cell: str, differs: bool, model: Model, tmp_path: Path) -> None:
    own = folder.partition("=")[0]
    known = {"employee_id": "E1", "competency": "communication", "level": "3", "position": "account_manager", own: cell}
    put(tmp_path / folder / "r.csv", ",".join(known.values()), header=",".join(known))
    found = [code for code in codes(read_ratings([tmp_path], model)) if code == "R464"]
    assert bool(found) is differs


def test_two_folders_that_differ_are_an_error(model: Model, tmp_path: Path) -> None:
    put(tmp_path / "cycle=2026H1" / "周期=2025H2" / "r.csv", "E1,account_manager,communication,3")
    ratings = read_ratings([tmp_path], model)
    assert codes(ratings) == ["R464"]
    assert ratings.frame.is_empty()


def test_roles_in_headers_are_compared_with_the_folder(model: Model, tmp_path: Path) -> None:
    header = "employee_id,position,Communication (self),Communication (manager)"
    put(tmp_path / "rater_role=manager" / "r.csv", "E1,account_manager,3,2", header=header)
    ratings = read_ratings([tmp_path], model)
    assert codes(ratings) == ["R464"]
    assert ratings.frame["rater_role"].cast(pl.String).to_list() == ["manager"]


@pytest.mark.parametrize(
    ("folders", "found"),
    [
        (("country=CN", "country=DE"), [("C140", "country=CN", "2")]),
        (("ingest_date=2026-01-01",), [("C140", "ingest_date=2026-01-01", "1")]),
        (("cylce=2026H1", "cylce=2025H2"), [("C141", "cylce=2025H2", "2")]),
        (("kind=self", "kind=peer"), [("C141", "kind=peer", "2")]),
        (("kind=manager", "kind=report"), [("C141", "kind=manager", "2")]),
        (("kind=report",), [("C140", "kind=report", "1")]),  # the word means other things, too
    ],
)
def test_other_names_are_said_once(
    folders: tuple[str, ...], found: list[tuple[str, str, str]], model: Model, tmp_path: Path
) -> None:
    for i, folder in enumerate(folders):
        for part in range(2):
            put(tmp_path / folder / f"part-{part}.csv", f"E{i}{part},account_manager,communication,3")
    ratings = read_ratings([tmp_path], model)
    said = [(d.rule.code, d.value, d.details["folders"]) for d in ratings.diagnostics]
    assert said == found
    assert str(ratings.diagnostics[0].place) == str(tmp_path)
    is_read = found[0][0] == "C140"
    assert ratings.frame.height == (2 * len(folders) if is_read else 0)
    assert len(ratings.unusable) == (0 if is_read else 2 * len(folders))


def test_rows_that_only_such_a_folder_tells_apart_are_asked_about(model: Model, tmp_path: Path) -> None:
    for source in ("batch=1", "batch=2"):
        put(tmp_path / source / "r.csv", "E1,account_manager,communication,3")
    ratings = read_ratings([tmp_path], model)
    assert codes(ratings) == ["C140", "R462", "R462"]
    assert ratings.frame.is_empty()


def test_a_job_that_ran_twice_repeats_its_rows(model: Model, tmp_path: Path) -> None:
    """Engines give files names by chance, which tell nothing of the raters in them, nor of their cycle."""
    for name in (
        "part-00000-6b1d2019-90aa-4c55-8e1f-2b7c9d0e4f31-c000",
        "part-00000-aa2f2026-1b6e-4f2d-9a5c-0c1de8f7ab23-c000",
    ):
        put(tmp_path / f"{name}.csv", "E1,account_manager,communication,3")
    ratings = read_ratings([tmp_path], model)
    assert codes(ratings) == ["R410"]
    assert cycles(ratings) == {"E1": ""}


# ---------------------------------------------------------------- what else is in folders


def test_what_engines_leave_beside_the_data_is_passed_over(model: Model, tmp_path: Path) -> None:
    put(tmp_path / "cycle=2026H1" / "part-0.csv", "E1,account_manager,communication,3")
    for name in ("_SUCCESS", "._SUCCESS.crc", "part-0.csv.crc", "_committed_1", "_temporary/0/r.csv", ".staging/r.csv"):
        put(tmp_path / "cycle=2026H1" / name, "x")
    ratings = read_ratings([tmp_path], model)
    assert (codes(ratings), cycles(ratings)) == ([], {"E1": "2026H1"})


def test_a_table_whose_name_begins_with_an_underscore_is_named(model: Model, tmp_path: Path) -> None:
    put(tmp_path / "r.csv", "E1,account_manager,communication,3")
    put(tmp_path / "_new.csv", "E2,account_manager,communication,3")
    (found,) = read_ratings([tmp_path], model).diagnostics
    assert (found.rule.code, found.details["names"]) == ("F014", "_new.csv")


LAKES: Mapping[str, tuple[str, str]] = {
    "Delta": ("_delta_log/00000000000000000000.json", "cycle=2026H1/part-0.parquet"),
    "Iceberg": ("metadata/v1.metadata.json", "data/cycle=2026H1/part-0.parquet"),
    "Hudi": (".hoodie/hoodie.properties", "cycle=2026H1/part-0.parquet"),
}


@pytest.mark.parametrize("kind", LAKES)
def test_a_table_with_old_versions_is_refused(kind: str, run: Run, tmp_path: Path) -> None:
    """However its files are named."""
    mark, file = (tmp_path / "t" / name for name in LAKES[kind])
    put(mark, "{}")
    put(file.with_suffix(".csv"), "E1,account_manager,communication,3")
    named = (tmp_path / "t", file.parent, file.with_suffix(".csv"), file.parent / "*.csv", file.parent.parent)
    for path in named:
        for command in ("check", "assess"):
            done = run(command, str(path), "--lang", "en")
            assert done.returncode == 2
            said = done.stdout if command == "check" else done.stderr
            assert said.count("F017") == 1, said
            assert kind in said
            assert "Parquet" in said
    assert run("check", "t", "--lang", "zh", cwd=tmp_path).stdout.startswith("t: F017")


def test_the_other_files_are_read_all_the_same(model: Model, tmp_path: Path) -> None:
    put(tmp_path / "t" / "_delta_log" / "0.json", "{}")
    put(tmp_path / "t" / "r.csv", "E1,account_manager,communication,3")
    put(tmp_path / "r" / "r.csv", "E2,account_manager,communication,3")
    ratings = read_ratings([tmp_path / "t", tmp_path / "r"], model)
    assert (codes(ratings), cycles(ratings)) == (["F017"], {"E2": ""})


# ---------------------------------------------------------------- other commands


def test_a_mapping_reads_folders_too(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "cycle=2026H1" / "r.csv", "E1,account_manager,3", header="Staff,Job,Talks")
    put(tmp_path / "cycle=2025H2" / "r.csv", "E2,account_manager,3", header="Staff,Job,Talks")
    mapping = """
        [[source]]
        files = "cycle=*/*.csv"
        [source.columns]
        Staff = "employee_id"
        Job = "position"
        Talks = "communication"
    """
    (tmp_path / "comp.toml").write_text(mapping, "utf-8")
    done = run("assess", "--format", "csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [line[:2] for line in done.stdout.splitlines()[1:]] == ["E1"] * 7
    (tmp_path / "comp.toml").write_text(mapping + '\n[source.constants]\ncycle = "2025H2"\n', "utf-8")
    done = run("check", "--format", "concise", cwd=tmp_path)
    assert done.returncode == 1
    assert "cycle=2026H1/r.csv:2: R464" in done.stdout


def test_settings_name_folders(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "r" / "cycle=2026H1" / "r.csv", "E1,account_manager,communication,3")
    for pattern in ("r", "r/cycle=2026*", "r/cycle=*/*.csv"):
        (tmp_path / "comp.toml").write_text(f'ratings = ["{pattern}"]', "utf-8")
        done = run("assess", "--format", "csv", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("E1,") == 7


def test_drafts_and_packages_are_made_of_folders(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "cycle=2026H1" / "r.csv", "E1,account_manager,communication,3")
    done = run("check", "--draft", ".", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert 'files = "cycle=2026H1/r.csv"' in done.stdout
    done = run("export", "datapackage", ".", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert '"path": "cycle=2026H1/r.csv"' in done.stdout
