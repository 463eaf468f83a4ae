"""People named instead of numbered, on the command line and in files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lenovo_comp import Model, Ratings, read_ratings
from lenovo_comp.findings.finding import Severity

from .conftest import Run
from .strategies import examples
from .test_arithmetic import QUICK, SHIPPED

ROWS = """employee_id,name,position,cycle,competency,level
E1,Li Lei,account_manager,2026H1,communication,1
E2,韩梅梅,account_manager,2026H1,communication,2
E3,张伟,account_manager,2026H1,communication,3
E4,张 伟,account_manager,2026H1,communication,4
E5,阿里木·买买提,account_manager,2026H1,communication,1
E6,王芳,account_manager,2025H2,communication,2
E8,E7,account_manager,2026H1,communication,2
"""
ROSTER = "employee_id,name,position\nE7,José O'Neil,account_manager\nE2,韩梅,account_manager\n"
COMMANDS = (("gap",), ("plan",), ("explain", "-c", "communication"), ("match",))


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "r.csv").write_text(ROWS, "utf-8")
    (tmp_path / "p.csv").write_text(ROSTER, "utf-8")
    return str(tmp_path / "r.csv"), "--roster", str(tmp_path / "p.csv"), "--lang", "en"


@pytest.mark.sampled
@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: str(c[0]))
@pytest.mark.parametrize(
    ("name", "id"),
    (
        ("韩梅梅", "E2"), ("韩梅", "E2"), ("li  lei", "E1"), ("ＬＩ ＬＥＩ", "E1"), ("阿里木•买买提", "E5"),
        ("José O’Neil", "E7"), ("E7", "E7"),
    ),
)  # fmt: skip
def test_a_name_does_for_an_id(command: tuple[str, ...], name: str, id: str, files: tuple[str, ...], run: Run) -> None:
    """An id is an id before it is anybody's name."""
    named, numbered = (run(*command, *files, "-e", who, "--format", "json") for who in (name, id))
    assert (named.returncode, named.stdout, named.stderr) == (numbered.returncode, numbered.stdout, numbered.stderr)
    assert f'"{id}"' in named.stdout


@pytest.mark.parametrize(
    ("name", "en", "zh"),
    (
        ("张伟", '2 employees are called "张伟"; use an id: E3, E4', "有 2 位员工叫“张伟”，请改用工号：E3, E4"),
        ("韩美梅", 'no employee "韩美梅"; did you mean 韩梅梅 (E2)?', "没有员工“韩美梅”；是不是 韩梅梅 (E2)？"),
        ("E01", 'no employee "E01"; did you mean E1?', "没有员工“E01”；是不是 E1？"),
        ("王芳", "E6 has no ratings in cycle 2026H1, only in 2025H2; choose with --cycle",
         "E6 在周期 2026H1 没有评分；有评分的周期：2025H2（用 --cycle 指定）"),
        (" ", "name the employee: --employee ID or --employee NAME", "请用 --employee 指定工号或姓名"),
        ("···", 'no employee "···"', "没有员工“···”"),
    ),
)  # fmt: skip
def test_who_is_meant_is_asked(name: str, en: str, zh: str, files: tuple[str, ...], run: Run) -> None:
    for lang, said in (("en", en), ("zh", zh)):
        done = run("gap", *files[:3], "--lang", lang, "-e", name)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"comp: {said}\n")
    assert run("gap", *files, "-e", "王芳", "--cycle", "2025H2").returncode == 0


# ---------------------------------------------------------------- in files

PEOPLE = """employee_id,name,position
007,Li Lei,account_manager
008,韩梅梅,account_manager
009,张伟,account_manager
010,张伟,account_manager
011,"Smith, Maria-Ann",account_manager
"""


def read(model: Model, folder: Path, ratings: str, roster: str = PEOPLE) -> Ratings:
    (folder / "p.csv").write_text(roster, "utf-8")
    (folder / "n.csv").write_text(ratings, "utf-8")
    return read_ratings([folder / "n.csv"], model, folder / "p.csv")


def figures(ratings: Ratings) -> dict[str, float]:
    """Employee → level, where there is one rating of each."""
    return dict(ratings.frame.select(pl.col("employee_id").cast(pl.String), "level").sort("employee_id").iter_rows())


def found(ratings: Ratings) -> list[tuple[str, str | None]]:
    return [(d.rule.code, d.value) for d in ratings.diagnostics if d.severity is not Severity.INFO]


@pytest.mark.parametrize(
    ("ratings", "expected"),
    (
        ("姓名,沟通\nli lei,3\n韩 梅梅,2\n", {"007": 3, "008": 2}),
        ("Employee name,communication\n Ｌi Lei ,3\nMaria Ann Smith,2\n", {"007": 3, "011": 2}),
        ("name,competency,level\nLi Lei,communication,3\n", {"007": 3}),
        (
            "First name,Last name,communication\nLei,Li,3\nMaria-Ann,Smith,2\n梅梅,韩,1\n",
            {"007": 3, "008": 1, "011": 2},
        ),
        ("姓,名,沟通\n韩,梅梅,1\nLi,Lei,4\n", {"007": 4, "008": 1}),
        ("Employee,communication\n007,3\n韩梅梅,2\n", {"007": 3, "008": 2}),
        ("员工,沟通\n张伟(010),3\n009 张伟,2\nLi Lei【007】,1\n", {"007": 1, "009": 2, "010": 3}),
        ("姓名,沟通\nLi Lei,3\n\n平均,3\n说明：三月评,\n", {"007": 3}),
        ("姓名,沟通\nLi Lei,3\n姓名,沟通\n韩梅梅,2\n", {"007": 3, "008": 2}),
    ),
)
def test_people_are_found_by_name(ratings: str, expected: dict[str, float], model: Model, tmp_path: Path) -> None:
    """Each is who the roster says; totals, remarks and headers are nobody; no id is made of a name."""
    some = read(model, tmp_path, ratings)
    assert figures(some) == expected
    assert [code for code, _ in found(some) if code != "R460"] == []
    assert set(some.known("")) == {"007", "008", "009", "010", "011"}
    assert some.known("")["007"] == "Li Lei"


