"""Mending: slips gone, the same ratings and errors as before, every other byte as it was."""

from __future__ import annotations

import codecs
import dataclasses
import difflib
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lenovo_comp import Model, Ratings, read_ratings
from lenovo_comp.findings.finding import Severity
from lenovo_comp.ratings import fixing
from lenovo_comp.ratings.fixing import Fixed, diff, fix

from .strategies import models

SHIPPED = models()[0]
SLIPS = {"C108", "R417", "R418"}
UNSAFE = {"S901", "S902", "S903", "S904"}
HEADER = "employee_id,position,competency,level,rater_role,rater_id\n"
ROW = "1,account_manager,communication,3,manager,m\n"


def mended(data: str | bytes, path: str = "r.csv", *, encoding: str | None = None, roster: bool = False) -> Fixed:
    """What mending gives, where it must give something."""
    result = fix(data if isinstance(data, bytes) else data.encode(), path, SHIPPED, encoding=encoding, roster=roster)
    assert result is not None
    return result


def read(data: bytes) -> Ratings:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "r.csv"
        file.write_bytes(data)
        return read_ratings([file], SHIPPED, by_cycle=True)  # with all places


def findings(ratings: Ratings) -> list[tuple[str, int | None]]:
    """Codes and rows of everything but slips, unsafe text and the note on GB18030 (which ASCII alone is not)."""
    kept = (d for d in ratings.diagnostics if d.rule.code not in {*SLIPS, *UNSAFE, "F006"})
    return sorted((d.rule.code, place.row) for d in kept for place in (d.place, *d.more))


def unsafe(ratings: Ratings) -> set[tuple[str, int | None, str]]:
    kept = [d for d in ratings.diagnostics if d.rule.code in UNSAFE]
    return {(d.rule.code, place.row, (d.value or "").strip()) for d in kept for place in (d.place, *d.more)}


def assert_reads_the_same(before: bytes, after: bytes, *, lines: bool = True) -> None:
    old, new = read(before), read(after)
    dropped = () if lines else ("line",)
    assert new.frame.drop(dropped).equals(old.frame.drop(dropped))
    assert new.people.equals(old.people)
    assert findings(new) == findings(old)
    assert unsafe(new) <= unsafe(old)
    assert new.left_out == old.left_out
    left = [d for d in new.diagnostics if d.rule.code in SLIPS]
    assert all(d.rule.code == "R417" and (d.value or "").strip()[0] in "=+-@＝＋－＠" for d in left)


