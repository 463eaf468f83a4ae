"""Every output of `comp`, recorded, to show that a change leaves them as they are, byte by byte.

`python -m bench.outputs record FOLDER` at each of two commits, then `python -m bench.outputs compare OLD NEW`.

What is run is written like lines of a shell. What a run prints, its exit code and the files it writes stand in a file
of its own. The code is that of the Python that runs this; the inputs are those of the current folder, and of `--cases`.
Not recorded: what depends on a terminal, on signals, on the shell (completion), or on streams, devices, pipes and
links of an odd kind.
"""

from __future__ import annotations

import argparse
import fcntl
import gc
import hashlib
import io
import os
import re
import shlex
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import chain, groupby, permutations, product, zip_longest
from multiprocessing import get_context
from pathlib import Path
from pkgutil import walk_packages
from shlex import quote
from types import MappingProxyType, ModuleType
from zlib import crc32

PLACE = Path("/tmp/comp-outputs")
"""Always the same: messages may hold an absolute path, and wrap it. So a run is always done by the same worker, too."""
WORKERS = 2
LONGEST = 300
"""Seconds until a run is ended (exit code -14)."""
ENVIRONMENT = {"COLUMNS": "80", "LC_ALL": "C.UTF-8", "TZ": "UTC", "POLARS_MAX_THREADS": "1", "HOME": str(PLACE)}
KEPT = ("PATH", "PYTHONPATH")
INPUTS = ("data", "tests/cases", "tests/corpus", "tests/models")
IMPORTED = ("jinja2", "polars", "pydantic", "python_calamine", "rich.console", "ruamel.yaml", "typer")
"""What takes long to import, imported once. `lenovo_comp` each run imports itself, like a process; not so `--quick`."""

# ---------------------------------------------------------------- what is run

