"""The pictures of `docs/pictures`, which the READMEs and the sheets' page show: `make pictures`.

Pages are taken by Chromium, sheets by LibreOffice and pdftoppm, and a terminal is drawn by rich. The people are
those of the sample data, with their names in the picture's language, and on the sheets eight more.
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
PAGES = {"team-page": ("departments/电信行业部.html", "1120,830"), "person-page": ("people/E012.html", "1000,980")}
"""Each picture of a page: which page of the folder that `comp report` writes, and how large."""
_PROJECT = 'ratings = "sample_ratings.csv"\nroster = "sample_roster.csv"\n'
_NAMES = (
    "金融行业部 Finance, 电信行业部 Telecom, 政府与教育行业部 Public sector, 周建宏 Zhou Jianhong, 吴晓岚 Wu Xiaolan, "
    "陈立群 Chen Liqun, 郑雅琴 Zheng Yaqin, 孙启明 Sun Qiming, 马文静 Ma Wenjing, 胡志远 Hu Zhiyuan, "
    "林秀芬 Lin Xiufen, 何俊峰 He Junfeng, 高思敏 Gao Simin, 罗国栋 Luo Guodong, 梁佩珊 Liang Peishan, "
    "宋德昌 Song Dechang, 唐美玲 Tang Meiling, 许卫东 Xu Weidong, 韩雪梅 Han Xuemei, 邓永康 Deng Yongkang, "
    "曹丽华 Cao Lihua, 彭海涛 Peng Haitao, 曾慧敏 Zeng Huimin, 萧振邦 Xiao Zhenbang, 田玉珍 Tian Yuzhen, "
    "董晓鹏 Dong Xiaopeng, 袁淑贤 Yuan Shuxian, 潘家豪 Pan Jiahao, 于凤英 Yu Fengying, 蒋明哲 Jiang Mingzhe, "
    "蔡宜琳 Cai Yilin, 余国强 Yu Guoqiang, 杜若兰 Du Ruolan, 叶子航 Ye Zihang, 程安琪 Cheng Anqi"
)
"""The names of the sample's people and departments in English."""
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
            lay_out_project(desk, language)
            (TO / f"terminal{mark}.svg").write_text(pictures.terminal(TERMINAL, desk, language), "utf-8")
            pictures.comp(["report", "-o", "site"], desk, COMP_LANG=language)
            for name, (page, size) in PAGES.items():
                if not pictures.browser(desk / "site" / _named(page, language), TO / f"{name}{mark}.png", size):
                    raise SystemExit("pages are taken by Chromium or Chrome, and neither was found")
            _sheet(desk, language, TO / f"overview{mark}")


def lay_out_project(folder: Path, language: str) -> None:
    """Write the sample data into a folder, with names in the language, and settings that name them."""
    for name in ("sample_ratings.csv", "sample_roster.csv"):
        text = (ROOT / "data" / name).read_text("utf-8-sig")
        (folder / name).write_text(_named(text, language), "utf-8")
    (folder / "comp.toml").write_text(_PROJECT, "utf-8")


def _named(text: str, language: str) -> str:
    """A text of the sample with the names of its people and departments in a language."""
    for both in _NAMES.split(", ") if language == "en" else ():
        zh, _, en = both.partition(" ")
        text = text.replace(zh, en)
    return text


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
        labels = map(str, listed(book, page, question.cell))
        question.cell.value = next(label for label in labels if label.startswith(str(answer)))
    book.save(desk / "M01.xlsx")
    profile = f"-env:UserInstallation={(desk / 'office').as_uri()}"
    office = ["soffice", profile, "--headless", "--convert-to", "pdf", "M01.xlsx"]
    subprocess.run(office, cwd=desk, check=True, capture_output=True, timeout=120)
    draw = ["pdftoppm", "-png", "-singlefile", *_AREA, "M01.pdf", str(to)]
    subprocess.run(draw, cwd=desk, check=True, capture_output=True, timeout=60)


if __name__ == "__main__":
    main()
