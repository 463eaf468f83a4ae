"""One set of ratings in every form a file may have: the same ratings are read, at the places where they stand."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lenovo_comp.findings.finding import Severity
from lenovo_comp.method.assessment import assess
from lenovo_comp.model.dictionary import Competency, Model, Position, RaterRole
from lenovo_comp.ratings.reading import Ratings, read_ratings

from .oracle import Row
from .strategies import Case, cases, examples, models, number, table_text, write
from .test_arithmetic import QUICK, frames

SHIPPED, SMALL, _ = models()
ENGLISH = ("employee_id", "name", "position", "competency", "level", "rater_role", "rater_id", "behaviour", "cycle")
CHINESE = ("工号", "姓名", "岗位", "胜任能力", "等级", "评价人角色", "评价人", "行为", "周期")
NAMES = {"007": "张三", "E1": "欧阳娜娜", "员工二": "Ann Lee"}
ODD_NAMES = {"007": "李,四;五\t六", "E1": '𠮷野 "小"\n家屋', "员工二": "Lee, Ann"}
ENCODINGS = {
    "utf-8": b"",
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "gb18030": b"",
}


@dataclass(frozen=True)
class Form:
    """How a file is written."""

    wide: bool = False
    encoding: str = "utf-8"
    delimiter: str = ","
    end: str = "\n"
    quoted: bool = False
    chinese_headers: bool = False
    called_by: str = "id"
    """How competencies, positions and roles are called: `id`, `zh` or `en`."""
    level: str = "{}"
    """How a figure is written."""
    sep: bool = False
    """Whether the first line is Excel's `sep=`."""
    last_end: bool = True
    blank_lines: bool = False
    parquet: bool = False


forms = st.builds(
    Form,
    wide=st.booleans(),
    encoding=st.sampled_from(sorted(ENCODINGS)),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(("\n", "\r\n", "\r")),
    quoted=st.booleans(),
    chinese_headers=st.booleans(),
    called_by=st.sampled_from(("id", "zh", "en")),
    level=st.sampled_from(("{}", "{}", "{}级", " {} ", "L{}")),
    sep=st.booleans(),
    last_end=st.booleans(),
    blank_lines=st.booleans(),
    parquet=st.sampled_from((False, False, True)),
)


def called(model: Model, kind: str, id: str | None, how: str) -> str:
    """A competency, position or role as a form calls it."""
    if id is None:
        return ""
    if how == "id":
        return id
    things: dict[str, Callable[[str], Competency | Position | RaterRole]] = {
        "competency": model.competency,
        "position": model.position,
        "role": model.role,
    }
    name = things[kind](id).name
    return name["zh" if how == "zh" else "en"]


def records(rows: Sequence[Row], model: Model, names: dict[str, str], form: Form) -> list[list[str]]:
    """The header and the records of a table."""
    headers = dict(zip(ENGLISH, CHINESE if form.chinese_headers else ENGLISH, strict=True))

    def written(row: Row) -> str:
        return form.level.format(number(row.level)) if row.level is not None else ""

    def common(row: Row) -> list[str]:
        position, role = (
            called(model, k, v, form.called_by) for k, v in (("position", row.position), ("role", row.role))
        )
        return [row.employee, names[row.employee], position, role, row.rater or "", row.cycle]

    first = [headers[x] for x in ("employee_id", "name", "position", "rater_role", "rater_id", "cycle")]
    if not form.wide:
        header = [*first, *(headers[x] for x in ("competency", "behaviour", "level"))]
        return [
            header,
            *(
                [*common(r), called(model, "competency", r.competency, form.called_by), r.behaviour or "", written(r)]
                for r in rows
            ),
        ]
    columns = [c.id for c in model.competencies]
    people: list[tuple[list[str], dict[str, str]]] = []
    for row in rows:
        assert row.competency is not None
        free = (given for key, given in people if key == common(row) and row.competency not in given)
        given = next(free, None)
        if given is None:
            given = {}
            people.append((common(row), given))
        given[row.competency] = written(row)
    header = [*first, *(called(model, "competency", id, form.called_by) for id in columns)]
    return [header, *([*key, *(given.get(id, "") for id in columns)] for key, given in people)]


def as_file(folder: Path, name: str, table: list[list[str]], form: Form) -> Path:
    """The table in a file of that form."""
    if form.parquet:
        header, *body = table
        frame = pl.DataFrame(body, schema=dict.fromkeys(header, pl.String), orient="row")
        out = io.BytesIO()
        frame.with_columns(pl.all().replace("", None)).write_parquet(out)
        return write(folder / f"{name}.parquet", out.getvalue())
    text = table_text(table, form.delimiter, form.end, form.quoted)
    if form.blank_lines:
        text += form.end + form.delimiter * (len(table[0]) - 1) + form.end
    elif not form.last_end:
        text = text.removesuffix(form.end)
    if form.sep:
        text = f"sep={form.delimiter}{form.end}{text}"
    return write(folder / f"{name}.csv", ENCODINGS[form.encoding] + text.encode(form.encoding.removesuffix("-sig")))


