"""`comp import` of matrices: what the samples hold, what is told of them, and what stays when they are read again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lenovo_comp import load_model
from lenovo_comp.exchange.framework_data import from_data
from lenovo_comp.exchange.importing import Imported, Old, import_framework
from lenovo_comp.exchange.matrix.position_option import positions_of
from lenovo_comp.exchange.matrix.vocabulary import VOCABULARY
from lenovo_comp.exchange.options import Options
from lenovo_comp.exchange.source import Grid
from lenovo_comp.model import yaml_tree
from lenovo_comp.model.dictionary import Model

from .conftest import ROOT, Run

SAMPLES = ROOT / "tests" / "cases" / "frameworks"
ZH = str(SAMPLES / "matrix" / "zh_wide_merged.xlsx")
EN = str(SAMPLES / "matrix" / "en_function_sub.xlsx")
Rows = Sequence[Sequence[object]]


def imported(path: str | Path, map: Path | None = None, old: bytes | None = None, **options: Any) -> Imported:
    """An import by the library, its map from a file."""
    if map is not None:
        options |= {"map_text": map.read_text("utf-8"), "map_path": str(map)}
    return import_framework(str(path), Options(**options), {}, None if old is None else Old(old, "old.yaml"))


def data_of(made: Imported) -> dict[str, Any]:
    assert made.data is not None, [(e.rule.code, e.message("en")) for e in made.conversion.entries]
    tree, _ = yaml_tree.read(made.data.decode(), "d.yaml")
    assert tree is not None
    assert isinstance(tree.data, dict)
    return tree.data


def codes(made: Imported) -> set[str]:
    return {entry.rule.code for entry in made.conversion.entries}


def failing(made: Imported) -> set[str]:
    return {entry.rule.code for entry in made.conversion.failing}


def book(path: Path, sheets: dict[str, Rows], merge: dict[str, Sequence[str]] | None = None) -> Path:
    """A workbook with these rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for where in (merge or {}).get(name, ()):
            sheet.merge_cells(where)
    made.save(path)
    return path


def adds_up(made: Imported) -> None:
    """Section 4 of the contract: read = kept + merged + dropped, and dropped is what the lost entries count."""
    for kind, count in made.conversion.counts.items():
        lost = sum(e.count for e in made.conversion.entries if e.kind == kind and e.effect == "lost")
        assert count.read == count.kept + count.merged + count.dropped
        assert count.dropped == lost
    assert all(entry.places for entry in made.conversion.entries)


def shape(data: dict[str, Any]) -> dict[str, dict[int, list[str]]]:
    """Name → level → texts."""
    only = (data.get("languages") or ["zh"])[0]
    return {
        c["name"]: {x["level"]: [b[only] for b in x.get("behaviours", [])] for x in c.get("levels", [])}
        for c in data["competencies"]
    }


# ---------------------------------------------------------------- the samples


@pytest.mark.parametrize(
    ("file", "map", "competencies", "statements", "merged"),
    [
        ("direct/direct.csv", "direct/direct.map.toml", 164, 0, 0),
        ("ft/engineering.yml", "ft/engineering.map.toml", 9, 72, 0),
        ("ft/operations.yml", "ft/operations.map.toml", 4, 46, 2),
    ],
)
def test_samples_by_map(file: str, map: str, competencies: int, statements: int, merged: int) -> None:
    made = imported(SAMPLES / file, SAMPLES / map)
    assert (made.conversion.summary.competencies, made.conversion.summary.statements) == (competencies, statements)
    assert made.conversion.counts["cell"].merged == merged
    assert imported(SAMPLES / file, SAMPLES / map).data == made.data
    adds_up(made)


