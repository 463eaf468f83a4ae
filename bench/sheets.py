"""Rating workbooks that were filled in, of six people for each rater: `python -m bench.sheets WORKBOOKS FOLDER`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

PEOPLE = 6
"""People whom each rater rates."""


def write(workbooks: int, folder: Path) -> None:
    """Make the sheets with `comp sheet`, answer 2 to all of them, and save them as a spreadsheet would."""
    import openpyxl

    raters = [f"P{i:04}" for i in range(workbooks)]
    people = [f"E{i:05}" for i in range(workbooks * PEOPLE)]
    roster = "".join(f"{id},account_manager\n" for id in people)
    who = "".join(f"{id},peer,{raters[i // PEOPLE]}\n" for i, id in enumerate(people))
    comp = str(Path(sys.executable).with_name("comp"))
    with TemporaryDirectory() as made:
        Path(made, "people.csv").write_text(f"employee_id,position\n{roster}", encoding="utf-8")
        Path(made, "who.csv").write_text(f"employee_id,rater_role,rater_id\n{who}", encoding="utf-8")
        line = [
            str(comp),
            "sheet",
            "--roster",
            "people.csv",
            "--raters",
            "who.csv",
            "--cycle",
            "2026H1",
            "-o",
            "{rater}.xlsx",
        ]
        subprocess.run(line, cwd=made, check=True, capture_output=True)
        folder.mkdir(exist_ok=True)
        for file in sorted(Path(made).glob("*.xlsx")):
            book = openpyxl.load_workbook(file)
            for cell in (cell for row in book.worksheets[0].iter_rows() for cell in row):
                if not cell.protection.locked:
                    cell.value = 2
                elif cell.data_type == "f":
                    cell.value = 0  # a spreadsheet saves results beside formulas
            book.save(folder / file.name)


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
