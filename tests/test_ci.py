"""What puts `comp check` into CI: the pre-commit hooks, the GitHub Action, and the page that shows them."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from lenovo_comp.cli.exits import CANNOT_RUN, CLEAN, FINDINGS, INTERNAL, INTERRUPTED
from lenovo_comp.version import __version__

from .conftest import ROOT, Run, scrubbed
from .strategies import BUDGET

BIN = Path(sys.executable).parent
DOCS = (ROOT / "docs/ci.md").read_text("utf-8")
_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w+)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(m["language"], textwrap.dedent(m["body"])) for m in _FENCE.finditer(DOCS)]
REPOSITORY = "https://github.com/OWNER/comp"

HEADER = "employee_id,position,competency,level,rater_role,rater_id\n"
GOOD = HEADER + "1,account_manager,communication,3,manager,m\n"
BAD = HEADER + "2,account_manager,communication,9,manager,m\n"
WARNED = HEADER + "3,account_manager,communication,3级,manager,m\n"


def _yaml(text: str) -> Any:
    return YAML(typ="safe").load(text)


def _blocks(*languages: str) -> list[str]:
    return [body for name, body in BLOCKS if name in languages]


HOOKS: dict[str, dict[str, Any]] = {h["id"]: h for h in _yaml((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
ACTION = _yaml((ROOT / "action.yml").read_text("utf-8"))
STEPS: dict[str, dict[str, Any]] = {step["id"]: step for step in ACTION["runs"]["steps"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The new repository that docs/ci.md begins with. Its path holds a space."""
    new = tmp_path / "a project"
    (new / "ratings").mkdir(parents=True)
    (new / "comp.toml").write_text(_blocks("toml")[0], "utf-8")
    ratings, people = _blocks("csv")
    (new / "ratings/2026H1.csv").write_text(ratings, "utf-8")
    (new / "people.csv").write_text(people, "utf-8")
    return new


