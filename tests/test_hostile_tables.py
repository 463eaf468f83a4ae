"""Workbooks, Parquet and wide texts made to harm, or damaged: findings at their place, in bounded memory and time."""

from __future__ import annotations

import datetime
import io
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest

from lenovo_comp import Model, read_ratings
from lenovo_comp.ratings.files import ooxml, parquet, parts
from lenovo_comp.ratings.files.table import MOST_COLUMNS
from lenovo_comp.ratings.reading import Ratings

from .conftest import ROOT, Run

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADER = ("employee_id", "position", "competency", "level", "rater_role")
ROW = ("account_manager", "communication", "2", "manager")


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, cells: tuple[str, ...], more: str = "") -> str:
    return f'<row r="{number}">{"".join(inline(f"{chr(65 + i)}{number}", c) for i, c in enumerate(cells))}{more}</row>'


SOUND = row(1, HEADER) + row(2, ("E1", *ROW))
SHEET = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


def book(rows: str, space: str = MAIN, change: dict[str, str | bytes | None] | None = None) -> bytes:
    """A workbook of one sheet; `change`: other parts, or None for none."""
    parts: dict[str, str | bytes | None] = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": SHEET.format(space=space, rows=rows),
        **(change or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if data is not None:
                archive.writestr(name, data)
    return buffer.getvalue()


def read(data: bytes, model: Model, tmp_path: Path, name: str = "r.xlsx") -> Ratings:
    (tmp_path / name).write_bytes(data)
    return read_ratings([tmp_path / name], model)


def found(ratings: Ratings) -> list[tuple[str, str | None]]:
    return [(d.rule.code, d.place.cell) for d in ratings.diagnostics]


@pytest.mark.parametrize(
    ("cell", "where"),
    [
        ('<c r="XFD1048576"><v>1</v></c>', "S!XFD1048576"),
        ("<c r='XFD1048576'><v>1</v></c>", "S!XFD1048576"),
        ('<c  r = "XFD1048576" ><v>1</v></c>', "S!XFD1048576"),
        ('<c\n\tr="&#88;FD1048576"><v>1</v></c>', "S!XFD1048576"),
        ('<c s="1" r="XFD1048576"><v>1</v></c>', "S!XFD1048576"),
        ('<x:c xmlns:x="y" r="XFD1048576"><v>1</v></x:c>', "S!XFD1048576"),
        ('<c r="$XFD$1048576"><v>1</v></c>', "S!XFD1048576"),
        ('<c r="AAAA99999999"><v>1</v></c>', "S!AAAA99999999"),
        ('<c r="A1048577"><v>1</v></c>', "S!A1048577"),
        ('<c r="xfd1048576"><v>1</v></c>', "S!XFD1048576"),
    ],
)
def test_a_cell_far_away_is_found_and_the_table_counts(cell: str, where: str, model: Model, tmp_path: Path) -> None:
    ratings = read(book(SOUND + f'<row r="3">{cell}</row>'), model, tmp_path)
    assert found(ratings) == [("X221", where)]
    assert ratings.frame.height == 1


def test_rows_and_cells_need_no_references(model: Model, tmp_path: Path) -> None:
    bare = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in ("E2", *ROW))
    ratings = read(book(f"{SOUND}<row>{bare}</row>"), model, tmp_path)
    assert found(ratings) == []
    assert ratings.frame["row"].to_list() == [2, 3]
    far = f'<row r="1048576">{bare}</row>'
    assert found(read(book(SOUND + "<row>" + "<c/>" * 16_000 + "<c><v>1</v></c></row>" + far), model, tmp_path)) in (
        [("X221", "S!A1048576"), ("C121", "S!A1")],
        [("C121", "S!A1"), ("X221", "S!A1048576")],
    )