def test_a_chinese_matrix_with_positions(run: Run, tmp_path: Path) -> None:
    """Read from the workbook by eye: 2 competencies, 12 statements, 3 positions; one column has no place."""
    out, report = tmp_path / "d.yaml", tmp_path / "r.json"
    done = run("import", ZH, "--positions", "岗位要求", "-o", str(out), "--report", str(report), "--accept", "T610")
    assert done.returncode == 0, done.stdout + done.stderr
    assert shape(yaml_tree.read(out.read_text("utf-8"), "d")[0].data) == {  # type: ignore[union-attr]
        "亲和力": {
            1: ["与人见面先打招呼", "听别人讲完再开口"],
            2: ["主动了解同事遇到的困难", "对不同性格的人用不同的说话方式"],
            3: ["带动团队形成互相帮助的风气", "在争执中让双方都愿意继续谈"],
        },
        "影响力": {
            1: ["用数据说明自己的看法"],
            2: ["先讲对方的利益", "准备不止一个方案", "知道谁有决定权"],
            3: ["联合他人推动决定", "事先争取关键人物"],
        },
    }
    document = json.loads(report.read_text("utf-8"))
    assert document["summary"] == {"competencies": 2, "statements": 12, "positions": 3, "requirements": 6}
    # 1 title, 7 heads, 13 cells below; 4 heads and 8 cells: 33, of which one pair is merged.
    assert document["counts"] == [{"kind": "cell", "read": 32, "kept": 30, "merged": 0, "dropped": 2}]
    ratings = tmp_path / "ratings.csv"
    ratings.write_text(
        "员工编号,岗位,胜任能力,评价人角色,等级\n"
        "甲,销售经理,亲和力,上级,2\n甲,销售经理,影响力,上级,3\n乙,客服专员,亲和力,上级,1\n乙,客服专员,影响力,上级,1\n",
        "utf-8",
    )
    done = run("assess", str(ratings), "--model", str(out), "--format", "json")
    verdicts = {e["employee_id"]: e["verdict"] for e in json.loads(done.stdout)["employees"]}
    assert verdicts == {"甲": "ready", "乙": "near"}
    assert run("check", str(out)).returncode == 0