def _environment(folder: Path) -> dict[str, str]:
    """For git and pre-commit: nobody's settings, a cache of its own, the package index of this machine."""
    index = {k: v for k, v in os.environ.items() if k.startswith("PIP_") or k.lower().endswith(("_proxy", "_bundle"))}
    environment = {
        **scrubbed(),
        **index,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "PIP_CONSTRAINT": str(ROOT / "constraints.txt"),
        "PRE_COMMIT_HOME": str(folder / "pre-commit-home"),
        "VIRTUALENV_OVERRIDE_APP_DATA": str(folder / "virtualenv-data"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "ci@example.invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    del environment["PYTHONWARNINGS"]  # pip's and pre-commit's own are theirs
    return environment


class Repository:
    """A git repository in which commands run."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self("git", "init", "--quiet", "--initial-branch=main")

    def __call__(self, *command: str, code: int = 0) -> str:
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=240, check=False
        )
        output = done.stdout + done.stderr
        assert done.returncode == code, output
        return output

    def commit(self, *, code: int = 0) -> str:
        self("git", "add", "--all")
        return self("git", "commit", "--quiet", "--message=x", code=code)


def _published(folder: Path, environment: dict[str, str]) -> str:
    """This tree as a repository with its release's tag; its address."""
    tree = folder / "published"
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copytree(ROOT / "data", tree / "data")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, tree)
    repository = Repository(tree, environment)
    repository.commit()
    repository("git", "tag", f"v{__version__}")
    return tree.as_uri()


# The hooks


@pytest.mark.skipif(BUDGET == 1, reason="pip installs the package: COMP_TEST_BUDGET=2 runs it, as CI does")
def test_hooks_for_real(tmp_path: Path, folder: Path) -> None:
    """As docs/ci.md shows them: pre-commit clones, installs with pip, and stands before `git commit`.

    One test for all, since the installation takes some ten seconds and the package index.
    """
    environment = _environment(tmp_path)
    address = _published(tmp_path, environment)
    config, everything = (b for b in _blocks("yaml") if b.startswith("repos:"))
    (folder / ".pre-commit-config.yaml").write_text(config.replace(REPOSITORY, address), "utf-8")
    repository = Repository(folder, environment)
    repository("pre-commit", "validate-config", ".pre-commit-config.yaml")
    repository("pre-commit", "install")
    (folder / "ratings/README.md").write_text("About these ratings.\n", "utf-8")
    (folder / "notes.csv").write_text("not,ratings\n", "utf-8")
    repository.commit()

    bad, slips = folder / "ratings/bad.csv", folder / "ratings/slips.csv"
    bad.write_text(BAD, "utf-8")
    slips.write_text(WARNED, "utf-8")
    shutil.copy(ROOT / "tests/cases/dictionary/M310-key-unknown.yaml", folder / "ratings/model.yaml")
    fixing, checking = repository.commit(code=1).split("- hook id: comp-check")
    assert "files were modified by this hook" in fixing
    assert slips.read_text("utf-8") == WARNED.replace("3级", "3")
    assert bad.read_text("utf-8") == BAD
    assert "M310 key-unknown" not in fixing
    assert "M310 key-unknown" in checking
    for said in (fixing, checking):
        assert "exit code: 1" in said
        assert "ratings/bad.csv:2:33: R401 level-out-of-range" in said
        assert "2026H1.csv" not in said  # committed already

    # Everything that comp.toml names, whatever the commit holds.
    (folder / ".pre-commit-config.yaml").write_text(everything.replace(REPOSITORY, address), "utf-8")
    repository("git", "commit", "--quiet", "--message=x", "--no-verify", "--all")
    (folder / "notes.csv").write_text("still,not,ratings\n", "utf-8")
    assert "R401" in repository.commit(code=1)
    bad.unlink()
    repository.commit()


TREE = (
    "ratings/a.csv",
    "ratings/b.TSV",
    "ratings/c.xlsx",
    "ratings/d.parquet",
    "ratings/README.md",
    "ratings/logo.png",
    "ratings/model.yaml",
    "评分/一月.csv",
    "评分/e f.xlsm",
    "my_ratings.csv",
    "my_dictionary.yml",
    "dictionaries/sales.yaml",
    "字典/销售.yaml",
    "people.csv",
    ".github/workflows/ratings.yml",
)
TABLES = {"ratings/a.csv", "ratings/b.TSV", "ratings/c.xlsx", "ratings/d.parquet"}
ELSEWHERE = {"评分/一月.csv", "评分/e f.xlsm", "my_ratings.csv"}
DICTIONARIES = {"my_dictionary.yml", "dictionaries/sales.yaml", "字典/销售.yaml"}


@pytest.mark.parametrize(
    ("hook", "files", "chosen"),
    [
        ("comp-check", None, TABLES | ELSEWHERE | DICTIONARIES),
        ("comp-check", "^ratings/", TABLES | {"ratings/model.yaml"}),
        ("comp-check", "", TABLES | ELSEWHERE | DICTIONARIES | {"ratings/model.yaml", "people.csv"} | {TREE[-1]}),
        ("comp-fix", None, {"ratings/a.csv", "ratings/b.TSV", "评分/一月.csv", "my_ratings.csv"}),
        ("comp-fix", "^ratings/", {"ratings/a.csv", "ratings/b.TSV"}),
    ],
)
def test_what_the_hooks_are_given(hook: str, files: str | None, chosen: set[str], tmp_path: Path) -> None:
    """The published hook with its own patterns, and an entry that notes its arguments."""
    project = tmp_path / "project"
    for name in TREE:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        # Text under the name of a workbook is to reach comp; a picture is not.
        (project / name).write_bytes(b"\x89PNG\0" if name.endswith((".png", ".parquet")) else b"a,b\n")
    notes = tmp_path / "notes"
    note = """sh -c 'printf "%s\\n" run "$@" >> "$NOTES"' --"""
    local = {**HOOKS[hook], "language": "system", "entry": note, **({} if files is None else {"files": files})}
    local.pop("minimum_pre_commit_version")
    config = {"repos": [{"repo": "local", "hooks": [local]}]}
    (tmp_path / "config.yaml").write_text(json.dumps(config), "utf-8")  # JSON is YAML
    repository = Repository(project, {**_environment(tmp_path), "NOTES": str(notes)})
    repository("git", "add", "--all")
    repository("pre-commit", "run", "--all-files", "--config", str(tmp_path / "config.yaml"))
    runs, *given = sorted(notes.read_text("utf-8").splitlines(), key=lambda line: line != "run")
    assert runs == "run"
    assert len(given) == len(chosen)  # one run, with every file once
    assert set(given) == chosen


def test_hooks_are_a_manifest(tmp_path: Path) -> None:
    subprocess.run([BIN / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=True, cwd=tmp_path)
    assert {k: (h["entry"], h["language"]) for k, h in HOOKS.items()} == {
        "comp-check": ("comp check", "python"),
        "comp-fix": ("comp check --fix", "python"),
    }


# The action

INPUTS: dict[str, dict[str, Any]] = ACTION["inputs"]


def _step(step: str, folder: Path, values: dict[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    """A step's script as a runner runs it, with the step's variables."""
    script = folder.parent / f"{step}.sh"
    script.write_text(STEPS[step]["run"], "utf-8")
    variables = {name: _filled(str(text), values) for name, text in STEPS[step]["env"].items()}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=folder,
        env=scrubbed(**variables, **more),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def _filled(text: str, values: dict[str, str]) -> str:
    """`${{ … }}` replaced by its value, as GitHub does before the shell starts."""
    return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda m: values[m[1]], text)


def _check(folder: Path, comp: Path = BIN / "comp", **inputs: str) -> subprocess.CompletedProcess[str]:
    """The checking step. The step that installs is another one: `comp` is what it would have installed."""
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    assert given.keys() <= INPUTS.keys()
    values = {f"inputs.{name}": given.get(name, about["default"]) for name, about in INPUTS.items()}
    values["steps.install.outputs.comp"] = str(comp)
    summary, checkout = folder.parent / "summary.md", folder.parent / "action checkout"
    return _step("check", folder, values, GITHUB_STEP_SUMMARY=str(summary), GITHUB_ACTION_PATH=str(checkout))


def _arguments(folder: Path, **inputs: str) -> list[str]:
    """What the checking step gives to `comp`."""
    stub = folder.parent / "comp stub"
    stub.write_text("#!/bin/sh\nprintf '%s\\0' \"$@\"\n", "utf-8")
    stub.chmod(0o755)
    done = _check(folder, stub, **inputs)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split("\0")[:-1]


def test_action_is_what_the_page_says() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| .* \| (.*) \|$", DOCS, re.MULTILINE)
    assert [name for name, _ in rows] == list(INPUTS)
    for name, without in rows:
        assert INPUTS[name]["description"]
        assert INPUTS[name]["required"] is False
        default = INPUTS[name]["default"]
        assert default == "" or f"`{default}`" == without


def test_action_hands_inputs_over_as_variables_only() -> None:
    """`${{ … }}` in a script is text that the shell would run."""
    assert ACTION["runs"]["using"] == "composite"
    handed: list[str] = []
    for step in ACTION["runs"]["steps"]:
        assert ("run" in step) == ("shell" in step)
        assert "${{" not in step.get("run", "")
        values = [*step.get("env", {}).values(), *step.get("with", {}).values()]
        handed += re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", " ".join(map(str, values)))
    assert sorted(handed) == sorted(INPUTS)


def test_action_for_real(folder: Path) -> None:
    done = _check(folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "no findings" in (folder.parent / "summary.md").read_text("utf-8")
    (folder / "ratings/bad.csv").write_text(BAD, "utf-8")
    done = _check(folder, sarif="out put.json")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=ratings/bad.csv,line=2,col=33,title=R401")
    assert "R401 level-out-of-range" in (folder.parent / "summary.md").read_text("utf-8")
    (result,) = json.loads((folder / "out put.json").read_text("utf-8"))["runs"][0]["results"]
    assert result["ruleId"] == "R401"
    assert _check(folder, files="no-such-*.csv").returncode == 2


@pytest.mark.parametrize("code", [0, 1, 2, 70, 130])
def test_action_keeps_the_exit_code(code: int, folder: Path) -> None:
    stub = folder.parent / "stub"
    stub.write_text(f"#!/bin/sh\nexit {code}\n", "utf-8")
    stub.chmod(0o755)
    assert _check(folder, stub, files="x.csv", model="m.yaml").returncode == code


@pytest.mark.parametrize(
    ("files", "chosen"),
    [
        ("", []),
        (" \n", []),
        ("good.csv", ["good.csv"]),
        (" good.csv\n  warned.csv\n", ["good.csv", "warned.csv"]),
        ("[gw]*d.csv", ["good.csv", "warned.csv"]),
        ("**/bad.csv", ["bad.csv", "deep/er/bad.csv"]),
        ("deep/*.csv", ["deep/*.csv"]),
        ("deep/**/*.csv", ["deep/er/bad.csv"]),
        ("with?space.csv", ["with space.csv"]),
        ("no-such-*.csv no.csv", ["no-such-*.csv", "no.csv"]),
    ],
)
def test_action_finds_the_files(files: str, chosen: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    (folder / "deep/er").mkdir(parents=True)
    for name in ("good", "bad", "warned", "with space", "deep/er/bad"):
        (folder / f"{name}.csv").touch()
    assert _arguments(folder, files=files) == ["check", "--format", "github", "--", *chosen]


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"files": "warned.csv"}, 0),
        ({"files": "warned.csv", "fail_on": "warning"}, 1),
        ({"files": "good.csv", "fail_on": "often"}, 2),
        ({"files": "good.csv", "model": "model.yaml"}, 0),
        ({"files": "good.csv", "model": "no.yaml"}, 2),
        ({"files": "unplaced.csv"}, 1),
        ({"files": "unplaced.csv", "roster": "roster.csv"}, 0),
        ({"files": "bad.csv"}, 1),
        ({"files": "bad.csv", "baseline": "known.json"}, 0),
        ({"files": "bad.csv", "baseline": "none.json"}, 2),
        ({}, 2),
    ],
)
def test_what_the_actions_inputs_do(inputs: dict[str, str], code: int, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    folder.mkdir()
    for name, text in {"good": GOOD, "bad": BAD, "warned": WARNED}.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    (folder / "unplaced.csv").write_text("employee_id,competency,level\n1,communication,3\n", "utf-8")
    (folder / "roster.csv").write_text("employee_id,position\n1,account_manager\n", "utf-8")
    shutil.copy(ROOT / "data/big_account_sales.yaml", folder / "model.yaml")
    assert run("check", "bad.csv", "--baseline", "known.json", "--update-baseline", cwd=folder).returncode == 0
    done = run(*_arguments(folder, **inputs), cwd=folder)
    assert done.returncode == code, done.stdout + done.stderr


HOSTILE = (
    '"; touch pwned; "',
    "'; touch pwned; '",
    "good.csv; touch pwned",
    "good.csv\ntouch pwned",
    "$(touch pwned)",
    "`touch pwned`",
    "${IFS+$(touch pwned)}",
    "<(touch pwned) && touch pwned | touch pwned",
    "x[$(touch pwned)]",
    "--output=json:pwned",
    "-o json:pwned",
)


@pytest.mark.sampled
@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", [name for name in INPUTS if name != "python-version"])
def test_action_runs_nothing_that_an_input_says(name: str, hostile: str, run: Run, folder: Path) -> None:
    arguments = _arguments(folder, **{name.replace("-", "_"): hostile})
    if name == "files":
        assert arguments == ["check", "--format", "github", "--", *hostile.split()]
    else:
        option = "--output=sarif:" if name == "sarif" else f"--{name}="
        assert arguments == ["check", "--format", "github", f"{option}{hostile}", "--"]
    done = run(*arguments, cwd=folder)
    # A report may have any name; nothing else of this exists.
    assert done.returncode == (0 if name == "sarif" else 2), done.stderr
    assert not list(folder.parent.rglob("pwned"))


def test_action_installs_its_own_checkout(tmp_path: Path) -> None:
    """The installing step with a Python that only notes what it is asked."""
    folder = tmp_path / "work space"
    folder.mkdir()
    python, log, output = tmp_path / "python", tmp_path / "log", tmp_path / "output"
    python.write_text(
        "#!/bin/sh\n"
        'printf "%s|" "$@" >> "$LOG"; echo >> "$LOG"\n'
        'if [ "$3" = venv ]; then mkdir -p "$4/bin" && cp "$0" "$4/bin/python"; fi\n',
        "utf-8",
    )
    python.chmod(0o755)
    temporary, checkout = tmp_path / "runner temp", tmp_path / "action checkout"
    more = {"RUNNER_TEMP": temporary, "GITHUB_ACTION_PATH": checkout, "GITHUB_OUTPUT": output, "LOG": log}
    values = {"steps.python.outputs.python-path": str(python)}
    done = _step("install", folder, values, **{k: str(v) for k, v in more.items()})
    assert done.returncode == 0, done.stderr
    assert log.read_text("utf-8").splitlines() == [
        f"-I|-m|venv|{temporary}/comp-check|",
        f"-I|-m|pip|install|--quiet|--disable-pip-version-check|{checkout}|",
    ]
    assert output.read_text("utf-8") == f"comp={temporary}/comp-check/bin/comp\n"
    assert not list(folder.iterdir())


# docs/ci.md


def test_snippets_parse() -> None:
    assert {name for name, _ in BLOCKS} == {"text", "toml", "csv", "yaml", "sh", "bash"}
    assert DOCS.count("```") == 2 * len(BLOCKS)
    for text in _blocks("yaml"):
        assert isinstance(_yaml(text), dict)
    for text in _blocks("toml"):
        tomllib.loads(text)


def test_the_page_names_one_release() -> None:
    named = re.findall(r"OWNER/comp@(\S+?)[\s\"]|rev: (\S+)", DOCS)
    assert len(named) == 6
    assert {a or b for a, b in named} == {f"v{__version__}"}


def test_the_pages_links_lead_somewhere() -> None:
    anchors = {
        re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in re.findall(r"^#+ (.*)$", DOCS, re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)]+)\)", DOCS):
        assert target[1:] in anchors if target.startswith("#") else (ROOT / "docs" / target.split("#")[0]).is_file(), (
            target
        )


