"""`make bench`: `comp` beside other tools, as Markdown tables. `BENCH_FULL=1` adds 20 and 100 million rows."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from .sheets import PEOPLE
from .timing import Command, Run, figure, in_turn, ratio, typical

ROOT = Path(__file__).parents[1]
COMP = str(Path(sys.executable).with_name("comp"))
FULL = os.environ.get("BENCH_FULL") == "1"
K, M = 1_000, 1_000_000
MODEL = "model.json"
PARQUET = ("--output", "out.parquet")
PEERS_UP_TO = 1 * M
"""Beyond this many rows only the engines are worth waiting for."""


def main() -> int:
    """Measure and print. Returns the exit code."""
    os.environ["PYTHONPATH"] = str(ROOT)  # every process finds `bench`, wherever it runs
    with TemporaryDirectory(prefix="comp-bench-") as name:
        folder = Path(name)
        (folder / MODEL).write_text(said([COMP, "show-model", "--format", "json"], folder), encoding="utf-8")
        say(machine())
        agree(folder)
        say(start_up(folder))
        say(large_dictionary(folder))
        for rows in (10 * K, 1 * M, *((20 * M, 100 * M) if FULL else ())):
            say(throughput(rows, folder))
            if rows > 10 * K:
                say(throughput(rows, folder, shuffled=True))
        say(workbooks(300, folder))
        for title, arguments in {"check": (), "assess": PARQUET}.items():
            say(growth(title, arguments, (20 if FULL else 1) * M, folder))
    return 0


def say(lines: Iterable[str]) -> None:
    """Print a part as soon as there is one."""
    print("\n".join(lines), end="\n\n", flush=True)


def machine() -> list[str]:
    """What was measured on. No names."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ("polars", "duckdb", "pandera", "frictionless")
    return [
        f"{datetime.now(UTC):%Y-%m-%d} · {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB · "
        f"{platform.system()}, Python {platform.python_version()}, "
        + ", ".join(f"{package} {version(package)}" for package in packages)
    ]


# ---------------------------------------------------------------- what is run


def python(*arguments: str) -> list[str]:
    """A command line of this Python."""
    return [sys.executable, *arguments]


def rival(*arguments: str, rounds: int | None = None) -> Command:
    """One of `rivals.RIVALS`."""
    return Command(python("-m", "bench.rivals", *arguments), rounds=rounds)


def make(folder: Path, rows: int, *options: str) -> str:
    """Write ratings to a file whose name tells what they are, unless it is there; return the name."""
    name = "-".join(["ratings", f"{rows}", *(o.strip("-") for o in options)]) + ".csv"
    if not (folder / name).exists():
        subprocess.run(python("-m", "bench.data", str(rows), name, *options), cwd=folder, check=True)
    return name


# ---------------------------------------------------------------- the parts


def agree(folder: Path) -> None:
    """Whoever finds less than the others has less to do. Raises SystemExit where they disagree."""
    wrong = make(folder, 10 * K, "--error-every", "10")
    csv, pandera = (said(python("-m", "bench.rivals", name, wrong, MODEL), folder) for name in ("csv", "pandera"))
    findings = said([COMP, "check", wrong, "--format", "json", "--max-diagnostics", "0"], folder)
    comp = findings.count('"severity": "error"')
    if not int(csv) == int(pandera) == comp == K:
        raise SystemExit(f"1000 rows are wrong; csv finds {csv}, pandera {pandera}, comp {comp}")


def said(line: Sequence[str], folder: Path) -> str:
    """What a command prints."""
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def start_up(folder: Path) -> list[str]:
    """Small jobs against an empty Python."""
    ratings = make(folder, 40 * 49)
    employee = ("--employee", "E0000007")
    runs = in_turn(
        {
            "`python -c pass`": Command(python("-c", "pass")),
            "`python -c 'import polars'`": Command(python("-c", "import polars")),
            "`comp --version`": Command([COMP, "--version"]),
            "`comp show-model`": Command([COMP, "show-model"]),
            "`comp check`": Command([COMP, "check", ratings]),
            "`comp gap`": Command([COMP, "gap", ratings, *employee]),
            "`comp assess`": Command([COMP, "assess", ratings]),
        },
        15,
        folder,
    )
    (base, *_) = runs
    return ["### Start-up: 40 people, 1,960 ratings", "", *table(runs, {f"times {base}": base})]


def large_dictionary(folder: Path) -> list[str]:
    """A dictionary of a framework's size, parsed and from the cache, beside the built-in one from the cache."""
    subprocess.run(python("-m", "bench.frameworks", "framework.yaml"), cwd=folder, check=True)
    show = ["show-model", "--model", "framework.yaml"]
    runs = in_turn(
        {
            "built-in, kept compiled": Command([COMP, "show-model"]),
            "150 competencies, kept compiled": Command([COMP, *show]),
            "150 competencies, parsed": Command([COMP, "--no-cache", *show]),
        },
        9,
        folder,
    )
    (base, *_) = runs
    return ["### `comp show-model`: 670 statements, 600 requirements", "", *table(runs, {"times the built-in": base})]


