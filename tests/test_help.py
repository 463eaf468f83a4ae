"""Help and usage errors in both languages."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.main import get_command

from lenovo_comp.cli import completion
from lenovo_comp.cli.app import COMMANDS, app
from lenovo_comp.cli.commands import build_typer
from lenovo_comp.cli.language import asked_language
from lenovo_comp.reports.shared.options import Argument, Option
from lenovo_comp.text import Text

from .conftest import Run

CHINESE = re.compile("[\u4e00-\u9fff]")
ENGLISH = re.compile("[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
"""Three English words in a row."""
HALF_WIDTH = re.compile("[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")


def _commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    yield (), get_command(app)
    for name in COMMANDS:
        command: Any = get_command(build_typer(name))
        yield (name,), command
        for sub, own in getattr(command, "commands", {}).items():
            yield (name, sub), own


ALL = list(_commands())
PATHS = [path for path, _ in ALL]


def _texts(command: Any) -> Iterator[Text]:
    """Every text that a command's help shows."""
    described = command.callback.described
    yield described.help
    yield from filter(None, (*described.examples.values(), described.ending))
    for parameter in inspect.signature(command.callback).parameters.values():
        for note in getattr(parameter.annotation, "__metadata__", ()):
            if isinstance(note, Option | Argument):
                yield note.texts.help
                if isinstance(note.texts.metavar, Text):
                    yield note.texts.metavar


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) for path in PATHS])
def test_everything_is_said_in_both_languages(path: tuple[str, ...], command: Any) -> None:
    for text in _texts(command):
        assert CHINESE.search(text.zh) and not CHINESE.search(text.en), path
        # What is no sentence, such as `[格式:]文件`, may be typed with this colon.
        assert not (text.zh.endswith("。") and HALF_WIDTH.search(text.zh)), text.zh
        for sentence in re.split(r"\.\s", text.en):
            assert sum(bool(re.search("[A-Za-z]", word)) for word in sentence.split()) <= 12, sentence
    declared = [p for p in inspect.signature(command.callback).parameters.values() if p.name not in ("ctx", "context")]
    notes = [[n for n in p.annotation.__metadata__ if isinstance(n, Option | Argument)] for p in declared]
    assert all(len(own) == 1 for own in notes), path


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_is_whole_and_of_one_language(path: tuple[str, ...], width: int, language: str, run: Run) -> None:
    done = run("--lang", language, *path, "--help", COLUMNS=str(width))
    assert done.returncode == 0
    assert not done.stderr
    assert "…" not in done.stdout.replace("N,…", "").replace("编号,…", "")
    assert max(map(cell_len, done.stdout.splitlines())) <= width
    body = "\n".join(line for line in done.stdout.splitlines() if " comp " not in line and "：comp " not in line)
    assert bool(ENGLISH.search(body)) == (language == "en"), ENGLISH.search(body)
    assert bool(CHINESE.search(body)) == (language == "zh")


ZH, EN = "用法：", "Usage: "
PARTS_ZH, PARTS_EN = "1 至 10000 的整数", "a whole number from 1 to 10000"
MOST, MOST_EN = "--max-diagnostics", "a whole number, at least 0"


