"""Run fuzz targets: `python -m tests.fuzz [KIND …] --inputs N --seconds S --seed S`.

Each kind runs in a process of its own: whatever it does to that, the input that did it is known, and is
written to a file in `.fuzz/`.
"""

from __future__ import annotations

import argparse
import os
import pickle
import subprocess
import sys
from pathlib import Path

from . import Outcome, kinds, run

FAILURES = Path(".fuzz")
PATIENCE = 600.0
"""Seconds beyond those that were asked for after which a run is held to hang."""


def main() -> int:
    """Run the kinds asked for; 1 where one fails."""
    known = kinds()
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Try damaged and odd inputs.")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(known)} (default: all)")
    parser.add_argument("--inputs", type=int, default=1_000, help="how many of each kind")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="how long at most, each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--only", type=Path, help="try this file, as one kind")
    parser.add_argument("--here", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if unknown := set(asked.kinds) - set(known):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    if asked.only:
        for name in asked.kinds:
            known[name].target(asked.only.read_bytes())
        return 0
    if asked.here:
        return _here(asked.kinds[0], asked)
    failed = [name for name in asked.kinds or known if not _apart(name, asked)]
    return 1 if failed else 0


def _here(name: str, asked: argparse.Namespace) -> int:
    """Run a kind in this process, with the current input always in a file."""
    kind = kinds()[name]
    current = asked.here.open("r+b", buffering=0)

    def before(number: int, data: bytes) -> None:
        current.seek(0)
        current.write(number.to_bytes(8, "little") + len(data).to_bytes(8, "little") + data)

    outcome = run(
        kind, asked.seed, range(asked.first, asked.first + asked.inputs), seconds=asked.seconds, before=before
    )
    sys.stdout.buffer.write(pickle.dumps(outcome))
    return 0


def _apart(name: str, asked: argparse.Namespace) -> bool:
    """Run a kind in another process and print how it went."""
    FAILURES.mkdir(exist_ok=True)
    current = FAILURES / f"{name}-{os.getpid()}.current"
    current.write_bytes(b"")
    command = [sys.executable, "-m", "tests.fuzz", name, "--here", str(current), "--inputs", str(asked.inputs)]
    command += ["--seed", str(asked.seed), "--first", str(asked.first), "--seconds", str(asked.seconds)]
    patience = PATIENCE + (asked.seconds if asked.seconds != float("inf") else asked.inputs)
    try:
        environment = {**os.environ, "POLARS_MAX_THREADS": "1"}  # small inputs gain nothing by more
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False, timeout=patience, env=environment)
        outcome = pickle.loads(done.stdout) if done.returncode == 0 else None
        failure = outcome.failure if outcome else f"the process ended with {done.returncode}"
    except subprocess.TimeoutExpired:
        outcome, failure = None, "it hangs"
    head, data = current.read_bytes()[:16], current.read_bytes()[16:]
    current.unlink()
    number, size = int.from_bytes(head[:8], "little"), int.from_bytes(head[8:], "little")
    if failure is None and isinstance(outcome, Outcome):
        print(f"{name}: seed {asked.seed}, {outcome}", flush=True)
        return True
    kept = FAILURES / f"{name}-{asked.seed}-{number}"
    kept.write_bytes(data[:size])
    print(f"{name}: seed {asked.seed}, input {number} FAILS: {failure}\n  kept as {kept}", flush=True)
    print(f"  again: python -m tests.fuzz {name} --only {kept}", flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())