def throughput(rows: int, folder: Path, *, shuffled: bool = False) -> list[str]:
    """The main job and the checks, against the bare group-by and, up to a size, their peers."""
    ratings = make(folder, rows, *(["--shuffled"] if shuffled else []))
    commands = {
        "`comp assess` to Parquet": Command([COMP, "assess", ratings, *PARQUET]),
        "`comp check`": Command([COMP, "check", ratings]),
        "bare polars group-by": rival("polars", ratings),
    }
    if not shuffled:
        for name, peer in {"DuckDB": "duckdb", "polars": "analyst-polars", "pandas": "analyst-pandas"}.items():
            if peer != "analyst-pandas" or rows <= PEERS_UP_TO:
                commands[f"{name}, means and gaps to Parquet"] = rival(peer, ratings, MODEL, "out.parquet")
    if rows > PEERS_UP_TO:
        parts = str(rows // (3 * M) + 1)
        commands[f"`comp assess --parts {parts}` to Parquet"] = Command(
            [COMP, "assess", ratings, *PARQUET, "--parts", parts]
        )
    if not shuffled and rows <= PEERS_UP_TO:
        commands["`comp assess` to JSON"] = Command([COMP, "assess", ratings, "--output", "out.json"])
        package = said([COMP, "export", "datapackage", ratings], folder)
        (folder / "package.json").write_text(package, encoding="utf-8")
        commands["pandera (polars), checks only"] = rival("pandera", ratings, MODEL)
        commands["csv loop, checks and means"] = rival("csv", ratings, MODEL, rounds=3)
        commands["frictionless, cell checks only"] = rival("frictionless", "package.json", rounds=2)
    runs = in_turn(commands, 2 if rows > 20 * M else 3 if rows > M else 5, folder)
    size = (folder / ratings).stat().st_size / M
    (folder / ratings).unlink()
    bases = {"times the group-by": "bare polars group-by", "times `comp check`": "`comp check`"}
    return [
        f"### {rows:,} ratings of {-(-rows // 49):,} people, {size:,.1f} MB, {'shuffled' if shuffled else 'grouped'}",
        "",
        *table(runs, bases),
    ]


def workbooks(number: int, folder: Path) -> list[str]:
    """Many filled-in rating sheets, beside nothing but reading their cells."""
    subprocess.run(python("-m", "bench.sheets", str(number), "sheets"), cwd=folder, check=True)
    runs = in_turn(
        {
            "bare python-calamine": rival("calamine", "sheets"),
            "`comp check`": Command([COMP, "check", "sheets"]),
            "`comp assess`": Command([COMP, "assess", "sheets"]),
        },
        5,
        folder,
    )
    (base, *_) = runs
    return [f"### {number} workbooks of {PEOPLE} rating sheets", "", *table(runs, {"times the cells alone": base})]


def growth(title: str, arguments: Sequence[str], rows: int, folder: Path) -> list[str]:
    """What the time depends on: rows, people, errors, quotes."""
    files = {
        "ratings as they are": (make(folder, rows), 0),
        "a tenth of the rows (and people)": (make(folder, rows // 10), 0),
        "ten times the people, same rows": (make(folder, rows, "--people", str(10 * rows // 49)), 0),
        "one row in ten wrong": (make(folder, rows, "--error-every", "10"), 1),
        "every cell in quotes": (make(folder, rows, "--quoted"), 0),
    }
    runs = in_turn(
        {name: Command([COMP, title, file, *arguments], exit_code=code) for name, (file, code) in files.items()},
        3,
        folder,
    )
    (base, *_) = runs
    return [f"### Growth: `comp {title}`, {rows:,} ratings", "", *table(runs, {"times the first": base})]


def table(runs: Mapping[str, Sequence[Run]], bases: Mapping[str, str]) -> list[str]:
    """Medians and, of each base, the ratio pair by pair (lowest to highest)."""
    lines = [
        "| " + " | ".join(["", "seconds", "processor", "peak MB", *bases]) + " |",
        "| " + " | ".join(["---", *["---:"] * (3 + len(bases))]) + " |",
    ]
    for name, mine in runs.items():
        run = typical(mine)
        ratios = ["1" if base == name else str(ratio(mine, runs[base])) for base in bases.values()]
        cells = [name, figure(run.seconds), figure(run.cpu), f"{run.peak / M:,.0f}", *ratios]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


if __name__ == "__main__":
    sys.exit(main())