def test_an_english_matrix_with_words_for_levels(run: Run, tmp_path: Path) -> None:
    """Words for levels are numbered in the order of columns, which is a guess (1); by its own map it is none (0)."""
    out, map = tmp_path / "d.yaml", tmp_path / "map.toml"
    done = run("import", EN, "-o", str(out), "--format", "json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert (document["summary"]["competencies"], document["summary"]["statements"]) == (3, 11)
    assert {e["code"] for e in document["entries"]} == {"T610", "T626"}
    levels = {n: [*x] for n, x in shape(yaml_tree.read(out.read_text("utf-8"), "d")[0].data).items()}  # type: ignore[union-attr]
    assert levels == {"Lead research": [1, 2, 3, 4], "Outreach": [1, 2, 4], "Pricing": [1, 2, 3, 4]}
    map.write_text(document["map"], "utf-8")
    done = run("import", EN, "--map", str(map), "-o", str(tmp_path / "again.yaml"))
    assert done.returncode == 0, done.stdout
    body = out.read_text("utf-8").partition("\n\n")[2]
    assert (tmp_path / "again.yaml").read_text("utf-8").partition("\n\n")[2] == body
    # What was agreed to makes no exit 1.
    assert run("import", EN, "--accept", "T610", "--accept", "T626").returncode == 0


# ---------------------------------------------------------------- how companies keep them

HEADS = ("能力类别", "能力名称", "1级", "2级")


def test_levels_in_rows_with_merged_names(tmp_path: Path) -> None:
    rows = [
        ("能力名称", "能力定义", "等级", "等级名称", "关键行为"),
        ("沟通", "准确表达", 1, "了解", "1.能说清楚\n2.能听懂"),
        (None, None, 2, "掌握", "能说服他人"),
        ("协作", "共同完成", 1, "了解", "配合同事"),
    ]
    made = imported(book(tmp_path / "a.xlsx", {"S": rows}, {"S": ["A2:A3", "B2:B3"]}))
    assert failing(made) == set()
    assert shape(data_of(made)) == {"沟通": {1: ["能说清楚", "能听懂"], 2: ["能说服他人"]}, "协作": {1: ["配合同事"]}}
    assert [x["name"] for x in data_of(made)["competencies"][0]["levels"]] == ["了解", "掌握"]
    adds_up(made)


def test_two_rows_of_heads(tmp_path: Path) -> None:
    rows = [("能力名称", "能力等级", None, "备注"), (None, "1级", "2级", None), ("沟通", "说清楚", "说服", "常用")]
    made = imported(book(tmp_path / "a.xlsx", {"S": rows}, {"S": ["A1:A2", "B1:C1", "D1:D2"]}))
    assert shape(data_of(made)) == {"沟通": {1: ["说清楚"], 2: ["说服"]}}
    assert failing(made) == {"T610"}
    adds_up(made)


def test_a_sheet_for_each_layer_and_a_hidden_one(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "说明": [("本词典由人力资源部编制，全体适用",)],
        "核心能力": [("能力名称", "行为描述"), ("诚信", "不隐瞒问题\n信守承诺")],
        "专业能力": [("能力名称", "1级", "2级"), ("编程", "会写", "会设计")],
        "旧版": [("能力名称", "定义"), ("旧能力", "旧定义")],
    }
    path = book(tmp_path / "a.xlsx", sheets)
    workbook = openpyxl.load_workbook(path)
    workbook["旧版"].sheet_state = "hidden"
    workbook.save(path)
    made = imported(path)
    found = {c["name"]: c.get("layer") for c in data_of(made)["competencies"]}
    assert found == {"诚信": "core", "编程": "professional"}
    assert failing(made) == {"T611"}
    assert made.conversion.counts["cell"].dropped == 5
    adds_up(made)


def test_rows_of_groups_totals_and_notes(tmp_path: Path) -> None:
    rows = [
        ("公司能力词典", None, None),
        ("能力项", "1级", "2级"),
        ("人际类", None, None),
        ("沟通", "说清楚", "说服"),
        ("通用能力", None, None),
        ("学习", "愿意学", "会学"),
        ("合计", 1, 1),
        ("注：2025 年起使用", None, None),
    ]
    made = imported(book(tmp_path / "a.xlsx", {"S": rows}, {"S": ["A3:C3", "A5:C5"]}))
    data = data_of(made)
    assert data["name"] == "公司能力词典"
    assert [(c["name"], c.get("group"), c.get("layer")) for c in data["competencies"]] == [
        ("沟通", ["人际类"], None),
        ("学习", None, "general"),
    ]
    assert failing(made) == {"T611", "T625"}
    adds_up(made)


def test_both_languages(tmp_path: Path) -> None:
    """Columns that say their language, and pairs of columns whose script does."""
    marked = [
        ("Name (zh)", "Name (en)", "Level 1 (zh)", "Level 1 (en)"),
        ("沟通", "Communication", "说\n听", "Speaks\nListens"),
    ]
    paired = [("能力名称", "Competency", "1级", "Level 1"), ("沟通", "Communication", "说\n听", "Speaks\nListens")]
    for n, rows in enumerate((marked, paired)):
        made = imported(book(tmp_path / f"{n}.xlsx", {"S": rows}))
        assert failing(made) == set()
        (competency,) = data_of(made)["competencies"]
        assert competency["id"] == "communication"
        assert competency["name"] == {"zh": "沟通", "en": "Communication"}
        texts = [(b["zh"], b["en"]) for b in competency["levels"][0]["behaviours"]]
        assert texts == [("说", "Speaks"), ("听", "Listens")]


def test_what_positions_require(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Skills": [
            ("Code", "Competency", "L1", "L2", "L3"),
            ("S1", "Selling", "a", "b", "c"),
            ("S2", "Planning", "d", "e", "f"),
        ],
        "Jobs": [
            ("Competency", "Rep", "Head", "Clerk"),
            ("S1", "2/3", 3, "✓"),
            ("Planning", "(1)", "1.5", "-"),
            ("Cooking", 1, 1, 1),
        ],
    }
    path = book(tmp_path / "a.xlsx", sheets)
    assert failing(imported(path)) == {"T628"}
    made = imported(path, positions="Jobs!B:C")
    assert data_of(made)["positions"] == [
        {
            "id": "rep",
            "name": "Rep",
            "origin": "source",
            "requires": [
                {"competency": "selling", "level": 2, "desired": 3},
                {"competency": "planning", "level": 1, "essential": False},
            ],
        },
        {
            "id": "head",
            "name": "Head",
            "origin": "source",
            "requires": [{"competency": "selling", "level": 3}, {"competency": "planning", "level": 1.5}],
        },
    ]
    # A requirement is never rounded: the scale gets the step.
    assert data_of(made)["scales"]["level"]["step"] == 0.5
    assert data_of(imported(path, positions="Jobs:B:C"))["positions"] == data_of(made)["positions"]
    assert failing(made) == {"T611", "T628"}
    made = imported(path, positions="Jobs")
    assert "T613" in failing(made)  # a tick is no level
    adds_up(made)