# name → (text before, text after, changes); "" where nothing changes.
TEXTS: dict[str, tuple[str, str, int]] = {
    "nothing to do": (HEADER + ROW, "", 0),
    "quotes that nobody needs stay": (HEADER + ROW.replace("3", '"3"'), "", 0),
    "full width": (
        HEADER + "１,account_manager,communication,３,manager,ｍ　１\n",
        HEADER + "1,account_manager,communication,3,manager,m 1\n",
        3,
    ),
    "names keep full-width signs": (HEADER + "1,大客户经理（代）,沟通，表达,3,上级：,m\n", "", 0),
    "but not the spaces round them": (
        HEADER + "1, 大客户经理（代）\u00a0,\t沟通，表达,3,　上级：　,m\n",
        HEADER + "1,大客户经理（代）,沟通，表达,3,上级：,m\n",
        3,
    ),
    "units": (
        "employee_id,position,沟通,协调能力\n1,account_manager,２ 级,Level 3\n2,account_manager,3.0分,lv+1\n",
        "employee_id,position,communication,coordination\n1,account_manager,2,3\n2,account_manager,3.0,+1\n",
        6,
    ),
    "what is no number keeps its unit": (HEADER + "1,account_manager,communication,好级,manager,m\n", "", 0),
    "a figure too long to be read keeps its unit": (HEADER + ROW.replace("3", "1234567890级"), "", 0),
    "headers": (
        " 工号 ,position,胜任能力,Level\u3000,评价人角色,RATER ID, 备注 \n" + ROW.replace("m\n", "m,\n"),
        "employee_id,position,competency,level,rater_role,rater_id, 备注 \n" + ROW.replace("m\n", "m,\n"),
        5,
    ),
    "a quoted header": (HEADER.replace("level", '"等级"') + ROW, HEADER.replace("level", '"level"') + ROW, 1),
    "two columns of one meaning keep their names": (
        HEADER.replace("rater_id", " 等级 ").replace("level", "评分 ") + ROW.replace("3", "3级"),
        HEADER.replace("rater_id", "等级").replace("level", "评分") + ROW.replace("3", "3级"),
        2,
    ),
    "a table without a needed column gets its headers": ("工号 ,等级\n１,3级\n", "employee_id,level\n１,3级\n", 2),
    "free text is not touched": (
        HEADER.replace("rater_id", "evidence") + '1,account_manager,communication,3,manager,"２级， ""ok""\r\n 行 "\n',
        "",
        0,
    ),
    "names of people are not touched": ("employee_id,姓名 \n1,　Ａ \n", "employee_id,name\n1,　Ａ \n", 1),
    "carriage returns": ((HEADER + ROW).replace("\n", "\r"), HEADER + ROW, 2),
    "Windows line ends, none at the end": (
        (HEADER + ROW).replace("\n", "\r\n").removesuffix("\r\n"),
        (HEADER + ROW).removesuffix("\n"),
        1,
    ),
    "line ends within a cell stay": (
        (HEADER + ROW.replace(",m\n", ',"m\r\n1\r2"\n') + "\n").replace("\n", "\r\n").replace("\r\r\n1", "\r\n1"),
        HEADER + ROW.replace(",m\n", ',"m\r\n1\r2"\n') + "\n",
        3,
    ),
    "line ends round a value are spaces": (
        HEADER + '"1\r\n",account_manager,communication,3,manager,"\nm"\n' + ROW.replace("3", "3级"),
        HEADER + '"1",account_manager,communication,3,manager,"m"\n' + ROW,
        3,
    ),
    "a comma that was full-width needs quotes": (
        HEADER + "１，2,account_manager,communication,3,manager,＂m\n",
        HEADER + '"1,2",account_manager,communication,3,manager,"""m"\n',
        2,
    ),
    "ragged rows and blank ones": (
        HEADER + "１,account_manager,communication\n\n , ,,,,\n" + ROW.replace("1", " 1"),
        HEADER + "１,account_manager,communication\n\n , ,,,,\n" + ROW,
        1,
    ),
    "Excel's own line": (
        "sep=;\r\n" + (HEADER + ROW).replace(",", ";").replace("level", "等级"),
        "sep=;\n" + (HEADER + ROW).replace(",", ";"),
        2,
    ),
    "blank lines above the header": ("\n\r\n" + HEADER + ROW.replace("3", "3 "), "\n\n" + HEADER + ROW, 2),
    "tabs": ((HEADER + ROW).replace(",", "\t").replace("\t3", "\t 3"), (HEADER + ROW).replace(",", "\t"), 1),
    "no text becomes a formula": (
        HEADER
        + "＝1+1, account_manager,communication,＋3,manager, -x\n２,account_manager,coordination,－1,manager,-１\n",
        HEADER + "＝1+1,account_manager,communication,+3,manager, -x\n2,account_manager,coordination,-1,manager,-1\n",
        5,
    ),
    "a quote within a cell is a character": (
        HEADER + '1"x,account_manager,communication,3级,manager,m\n',
        HEADER + '1"x,account_manager,communication,3,manager,m\n',
        1,
    ),
    "a byte-order mark": ("\ufeff" + HEADER + ROW, HEADER + ROW, 1),
    "a second byte-order mark": ("\ufeff\ufeff" + HEADER + ROW, HEADER + ROW, 1),
    "the byte-order mark of a joined file": (HEADER + ROW + "\ufeff2" + ROW[1:], HEADER + ROW + "2" + ROW[1:], 1),
}