def test_who_is_not_known_is_left_out(model: Model, tmp_path: Path) -> None:
    """One error a distinct name, with its rows; a name and the id of somebody else are nobody."""
    rows = ["张伟,1", "Bob,1", "Bob,2", "韩美梅,2", "Li Lei,3", "张伟,3", "张伟(007),4", ",2"]
    ratings = read(model, tmp_path, "\n".join(["姓名,沟通", *rows, ""]))
    assert figures(ratings) == {"007": 3}
    assert found(ratings) == [
        ("R454", "张伟"),
        ("R453", "Bob"),
        ("R453", "韩美梅"),
        ("R453", "张伟(007)"),
        ("R407", None),
    ]
    assert (ratings.left_out, ratings.inputs[1].rows) == (7, 8)
    said = [d.full_message("en") for d in ratings.diagnostics]
    assert 'several people on the roster are called "张伟" (009, 010) (2 times: lines 2, 7)' in said
    assert 'nobody on the roster is called "Bob" (2 times: lines 3, 4).' in said
    assert 'nobody on the roster is called "韩美梅". Did you mean "韩梅梅"?' in said
    assert set(ratings.known("")) == {"007", "008", "009", "010", "011"}


def test_remedies_lead_to_the_right_figures(model: Model, tmp_path: Path) -> None:
    """With an id behind the name, the right name, or a column of ids."""
    for text in ("姓名,沟通\n张伟(009),1\n韩梅梅,2\n", "employee_id,姓名,沟通\n009,张伟,1\n008,韩美梅,2\n"):
        assert figures(read(model, tmp_path, text)) == {"008": 2, "009": 1}


def test_another_header_below_is_refused(model: Model, tmp_path: Path) -> None:
    """Its columns come in another order: read by the first, communication 4 would be logical analysis."""
    ratings = read(model, tmp_path, "姓名,沟通,逻辑分析\nLi Lei,3,2\n姓名,逻辑分析,沟通\n韩梅梅,2,4\n")
    assert (figures(ratings), [code for code, _ in found(ratings)]) == ({}, ["C131"])


def test_a_column_of_ids_is_not_touched(model: Model, tmp_path: Path) -> None:
    ratings = read(model, tmp_path, "employee_id,name,communication\n007,张伟,3\n")
    assert (figures(ratings), found(ratings)) == ({"007": 3}, [])


@pytest.mark.parametrize(
    "ratings", ("姓名,岗位,沟通\nLi Lei,大客户经理,3\n", "First name,Last name,communication\nLei,Li,3\n")
)
def test_without_a_roster_the_remedy_says_how(ratings: str, model: Model, tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text(ratings, "utf-8")
    alone = read_ratings([tmp_path / "n.csv"], model)
    assert (alone.frame.height, alone.people.height) == (0, 0)
    missing = next(d for d in alone.diagnostics if d.rule.code == "C101")
    assert "A roster of employee_id, name and position finds people by name (--roster FILE)" in missing.message("en")
    assert "--roster" in missing.message("zh")
    assert figures(read(model, tmp_path, ratings)) == {"007": 3}
    nameless = read(model, tmp_path, ratings, "employee_id,position\n007,account_manager\n")
    assert "C101" in [code for code, _ in found(nameless)]


@given(data=st.data())
@settings(QUICK, max_examples=examples(40))
def test_by_name_is_as_by_id(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The same table with ids, and with names that one person each has: the same ratings at the same places."""
    folder = tmp_path_factory.mktemp("n")
    ids = data.draw(st.lists(st.from_regex(r"[0-9A-Z]{1,4}", fullmatch=True), min_size=1, max_size=6, unique=True))
    name = st.from_regex(r"[A-Za-z]{3,8} [A-Za-z]{3,8}|[赵钱孙李][一丁七下世]{1,2}", fullmatch=True)
    by_fold = st.lists(name, min_size=len(ids), max_size=len(ids), unique_by=lambda n: n.replace(" ", "").casefold())
    names = dict(zip(ids, data.draw(by_fold), strict=True))
    roster = "\n".join(["employee_id,name,position", *(f"{i},{n},account_manager" for i, n in names.items())])
    who = data.draw(st.lists(st.sampled_from(ids), max_size=12))
    rows = [(id, data.draw(st.integers(0, 4)), f"M{i}") for i, id in enumerate(who)]
    both = []
    for column, called in (("employee_id", {id: id for id in ids}), ("姓名", names)):
        table = [f"{column},communication,rater_id", *(f"{called[id]},{level},{rater}" for id, level, rater in rows)]
        both.append(read(SHIPPED, folder, "\n".join(table), roster))
    numbered, named = ([*r.frame.select(pl.exclude("evidence").cast(pl.String)).sort("row").rows()] for r in both)
    assert numbered == named