MADE = {
    "people.csv": "employee_id,name,department,position\n007,Li Lei,Finance,account_manager\n"
    "008,Han Meimei,Finance,account_representative\n",
    "who.csv": "employee_id,rater_role,rater_id\n007,self,007\n007,manager,M01\n008,self,008\n008,manager,M01\n",
    "project/comp.toml": 'ratings = "*.csv"\nlanguage = "zh"\nthresholds = { tolerance = 0.25, near = 0.7 }\n'
    'assess.fail_on = ["short>3"]\n[findings]\nignore = ["R418"]\nseverity = { R402 = "warning", A = "info" }\n'
    'baseline = "known.json"\n',
    "odd/comp.toml": "ratngs = 1\n",
}
"""Inputs that are in no folder."""
WRONG = ("", "--nothing", "-f tabel", "--lang fr", "a b c", "-o", "-o a.pdf")
FORMATS = {
    "assess": ("table", "json", "csv", "parquet", "markdown", "html", "xlsx"),
    "gap": ("table", "json", "csv", "parquet", "markdown", "html", "xlsx"),
    **dict.fromkeys(("explain", "plan", "diff"), ("table", "json", "markdown", "html")),
    **dict.fromkeys(("match", "stage", "trend", "show-model"), ("table", "json", "csv", "markdown", "html")),
    "sheet": ("table", "xlsx", "csv", "markdown", "html"),
    "rule": ("table", "markdown"),
    "check": ("full", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown"),
    "export": ("json",),
}
"""By command, first the one whose lines are as wide as the screen."""
NAMED = {
    "$S": "data/sample_ratings.csv --roster data/sample_roster.csv",
    "$B": "tests/cases/ratings_with_errors.csv",
    "$M": "data/big_account_sales.yaml",
    "$N": "tests/models/clinic_nursing.yaml",
    "$D": "tests/cases/diff",
    "$F": "tests/cases/findings",
    "$O": "tests/cases/findings/R401-level-out-of-range.csv",
}
IN_EVERY_FORMAT = """
assess $S
assess $S --cycle 2025H2
assess $S --fragile
assess $S --by department
assess $S --by manager
assess $S --by position
assess data/sample_ratings.csv
assess $B
assess tests/cases/empty.csv
assess tests/corpus/behaviours.csv
assess $F/A504-unweighted.csv -m $F/nursing.yaml
assess $F/R421-behaviour-not-rateable.csv -m $F/nursing.yaml
gap $S -e E012
gap $S -e E004
gap $S -e E031
gap $S -e E016 --pretty
gap $S -e E013 -p 高级大客户经理
gap $S -e E012 --with 沟通=4 --with 市场分析=2
gap $S -e E012 --cycle 2025H2
gap tests/corpus/behaviours.csv -e 1
gap $D/ratings.csv -e N3 -m $D/new.yaml
gap $B -e 001
gap $B -e 004
explain $S -e E003 -c customer_relationship
explain $S -e E004 -c communication
explain $S -e E004 -c market_information --show-raters
explain $S -e E012 -c 逻辑 -p account_director
explain $S -e E003 -c 市场分析 --show-raters
explain tests/corpus/behaviours.csv -e 1 -c market_information
explain $D/ratings.csv -e N3 -m $D/new.yaml -c calm
explain $B -e 001 -c communication
plan $S -e E012 --mentors
plan $S -e E026
plan $S -e E004 -p account_director --mentors
plan $S --team
plan $S --team --cycle 2025H2
plan $D/ratings.csv -e N1 -m $D/new.yaml --mentors
plan $B --team
plan $B -e 001
match $S -p account_manager
match $S -p account_director
match $S -e E016
match $S -e E012 --cycle 2025H2
match $S --bench
match $D/ratings.csv -m $D/new.yaml --bench
match $B --bench
match $B -p account_manager
stage $S
stage $S --cycle 2025H2
stage $B
trend $S
trend data/sample_ratings.csv
trend $S --from 2025H2 --to 2026H1 --model-before $M
diff $D/old.yaml $D/new.yaml
diff $D/old.yaml $D/new.yaml $D/ratings.csv
diff $M $N
diff $M $M $S
show-model
show-model communication
show-model 市场信息分析 --level 2
show-model sales_operations
show-model -p account_manager
show-model -m $N
show-model -m $N -p night_nurse
sheet -p industry_analyst
sheet -p 行业分析师 --by behaviours
sheet --roster people.csv --cycle 2026H1
sheet --roster people.csv --raters who.csv
sheet --roster people.csv --raters who.csv --evidence
sheet --roster data/sample_roster.csv --by behaviours
check $B
check $S
check $B --statistics
check $B --max-diagnostics 3
check $B --fail-on info
check $B tests/corpus/errors.csv $M $N
check tests/cases/dictionary/M310-key-unknown.yaml tests/cases/dictionary/M313-value-range.yaml
rule --all
"""
IN_BOTH_LANGUAGES = """
assess $S --fail-on short>0 --fail-on fit<0.8:account_manager
assess $S --fail-on coverage<0
assess $S --fail-on gap>1:communication
assess $S --fail-on shrt>1
assess $S --fail-on gap>1:comunication
assess $S --by team
assess $S -o a.csv -o b.json -o c.md -o d.html -o e.xlsx -o f.parquet -o g.txt --receipt r.json
assess $S -o a/b.xlsx && assess $S -o a/b.xlsx
assess $S -o xlsx:report
assess $S -o data/sample_ratings.csv
assess $S -o report.pdf
assess $S -o people.csv/x.csv
assess $S -o a.json -o a.json
assess - --roster data/sample_roster.csv < data/sample_ratings.csv
assess nothing.csv
assess data
assess data/sample_ratings.csv --roster nothing.csv
assess $S --cycle 2019H1
assess $S -m $B
assess $S -m nothing.yaml
assess $S -m $M --receipt r.json
assess $S -m tests/cases/dictionary/M310-key-unknown.yaml
assess $S --receipt people.csv
SOURCE_DATE_EPOCH=1790000000 assess $S -f xlsx
SOURCE_DATE_EPOCH=soon assess $S -f xlsx
--no-cache assess $S -f json
gap $S -e E012 -o a.csv -o b.json -o c.md -o d.html -o e.xlsx -o f.parquet --receipt r.json
gap $S -e E01
gap $S -e E012 -p account_mnager
gap $S -e E012 --with comm
gap $S -e E012 --with comunication=3
gap $S -e E012 --with communication=9
SOURCE_DATE_EPOCH=1790000000 gap $S -e E012 -f xlsx
explain $S -e E012 -c comunication
explain $S -e E01 -c communication
explain $S -e E012
explain $S -e E012 -c communication -o a.json -o b.md -o c.html --receipt r.json
plan $S -e E012 --team
plan $S -e E012 -o a.json -o b.md -o c.html --receipt r.json
match $S -p account_mnager
match $S -p account_manager --bench
match $S --bench -o a.csv -o b.json -o c.md -o d.html --receipt r.json
stage $S -o a.csv -o b.json -o c.md -o d.html --receipt r.json
trend $S --from 2026H1
trend $S --from 2025H1 --to 2026H1
trend $S -m $N --model-before $M
trend $S -o a.csv -o b.json -o c.md -o d.html --receipt r.json
diff $M
diff $M nothing.yaml
diff $M $B
diff $D/old.yaml $D/new.yaml $D/ratings.csv -o a.json -o b.md -o c.html --receipt r.json
show-model nothing
show-model communicaton
show-model communication --level 1
show-model market_information --level 4
show-model --level 1
show-model -p account_mnager
show-model -o a.csv -o b.json -o c.md -o d.html -o e.txt
--no-cache show-model -f json
--model $N --lang zh show-model
sheet --by nothing
sheet -p account_mnager
sheet -p account_manager --roster people.csv
sheet -p account_manager -m $N
sheet --raters who.csv
sheet --roster people.csv -o a.xlsx && sheet --roster people.csv -o a.xlsx && check a.xlsx && assess a.xlsx
sheet --roster people.csv --raters who.csv --cycle 2026H1 -o {rater}.xlsx && check 007.xlsx 008.xlsx M01.xlsx
sheet --roster people.csv --raters who.csv -o s/{rater}.csv -o s/{rater}.html && assess s/M01.csv
SOURCE_DATE_EPOCH=1790000000 sheet --roster people.csv --by behaviours -f xlsx
check nothing.csv
check nothing.yaml
check $B --fail-on never
check $B --max-diagnostics -1
check $B --diff
check $B --fix
check $B --fix --encoding gb18030
check $B --fix --encoding utf-16
check $B --fix --encoding latin-1
check $B --update-baseline
check $B --baseline nothing.json
check $B --baseline b.json --update-baseline && check $B --baseline b.json && check $B $O --baseline b.json
check - < tests/corpus/gb18030.csv
check data/sample_roster.csv --roster data/sample_roster.csv
GITHUB_STEP_SUMMARY=s.md GITHUB_ACTIONS=true check $B -f github
rule
rule R999
rule level-out-of-rang
rule level-out-of-range
rule R401 -o a.md -o b.txt
export schema
export schema -o s.json
export datapackage $S
export datapackage data/sample_ratings.csv -o p.json
export datapackage -m $N tests/cases/diff/ratings.csv
export nothing
cp $B project/r.csv && cd project && check --update-baseline && check && assess && gap -e 001 && stage -f json
cp data/sample_ratings.csv project/r.csv && cd project && assess -f html && show-model -f json && trend -f json
cd odd && check ../$B
COMP_MODEL=$N check && COMP_RATINGS=data/sample_ratings.csv COMP_ROSTER=data/sample_roster.csv assess
FORCE_COLOR=1 assess $S
FORCE_COLOR=1 gap $S -e E012 --pretty
FORCE_COLOR=1 plan $S -e E012 --mentors
FORCE_COLOR=1 trend $S
FORCE_COLOR=1 show-model
FORCE_COLOR=1 explain $S -e E003 -c communication
FORCE_COLOR=1 check $B
FORCE_COLOR=1 check $B -f concise
FORCE_COLOR=1 check $B --diff
FORCE_COLOR=1 check --help
FORCE_COLOR=1 check --nothing
asess
--version
--nothing
--lang fr show-model
"""


def groups(codes: Iterable[str], files: Iterable[Path]) -> Iterator[list[str]]:
    """The lines to run, those together that show much the same."""
    whole = set()
    for line in (*IN_EVERY_FORMAT.strip().split("\n"), *(f"rule {code}" for code in codes)):
        command = line.split()[0]
        first, *others = FORMATS[command]
        seen = [f"COLUMNS={columns} {line} -f {first}" for columns in (80, 140)]
        seen += [f"{line} -f {others[0]} {into_files(command)}"]
        if command not in whole:
            seen += [f"COLUMNS=100 {line} -f {format}" for format in FORMATS[command]]
        whole.add(command)
        yield [f"{one} --lang {lang}" for lang, one in product(("en", "zh"), seen)]
    for command in (*FORMATS, "export schema", "export datapackage", ""):
        yield [f"COLUMNS={columns} {command} --help" for columns in (80, 100, 140)]
    for command in FORMATS:
        yield in_both_languages(f"{command} {wrong}" for wrong in WRONG)
    for line in IN_BOTH_LANGUAGES.strip().split("\n"):
        yield in_both_languages([line])
    for _, several in groupby(files, lambda file: file.parent):
        yield from of_files(list(several))


def in_both_languages(lines: Iterable[str]) -> list[str]:
    """The lines in an English and in a Chinese environment."""
    return [f"{language}{line}" for line in lines for language in ("", "COMP_LANG=zh ")]


def into_files(command: str) -> str:
    """Options that write every format of a command into a file of its own."""
    return " ".join(f"-o {format}:o.{format}" for format in FORMATS[command])


def of_files(files: Sequence[Path]) -> Iterator[list[str]]:
    """The lines that show what comes of the files of a folder: each alone, in pairs that may belong together, all."""
    check, assess, show = (f"-f json {into_files(command)}" for command in ("check", "assess", "show-model"))
    tables = [file for file in files if file.suffix not in (".yaml", ".toml", ".json", ".md")]
    for file in files:
        name = quote(str(file))
        lines = in_both_languages([f"check {name} {check}"])
        language = "zh" if crc32(name.encode()) % 2 else "en"
        if file in tables:
            lines += [f"assess {name} {assess} --lang {language}", f"check {name} --diff && check {name} --fix"]
        elif file.suffix == ".yaml":
            lines += [f"show-model -m {name} {show} --lang {language}"]
            if len(tables) == 1:
                lines += [f"assess {quote(str(tables[0]))} -m {name} {assess} --lang {language}"]
        elif file.suffix == ".json":
            lines += [f"check $B --baseline {name} && check $B --baseline {name} --update-baseline"]
        elif settings := re.search(r"(comp|pyproject)\.toml$", name):
            copied = f"cp {name} new/{settings[0]} && cp data/sample_ratings.csv new/r.csv"
            lines += [f"{copied} && cd new && check r.csv && assess r.csv -f json"]
        yield lines
    for roster, table in permutations(tables, 2):
        if roster.stem == "people" or f"{roster.stem}-" in table.stem or f"{table.stem}-" in roster.stem:
            yield [f"assess {quote(str(table))} --roster {quote(str(roster))} {assess}"]
    names = " ".join(quote(str(file)) for file in tables)
    yield in_both_languages([f"check {names} {check}", f"assess {names} {assess}"])


# ---------------------------------------------------------------- running it


def in_child(action: Callable[[], object], stdin: str = os.devnull) -> tuple[int, bytes, bytes]:
    """Do something in a process of its own; its exit code, standard output and standard error."""
    with Path(stdin).open("rb") as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            for number, file in enumerate((given, out, err)):
                os.dup2(file.fileno(), number)
            signal.alarm(LONGEST)
            sys.stdin = os.fdopen(0, closefd=False)  # a worker's own is the null device
            try:
                action()
                sys.stdout.flush()
            except BaseException:
                traceback.print_exc()
                os._exit(99)
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return code, out.read(), err.read()


def comp(arguments: Sequence[str], folder: str = ".", environment: Mapping[str, str] = MappingProxyType({})) -> None:
    """What the console script `comp` does, in this process. Does not return."""
    os.chdir(folder)
    os.environ.update(environment)
    sys.argv = ["comp", *arguments]
    sys.modules["__main__"] = ModuleType("__main__")  # else the usage would name this module
    import_module("lenovo_comp.cli").main()


def performed(line: str) -> Iterator[bytes]:
    """What comes of a line: of each command what it prints and its exit code."""
    folder, environment = ".", {}
    line = re.sub(r"\$[A-Z]\b", lambda name: NAMED[name[0]], line)
    for step in line.split(" && "):
        command, _, stdin = step.partition(" < ")
        words = shlex.split(command)
        while re.match("[A-Z_]+=", words[0]):
            name, _, value = words.pop(0).partition("=")
            environment[name] = value
        if words[:1] == ["cd"]:
            folder = words[1]
        elif words[:1] == ["cp"]:
            Path(words[2]).parent.mkdir(exist_ok=True)
            shutil.copy2(words[1], words[2])
        else:
            code, out, err = in_child(partial(comp, words, folder, environment), stdin or os.devnull)
            yield f"$ {step}\nexit code {code}\n".encode()
            yield from readable("stdout", out)
            yield from readable("stderr", err)


def readable(name: str, data: bytes) -> Iterator[bytes]:
    """Text as it is, or what is in a workbook or Parquet file; then the size and digest of all its bytes."""
    yield f"---- {name}\n".encode()
    if data.startswith(b"PAR1") and data.endswith(b"PAR1"):
        yield in_child(lambda: print(parquet(data)))[1]
    elif data.startswith(b"PK\3\4") and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            for part in parts.infolist():
                yield f"-- {part.filename} {part.date_time}\n".encode()
                yield parts.read(part).replace(b"><", b">\n<") + b"\n"
    else:
        yield data
    yield f"\n({len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()})\n".encode()


def parquet(data: bytes) -> str:
    """The columns and rows of a Parquet file."""
    import polars as pl

    frame = pl.read_parquet(io.BytesIO(data))
    return f"{frame.schema}\n{frame.write_ndjson()}"


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of each file below a folder; of folders, which come before what is in them, zeros."""
    found: dict[str, tuple[int, int]] = {}
    for here, folders, files in os.walk(folder):
        base = os.path.relpath(here, folder)
        found |= {os.path.normpath(f"{base}/{name}"): (0, 0) for name in folders}
        for name in files:
            stat = os.lstat(f"{here}/{name}")
            found[os.path.normpath(f"{base}/{name}")] = (stat.st_size, stat.st_mtime_ns)
    return found


def settled(here: Path, pristine: Path) -> Iterator[bytes]:
    """What has been written to a folder, which then is as it was."""
    before, after = listing(pristine), listing(here)
    for name in sorted(before.keys() - after.keys()):
        yield f"---- {name} removed\n".encode()
    for name in sorted(n for n, what in after.items() if before.get(n) != what and (here / n).is_file()):
        yield from readable(name, (here / name).read_bytes())
    for name in sorted((n for n, what in after.items() if before.get(n) != what), reverse=True):
        (here / name).rmdir() if (here / name).is_dir() else (here / name).unlink()
    for name in sorted(n for n, what in before.items() if after.get(n) != what):
        (here / name).mkdir() if (pristine / name).is_dir() else shutil.copy2(pristine / name, here / name)


def record_share(number: int, lines: Sequence[str], folder: Path) -> None:
    """Run the lines one after the other and store what comes of them."""
    here = PLACE / f"{number}"
    os.environ["COMP_CACHE_DIR"] = str(PLACE / f"cache{number}")
    shutil.copytree(PLACE / "inputs", here)
    os.chdir(here)
    gc.freeze()
    for line in lines:
        data = b"".join([f"{line}\n".encode(), *performed(line), *settled(here, PLACE / "inputs")])
        os.chdir(here)
        file = folder / file_name(line)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def file_name(line: str) -> str:
    """A readable name, with a digest, since it is cut short."""
    command = next((c for c in re.split(r"\s", line) if c in FORMATS), "comp")
    return f"{command}/{re.sub('[^a-zA-Z0-9=.+-]+', '_', line)[:100]}-{crc32(line.encode()):08x}.txt"


def record(folder: Path, cases: Path | None, quick: bool) -> None:
    """Run everything (`quick`: one line of each group) and store what comes of it in a new folder."""
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty")
    folder.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    with PLACE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another one may be under way
        shutil.rmtree(PLACE, ignore_errors=True)
        files = inputs_at(PLACE / "inputs", cases)
        code = code_at(PLACE / "code")
        ours = walk_packages([str(PLACE / "code/src/lenovo_comp")], "lenovo_comp.") if quick else ()
        for name in (*IMPORTED, *(module.name for module in ours if not module.name.endswith("__main__"))):
            import_module(name)
        rules = in_child(partial(comp, ["rule", "--all", "-f", "markdown"]))[1].decode()
        found = groups(re.findall(r"^\| ([A-Z]\d+)", rules, re.MULTILINE), files)
        chosen = ([g[crc32(g[0].encode()) % len(g)]] if quick else g for g in found)
        lines = list(dict.fromkeys(chain.from_iterable(chosen)))
        shares = [[line for line in lines if crc32(line.encode()) % WORKERS == n] for n in range(WORKERS)]
        with ProcessPoolExecutor(WORKERS, get_context("fork")) as pool:
            list(pool.map(record_share, range(WORKERS), shares, [folder.absolute()] * WORKERS))
        shutil.rmtree(PLACE)
    print(f"{len(lines)} runs of {code}, {time.monotonic() - start:.0f} s")


def inputs_at(place: Path, cases: Path | None) -> list[Path]:
    """Lay out the inputs; returns those that stand for themselves, folder by folder."""
    for name in INPUTS:
        shutil.copytree(name, place / name)
    if cases is not None:
        shutil.copytree(cases, place / "cases")
    files = [Path(name) for name in listing(place) if not name.startswith("data") and Path(name).suffix]
    for name, text in MADE.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text, "utf-8")
    return sorted(files, key=lambda file: (file.parent, file))


def code_at(place: Path) -> Path:
    """Copy `lenovo_comp` to a place and have it imported from there, for outputs name the built-in dictionary's path.

    Returns where it was.
    """
    found = find_spec("lenovo_comp")
    assert found is not None and found.origin is not None
    package = Path(found.origin).parent
    shutil.copytree(package, place / "src" / package.name)
    if (data := package.parents[1] / "data").is_dir():  # it stands there in a checkout, else in the package
        shutil.copytree(data, place / "data")
    sys.path.insert(0, str(place / "src"))
    return package


# ---------------------------------------------------------------- comparing


def compare(old: Path, new: Path) -> int:
    """Print which runs differ, each with its first line that does. Returns the exit code."""
    mine, other = ({str(file.relative_to(folder)) for file in folder.glob("*/*.txt")} for folder in (old, new))
    if not (mine and other):
        raise SystemExit(f"there is no record in {new if mine else old}")
    for name in sorted(mine ^ other):
        print(f"{name}: not in {new if name in mine else old}")
    different = 0
    for name in sorted(mine & other):
        if (said := difference((old / name).read_bytes(), (new / name).read_bytes())) is not None:
            print(f"{name}: {said}")
            different += 1
    print(f"{different} of {len(mine & other)} runs differ, {len(mine ^ other)} are in one record only")
    return 1 if different or mine != other else 0


def difference(old: bytes, new: bytes) -> str | None:
    """The first line that differs, and where it stands; None where nothing differs."""
    if old == new:
        return None
    lines, others = (data.split(b"\n") for data in (old, new))
    number = next(n for n, (mine, other) in enumerate(zip_longest(lines, others)) if mine != other)
    within = next((line for line in lines[number::-1] if line.startswith((b"-- ", b"---- "))), b"")
    shown = [(some[number] if number < len(some) else b"").decode("utf-8", "replace")[:300] for some in (lines, others)]
    return f"line {number + 1} {within.decode()}\n    {lines[0].decode()}\n  - {shown[0]!r}\n  + {shown[1]!r}"


def main() -> int:
    """Parse the command line and do it. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Record all outputs of comp, or compare two records.")
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record", help="run everything and store what comes of it")
    recording.add_argument("folder", type=Path, metavar="FOLDER")
    recording.add_argument("--cases", type=Path, metavar="FOLDER", help="more inputs")
    recording.add_argument("--quick", action="store_true", help="of languages, formats and widths one each time")
    comparing = commands.add_parser("compare", help="list the runs that differ; exit 1 if any does")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    given = parser.parse_args()
    if given.command == "compare":
        return compare(given.old, given.new)
    own = {name: os.environ[name] for name in KEPT if name in os.environ}
    if os.environ != {**own, **ENVIRONMENT}:  # libraries and Python itself read it when they start
        os.execve(sys.executable, [sys.executable, "-P", __file__, *sys.argv[1:]], {**own, **ENVIRONMENT})
    record(given.folder, given.cases, given.quick)
    return 0


if __name__ == "__main__":
    sys.exit(main())