@pytest.mark.parametrize(
    ("option", "named"),
    [
        ("Jobs:B:C", {"Jobs": (1, 2)}), ("Jobs!B:C", {"Jobs": (1, 2)}), ("Jobs:B", {"Jobs": (1, 1)}),
        ("Jobs", {"Jobs": None}), ("B:C", {"B": (2, 2)}), ("B:C:D", {"B": (2, 3)}), ("a!b!AA", {"a!b": (26, 26)}),
        ("C:D", {"C:D": None}), ("None:B:C", {"None": None}), ("None!B:C", {"None": None}),
    ],
)  # fmt: skip
def test_where_positions_are(option: str, named: dict[str, tuple[int, int] | None]) -> None:
    """The sheets are Jobs, B and a!b: a name that is there goes before columns of a sheet that isn't named."""
    sheets = [Grid(name, "a.xlsx", {}) for name in ("Jobs", "B", "a!b")]
    assert positions_of(option, sheets) == named
    assert positions_of("C:D", sheets[:1]) == {"Jobs": (2, 3)}


def test_level_numbers_are_the_sources(tmp_path: Path) -> None:
    rows = [
        ("Skill", "Level 0", "Level 4", "Level 6"),
        ("Coding", "Reads", "Writes", "Designs"),
        ("Testing", None, "Tests", None),
    ]
    made = imported(book(tmp_path / "a.xlsx", {"S": rows}))
    assert shape(data_of(made)) == {"Coding": {0: ["Reads"], 4: ["Writes"], 6: ["Designs"]}, "Testing": {4: ["Tests"]}}


def test_options(tmp_path: Path) -> None:
    rows = [
        ("Area", "Competency", "Basic", "Expert"),
        ("People", "Coaching", "Helps", "Builds"),
        ("Tools", "Coding", "Reads", "Designs"),
    ]
    path = book(tmp_path / "a.xlsx", {"S": rows})
    made = imported(path, levels={"Basic": 2, "Expert": 5}, layers=[("people", "core")])
    assert failing(made) == set()
    assert [(c.get("layer"), [x["level"] for x in c["levels"]]) for c in data_of(made)["competencies"]] == [
        ("core", [2, 5]),
        (None, [2, 5]),
    ]
    made = imported(path, select=["tools"], levels={"Basic": 1, "Expert": 2})
    assert [c["name"] for c in data_of(made)["competencies"]] == ["Coding"]
    assert "T618" in codes(made)
    assert failing(made) == set()
    adds_up(made)


# ---------------------------------------------------------------- updating


