"""`comp init` makes a project in which everything works, and writes over nothing."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import tomllib
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from lenovo_comp import shipped_model
from lenovo_comp.cli.overview import HELP, START
from lenovo_comp.cli.settings_types import SettingsFile, ThresholdSettings

from .conftest import POSIX, ROOT, SAMPLE, Run
from .test_ci import _blocks as blocks_of_ci_page

TABLES = ("people.csv", "raters.csv", "ratings/sample_2025H2.csv", "ratings/sample_2026H1.csv")
FILES = ("comp.toml", "README.md", ".gitignore", *TABLES)
CHINESE = re.compile("[\u4e00-\u9fff]")
SETTING = re.compile(r"^# (?=[a-z_.]+ = )", re.MULTILINE)
"""The beginning of a line of comp.toml that is switched off."""


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def made(run: Run, at: Path, *options: str, language: str = "en") -> Path:
    done = run("init", "new", "--lang", language, *options, cwd=at)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return at / "new"


@pytest.fixture(scope="module", params=["en", "zh"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """A project in each language, which tests copy before they change it."""
    return made(run, tmp_path_factory.mktemp("init"), language=request.param)


def language(project: Path) -> str:
    return str(tomllib.loads((project / "comp.toml").read_text("utf-8"))["language"])


def copied(project: Path, to: Path) -> Path:
    return Path(shutil.copytree(project, to / "project"))


def typed(line: str) -> list[str]:
    """A command line as the shell would hand it over."""
    assert line.startswith("comp ")
    return line.replace('"', "").split()[1:]


def commands_of(readme: str) -> list[str]:
    inline = re.findall(r"`(comp [^`]+)`", readme)
    assert not re.findall("^comp .*#", readme, re.MULTILINE)  # cmd.exe knows no comments after a command
    return inline


# It works at once


@pytest.mark.sampled
def test_every_command_that_is_offered_works(project: Path, tmp_path: Path, run: Run) -> None:
    folder = copied(project, tmp_path)
    offered = dict.fromkeys([*START, *HELP, *commands_of((folder / "README.md").read_text("utf-8"))])
    assert {"comp sheet --status", "comp trend", 'comp sheet --cycle 2026H2 -o "sheets/{rater}.xlsx"'} <= offered.keys()
    for line in offered:
        if not line.startswith("comp init"):
            done = run(*typed(line), cwd=folder)
            assert done.returncode == 0, (line, done.stderr)
            assert bool(CHINESE.search(done.stdout.splitlines()[0])) == (language(folder) == "zh"), line
    assert len(list((folder / "sheets").glob("*.xlsx"))) == len({r[2] for r in rows(folder / "raters.csv")[1:]})
    assert (folder / "site/index.html").is_file()


def test_the_data_are_clean(project: Path, run: Run) -> None:
    done = run("check", "--lang", "en", "--format", "json", cwd=project)
    assert json.loads(done.stdout)["diagnostics"] == []


def test_it_is_in_one_language(project: Path) -> None:
    assert [*contents(project)] == sorted(FILES)
    for name in FILES:
        text = (project / name).read_text("utf-8")
        assert not re.search(r"^(zh|en)\b.*\|", text, re.MULTILINE)
        assert "{" not in text.replace("{rater}", "")
        if name.endswith(".csv"):
            assert (text[0] == "\ufeff") == (language(project) == "zh")  # for Excel
        if language(project) == "en":
            assert not CHINESE.search(text)
        elif name != ".gitignore":
            prose = [line for line in text.splitlines() if re.search("[a-z]{3} [a-z]{3}", re.sub("`.*`", "", line))]
            assert all(CHINESE.search(line) for line in prose), prose


def test_the_language_is_that_of_the_locale(tmp_path: Path, run: Run) -> None:
    assert run("init", cwd=tmp_path, LC_ALL="zh_CN.UTF-8").stdout.startswith("已在当前文件夹中生成：comp.toml、")
    assert rows(tmp_path / "people.csv")[0] == ["工号", "姓名", "部门", "上级", "岗位"]


# The sample


def rows(file: Path) -> list[list[str]]:
    return list(csv.reader(file.read_text("utf-8-sig").splitlines()))


def test_the_sample_is_a_cut_of_the_large_one(tmp_path: Path, run: Run) -> None:
    """Whose ratings are drawn; only self and manager are called as on this roster."""
    folder = made(run, tmp_path)
    names = {"Self": "self", "Manager": "manager", "Peer": "peer", "Direct report": "report", "Customer": "customer"}
    people = {person[0]: person for person in rows(folder / "people.csv")[1:]}
    whole: Counter[tuple[str, ...]] = Counter()
    with (ROOT / SAMPLE[0]).open(encoding="utf-8", newline="") as file:
        for r in csv.DictReader(file):
            if r["employee_id"] in people:
                rater = r["rater_id"] if r["rater_role"] in ("peer", "report", "customer") else ""
                whole[r["cycle"], r["employee_id"], r["rater_role"], rater, r["competency"], r["level"]] += 1
    cut: Counter[tuple[str, ...]] = Counter()
    ids = [*json.loads(run("show-model", "-f", "json").stdout)["competencies"]]
    of_name = {c["name"]["en"]: c["id"] for c in ids}
    for name in TABLES[2:]:
        head, *ratings = rows(folder / name)
        for cycle, employee, role, rater, *levels in ratings:
            who = rater if names[role] in ("peer", "report", "customer") else ""
            for competency, level in zip(head[4:], levels, strict=True):
                if level:
                    cut[cycle, employee, names[role], who, of_name[competency], level] += 1
    assert cut == Counter({key: n for key, n in whole.items() if key[-1]})
    assert 6 <= len(people) <= 8


def test_its_figures_are_those_of_the_large_one(project: Path, run: Run) -> None:
    mine = json.loads(run("gap", "-e", "E012", "-f", "json", cwd=project).stdout)["employee"]
    whole = json.loads(run("gap", *SAMPLE, "-e", "E012", "-f", "json").stdout)["employee"]
    for figure in ("verdict", "fit", "met_share", "coverage", "stage", "position"):
        assert mine[figure] == whole[figure]
    assert [c["rating"] for c in mine["competencies"]] == [c["rating"] for c in whole["competencies"]]


# comp.toml


@pytest.mark.sampled
def test_settings_are_valid_on_and_off(project: Path, tmp_path: Path, run: Run) -> None:
    """Each setting alone, and all of them, switched on as the file says."""
    folder = copied(project, tmp_path)
    settings = folder / "comp.toml"
    shipped = settings.read_text("utf-8")
    schema = json.loads((ROOT / "docs/schema/comp.toml.json").read_text("utf-8"))
    shutil.copy(shipped_model(), folder / "dictionary.yaml")
    assert "comp check --baseline known.json --update-baseline" in shipped
    assert run("check", "--baseline", "known.json", "--update-baseline", cwd=folder).returncode == 0
    usual = run("assess", "-f", "csv", cwd=folder).stdout
    ways = [shipped, SETTING.sub("", shipped)]
    ways += [shipped[: m.start()] + shipped[m.end() :] for m in SETTING.finditer(shipped)]
    assert len(ways) > 14
    for way in ways:
        settings.write_text(way, "utf-8")
        jsonschema.validate(tomllib.loads(way), schema)
        assert run("check", cwd=folder).returncode == 0
        done = run("assess", "-f", "csv", cwd=folder)
        # The thresholds are the dictionary's, and nobody fails the gate: the result stays.
        assert (done.returncode, done.stdout) == (0, usual), done.stderr
    on = tomllib.loads(ways[1])
    assert on.keys() == SettingsFile.__annotations__.keys() - {"source"}
    assert on["thresholds"].keys() == ThresholdSettings.__annotations__.keys()


def test_what_the_settings_say_is_done(tmp_path: Path, run: Run) -> None:
    folder = made(run, tmp_path)
    settings = folder / "comp.toml"
    on = (
        SETTING.sub("", settings.read_text("utf-8"))
        .replace("short above 3", "short above 2")
        .replace('baseline = "', '# "')
    )
    settings.write_text("\n".join(line for line in on.splitlines() if not line.startswith(("model", "findings."))))
    done = run("assess", cwd=folder)
    assert done.returncode == 1
    assert "E012" in done.stderr
    assert "15 December 2030" in run("sheet", "--position", "account_manager", cwd=folder).stdout


def test_a_draft_can_be_added_at_the_end(tmp_path: Path, run: Run) -> None:
    folder = made(run, tmp_path)
    (folder / "old.csv").write_text("Staff no,Talks\nE012,3\n", "utf-8")
    draft = run("check", "--draft", "old.csv", cwd=folder).stdout
    assert "[[source]]" in draft
    with (folder / "comp.toml").open("a", encoding="utf-8") as file:
        file.write(draft)
    assert run("show-model", cwd=folder).returncode == 0


def test_raters_of_the_settings(tmp_path: Path, run: Run) -> None:
    """They belong to the settings' roster: with another one, or a position, they are left alone."""
    folder = made(run, tmp_path)
    (folder / "two.csv").write_text("employee_id,position\nX1,account_manager\nX2,account_manager\n", "utf-8")
    done = run("sheet", "--roster", "two.csv", "-f", "csv", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert run("sheet", "--position", "account_manager", cwd=folder).returncode == 0
    assert "missing" in run("sheet", "--status", cwd=folder).stdout
    assert "missing" not in run("sheet", "--status", "--roster", "two.csv", "ratings", cwd=folder).stdout
    before = contents(folder)
    assert run("assess", "-o", "raters.csv", cwd=folder).returncode == 2  # it is an input
    assert contents(folder) == before


# Options


def test_empty(tmp_path: Path, run: Run) -> None:
    folder = made(run, tmp_path, "--empty")
    assert sorted(contents(folder)) == sorted(FILES[:5])
    assert (folder / "ratings").is_dir()
    assert [len(rows(folder / name)) for name in TABLES[:2]] == [1, 1]
    assert "E012" not in (folder / "README.md").read_text("utf-8")
    # Filled in, it works.
    (folder / "people.csv").write_text("employee_id,position\n7,Account manager\n", "utf-8")
    (folder / "raters.csv").write_text("employee_id,rater_role,rater_id\n7,Self,7\n", "utf-8")
    assert run("sheet", "-o", "ratings/{rater}.xlsx", cwd=folder).returncode == 0
    assert run("check", cwd=folder).returncode == 0


@pytest.mark.parametrize("service", ["github", "gitlab"])
def test_ci_is_that_of_the_page(service: str, tmp_path: Path, run: Run) -> None:
    file = {"github": ".github/workflows/ratings.yml", "gitlab": ".gitlab-ci.yml"}[service]
    pages = [block for block in blocks_of_ci_page("yaml") if ("OWNER/comp@" in block)]
    folder = made(run, tmp_path, "--ci", service)
    written = (folder / file).read_text("utf-8")
    assert YAML(typ="safe").load(written) in [YAML(typ="safe").load(page) for page in pages]
    assert file in (folder / "README.md").read_text("utf-8")
    done = run("init", "other", "--ci", "bitbucket", cwd=tmp_path)
    assert done.stderr == 'comp: --ci must be one of github, gitlab (got "bitbucket")\n'
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("ci", [(), ("--ci", "github")])
def test_personal_data_are_ignored(ci: tuple[str, ...], tmp_path: Path, run: Run) -> None:
    folder = made(run, tmp_path, *ci)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    data = ("people.csv", "raters.csv", "ratings/M1.xlsx", "ratings/sample_2026H1.csv")
    reports = ("report.xlsx", "E012.html", "site/index.html", "sheets/M1.xlsx", "out/x.pdf", "more/r.parquet", "r.json")
    kept = ("comp.toml", "README.md", ".gitignore", "dictionary.yaml", ".github/workflows/ratings.yml")
    asked = "\n".join((*data, *reports, *kept)).encode()
    done = subprocess.run(
        ["git", "check-ignore", "--stdin", "--no-index"], cwd=folder, input=asked, capture_output=True, check=True
    )
    # CI can only check what is in the repository.
    assert done.stdout.decode().split() == [*(() if ci else data), *reports]


def test_another_dictionary(tmp_path: Path, run: Run) -> None:
    """It is copied, or used where it is, if that is in the project; the sample does not fit it."""
    shutil.copy(ROOT / "data/channel_sales.yaml", tmp_path / "mine.yaml")
    folder = made(run, tmp_path, "--model", "mine.yaml")
    assert sorted(contents(folder)) == sorted([*FILES[:5], "dictionary.yaml"])
    assert (folder / "dictionary.yaml").read_bytes() == (tmp_path / "mine.yaml").read_bytes()
    assert "Channel" in run("show-model", cwd=folder).stdout
    assert "account_manager" not in (folder / "README.md").read_text("utf-8")
    inside = tmp_path / "inside"
    (inside / "models").mkdir(parents=True)
    hostile = 'my "new" #1.yaml'
    shutil.copy(tmp_path / "mine.yaml", inside / "models" / hostile)
    assert run("init", "--model", f"models/{hostile}", cwd=inside).returncode == 0
    assert tomllib.loads((inside / "comp.toml").read_text("utf-8"))["model"] == f"models/{hostile}"
    assert not (inside / "dictionary.yaml").exists()
    assert "Channel" in run("show-model", cwd=inside).stdout
    (tmp_path / "bad.yaml").write_text("id: 3\n", "utf-8")
    assert run("init", "none", "--model", "bad.yaml", cwd=tmp_path).returncode == 2
    assert not (tmp_path / "none").exists()


# Nothing is written over


@pytest.mark.sampled
@pytest.mark.parametrize("name", ["comp.toml", *TABLES, ".github/workflows/ratings.yml", "ratings/mine.xlsx"])
@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_there_stays(kind: str, name: str, tmp_path: Path, run: Run) -> None:
    there = tmp_path / "new" / name
    there.parent.mkdir(parents=True)
    if kind == "file":
        there.write_text("mine", "utf-8")
    else:
        if not POSIX:
            pytest.skip("links take rights")
        there.symlink_to("nowhere")
    before = contents(tmp_path)
    done = run("init", "new", "--ci", "github", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    shown = "ratings" if name.startswith("ratings/") else name
    assert done.stderr == f"comp: new already has {shown}, so nothing was written; choose another folder\n"
    assert contents(tmp_path) == before
    assert not (tmp_path / "nowhere").exists()


def test_a_repositorys_own_readme_is_kept(tmp_path: Path, run: Run) -> None:
    for name in ("README.md", ".gitignore"):
        (tmp_path / name).write_text("mine", "utf-8")
    done = run("init", cwd=tmp_path)
    assert done.returncode == 0
    assert "Left as they were: README.md, .gitignore" in done.stdout
    assert "Add these lines to .gitignore" in done.stdout
    assert (tmp_path / "README.md").read_text("utf-8") == (tmp_path / ".gitignore").read_text("utf-8") == "mine"
    assert run("check", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("ci", [(), ("--ci", "github")])
def test_lines_to_add_are_those_of_a_new_project(ci: tuple[str, ...], tmp_path: Path, run: Run) -> None:
    """Taken literally, the remedy makes the file that a new project has: with CI it lets in what CI checks."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old/.gitignore").write_text("mine\n", "utf-8")
    assert run("init", "new", *ci, cwd=tmp_path).returncode == 0
    said = run("init", "old", *ci, cwd=tmp_path, COLUMNS="400").stdout
    (added,) = re.findall(r"^Add these lines to \.gitignore.*: (.*)$", said, re.MULTILINE)
    wanted = (tmp_path / "new/.gitignore").read_text("utf-8").splitlines()
    assert added.split() == [line for line in wanted if line and not line.startswith("#")]
    assert ("!/people.csv" in added) is bool(ci)


def test_tables_that_are_there_are_used_without_a_sample(tmp_path: Path, run: Run) -> None:
    (tmp_path / "people.csv").write_text("employee_id,position\n7,account_manager\n", "utf-8")
    (tmp_path / "ratings").mkdir()
    (tmp_path / "ratings/r.csv").write_text("employee_id,competency,level\n7,communication,3\n", "utf-8")
    done = run("init", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("comp: this folder already has people.csv, ratings, so nothing was written")
    assert run("init", "--empty", cwd=tmp_path).returncode == 0
    assert "7" in run("assess", cwd=tmp_path).stdout


@pytest.mark.parametrize("obstacle", ["ratings", ".github", ""])
def test_what_fails_leaves_nothing_behind(obstacle: str, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "new"
    if obstacle:
        folder.mkdir()
    (folder / obstacle).write_text("a file", "utf-8")
    before = contents(tmp_path)
    done = run("init", "new", "--empty", "--ci", "github", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("comp: can't write to new: ")
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", ["", "\0", "x" * 300])
def test_names_that_no_folder_can_have(name: str, tmp_path: Path, run: Run) -> None:
    assert run("init", name, cwd=tmp_path).returncode == 2
    assert not list(tmp_path.iterdir())


def test_hostile_names_of_folders(tmp_path: Path, run: Run) -> None:
    done = run("init", "a b\x1b[31m", cwd=tmp_path)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert run("init", "--", "-x", cwd=tmp_path).stdout.count("cd ./-x") == 1
