"""The pictures of `docs/pictures`, which the READMEs and the sheets' page show: `make pictures`.

Pages are taken by Chromium, sheets by LibreOffice and pdftoppm, and a terminal is drawn by rich. The people are
those of the sample data, and on the sheets eight more.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import openpyxl

from tests.rating_workbooks import asked, listed, overview

from . import pictures

ROOT = Path(__file__).parents[1]
TO = ROOT / "docs" / "pictures"
LANGUAGES = {"en": "", "zh": ".zh"}
"""Each language with what stands before the ending of its pictures."""
TERMINAL = "comp gap --employee E012"
PAGES = {"team-page": ("index.html", "1120,760"), "person-page": ("people/E012.html", "1000,800")}
"""Each picture of a page: which page of the folder that `comp report` writes, and how large."""
PROJECT = 'ratings = "data/sample_ratings.csv"\nroster = "data/sample_roster.csv"\n'
"""The settings of the folder in which reports are made."""
_PEOPLE = (
    ("007", "李雷", "Li Lei", "account_manager"),
    ("008", "韩梅梅", "Han Meimei", "account_representative"),
    ("009", "王芳", "Wang Fang", "account_manager"),
    ("010", "赵敏", "Zhao Min", "solution_consultant"),
    ("011", "陈洁", "Chen Jie", "account_manager"),
    ("012", "刘洋", "Liu Yang", "account_representative"),
    ("013", "周婷", "Zhou Ting", "industry_analyst"),
    ("014", "吴昊", "Wu Hao", "account_director"),
)
_ANSWERS = (3, 2, 3, 1, 2, 2, 1, 4, 3, 2, 2, 1, 2, 3, 3, 4, 2, 2, 3, 2, 2, 3, 3, 2, 2, 3, 2)
"""What the manager has filled in so far, from the first cell on."""
_SETTINGS = """[sheet]
deadline = "2026-12-15"
contact = {zh = "人力资源部 陈丽，hr@example.com", en = "Chen Li, HR, hr@example.com"}
"""
_AREA = ("-r", "96", "-x", "28", "-y", "24", "-W", "1064", "-H", "568")
"""The part of the printed page that has the table, at 96 dots per inch."""


def main() -> None:
    """Take all pictures anew."""
    for language, mark in LANGUAGES.items():
        with tempfile.TemporaryDirectory(prefix="comp-pictures-") as temporary:
            desk = Path(temporary)
            (desk / "data").symlink_to(ROOT / "data")
            (desk / "comp.toml").write_text(PROJECT, "utf-8")
            (TO / f"terminal{mark}.svg").write_text(pictures.terminal(TERMINAL, desk, language), "utf-8")
            pictures.comp(["report", "-o", "site"], desk, COMP_LANG=language)
            for name, (page, size) in PAGES.items():
                if not pictures.browser(desk / "site" / page, TO / f"{name}{mark}.png", size):
                    raise SystemExit("pages are taken by Chromium or Chrome, and neither was found")
            _sheet(desk, language, TO / f"overview{mark}")


def _sheet(desk: Path, language: str, to: Path) -> None:
    """The overview of a rating sheet, half filled in, as `to`.png."""
    names = {id: zh if language == "zh" else en for id, zh, en, _ in _PEOPLE}
    rows = [f"{id},{names[id]},{position}\n" for id, _, _, position in _PEOPLE]
    (desk / "people.csv").write_text("employee_id,name,position\n" + "".join(rows), "utf-8")
    raters = "".join(f"{id},manager,M01\n" for id in names)
    (desk / "who.csv").write_text("employee_id,rater_role,rater_id\n" + raters, "utf-8")
    (desk / "comp.toml").write_text(_SETTINGS, "utf-8")
    sheet = ["sheet", "--roster", "people.csv", "--raters", "who.csv", "--cycle", "2026H1", "-o", "M01.xlsx"]
    pictures.comp(sheet, desk, COMP_LANG=language)
    book = openpyxl.load_workbook(desk / "M01.xlsx")
    for question, answer in zip(asked(page := overview(book)), _ANSWERS, strict=False):
        label = next(entry for entry in listed(book, page, question.cell) if str(entry).startswith(str(answer)))
        question.cell.value = label
    book.save(desk / "M01.xlsx")
    profile = f"-env:UserInstallation={(desk / 'office').as_uri()}"
    office = ["soffice", profile, "--headless", "--convert-to", "pdf", "M01.xlsx"]
    subprocess.run(office, cwd=desk, check=True, capture_output=True, timeout=120)
    draw = ["pdftoppm", "-png", "-singlefile", *_AREA, "M01.pdf", str(to)]
    subprocess.run(draw, cwd=desk, check=True, capture_output=True, timeout=60)


if __name__ == "__main__":
    main()