@pytest.mark.parametrize(
    ("args", "environment", "settings", "starts"),
    [
        ((), {}, "", EN),
        ((), {"LANG": "zh_CN.UTF-8"}, "", ZH),
        ((), {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "", EN),
        ((), {}, 'language = "zh"', ZH),
        ((), {"COMP_LANG": "en"}, 'language = "zh"', EN),
        ((), {"COMP_LANG": "zh"}, "", ZH),
        (("--lang", "en"), {"COMP_LANG": "zh"}, "", EN),
        (("--lang=zh",), {}, 'language = "en"', ZH),
        ((), {"COMP_LANG": "fr", "LANG": "zh_CN"}, "", ZH),
        (("--lang", "fr"), {"COMP_LANG": "zh"}, "", ZH),
        ((), {"LANG": "zh_CN"}, "language = [", ZH),
        ((), {"LANG": "zh_CN"}, 'language = "fr"', ZH),
        ((), {}, 'language = "zh"\nmodel = 3', ZH),
    ],
)
def test_where_the_language_comes_from(
    args: tuple[str, ...], environment: dict[str, str], settings: str, starts: str, run: Run, tmp_path: Path
) -> None:
    if settings:
        (tmp_path / "comp.toml").write_text(settings, "utf-8")
    environment = {"LC_ALL": "", **environment}
    for line in ((*args, "gap", "--help"), ("gap", *args, "--help"), ("gap", "-h", *args), (*args, "--help")):
        done = run(*line, cwd=tmp_path, **environment)
        assert done.returncode == 0
        assert done.stdout.startswith(starts), line


def test_the_language_of_a_source_is_not_that_of_help(run: Run) -> None:
    assert run("--lang", "zh", "import", "--lang", "en", "--help").stdout.startswith(ZH)
    assert run("import", "--lang", "zh", "--help").stdout.startswith(EN)
    # Of two, the nearer one.
    assert run("--lang", "zh", "assess", "--lang", "en", "--help").stdout.startswith(EN)
    assert asked_language(["--lang"]) is None


@pytest.mark.parametrize(
    ("args", "zh", "en"),
    [
        (("asess",), "没有命令“asess”；是不是 assess？", 'unknown command "asess"; did you mean assess?'),
        (("export", "xls"), "没有命令“xls”；是不是 xlsx？", 'unknown command "xls"; did you mean xlsx?'),
        (("qqqq",), "没有命令“qqqq”", 'unknown command "qqqq"'),
        (
            ("check", "--formt"),
            "没有选项“--formt”；是不是 --format？",
            'unknown option "--formt"; did you mean --format?',
        ),
        (("--modle", "x"), "没有选项“--modle”；是不是 --model？", 'unknown option "--modle"; did you mean --model?'),
        (("check", "-z"), "没有选项“-z”", 'unknown option "-z"'),
        (("gap", "-e"), "-e 缺少取值；请写 --employee 工号|姓名", "-e needs a value: --employee ID|NAME"),
        (("check", "--fix=yes"), "--fix 不带取值", "--fix takes no value"),
        (("assess", "--parts", "x"), f"--parts 须为{PARTS_ZH}（输入为“x”）", f'--parts must be {PARTS_EN} (got "x")'),
        (("assess", "--parts", "0"), f"--parts 须为{PARTS_ZH}（输入为“0”）", f'--parts must be {PARTS_EN} (got "0")'),
        (
            ("check", "--max-diagnostics", "-1"),
            f"{MOST} 须为不小于 0 的整数（输入为“-1”）",
            f'{MOST} must be {MOST_EN} (got "-1")',
        ),
        (("show-model", "-l", "two"), "--level 须为整数（输入为“two”）", '--level must be a whole number (got "two")'),
        (("export", "xlsx"), "缺少 --output 文件", "--output FILE is missing"),
        (("diff", "a.yaml"), "缺少 新字典.yaml", "NEW.yaml is missing"),
        (("rule", "R401", "R402"), "多余的参数：R402", "too many arguments: R402"),
        (("--no-cache",), "请给出命令", "name a command"),
    ],
)
def test_usage_errors_say_what_to_type(args: tuple[str, ...], zh: str, en: str, run: Run) -> None:
    for language, said, usage in (("zh", zh, ZH), ("en", en, EN)):
        done = run("--lang", language, *args)
        assert done.returncode == 2
        first, second = done.stderr.splitlines()
        assert first == f"comp: {said}"
        assert second.startswith(f"{usage}comp ")
        assert "--help" in second
        assert done.stdout == ""


@pytest.mark.parametrize(
    "hostile", ["\x1b[31m", "\n::error::x", "##[error]x", "\u202ex", "[/red]", "\udcff", "' is not '", "x" * 10_000]
)
def test_usage_errors_quote_nothing_that_a_terminal_obeys(hostile: str, run: Run) -> None:
    for args in (
        ["asess" + hostile],
        ["check", "--bad" + hostile],
        ["rule", "a", hostile],
        ["gap", "--parts", hostile],
    ):
        done = run(*args)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 2
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e\ud800-\udfff]|##\\[|^::", done.stderr, re.MULTILINE)
        assert len(done.stderr) < 3000