@pytest.mark.parametrize("extra", ['<dimension ref="A1:XFD1048576"/>', '<cols><col min="1" max="16384"/></cols>'])
def test_what_a_sheet_claims_to_hold_does_not_matter(extra: str, model: Model, tmp_path: Path) -> None:
    sheet = SHEET.format(space=MAIN, rows=SOUND).replace("<sheetData>", extra + "<sheetData>")
    ratings = read(book("", change={"xl/worksheets/sheet1.xml": sheet}), model, tmp_path)
    assert found(ratings) == []
    assert ratings.frame.height == 1


def strings(*texts: str) -> dict[str, str | bytes | None]:
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{items}</sst>'}


def test_a_long_string_in_many_cells_is_too_large(model: Model, tmp_path: Path) -> None:
    cells = "".join(f'<row r="{i}"><c r="F{i}" t="s"><v>0</v></c></row>' for i in range(3, 1_003))
    start = time.process_time()
    assert found(read(book(SOUND + cells, change=strings("x" * 8_000_000)), model, tmp_path)) == [("X202", None)]
    assert time.process_time() - start < 5


def test_long_strings_in_few_cells_are_read(model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each counts as often as it is referred to, not as often as the longest would."""
    rows = "".join(row(i, (f"E{i}", *ROW), f'<c r="F{i}" t="s"><v>{int(i == 2)}</v></c>') for i in range(2, 50))
    data = book(row(1, (*HEADER, "evidence")) + rows, change=strings("short", "long" * 500))
    monkeypatch.setattr(parts, "MOST_TEXT", 5_000)
    monkeypatch.setattr(parts, "TEXT_PER_BYTE", 0)
    assert not ooxml.vet(data).is_rewritten
    assert read(data, model, tmp_path).frame["evidence"].to_list()[:2] == ["long" * 500, "short"]
    monkeypatch.setattr(parts, "MOST_TEXT", 1_900)
    assert found(read(data, model, tmp_path)) == [("X202", None)]


@pytest.mark.sampled
@pytest.mark.parametrize("space", [MAIN, STRICT])
@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("value", ["#REF!", "#SPILL!", "#CALC!", "#GETTING_DATA", "Err:502", "#BLOCKED!"])
def test_errors_are_found_only_where_they_are_read(
    value: str, prefix: str, space: str, model: Model, tmp_path: Path
) -> None:
    error = f't="e"><f>1/0</f><v>{value}</v></c>'
    rows = row(1, (*HEADER, "memo")) + row(2, ("E1", *ROW), f'<c r="F2" {error}')
    rows += row(3, ("E2", *ROW)).replace(inline("D3", "2"), f'<c r="D3" {error}')
    rows += row(4, ("E3", *ROW)).replace(inline("D4", "2"), '<c r="D4"><f>1+1</f></c>')
    sheet = SHEET.format(space=space, rows=rows)
    if prefix:
        sheet = sheet.replace("</", "<!/").replace("<", "<x:").replace("<x:?", "<?").replace("<x:!/", "</x:")
        sheet = sheet.replace("xmlns=", "xmlns:x=")
    ratings = read(book("", space, {"xl/worksheets/sheet1.xml": sheet}), model, tmp_path)
    assert [f for f in found(ratings) if f[0] != "C103"] == [("X206", "S!D3"), ("X205", "S!D4")]
    assert ratings.frame["employee_id"].to_list() == ["E1"]


@pytest.mark.parametrize(
    ("rows", "change"),
    [
        ("<c " * 20_000, {}),
        (SOUND + '<row r="3"><c r="1A"><v>1</v></c></row>', {}),
        (SOUND + '<row r="3"><c r="A3" t="s"><v>5</v></c></row>', {}),
        (SOUND, {"xl/workbook.xml": None}),
        (SOUND, {"xl/worksheets/sheet1.xml": None}),
        (SOUND, {"xl/workbook.xml": b"\xff\xfe<"}),
        (SOUND, {"xl/workbook.xml": b'<?xml version="1.0" encoding="UTF-1_08"?><workbook/>'}),
        (SOUND, {"xl/worksheets/sheet1.xml": '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>'}),
        (SOUND, {"xl/_rels/workbook.xml.rels": "<Relationships>"}),
    ],
)
def test_damaged_parts(rows: str, change: dict[str, str | bytes | None], model: Model, tmp_path: Path) -> None:
    start = time.process_time()
    assert found(read(book(rows, change=change), model, tmp_path)) == [("X201", None)]
    assert time.process_time() - start < 2


def test_a_flipped_bit_anywhere(model: Model, tmp_path: Path) -> None:
    data = book(SOUND)
    for at in range(0, len(data), 31):
        flipped = bytearray(data)
        flipped[at] ^= 1 << at % 8
        ratings = read(bytes(flipped), model, tmp_path)
        assert ratings.diagnostics or ratings.frame.height == 1


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig"])
def test_sheets_in_other_encodings(codec: str, model: Model, tmp_path: Path) -> None:
    sheet = SHEET.format(space=MAIN, rows=SOUND).replace("UTF-8", "UTF-16" if codec == "utf-16" else "UTF-8")
    ratings = read(book("", change={"xl/worksheets/sheet1.xml": sheet.encode(codec)}), model, tmp_path)
    assert found(ratings) == []
    assert ratings.frame.height == 1


def test_two_parts_of_one_name_are_no_way_round(model: Model, tmp_path: Path) -> None:
    buffer = io.BytesIO(book(SOUND))
    with zipfile.ZipFile(buffer, "a") as archive:
        far = SHEET.format(space=MAIN, rows=SOUND + '<row r="3"><c r="XFD1048576"><v>1</v></c></row>')
        archive.writestr("xl/worksheets/SHEET1.xml", far)
    assert found(read(buffer.getvalue(), model, tmp_path)) in ([], [("X221", "S!XFD1048576")])


def test_a_password_is_called_that(model: Model, tmp_path: Path) -> None:
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + "EncryptedPackage".encode("utf-16-le")
    ratings = read(container, model, tmp_path)
    assert found(ratings) == [("X220", None)]
    assert "password" in ratings.diagnostics[0].remedy("en")
    encrypted = bytearray(book(SOUND))
    for at in (6, encrypted.index(b"PK\x01\x02") + 8):
        encrypted[at] |= 1
    assert found(read(bytes(encrypted), model, tmp_path)) == [("X220", None)]


def test_lock_files_are_passed_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").write_bytes(book(SOUND))
    (tmp_path / "~$r.xlsx").write_bytes(b"\x05admin" + b" " * 150)
    for args in (["*.xlsx"], ["r.xlsx", "~$r.xlsx"], ["~$r.xlsx"]):
        done = run("check", *args, "--lang", "en", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "F010" in done.stdout


# ---------------------------------------------------------------- Parquet

FRAME = pl.DataFrame(
    {
        "employee_id": ["E1", "E2"],
        "position": ["account_manager"] * 2,
        "competency": ["communication"] * 2,
        "level": [1, 2],
    }
)


def written(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="uncompressed")
    return buffer.getvalue()


ODD = [
    pl.Series("x", [b"\xff", b"a"]),
    pl.Series("x", [datetime.timedelta(1), None]),
    pl.Series("x", [[1], [2]]),
    pl.Series("x", [{"a": 1}, None]),
]


@pytest.mark.parametrize("column", ODD, ids=lambda s: str(s.dtype.base_type()))
def test_columns_of_other_types(column: pl.Series, model: Model, tmp_path: Path) -> None:
    extra = read(written(FRAME.with_columns(column)), model, tmp_path, "r.parquet")
    assert [d.rule.code for d in extra.diagnostics] == ["C103"]
    assert extra.frame.height == 2
    for name in ("level", "沟通表达能力"):
        frame = FRAME.drop("level" if name == "level" else ["level", "competency"])
        needed = read(written(frame.with_columns(column.alias(name))), model, tmp_path, "r.parquet")
        assert [(d.rule.code, d.place.field) for d in needed.diagnostics] in ([("C114", name)], [("C120", name)])


@pytest.mark.parametrize("column", ODD, ids=lambda s: str(s.dtype.base_type()))
@pytest.mark.parametrize(
    ("headers", "numbers"),
    [
        (["communication", "coordination"], "logical_analysis"),
        (["1. Communication (self)", "2. Communication (manager)"], "Communication (peer)"),
        (["Communication", "沟通表达能力"], "coordination"),
        (["self", "manager"], "peer"),
        (["level", "communication"], "coordination"),
    ],
)
def test_level_columns_of_other_types(
    headers: list[str], numbers: str, column: pl.Series, model: Model, tmp_path: Path
) -> None:
    """In whatever shape: each is an error of its own, and nothing of the table counts."""
    columns = [column.alias(header) for header in headers]
    people = FRAME if "self" in headers else FRAME.drop("competency")
    table = people.drop("level").with_columns(*columns, FRAME["level"].alias(numbers))
    ratings = read(written(table), model, tmp_path, "r.parquet")
    codes = [(d.rule.code, d.place.field) for d in ratings.diagnostics]
    assert any((code, headers[-1]) in codes for code in ("C114", "C120"))
    assert {code for code, _ in codes} <= {"C102", "C114", "C120", "C136"}
    assert ratings.frame.is_empty()


def test_what_a_parquet_file_claims_must_add_up() -> None:
    data = written(FRAME)
    parquet.check(data)
    for codec in ("snappy", "gzip", "lz4", "zstd", "brotli"):
        buffer = io.BytesIO()
        FRAME.write_parquet(buffer, compression=codec, row_group_size=1)
        parquet.check(buffer.getvalue())
    for cut in range(0, len(data) - 1, 11):
        with pytest.raises(parquet.Damaged):
            parquet.check(data[:cut])
        with pytest.raises(parquet.Damaged):
            parquet.check(data[:cut] + data[-8:] if cut > 8 else b"PAR1PAR1")


def test_panics_never_show(model: Model, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(parquet.Damaged), parquet.engine():
        raise pl.exceptions.PanicException("x")  # as the engine does
    data = written(FRAME)
    for at in range(4, len(data) - 8, 29):
        damaged = bytearray(data)
        damaged[at] ^= 0xFF
        read(bytes(damaged), model, tmp_path, "r.parquet")
    assert capfd.readouterr().err == ""


# ---------------------------------------------------------------- wide texts


@pytest.mark.parametrize("name", ["q", "satisfaction with leadership ", "rater_ro", ""])
def test_wide_tables_take_no_longer_a_column(name: str, model: Model, tmp_path: Path) -> None:
    used = []
    for number in (250, 1_000):
        headers = [f"{name}{i}" if name else "" for i in range(number)]
        text = ",".join(["employee_id,position,competency,level", *headers])
        text += "\nE1,account_manager,communication,2" + ",1" * number + "\n"
        start = time.process_time()
        assert read(text.encode(), model, tmp_path, "r.csv").diagnostics
        used.append(time.process_time() - start)
    assert used[1] < 10 * used[0] + 0.5


def test_a_table_of_very_many_columns_is_refused(model: Model, tmp_path: Path) -> None:
    text = "employee_id,position,competency,level" + ",x" * 100_000 + "\nE1\n"
    start = time.process_time()
    assert [d.rule.code for d in read(text.encode(), model, tmp_path, "r.csv").diagnostics] == ["C121"]
    assert time.process_time() - start < 2
    assert MOST_COLUMNS < 16_384


def test_joined_files_are_read_as_meant(model: Model, tmp_path: Path) -> None:
    one = "employee_id,position,competency,level\nE1,account_manager,communication,2\n"
    ratings = read((one + "\ufeffF1" + one.split("E1")[1]).encode(), model, tmp_path, "r.csv")
    assert ratings.frame["employee_id"].to_list() == ["E1", "F1"]
    assert [(d.rule.code, d.place.line) for d in ratings.diagnostics] == [("R417", 3)]


def test_a_parquet_file_without_rows_is_a_header_alone(model: Model) -> None:
    """As pyarrow writes it: columns whose pages have the offset 0."""
    found = read_ratings([ROOT / "tests/corpus/no-rows.parquet"], model).diagnostics
    assert [d.rule.code for d in found] == ["C107"]