def test_workflows_use_the_action_as_it_is(run: Run, folder: Path) -> None:
    """Their inputs are the action's, and the check that they stand for runs in the page's repository."""
    workflows = [w for text in _blocks("yaml") if "jobs" in (w := _yaml(text))]
    assert len(workflows) == 3
    used = [s for w in workflows for s in w["jobs"]["check"]["steps"] if s.get("uses", "").startswith("OWNER/comp@")]
    given = [{k.replace("-", "_"): v for k, v in s.get("with", {}).items()} for s in used]
    assert [set(inputs) for inputs in given] == [set(), {"files", "roster", "fail_on", "sarif"}]
    for inputs in given:
        assert run(*_arguments(folder, **inputs), cwd=folder).returncode == 0
    assert "comp.sarif" in {f.name for f in folder.iterdir()}
    (folder / "ratings/bad.csv").write_text(BAD, "utf-8")
    for inputs in given:
        assert run(*_arguments(folder, **inputs), cwd=folder).returncode == 1


def _of_yaml(node: object) -> list[str]:
    """The shell commands of a workflow or a pipeline: `run`, and the items of `script`."""
    if isinstance(node, list):
        return [c for item in node for c in _of_yaml(item)]
    if not isinstance(node, dict):
        return []
    own = [node["run"]] if "run" in node else list(node.get("script", []))
    return own + [c for value in node.values() for c in _of_yaml(value)]


