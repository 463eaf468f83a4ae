"""Ratings as .xls, .xlsb and .ods: damaged files, and sound containers of damaged records and XML."""

from __future__ import annotations

import io
import zipfile
from random import Random

from lenovo_comp.ratings.files.compound import Compound

from .. import old_workbooks as old
from . import damaged
from ._ratings import read

NAME = "old-workbooks"
_ROWS: list[list[old.Value]] = [
    ["employee_id", "position", "competency", "level", "rater_role", "memo"],
    ["E1", "account_manager", "communication", 3.0, "manager", True],
    ["007", "account_manager", "logical_analysis", 2.0, "peer", old.Error("#N/A")],
]


def seeds() -> list[bytes]:
    """A workbook of each kind."""
    binary = [(i, [(value, i % 4) for value in row]) for i, row in enumerate(_ROWS)]
    return [old.xls_of(*_ROWS), old.xlsb(binary), old.ods(old.ods_table(*_ROWS))]


def mutated(random: Random, seed: bytes) -> bytes:
    """Damaged bytes of the file, or of what its container holds."""
    if random.random() < 0.3:
        return damaged(random, seed)
    if seed.startswith(b"PK"):
        return _with_damaged_parts(random, seed)
    stream = Compound(seed).stream("WORKBOOK")
    return old.compound("Workbook", damaged(random, stream))


def target(data: bytes) -> None:
    """Read and assess it, as what it was."""
    is_ods = b"opendocument" in data[:256]
    read(data, ".ods" if is_ods else ".xlsb" if data.startswith(b"PK") else ".xls", only=len(data) % 4 > 0)


def _with_damaged_parts(random: Random, seed: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        victim = random.choice([name for name in before.namelist() if name != "mimetype"])
        for name in before.namelist():
            data = before.read(name)
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            after.writestr(zipfile.ZipInfo(name), damaged(random, data) if name == victim else data, how)
    return buffer.getvalue()