def read(rows: Sequence[Row], model: Model, names: dict[str, str], written: Sequence[tuple[int, Form]]) -> Ratings:
    """Rows, up to each index in a file of that form."""
    with TemporaryDirectory() as folder:
        paths, start = [], 0
        for i, (end, form) in enumerate(written):
            table = records(rows[start:end], model, names, form)
            paths.append(as_file(Path(folder), str(i), table, form))
            start = end
        return read_ratings(paths, model)


def content(ratings: Ratings) -> pl.DataFrame:
    """The ratings without their places, in order."""
    columns = ["cycle", "employee_id", "competency", "behaviour", "rater_role", "rater_id", "level", "evidence"]
    return ratings.frame.select(columns).sort(columns)


def errors(ratings: Ratings) -> list[str]:
    """The names of what is wrong."""
    return sorted(d.rule.name for d in ratings.diagnostics if d.severity is Severity.ERROR)


PLAIN = Form()
MANY = settings(QUICK, max_examples=examples(24))


@MANY
@given(cases(roster=False), st.sampled_from((NAMES, ODD_NAMES)), forms, forms, st.integers(0, 10))
def test_every_form_says_the_same(case: Case, names: dict[str, str], one: Form, other: Form, tenths: int) -> None:
    rows = [r for r in case.rows if not ((one.wide or other.wide) and r.behaviour is not None)]
    at = len(rows) * tenths // 10
    plain = read(rows, case.model, names, [(len(rows), PLAIN)])
    parts = [(at, one), (len(rows), other)] if 0 < at < len(rows) else [(len(rows), one)]
    found = read(rows, case.model, names, parts)
    # A distinct wrong cell is one finding a file, and may be in both files.
    assert {*errors(found)} == {*errors(plain)}
    assert_frame_equal(content(found), content(plain))
    assert_frame_equal(found.people, plain.people)
    expected, got = (frames(assess(case.model, x)) for x in (plain, found))
    for name, frame in expected.items():
        assert_frame_equal(got[name], frame, rel_tol=0, abs_tol=1e-12)


RIGHT = tuple(
    Row(who, c.id, Fraction(level), "manager", "01", None, "2026", "account_manager")
    for who, level in (("007", 2), ("E1", 3), ("员工二", 1))
    for c in SHIPPED.competencies
)


@pytest.mark.sampled
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("encoding", sorted(ENCODINGS))
@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize(("end", "chinese"), [("\n", False), ("\r\n", True)])
def test_nothing_is_wrong_with_any_encoding(wide: bool, encoding: str, quoted: bool, end: str, chinese: bool) -> None:
    names = ODD_NAMES if quoted else NAMES
    form = Form(wide, encoding, end=end, quoted=quoted, chinese_headers=chinese, called_by="zh" if chinese else "en")
    found = read(RIGHT, SHIPPED, names, [(len(RIGHT), form)])
    assert [d.rule.name for d in found.diagnostics] == (["read-as-gb18030"] if encoding == "gb18030" else [])
    assert found.inputs[0].encoding == encoding
    assert found.inputs[0].rows == (3 if wide else len(RIGHT))
    assert_frame_equal(content(found), content(read(RIGHT, SHIPPED, names, [(len(RIGHT), PLAIN)])))
    assert dict(found.people.select("employee_id", "name").iter_rows()) == names


IDS = ("007", "7", "07-0", "E5", "0x1e5", "00", "+1", "3.1", "2026-01", "truer", "null", "NA", "01234567890123456789")


@pytest.mark.parametrize("form", [PLAIN, Form(wide=True), Form(quoted=True), Form(parquet=True), Form(delimiter=";")])
def test_ids_are_text(form: Form) -> None:
    rows = [Row(id, "communication", Fraction(2), "self", id, None, id, "account_manager") for id in IDS]
    found = read(rows, SHIPPED, dict.fromkeys(IDS, "x"), [(len(rows), form)])
    assert errors(found) == []
    for column in ("employee_id", "rater_id", "cycle"):
        assert found.frame[column].to_list() == list(IDS)


@pytest.mark.parametrize("nothing", ["", ",,,", " , ,,", ",", ",,,,,"])
def test_a_record_of_nothing_is_nothing_quoted_or_not(tmp_path: Path, nothing: str) -> None:
    rest = f",position,competency,level\n{nothing}\nE1,account_manager,communication,2\n"
    plain = read_ratings([write(tmp_path / "a.csv", "employee_id" + rest)], SHIPPED)
    quoted = read_ratings([write(tmp_path / "a.csv", '"employee_id"' + rest)], SHIPPED)
    assert errors(plain) == errors(quoted)
    assert (plain.left_out, plain.inputs[0].rows) == (quoted.left_out, quoted.inputs[0].rows)
    assert_frame_equal(plain.frame, quoted.frame)