COMMANDS = {
    # The page's commands → their exit codes with fine ratings, with an error, with a missing file.
    "comp check --format github --output comp.sarif": (0, 1, 2),
    "comp check --output gitlab:gl-code-quality-report.json --output junit.xml": (0, 1, 2),
    "comp check --format concise --output junit.xml --output findings.md": (0, 1, 2),
    "comp check ratings/2026H1.csv --roster people.csv --fail-on warning": (0, 1, 2),
    # E001 is assessed on two of seven requirements.
    'comp assess --fail-on "unassessed above 0" --fail-on "gap above 1:customer_relationship"': (1, 1, 2),
    "comp check --baseline known.json --update-baseline": (0, 0, 2),
    "comp check --baseline known.json": (2, 2, 2),
    "comp check --statistics": (0, 1, 2),
}


def _commands() -> list[str]:
    """Every line of a shell that starts with `comp`, without what the shell does with its exit code."""
    shells = [c for text in _blocks("yaml") for c in _of_yaml(_yaml(text))] + _blocks("sh", "bash")
    return [c.split(" || ")[0] for script in shells for c in script.splitlines() if c.startswith("comp ")]


def test_every_command_of_the_page_is_tried() -> None:
    assert _commands() == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_of_the_page(command: str, run: Run, folder: Path) -> None:
    _, *arguments = shlex.split(command)
    fine, wrong, missing = COMMANDS[command]
    ratings = folder / "ratings/2026H1.csv"
    assert run(*arguments, cwd=folder).returncode == fine
    ratings.write_text(ratings.read_text("utf-8").replace(",3,", ",9,"), "utf-8")
    done = run(*arguments, cwd=folder)
    assert done.returncode == wrong, done.stderr
    for report in re.findall(r"--output (?:gitlab:)?(\S+)", command):
        assert "R401" in (folder / report).read_text("utf-8")
    ratings.unlink()
    assert run(*arguments, cwd=folder).returncode == missing