@pytest.mark.sampled
@pytest.mark.parametrize("name", TEXTS)
def test_texts(name: str) -> None:
    before, after, changes = TEXTS[name]
    result = mended(before)
    assert result == Fixed((after or before).encode(), changes)
    assert mended(result.data) == Fixed(result.data, 0)
    assert_reads_the_same(before.encode(), result.data, lines="round a value" not in name)


@pytest.mark.parametrize("codec", ["gb18030", "utf-16", "utf-16-be"])
def test_encodings_stay(codec: str) -> None:
    mark = codecs.BOM_UTF16_BE if codec == "utf-16-be" else b""
    row = "甲€😀,account_manager,communication,3,manager,m\n"
    before = mark + (HEADER + row.replace(",3", ", 3")).encode(codec)
    assert mended(before) == Fixed(mark + (HEADER + row).encode(codec), 1)
    assert mended(mark + (HEADER + row).encode(codec)).changes == 0
    assert_reads_the_same(before, mended(before).data)


@pytest.mark.parametrize("old", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("new", ["utf-8", "gb18030", "utf-16"])
def test_another_encoding_on_request(old: str, new: str) -> None:
    text = HEADER + "甲€😀,account_manager,communication,3,manager,m\n"
    result = mended(text.encode(old), encoding=new)
    assert result == Fixed(text.encode(new), int(old != new))
    assert_reads_the_same(text.encode(old), result.data)


def test_utf_16_keeps_its_byte_order() -> None:
    text = codecs.BOM_UTF16_BE + (HEADER + ROW).encode("utf-16-be")
    assert mended(text, encoding="utf-16").data == text


DECLINED: dict[str, tuple[str, bytes, str | None]] = {
    "nothing": ("r.csv", b"", None),
    "only spaces": ("r.csv", b" \n", None),
    "undecodable": ("r.csv", b"a,b\n\xff\xff,1\n", None),
    "NUL": ("r.csv", (HEADER + ROW).encode() + b"\0", None),
    "an unclosed quote": ("r.csv", (HEADER + '1,"account_manager\n' + ROW).encode(), None),
    "text after a closing quote": ("r.csv", (HEADER + '1,"a"b\n').encode(), None),
    "Parquet": ("r.parquet", b"PAR1", None),
    "a workbook": ("r.xlsx", b"PK\x03\x04", None),
    "a text that is called a workbook": ("r.xlsx", (" " + HEADER + ROW).encode(), None),
    "a workbook that is called a text": ("r.csv", b"PK\x03\x04", None),
    # In GB18030 these are bytes that are also valid UTF-8, and would be read as that.
    "what would be read as another encoding": ("r.csv", (HEADER + "聽,a,b,3,c,d\n").encode(), "gb18030"),
    # The header's Chinese alone says that this is no UTF-8; without it 聽 would be another character.
    "what only a header tells from UTF-8": (
        "r.csv",
        (HEADER.replace("level", "等级") + ROW + ROW.replace("m\n", "聽\n")).encode("gb18030"),
        None,
    ),
    "what the encoding hasn't": ("r.csv", (HEADER + "甲" + ROW).encode(), "ascii"),
    "a quotation over a million characters": (
        "r.csv",
        (HEADER + ROW.replace("m\n", '"m\n' + "x\n" * 600_000 + '"\n')).encode(),
        None,
    ),
    "a mark that hides a signature": ("r.csv", b"\xef\xbb\xbf%PDF,employee_id\n1,2\n", None),
}


@pytest.mark.parametrize("name", DECLINED)
def test_declined(name: str) -> None:
    path, data, encoding = DECLINED[name]
    assert fix(data, path, SHIPPED, encoding=encoding) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("communication", "coordination"),
        ("communication", '"communication'),
        ("communication", "communication,x"),
        ("rater_id", "comment"),
        ("9,9\n", ""),
    ],
)
def test_what_would_not_read_the_same_is_declined(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The net under everything else: a bug in rewriting leaves the file alone."""
    monkeypatch.setattr(fixing, "_rewrite", lambda text, *_: (text.replace(old, new), 1))
    assert fix((HEADER + ROW + "9,9\n").encode(), "r.csv", SHIPPED) is None


def test_a_roster_has_no_ratings() -> None:
    text = "工号 ,岗位,等级,沟通\n１, 大客户经理,2级,3级\n"
    after = "employee_id,position,等级,沟通\n1,大客户经理,2级,3级\n"
    assert mended(text, roster=True) == Fixed(after.encode(), 4)


def test_an_id_that_means_something_else_is_no_header() -> None:
    """A competency may be called like a column; its Chinese name must then stay."""
    odd = SHIPPED.competencies[0]._replace(id="score")
    model = dataclasses.replace(SHIPPED, competencies=(odd, *SHIPPED.competencies[1:]))
    text = f"employee_id,position, {odd.name.zh}\n1,account_manager,3级\n"
    after = f"employee_id,position,{odd.name.zh}\n1,account_manager,3\n"
    assert fix(text.encode(), "r.csv", model) == Fixed(after.encode(), 2)


def test_the_sample_is_fine(model: Model) -> None:
    data = Path(__file__).parents[1].joinpath("data/sample_ratings.csv").read_bytes()
    result = fix(data, "sample_ratings.csv", model)
    assert result is not None
    assert_reads_the_same(data, result.data)


# ---------------------------------------------------------------- random files


@dataclass(frozen=True)
class Cell:
    """A cell as it was written and as it should be; both are quoted where `quoted`, or where the first must be."""

    before: str
    after: str
    quoted: bool = False


def render(record: list[Cell], delimiter: str) -> tuple[str, str]:
    """A record before and after."""
    before, after = [], []
    for c in record:
        quoted = c.quoted or must_be_quoted(c.before, delimiter)
        before.append(written(c.before, quoted))
        after.append(written(c.after, quoted or must_be_quoted(c.after, delimiter)))
    return delimiter.join(before), delimiter.join(after)


def must_be_quoted(cell: str, delimiter: str) -> bool:
    return any(c in cell for c in f'{delimiter}"\r\n')


def written(cell: str, quoted: bool) -> str:
    return '"' + cell.replace('"', '""') + '"' if quoted else cell


SPACES = st.sampled_from(["", "", "", " ", "　", "\u00a0 ", "\t"])
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789abcmE,;\"'+-."}
ALIASES = {
    "employee_id": ("employee_id", "工号", "Emp ID"),
    "position": ("position", "岗位", "job-title"),
    "competency": ("competency", "胜任能力"),
    "level": ("level", "等级", "SCORE"),
    "rater_role": ("rater_role", "角色", "Role"),
    "rater_id": ("rater_id", "评价人"),
    "cycle": ("cycle", "周期"),
    "evidence": ("evidence", "评语"),
    "name": ("name", "姓名"),
    " ２备注 ": (" ２备注 ",),
    "communication": ("communication", "沟通", "沟通表达能力"),
    "coordination": ("coordination", "协调能力"),
}
LONG = ("employee_id", "position", "competency", "level", "rater_role", "rater_id", "cycle", "evidence", " ２备注 ")
WIDE_TABLE = ("employee_id", "name", "position", "rater_role", "communication", "evidence", "coordination")
VALUES = {
    "employee_id": ("1", "007", "E-1", "a,b", 'c"', "", "员工"),
    "position": ("account_manager", "大客户经理", "经理（代）", "nobody", ""),
    "competency": ("communication", "沟通", "coordination", "沟通（旧）", ""),
    "rater_role": ("manager", "上级", "peer", "老板：", ""),
    "rater_id": ("m", "1", "a;b", "", "m'"),
    "cycle": ("2025", "2026.1", ""),
}
FREE = st.text(alphabet="ab ,;\t\n\r\"'　２级=甲\u2028\x85", max_size=8)
UNITS = (("", ""), ("", "级"), ("", " 分"), ("Lv", ""), ("level ", ""), ("", "級"))


@st.composite
def cell(draw: st.DrawFn, column: str) -> Cell:
    """A cell of a column, with the slips that may happen there."""
    quoted = draw(st.booleans())
    if column in ("evidence", "name", " ２备注 "):
        text = draw(FREE)
        return Cell(text, text, quoted)
    if column in ("level", "communication", "coordination"):
        plain = draw(st.sampled_from(["0", "1", "2", "3", "+3", "2.0", "9", "3.5", "-1", "good", "1e0", ""]))
        before, after = draw(st.sampled_from(UNITS)) if plain not in ("good", "1e0", "") else ("", "")
        text = before + plain + after
    else:
        text = plain = draw(st.sampled_from(VALUES[column]))
    if column not in ("position", "competency", "rater_role") and draw(st.booleans()):
        text = text.translate(WIDE)
    left, right = draw(SPACES), draw(SPACES)
    # Blank is blank, with spaces or without.
    return Cell(left + text + right, plain if plain else left + right, quoted)


@dataclass(frozen=True)
class File:
    """A text before and after mending."""

    before: str
    after: str


@st.composite
def files(draw: st.DrawFn) -> File:
    """Files with slips, errors, ragged rows, blank lines, quotes and all line ends."""
    columns = draw(st.permutations(draw(st.sampled_from([LONG, WIDE_TABLE]))))
    delimiter = draw(st.sampled_from(",;\t|"))
    records: list[list[Cell]] = [[]]
    for column in columns:
        alias = draw(st.sampled_from(ALIASES[column]))
        spaced = draw(SPACES) + alias + draw(SPACES) if column.strip() == column else alias
        records[0].append(Cell(spaced, column, draw(st.booleans())))
    for _ in range(draw(st.integers(0, 5))):
        record = [draw(cell(column)) for column in columns]
        match draw(st.integers(0, 9)):
            case 0:  # too short: left alone
                record = [Cell(c.before, c.before, c.quoted) for c in record[:-2]]
            case 1:
                record = []
            case 2:  # blank: left alone
                record = [Cell(" ", " ")] * len(record)
        records.append(record)
    ends = st.sampled_from(["\n", "\r\n", "\r"])
    before = after = ""
    if draw(st.booleans()):
        before, after = f"sep={delimiter}{draw(ends)}", f"sep={delimiter}\n"
    for n, record in enumerate(records):
        end = draw(ends) if n + 1 < len(records) else draw(st.one_of(ends, st.just("")))
        if not record and before.endswith("\r"):  # with LF it would be one line end, not two
            end = end.replace("\n", "\r").replace("\r\r", "\r")
        was, becomes = render(record, delimiter)
        before, after = before + was + end, after + becomes + ("\n" if end else "")
    return File(before, after)


@settings(max_examples=24, deadline=None, derandomize=True)
@given(files(), st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_random_files(file: File, codec: str) -> None:
    before = file.before.encode(codec)
    result = fix(before, "r.csv", SHIPPED)
    if result is None:
        assert codec == "gb18030"
        return
    target = {"utf-8-sig": "utf-8"}.get(codec, codec)
    assert result.data == file.after.encode(target)
    assert (result.changes == 0) == (result.data == before)
    assert fix(result.data, "r.csv", SHIPPED) == Fixed(result.data, 0)
    assert_reads_the_same(before, result.data)


def check(data: bytes) -> None:
    """What holds for any file at all."""
    result = fix(data, "r.csv", SHIPPED)
    if result is None:
        return
    assert (result.changes == 0) == (result.data == data)
    assert fix(result.data, "r.csv", SHIPPED) == Fixed(result.data, 0)
    assert_reads_the_same(data, result.data, lines=False)
    assert (diff(data, result.data, "r.csv") == "") == (result.data == data)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    st.sampled_from([" 工号,position,沟通\n", HEADER + ROW]),
    st.text(alphabet="1２ ,;\t\n\r\"'　级=甲\u2028\x85\ufeff", max_size=60),
    st.sampled_from(["utf-8", "gb18030"]),
)
def test_any_text_under_a_header(start: str, text: str, codec: str) -> None:
    check((start + text).encode(codec))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=60), st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"sep=;\n", b" level,level\n"]))
def test_any_bytes(data: bytes, start: bytes) -> None:
    check(start + data)


# ---------------------------------------------------------------- diff


def test_diff() -> None:
    old = "\ufeff" + HEADER.replace("level", " 等级") + ROW.replace("\n", "\r\n") + "2" + ROW
    new = mended(old).data
    assert diff(old.encode(), new, "a/r.csv") == (
        "--- a/r.csv\n"
        "+++ a/r.csv\n"
        "@@ -1,3 +1,3 @@\n"
        "-<U+FEFF>employee_id,position,competency, 等级,rater_role,rater_id\n"
        "-1,account_manager,communication,3,manager,m<U+000D>\n"
        "+employee_id,position,competency,level,rater_role,rater_id\n"
        "+1,account_manager,communication,3,manager,m\n"
        " 21,account_manager,communication,3,manager,m\n"
    )


def test_diff_shows_only_what_is_near() -> None:
    rows = [f"{i},account_manager,communication,3,manager,m\n" for i in range(20)]
    old = HEADER + "".join(rows)
    shown = diff(old.encode(), old.replace("\n9,", "\n09,").encode(), "r.csv").splitlines()
    assert shown[2] == "@@ -8,7 +8,7 @@"
    assert len(shown) == 3 + 8


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1, max_size=40))
def test_diff_is_what_patch_understands(marked: list[tuple[str, bool]]) -> None:
    old = [f"{i}{c}" for i, (c, _) in enumerate(marked)]
    new = [line.upper() if changed else line for line, (_, changed) in zip(old, marked, strict=True)]
    shown = diff("\n".join(old).encode(), "\n".join(new).encode(), "r.csv").splitlines()
    expected = list(difflib.unified_diff(old, new, "r.csv", "r.csv", lineterm=""))
    assert [x for x in shown if x[0] != "@"] == [x for x in expected if x[0] != "@"]
    # `difflib` leaves out a count of one
    assert [x.replace(",1 ", " ") for x in shown if x[0] == "@"] == [
        x.replace(",1 ", " ") for x in expected if x[0] == "@"
    ]


def test_diff_of_files_with_another_number_of_lines() -> None:
    assert diff(b"a\nb\n", b"a\n", "r\x1b.csv") == "--- r<U+001B>.csv\n+++ r<U+001B>.csv\n@@ -1,2 +1 @@\n a\n-b\n"


def test_no_diff() -> None:
    text = HEADER + "甲" + ROW
    assert diff(text.encode(), text.encode("gb18030"), "r.csv") == ""
    assert diff(b"PAR1", text.encode(), "r.csv") == ""


def test_diff_of_many_equal_lines_is_fast() -> None:
    """Looking for equal lines wherever they stand (`difflib`) takes a hundred times as long."""
    lines = [f"{i * 7919 % 121},x" for i in range(60_000)]
    old = "\n".join(lines)
    new = "\n".join(line + "x" if i % 50 == 0 else line for i, line in enumerate(lines))
    start = time.process_time()
    shown = diff(old.encode(), new.encode(), "r.csv").splitlines()
    assert time.process_time() - start < 3
    assert len([line for line in shown if line.startswith("+")]) == 1 + 1_200


def test_errors_stay_errors() -> None:
    """The comparison above compares something."""
    data = (HEADER + "１,account_manager,comunication,9级,manager,m\n").encode()
    assert {d.rule.code for d in read(data).diagnostics if d.severity is Severity.ERROR} == {"R404"}
    assert {"R417", "R418"} <= {d.rule.code for d in read(data).diagnostics}
    assert_reads_the_same(data, mended(data).data)
