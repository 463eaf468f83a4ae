"""Fuzz targets for everything that people hand in: bytes in; data or findings out, never anything worse.

A kind of input is a module of this folder, with

* `NAME: str`
* `seeds() -> list[bytes]`: sound inputs and odd ones, that damage starts from
* `mutated(random, seed) -> bytes`: one of them damaged, or an input built from its structure
* `target(data) -> None`: reads the input as `comp` does; raises where something is wrong

`python -m tests.fuzz [KIND …] --inputs N --seed S` runs them; `tests/test_fuzz.py` runs a few inputs of each.
"""

from __future__ import annotations

import importlib
import pkgutil
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple, Protocol, cast

MOST_MEMORY = 1_000
"""MB that the process may have held at most."""
SLOWEST = 2.0
"""Seconds of processor time that an input may take: a megabyte, and as a constant besides."""
PIECES = (
    b'"',
    b",",
    b"\r",
    b"\n",
    b"\0",
    b"\xff",
    "９".encode(),
    b"=",
    b";",
    b"<",
    b"&",
    b"'",
    b"{",
    b"]",
    b"%",
    b"\t",
)


class Kind(Protocol):
    """A module of this folder."""

    NAME: str

    def seeds(self) -> list[bytes]: ...

    def mutated(self, random: Random, seed: bytes) -> bytes: ...

    def target(self, data: bytes) -> None: ...


class Outcome(NamedTuple):
    """One kind's run. Times in seconds, memory in MB; `failure` says what went wrong with the last input."""

    inputs: int
    seconds: float
    memory: float
    slowest: float
    failure: str | None = None

    def __str__(self) -> str:
        return (
            f"{self.inputs:,} inputs in {self.seconds:,.0f} s, "
            f"peak memory {self.memory:,.0f} MB, slowest input {self.slowest:.2f} s"
        )


def kinds() -> dict[str, Kind]:
    """All kinds of input by name: whatever modules are in the folder."""
    names = [m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")]
    modules = [cast(Kind, importlib.import_module(f"{__name__}.{name}")) for name in names]
    return {module.NAME: module for module in modules}


def input_at(kind: Kind, seed: int, number: int, seeds: list[bytes]) -> bytes:
    """The nth input of a run: the same for the same seed, whatever came before. The first ones are the seeds."""
    if number < len(seeds):
        return seeds[number]
    random = Random(f"{seed} {kind.NAME} {number}")
    return kind.mutated(random, random.choice(seeds))


def run(
    kind: Kind,
    seed: int,
    numbers: range,
    *,
    seconds: float = float("inf"),
    before: Callable[[int, bytes], None] = lambda _number, _data: None,
) -> Outcome:
    """Try the inputs of these numbers, for so many seconds at most; stop at the first that fails.

    `before` is called with every input before it is tried.
    """
    seeds, start, slowest, done = kind.seeds(), time.monotonic(), 0.0, 0
    for number in numbers:
        if time.monotonic() - start > seconds:
            break
        data = input_at(kind, seed, number, seeds)
        before(number, data)
        failure, used = _try(kind, data)
        slowest, done = max(slowest, used), done + 1
        if failure is not None:
            return Outcome(done, time.monotonic() - start, peak_memory(), slowest, failure)
    return Outcome(done, time.monotonic() - start, peak_memory(), slowest)


def _try(kind: Kind, data: bytes) -> tuple[str | None, float]:
    """What is wrong with an input, if anything, and the processor time it took."""
    start = time.process_time()
    try:
        kind.target(data)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a library's panic is no Exception
        return f"{type(error).__name__}: {str(error)[:500]}", time.process_time() - start
    used = time.process_time() - start
    if used > SLOWEST * (1 + len(data) / 2**20):
        return f"took {used:.1f} s for {len(data):,} bytes", used
    if (memory := peak_memory()) > MOST_MEMORY:
        return f"took {memory:,.0f} MB", used
    return None, used


def peak_memory() -> float:
    """MB that this process has held at most."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def damaged(random: Random, data: bytes, most: int = 6) -> bytes:
    """The bytes with up to `most` bits, bytes or spans changed, added, taken away, doubled or moved."""
    content = bytearray(data)
    for _ in range(random.randint(1, most)):
        at = random.randrange(len(content) + 1)
        end = at + random.choice((1, 2, 4, 20, 200))
        match random.randrange(8):
            case 0 | 1 if at < len(content):
                content[at] ^= 1 << random.randrange(8)
            case 2 if at < len(content):
                content[at] = random.randrange(256)
            case 3:
                content[at:at] = random.choice(PIECES)
            case 4:
                del content[at:end]
            case 5 if random.random() < 0.2:
                del content[at:]
            case 6:
                content[at:at] = content[at:end] * random.choice((1, 1, 2, 50))
            case _:
                other = random.randrange(len(content) + 1)
                content[at:at] = content[other : other + end - at]
    return bytes(content)


CORPUS = Path(__file__).parents[1] / "corpus"