def test_errors_have_the_language_of_the_settings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "comp.toml").write_text('language = "zh"', "utf-8")
    assert run("match", cwd=tmp_path).stderr == "comp: 请给出 --position、--employee、--bench 三者之一\n"
    (tmp_path / "comp.toml").write_text('language = "zh"\nmodle = ""', "utf-8")
    assert "是不是“model”？" in run("gap", "r.csv", cwd=tmp_path).stderr
    assert run("gap", "r.csv", "--lang", "fr", COMP_LANG="zh").stderr == "comp: --lang 可选：zh、en（输入为“fr”）\n"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_typed_shows_what_to_start_with(language: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "comp.toml").write_text('ratings = "none.csv"', "utf-8")
    shown = [run(COMP_LANG=language), run("--lang", language), run(f"--lang={language}", cwd=tmp_path)]
    assert len({done.stdout for done in shown}) == 1
    lines = shown[0].stdout.splitlines()
    assert all((done.returncode, done.stderr) == (0, "") for done in shown)
    assert len(lines) <= 25
    assert max(map(cell_len, lines)) <= 80
    offered = [line.split()[0] for line in re.findall("comp ([a-z].*)", shown[0].stdout)]
    assert 6 <= len({*offered}) <= 8
    assert {*offered} <= {*COMMANDS}
    assert "comp --help" in shown[0].stdout
    assert bool(CHINESE.search(shown[0].stdout)) == (language == "zh")
    # What each is for stands in one column.
    first = [line for line in lines if re.search("comp [a-z]", line) and "--help" not in line]
    assert len({cell_len(line[: line.rindex("  ")]) for line in first}) == 1


def test_a_group_without_a_command_shows_help(run: Run) -> None:
    done = run("--lang", "zh", "export")
    assert done.returncode == 2
    assert done.stdout.startswith(ZH)


@pytest.mark.parametrize(
    ("shell", "file", "says"),
    [("bash", ".bash_completions/comp.sh", "~/.bashrc"), ("zsh", ".zfunc/_comp", "~/.zshrc"),
     ("fish", ".config/fish/completions/comp.fish", None)],
)  # fmt: skip
def test_completion_is_installed(
    shell: str, file: str, says: str | None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completion, "_get_shell_name", lambda: shell)
    done = run("--lang", "en", "--install-completion", HOME=str(tmp_path))
    files = [str(tmp_path / file), *filter(None, [says])]
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{shell} completion installed: {', '.join(files)}. It works in a new terminal.\n"
    script = (tmp_path / file).read_text("utf-8")
    assert "_COMP_COMPLETE" in script
    if says:
        assert f"{shell}_completions/comp.sh" in (rc := (tmp_path / says[2:]).read_text("utf-8")) or "~/.zfunc" in rc
    assert script.strip() == run("--show-completion").stdout.strip()
    done = run("--lang", "zh", "--install-completion", HOME=str(tmp_path))
    assert done.stdout.startswith(f"{shell} 命令补全已安装：")


def test_completion_lowers_no_policy(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Typer's own way for PowerShell sets the execution policy to Unrestricted."""
    monkeypatch.setattr(completion, "_get_shell_name", lambda: "pwsh")
    monkeypatch.setenv("PATH", str(tmp_path))
    for language, said in (("en", "in PowerShell, add it to your profile"), ("zh", "请自行加入配置文件")):
        done = run("--lang", language, "--install-completion")
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
    assert "Register-ArgumentCompleter" in run("--show-completion").stdout
    for shell in (None, "tcsh"):
        monkeypatch.setattr(completion, "_get_shell_name", lambda shell=shell: shell)
        for option in ("--install-completion", "--show-completion"):
            assert run(option).returncode == 2


def test_completion_speaks_the_language(run: Run) -> None:
    shell = {"_COMP_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    said = run(COMP_LANG="zh", _TYPER_COMPLETE_ARGS="comp ga", **shell)
    assert said.stdout == "gap\t展示一个人的优势、差距和下一步行动。\n"
    said = run(_TYPER_COMPLETE_ARGS="comp gap --pre", **shell)
    assert said.stdout == "--pretty\tDraw the profile as bars in the terminal table.\n"