# ---------------------------------------------------------------- places

evidence = st.one_of(
    st.sampled_from(
        ("", "fine", "一,二", 'said "no"', "two\nlines", "two\r\nlines", "\n\n", '",\n"', ";\t|", "末尾\n")
    ),
    st.text(alphabet='ab,"\n 中', max_size=8),
)


def quote(cell: str, *, always: bool) -> str:
    """A cell as a spreadsheet writes it."""
    return '"' + cell.replace('"', '""') + '"' if always or any(c in cell for c in ',"\r\n') else cell


@dataclass(frozen=True)
class Placed:
    """Where a record stands, by counting."""

    line: int
    row: int
    column_of_level: int | None


def laid_out(lines: Iterable[Sequence[str] | None], end: str, quoted: bool) -> tuple[str, list[Placed]]:
    """The text of records (None: an empty line), and where each stands; the level is the last cell."""
    text, places = "", []
    for row, record in enumerate(lines, 1):
        if record is not None:
            cells = [quote(cell, always=quoted) for cell in record]
            before = ",".join(cells[:-1]) + ","
            column = None if "\n" in before else len(before) + 1
            places.append(Placed(text.count("\n") + 1, row, column))
            text += before + cells[-1]
        text += end
    return text, places


@MANY
@given(
    st.lists(st.tuples(evidence, st.integers(0, 9)), min_size=1, max_size=12),
    st.sampled_from(("\n", "\r\n")),
    st.booleans(),
    st.booleans(),
)
@example([("two\nlines", 9), ("a\r\n\r\nb", 9), ("", 9), ("plain", 9)], "\r\n", False, False)
@example([("a", 9), ("b", 0), ("c", 9)], "\n", False, False)
def test_line_and_row_are_where_the_record_starts(
    given_: list[tuple[str, int]], end: str, quoted: bool, first_empty: bool
) -> None:
    """A level 9 is off the scale: its finding stands at the cell. A 0 has an empty line before it."""
    header = ["employee_id", "evidence", "competency", "position", "level"]
    lines: list[list[str] | None] = [header]
    if first_empty:
        lines.insert(0, None)
    for i, (text, level) in enumerate(given_):
        lines += [None] if level == 0 else []
        lines.append([f"E{i}", text, "communication", "account_manager", "9" if level == 9 else str(level % 5)])
    written, (_, *places) = laid_out(lines, end, quoted)
    with TemporaryDirectory() as folder:
        found = read_ratings([write(Path(folder) / "a.csv", written)], SHIPPED)
    good = [(i, p) for i, (p, (_, level)) in enumerate(zip(places, given_, strict=True)) if level != 9]
    rows = found.frame.select("employee_id", "line", "row", "level", "evidence").rows()
    assert rows == [
        (f"E{i}", place.line, place.row, float(given_[i][1] % 5), given_[i][0].strip() or None) for i, place in good
    ]
    bad = [p for p, (_, level) in zip(places, given_, strict=True) if level == 9]
    reported = [d for d in found.diagnostics if d.rule.name == "level-out-of-range"]
    # One finding for all cells that say 9, at the first of them, which counts the others (decision 0022).
    assert [d.number for d in reported] == ([len(bad)] if bad else [])
    for finding in reported:
        shown = [(p.line, p.row, p.column) for p in finding.places]
        assert shown == [(p.line, p.row, p.column_of_level) for p in bad[: len(shown)]]
    assert found.left_out == len(bad)


def test_the_source_is_the_file(tmp_path: Path) -> None:
    one = write(tmp_path / "1.csv", "employee_id,position,competency,level\nE1,account_manager,communication,2\n")
    two = write(tmp_path / "2.csv", "工号;岗位;沟通表达能力\n\nE2;account_manager;3\n")
    found = read_ratings([one, two], SHIPPED)
    places = found.frame.select("employee_id", "source", "line", "row").rows()
    assert places == [("E1", 0, 2, 2), ("E2", 1, 3, 3)]
    assert [Path(x.path).name for x in found.inputs] == ["1.csv", "2.csv"]


def test_parquet_has_rows_and_no_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = pl.DataFrame({"employee_id": ["007", "E1"], "communication": [2.0, None], "coordination": [None, 4]})
    frame.with_columns(pl.lit("account_manager").alias("position")).write_parquet(path)
    found = read_ratings([path], SHIPPED)
    assert errors(found) == []
    places = found.frame.select("employee_id", "competency", "level", "line", "row").rows()
    assert places == [("007", "communication", 2.0, None, 1), ("E1", "coordination", 4.0, None, 2)]