def test_an_update_keeps_what_people_added(tmp_path: Path) -> None:
    rows = [("能力名称", "1级", "2级"), ("沟通", "说清楚", "说服"), ("协作", "配合", "带头")]
    first = data_of(imported(book(tmp_path / "a.xlsx", {"S": rows})))
    first["competencies"][0] |= {"id": "communication", "layer": "core"}
    first["competencies"][0]["levels"][0]["behaviours"][0]["en"] = "Speaks clearly"
    first["positions"] = [{"id": "clerk", "name": "文员", "requires": [{"competency": "communication", "level": 1}]}]
    first["tolerance"] = 0.5
    from lenovo_comp.exchange.dictionary import write_dictionary

    old = write_dictionary(from_data(first))
    rows = [("能力名称", "1级", "2级"), ("学习", "愿意学", "会学"), ("沟通", "说清楚\n听懂", "谈判")]
    path = book(tmp_path / "b.xlsx", {"S": rows})
    made = imported(path, old=old)
    data = data_of(made)
    by_name = {c["name"]: c for c in data["competencies"]}
    assert [*by_name] == ["学习", "沟通", "协作"]
    assert by_name["沟通"]["id"] == "communication"
    assert by_name["沟通"]["layer"] == "core"
    assert by_name["学习"]["id"] not in ("c001", "c002")
    one, two = by_name["沟通"]["levels"]
    assert [(b["id"], b["zh"], b.get("en")) for b in one["behaviours"]] == [
        ("c001.1.1", "说清楚", "Speaks clearly"),
        ("communication.1.1", "听懂", None),
    ]
    # What the source no longer has stays, after what it has, and is listed.
    assert [b["zh"] for b in two["behaviours"]] == ["谈判", "说服"]
    assert data["positions"] == first["positions"]
    assert data["tolerance"] == 0.5
    gone = [e.places[0] for e in made.conversion.entries if e.rule.code == "T661"]
    assert gone == ["c001.2.1", "c002"]
    assert imported(path, old=made.data).data == made.data


def test_files_that_are_there(run: Run, tmp_path: Path) -> None:
    """An update does not write over its own input; any other file takes --force."""
    out = tmp_path / "d.yaml"
    assert run("import", EN, "-o", str(out)).returncode == 1
    before = out.read_bytes()
    done = run("import", EN, "-o", str(out))
    assert (done.returncode, "--force" in done.stderr) == (2, True)
    assert run("import", EN, "-o", str(out), "--force").returncode == 1
    assert run("import", EN, "--update", str(out), "-o", str(out), "--force").returncode == 2
    assert run("import", EN, "--update", str(out), "-o", str(tmp_path / "new.yaml")).returncode == 1
    assert out.read_bytes() == before
    assert (tmp_path / "new.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [("--levels", "Basic"), ("--layer", "x"), ("--lang", "de"), ("--encoding", "zz"), ("--as", "word"),
     ("--accept", "T999"), ("--format", "xml"), ("--map", "none.toml"), ("--update", "none.yaml"),
     ("--positions", "Nowhere")],
)  # fmt: skip
def test_options_that_cannot_be(arguments: tuple[str, str], run: Run) -> None:
    done = run("import", EN, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_report_is_the_same_wherever_it_goes(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    done = run("import", "none.xlsx", "--format", "json", "--report", str(report))
    assert done.returncode == 2
    assert json.loads(done.stdout)["entries"][0]["effect"] == "refused"
    assert json.loads(report.read_text("utf-8")) == json.loads(done.stdout)


def test_nothing_is_written_where_the_source_is_refused(run: Run, tmp_path: Path) -> None:
    ladder = tmp_path / "l.csv"
    ladder.write_text("Title,Grade,Reports to,Years\nClerk,4,Head,1\n", "utf-8")
    done = run("import", str(ladder), "-o", str(tmp_path / "d.yaml"))
    assert (done.returncode, (tmp_path / "d.yaml").exists()) == (2, False)


# ---------------------------------------------------------------- hostile input


def test_a_merge_over_a_whole_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"S": [("Competency", "Level 1"), ("Coding", "Reads"), ("Testing", None)]})
    workbook = openpyxl.load_workbook(path)
    workbook["S"].merged_cells.add("B2:XFD1048576")
    workbook.save(path)
    assert shape(data_of(imported(path))) == {"Coding": {1: ["Reads"]}, "Testing": {1: ["Reads"]}}


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "{" * 5_000, '{"a": ' * 3_000 + "1" + "}" * 3_000, "a: b: c",
     "a: &a [x]\nb: [" + "*a, " * 300 + "]", "\x00\x01", "Competency,Level 1\n\"open,",
     "=cmd|'/C calc'!A0,Level 1,Level 2\nx,y,z\n", "Competency,Level 1\n" + "," * 9000],
)  # fmt: skip
def test_no_text_is_a_crash(text: str, tmp_path: Path, run: Run) -> None:
    for ending in ("csv", "json", "yaml"):
        path = tmp_path / f"a.{ending}"
        path.write_text(text, "utf-8")
        done = run("import", str(path))
        assert done.returncode in (0, 1, 2), done.stderr


