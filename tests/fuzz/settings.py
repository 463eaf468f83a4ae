"""Settings of any content: read, or refused with a reason; never an exception of another kind, never a hang."""

from __future__ import annotations

import atexit
import random
import shutil
import tempfile
from functools import cache
from pathlib import Path
from unittest.mock import patch

from lenovo_comp import Model, inputs, load_model, shipped_model
from lenovo_comp.cli.settings import load_settings
from lenovo_comp.cli.thresholds import with_thresholds
from lenovo_comp.findings.finding import CannotRun
from lenovo_comp.reports.assess.gates import parse
from lenovo_comp.text import visible

NAME = "settings"
_FOLDER = Path(tempfile.mkdtemp(prefix="comp-fuzz-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
_SEEDS = (
    """model = "m.yaml"
ratings = ["a.csv", "ratings/*.csv", "deep/**/[ab]?.csv"]
roster = 'people.csv'
language = "zh"
thresholds = { tolerance = 0.25, near = 1, near_short = 2, strength = 1.0, share = 0.8, rated = 0.5 }

[findings]
select = ["R", "C1", "level-out-of-range"]
ignore = ["S9"]
fail_on = "warning"
baseline = "known.json"

[findings.severity]
R401 = "warning"
id-blank = "info"

[assess]
fail_on = ["short>0", "fit < 0.8 : account_manager", "gap>=1:communication"]
""",
    "[tool]\ncomp = 5\n",
    '[tool.comp]\nratings = "*/*/*"\n[tool.other]\nx = [1, 2.5, 1979-05-27T07:32:00Z, inf, nan, true]\n',
    "",
)
_VALUES = (
    *("1", "-1", "nan", "inf", "1e400", "0x10", "true", '""', "[]", "{}", "{a = {a = 1}}", "[[1], [2]]", "''"),
    *('"' + "*" * 3 + '"', '"a**b"', '"/x/*"', '"[z-a]"', '"\\u0000"', '"\\u001b[31m"', '"\\u202e"', '"-"', '".."'),
    *('"*/' + "*/" * 50 + '"', "9" * 40, "9" * 5000, "[" * 400 + "]" * 400, "1979-05-27", "07:32:00", "'zh'"),
    *('["R999"]', '["R", 1]', '"ERROR"', '"error"', "['" + " " * 5000 + "']", "['short>" + "9" * 60 + "']"),
)
_KEYS = (
    *("model", "ratings", "roster", "language", "thresholds", "findings", "assess", "select", "ignore", "severity"),
    *(
        "fail_on",
        "baseline",
        "tolerance",
        "near",
        "near_short",
        "strength",
        "share",
        "rated",
        "x",
        '"a b"',
        ".".join("a" * 40),
    ),
)
_PIECES = ('"', "'", '"""', "'''", "[", "]", "{", "}", "=", ",", ".", "#", "\n", "\r", "\\", "\\u", "\0", "\ufeff", "é")


def seeds() -> list[bytes]:
    """Settings that are sound, and some that aren't ours."""
    return [text.encode() for text in _SEEDS]


def mutated(random: random.Random, seed: bytes) -> bytes:
    """Settings with some keys, values and characters changed, or bytes."""
    lines = seed.decode().split("\n")
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(lines))
        match random.randrange(6):
            case 0:
                lines.insert(at, f"{random.choice(_KEYS)} = {random.choice(_VALUES)}")
            case 1:
                key, equals, _value = lines[at].partition("=")
                lines[at] = f"{key}{equals} {random.choice(_VALUES)}" if equals else f"[{random.choice(_KEYS)}]"
            case 2:
                place = random.randint(0, len(lines[at]))
                lines[at] = lines[at][:place] + random.choice(_PIECES) + lines[at][place:]
            case 3:
                start, end = sorted(random.randint(0, len(lines[at])) for _ in range(2))
                lines[at] = lines[at][:start] + lines[at][end:]
            case 4:
                lines.insert(random.randrange(len(lines)), lines[at] * random.choice((1, 2, 30)))
            case _:
                del lines[at : at + random.randint(0, 2)]
                lines = lines or [""]
    data = bytearray("\n".join(lines).encode())
    if data and not random.randrange(4):
        data[random.randrange(len(data))] = random.randrange(256)
    return bytes(data)


@cache
def _model() -> Model:
    model, _ = load_model(shipped_model())
    assert model is not None
    return model


def target(data: bytes) -> None:
    """Read the bytes as settings of both kinds, and take them at their word."""
    folder = _FOLDER
    for name, other in (("comp.toml", "pyproject.toml"), ("pyproject.toml", "comp.toml")):
        (folder / other).unlink(missing_ok=True)
        (folder / name).write_bytes(data)
        try:
            with patch.object(inputs, "MOST_NAMES", 1000):
                settings = load_settings(folder, {})
            with_thresholds(_model(), settings.thresholds)
            for gate in settings.gates:
                assert abs(parse(gate, _model()).value) < 1e16
        except CannotRun as problem:
            assert all(visible(problem.text[language]) for language in ("zh", "en"))
        except OSError as error:  # a pattern for which too much has to be looked at
            assert error.strerror
