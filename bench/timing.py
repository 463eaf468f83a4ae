"""Whole processes taken in turn: time, processor time, peak memory, and ratios pair by pair."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

# pyperf measures commands one after the other, each in all its runs; what else the machine does in the
# meantime then stands in the ratio. Taken in turn, both sides of a pair suffer alike.
#
# This process must stay small: the peak that the system reports for a child includes what it shared
# with its parent before it became another program. So nothing here imports polars.
_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Command:
    """A command line; the exit code that says it has done its job; in how many rounds it takes part (None: all)."""

    line: Sequence[str]
    exit_code: int = 0
    rounds: int | None = None


@dataclass(frozen=True)
class Run:
    """One run: seconds by the clock and of processor time, and the most memory it held, in bytes."""

    seconds: float
    cpu: float
    peak: int


@dataclass(frozen=True)
class Ratio:
    """A ratio of two commands' times, taken round by round."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{figure(self.median)} ({figure(self.low)}-{figure(self.high)})"


def figure(value: float) -> str:
    """Three digits that mean something."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def run(command: Command, folder: Path) -> Run:
    """Run it once. Raises RuntimeError, with what it said, where it did not do its job."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen(
            command.line, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said
        )
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:  # interrupted: leave nothing running
            child.kill()
            child.wait()
            raise
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for
        if child.returncode != command.exit_code:
            said.seek(0)
            text = said.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"{' '.join(command.line)}: exit code {child.returncode}\n{text}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _BYTES)


def in_turn(commands: Mapping[str, Command], rounds: int, folder: Path) -> dict[str, list[Run]]:
    """Every command once, then every command again, …, after one round that doesn't count for those of all rounds."""
    for command in commands.values():
        if command.rounds is None:
            run(command, folder)
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds):
        for name, command in commands.items():
            if command.rounds is None or number < command.rounds:
                runs[name].append(run(command, folder))
    return runs


def ratio(runs: Sequence[Run], base: Sequence[Run]) -> Ratio:
    """How many times the time of `base`, over the rounds in which both took part."""
    pairs = [mine.seconds / theirs.seconds for mine, theirs in zip(runs, base, strict=False)]
    return Ratio(median(pairs), min(pairs), max(pairs))


def typical(runs: Sequence[Run]) -> Run:
    """The median of each figure; of memory the most."""
    return Run(median(r.seconds for r in runs), median(r.cpu for r in runs), max(r.peak for r in runs))