def test_formulas_in_cells_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Competency,Level 1\nCoding,"=HYPERLINK(""x"")"\n', "utf-8")
    assert shape(data_of(imported(path))) == {"Coding": {1: ['=HYPERLINK("x")']}}


# ---------------------------------------------------------------- what is kept elsewhere too


def test_the_manual_prints_the_vocabulary() -> None:
    for name in ("import-dictionary.md", "import-dictionary.zh.md"):
        page = (ROOT / "docs" / name).read_text("utf-8")
        for target, heads in VOCABULARY.items():
            assert f"| {target} | {', '.join(heads)} |" in page


def test_the_shipped_dictionary_comes_back(model: Model, tmp_path: Path) -> None:
    """The model in between holds all of a dictionary."""
    text = (ROOT / "data" / "big_account_sales.yaml").read_bytes()
    from lenovo_comp.exchange.dictionary import read_dictionary, write_dictionary

    framework, _ = read_dictionary(text, "d.yaml")
    assert framework is not None
    (tmp_path / "d.yaml").write_bytes(write_dictionary(framework))
    again, _ = load_model(tmp_path / "d.yaml")
    assert again is not None
    assert again.competencies == model.competencies
    assert [[r._replace(line=None) for r in p.requires] for p in again.positions] == [
        [r._replace(line=None) for r in p.requires] for p in model.positions
    ]


def test_tables_of_requirements_in_other_shapes(tmp_path: Path) -> None:
    """Positions in rows and competencies in columns; a row for each requirement."""
    skills: Rows = [("能力", "1级", "2级"), ("沟通", "说清楚", "说服"), ("编程", "会写", "会设计")]
    turned: Rows = [("岗位", "沟通", "编程"), ("销售", 2, 1), ("研发", 1, 2)]
    listed: Rows = [
        ("岗位", "能力", "要求等级"),
        ("销售", "沟通", 2),
        ("销售", "编程", 1),
        ("研发", "沟通", 1),
        ("研发", "编程", 2),
    ]
    for n, rows in enumerate((turned, listed)):
        made = imported(book(tmp_path / f"{n}.xlsx", {"能力": skills, "岗位要求": rows}), positions="岗位要求")
        required = {p["name"]: [r["level"] for r in p["requires"]] for p in data_of(made)["positions"]}
        assert required == {"销售": [2, 1], "研发": [1, 2]}
        assert made.conversion.counts["cell"].dropped == 0
        adds_up(made)


def test_an_update_that_lacks_a_language_says_so(run: Run, tmp_path: Path) -> None:
    """The dictionary was in both languages, the new line is in one: what there is stays, and the loss is told."""
    cases = ROOT / "tests" / "cases" / "findings"
    args = (str(cases / "T629-language-dropped.csv"), "--update", str(cases / "T629-old.yaml"))
    report = tmp_path / "report.json"
    done = run("import", *args, "-o", "new.yaml", "--report", str(report), cwd=tmp_path)
    assert done.returncode == 1, done.stdout
    entry = next(e for e in json.loads(report.read_text("utf-8"))["entries"] if e["code"] == "T629")
    assert (entry["effect"], entry["kind"], entry["count"], entry["places"]) == ("lost", None, 1, ["queries.1.2"])
    assert "会写查询" in (tmp_path / "new.yaml").read_text("utf-8")
    assert run("import", *args, "-o", "other.yaml", "--accept", "T629", cwd=tmp_path).returncode == 0