@pytest.mark.parametrize(("code", "said"), [(0, "fine"), (1, "have errors"), (2, "not be done"), (70, "not be done")])
def test_the_script_for_any_other_ci(code: int, said: str, tmp_path: Path) -> None:
    (script,) = _blocks("bash")
    stub = f"comp() {{ return {code}; }}\n"
    done = subprocess.run(["sh", "-e", "-c", stub + script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert said in done.stdout


def test_the_pages_exit_codes() -> None:
    rows = re.findall(r"^\| (\d+) \| ", DOCS, re.MULTILINE)
    assert [int(code) for code in rows] == [CLEAN, FINDINGS, CANNOT_RUN, INTERNAL, INTERRUPTED]


def test_an_old_data_set(run: Run, folder: Path) -> None:
    make, check = ([*shlex.split(c)[1:]] for c in COMMANDS if "--baseline" in c)
    old, renamed = folder / "ratings/old.csv", folder / "ratings/renamed.csv"
    old.write_text(BAD, "utf-8")
    assert run(*make, cwd=folder).returncode == 0
    assert run(*check, cwd=folder).returncode == 0
    named = next(t for t in _blocks("toml") if "baseline" in t)
    (folder / "comp.toml").write_text(named, "utf-8")
    assert run("check", cwd=folder).returncode == 0
    old.rename(renamed)
    assert run("check", cwd=folder).returncode == 1
    renamed.rename(old)
    (folder / "ratings/new.csv").write_text(BAD.replace("\n2,", "\n5,"), "utf-8")
    assert run("check", cwd=folder).returncode == 1


@pytest.mark.parametrize("format", ["full", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown"])
def test_what_a_log_shows(format: str, run: Run, tmp_path: Path) -> None:
    """The offending cell, and no other of its row or of the row it contradicts."""
    header = "employee_id,name,position,competency,level,rater_role,rater_id,evidence\n"
    rows = [("account_manager", "77"), ("account_manager", "2"), ("account_manager", "4"), ("account_director", "3")]
    cells = "Secret id,Secret name,{},communication,{},manager,Secret rater,Secret evidence\n"
    (tmp_path / "r.csv").write_text(header + "".join(cells.format(*row) for row in rows), "utf-8")
    summary, baseline = tmp_path / "summary.md", tmp_path / "known.json"
    done = run("check", "r.csv", "--format", format, cwd=tmp_path, GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 1
    shown = done.stdout + done.stderr
    assert "77" in shown
    assert all(code in shown for code in ("R401", "R411", "R412"))
    run("check", "r.csv", "--baseline", str(baseline), "--update-baseline", cwd=tmp_path)
    assert summary.is_file() == (format == "github")
    files = [baseline, *([summary] if summary.is_file() else [])]
    shown += "".join(file.read_text("utf-8") for file in files)
    assert "secret" not in shown.lower()


def test_counts_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(BAD.replace(",9,", ",77,"), "utf-8")
    done = run("check", "r.csv", "--statistics", "--output", "details.json", cwd=tmp_path)
    assert done.returncode == 1
    assert "R401" in done.stdout
    assert "77" not in done.stdout + done.stderr
    assert "r.csv:" not in done.stdout + done.stderr
    assert "77" in (tmp_path / "details.json").read_text("utf-8")


def test_a_long_cell_is_cut(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(HEADER + f"1,{'x' * 200},communication,3,manager,m\n", "utf-8")
    shown = run("check", "r.csv", cwd=tmp_path).stdout
    assert "x" * 79 in shown
    assert "x" * 80 not in shown


def test_the_projects_own_workflow_is_one() -> None:
    file = ROOT / ".github/workflows/ci.yml"
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(file)]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    text = file.read_text("utf-8")
    matrix = _yaml(text)["jobs"]["test"]["strategy"]["matrix"]
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    oldest = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    assert oldest is not None
    assert matrix["python"][0] == oldest[1]
    # In cmd.exe and PowerShell, words are cut as Windows cuts them.
    typed = [line.strip() for line in text.splitlines() if line.strip().startswith("lenovo-comp ")]
    assert len(typed) == 5
    assert not [line for line in typed if "'" in line]
