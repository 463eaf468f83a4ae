"""Workbooks of other kinds than XLSX, what cells show, folders, and files that are refused with what to do instead."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import openpyxl
import pytest
from python_calamine import load_workbook

from lenovo_comp import Model, read_ratings
from lenovo_comp.ratings.files import ods, xls, xlsb
from lenovo_comp.ratings.files.kinds import OTHERS, PACKED, READ
from lenovo_comp.ratings.files.workbook import KINDS

from . import old_workbooks as old
from .conftest import WITH_OFFICE, Run, converted
from .strategies import examples

HEADER: list[old.Value] = ["employee_id", "position", "competency", "level", "rater_role"]
ROW: list[old.Value] = ["007", "account_manager", "communication", 3.0, "manager"]
Make = Callable[..., bytes]


def xlsb_of(*rows: list[old.Value]) -> bytes:
    return old.xlsb((i, [(value, 0) for value in row]) for i, row in enumerate(rows))


def ods_of(*rows: list[old.Value]) -> bytes:
    return old.ods(old.ods_table(*rows))


MAKERS: dict[str, Make] = {"xls": old.xls_of, "xlsb": xlsb_of, "ods": ods_of}


def found(data: bytes, name: str, model: Model, tmp_path: Path) -> list[tuple[str, str | None, str | None]]:
    (tmp_path / name).write_bytes(data)
    return sorted(
        ((d.rule.code, d.place.cell, d.value) for d in read_ratings([tmp_path / name], model).diagnostics),
        key=lambda d: (d[0], d[1] or ""),
    )


# ---------------------------------------------------------------- the old and the open formats


@pytest.mark.parametrize("kind", MAKERS)
def test_the_same_ratings_in_every_kind(kind: str, model: Model, tmp_path: Path) -> None:
    rows = [HEADER, ROW, ["008", "大客户代表", "逻辑分析能力", 2.0, "上级"], ["009", *ROW[1:3], None, "peer"]]
    (tmp_path / f"r.{kind}").write_bytes(MAKERS[kind](*rows))
    ratings = read_ratings([tmp_path / f"r.{kind}"], model)
    assert ratings.diagnostics == ()
    assert ratings.inputs[0].encoding == kind
    assert ratings.frame.select("employee_id", "competency", "level", "rater_role", "row").rows() == [
        ("007", "communication", 3.0, "manager", 2),
        ("008", "logical_analysis", 2.0, "manager", 3),
    ]


@pytest.mark.parametrize("kind", MAKERS)
def test_cells_are_those_of_another_reader(kind: str) -> None:
    rows: list[list[old.Value]] = [
        ["text", "长" * 300, "é😀", "<&>" if kind != "ods" else "x"],
        [0.1, -7.0, 1e300, 123456789.0],
        [True, False, None, "end"],
    ]
    data = MAKERS[kind](*rows)
    (sheet,) = KINDS[kind](data)
    theirs = load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [[cell if cell is not None else "" for cell in row] for row in sheet.rows] == theirs


@pytest.mark.sampled
@WITH_OFFICE
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_what_an_office_saves_is_read_as_by_another_reader(kind: str, tmp_path: Path) -> None:
    """Shared strings over several records, merged cells, dates, formats, hidden sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    random = Random(1)
    words = ["沟通表达能力", "market", "é😀", "x"]
    for i in range(300):
        text = " ".join(random.choice(words) for _ in range(random.randint(1, 80)))
        sheet.append([f"{i:03}", text, i / 300, i * 1.5, i % 2 == 0, f"=D{i + 1}*2"])
        sheet.cell(i + 1, 3).number_format = "0.0%"
    sheet.merge_cells("A2:A4")
    book.create_sheet("hidden")["A1"] = "x"
    book["hidden"].sheet_state = "hidden"
    book.save(tmp_path / "r.xlsx")
    (made,) = converted(kind, [tmp_path / "r.xlsx"], tmp_path / "made")
    data = made.read_bytes()
    sheets = KINDS[kind](data)
    other = load_workbook(io.BytesIO(data))
    assert [s.is_visible for s in sheets] == [True, False]
    assert list(sheets[0].merged) == [((1, 0), (3, 0))]
    assert len(sheets[0].about.formats) == 300
    for mine, theirs in zip(sheets, other.sheet_names, strict=True):
        rows = other.get_sheet_by_name(theirs).to_python(skip_empty_area=False)
        assert [[cell if cell is not None else "" for cell in row] for row in mine.rows] == rows


@pytest.mark.parametrize("kind", MAKERS)
def test_an_error_costs_its_own_cell(kind: str, model: Model, tmp_path: Path) -> None:
    data = MAKERS[kind](HEADER, [*ROW[:3], old.Error("#N/A"), ROW[4]], ["008", *ROW[1:]])
    assert found(data, f"r.{kind}", model, tmp_path) == [("X206", "Ratings!D2", "#N/A")]
    assert read_ratings([tmp_path / f"r.{kind}"], model).frame["employee_id"].to_list() == ["008"]


def test_formats_of_binary_workbooks(model: Model, tmp_path: Path) -> None:
    """A percentage and a date are no levels; an id with zeros is read as it is shown."""
    levels = [(0.75, old.PERCENT), (45658.0, old.DAY), (2.0, 0)]
    rows = [[(7.0, old.ZEROS), *((v, 0) for v in ROW[1:3]), level, ("manager", 0)] for level in levels]
    binary = old.xlsb([(0, [(h, 0) for h in HEADER]), *enumerate(rows, 1)])
    cells = [old.cell(0, j, h) for j, h in enumerate(HEADER)]
    cells += [old.cell(i, j, value, style) for i, row in enumerate(rows, 1) for j, (value, style) in enumerate(row)]
    for data, name in ((binary, "r.xlsb"), (old.xls(cells), "r.xls")):
        assert found(data, name, model, tmp_path) == [
            ("X207", "Ratings!D3", "2025-01-01"),
            ("X222", "Ratings!D2", "75%"),
            ("X223", "Ratings!A2", "007"),
        ]
        frame = read_ratings([tmp_path / name], model).frame
        assert frame.select("employee_id", "level").rows() == [("007", 2.0)]


def test_formats_of_opendocument(model: Model, tmp_path: Path) -> None:
    percent = (
        '<table:table-cell office:value-type="percentage" office:value="1"><text:p>100%</text:p></table:table-cell>'
    )
    seven = '<table:table-cell office:value-type="float" office:value="7"><text:p>007</text:p></table:table-cell>'
    texts = "".join(map(old.ods_cell, ROW[1:3]))
    rows = "".join(
        f"<table:table-row>{seven}{texts}{level}{old.ods_cell('manager')}</table:table-row>"
        for level in (percent, old.ods_cell(2.0))
    )
    table = old.ods_table(HEADER).replace("</table:table>", rows + "</table:table>")
    assert found(old.ods(table), "r.ods", model, tmp_path) == [
        ("X222", "Ratings!D2", "100%"),
        ("X223", "Ratings!A2", "007"),
    ]


def test_comments_and_drawings_are_no_text(model: Model, tmp_path: Path) -> None:
    comment = "<office:annotation><text:p>why?</text:p></office:annotation>"
    data = old.ods(old.ods_table(HEADER, ROW).replace("<text:p>007", comment + "<text:p>007"))
    assert found(data, "r.ods", model, tmp_path) == []
    assert read_ratings([tmp_path / "r.ods"], model).frame["employee_id"].to_list() == ["007"]


def test_hidden_sheets_are_not_read(model: Model, tmp_path: Path) -> None:
    data = old.ods(old.ods_table(HEADER, ROW) + old.ods_table(HEADER, ["009", *ROW[1:]], name="Old", style="ta2"))
    assert found(data, "r.ods", model, tmp_path) == [("X204", "Old", "Old")]
    hidden = old.xlsb([(0, [(h, 0) for h in HEADER]), (1, [(v, 0) for v in ROW])], is_hidden=True)
    assert "X204" in {code for code, *_ in found(hidden, "r.xlsb", model, tmp_path)}


# ---------------------------------------------------------------- made to harm, or damaged


@pytest.mark.parametrize(
    ("cells", "rows"), [(1_000_000_000, 1), (1, 1_000_000_000), (16_384, 1_048_576), (999_999_999, 999_999_999)]
)
def test_cells_that_say_they_are_many(cells: int, rows: int, model: Model, tmp_path: Path) -> None:
    row = f'<table:table-row table:number-rows-repeated="{rows}">{old.ods_cell("x", cells)}</table:table-row>'
    data = old.ods(old.ods_table(HEADER, ROW).replace("</table:table>", row + "</table:table>"))
    assert [code for code, *_ in found(data, "r.ods", model, tmp_path)] == ["X202"]


def test_blank_cells_may_be_many(model: Model, tmp_path: Path) -> None:
    row = f'<table:table-row table:number-rows-repeated="1048574">{old.ods_cell(None, 16_384)}</table:table-row>'
    data = old.ods(old.ods_table(HEADER, ROW).replace("</table:table>", row + "</table:table>"))
    assert found(data, "r.ods", model, tmp_path) == []


@pytest.mark.parametrize("kind", MAKERS)
def test_far_cells_are_findings(kind: str, model: Model, tmp_path: Path) -> None:
    if kind == "xls":
        cells = [old.cell(i, j, v) for i, row in enumerate((HEADER, ROW)) for j, v in enumerate(row)]
        data, at = old.xls([*cells, old.cell(65_535, 255, 1.0)]), "IV65536"
    elif kind == "xlsb":
        far: list[tuple[old.Value, int]] = [*[(None, 0)] * 16_383, (1.0, 0)]
        rows = [(i, [(v, 0) for v in row]) for i, row in enumerate((HEADER, ROW))]
        data, at = old.xlsb([*rows, (1_048_575, far)]), "XFD1048576"
    else:
        gap = '<table:table-row table:number-rows-repeated="1048573"/>'
        last = f"<table:table-row>{old.ods_cell(None, 16_383)}{old.ods_cell(1.0)}</table:table-row>"
        table = old.ods_table(HEADER, ROW).replace("</table:table>", gap + last + "</table:table>")
        data, at = old.ods(table), "XFD1048576"
    assert found(data, f"r.{kind}", model, tmp_path) == [("X221", f"Ratings!{at}", at)]
    assert read_ratings([tmp_path / f"r.{kind}"], model).frame.height == 1


@pytest.mark.parametrize("kind", MAKERS)
def test_damage_is_a_finding_and_nothing_worse(kind: str, model: Model, tmp_path: Path) -> None:
    data, random = MAKERS[kind](HEADER, ROW), Random(kind)
    for _ in range(examples(150, 40)):
        content = bytearray(data)
        for _ in range(random.randint(1, 4)):
            content[random.randrange(len(content))] = random.randrange(256)
        found(bytes(content[: random.choice((None, random.randrange(len(data))))]), f"r.{kind}", model, tmp_path)


def test_a_string_in_a_million_cells_is_too_large(model: Model, tmp_path: Path) -> None:
    row = f"<table:table-row>{old.ods_cell('x' * 1_000_000, 16_384)}</table:table-row>"
    data = old.ods(old.ods_table(HEADER).replace("</table:table>", row + "</table:table>"))
    assert [code for code, *_ in found(data, "r.ods", model, tmp_path)] == ["X202"]


def test_passwords(model: Model, tmp_path: Path) -> None:
    manifest = {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}
    assert [code for code, *_ in found(old.ods("", manifest), "r.ods", model, tmp_path)] == ["X220"]
    locked = old.xls([]).replace(old.record(0x41E)[:2], old.record(0x2F)[:2], 1)
    assert [code for code, *_ in found(locked, "r.xls", model, tmp_path)] == ["X220"]


def test_excel_95_is_too_old(model: Model, tmp_path: Path) -> None:
    assert [code for code, *_ in found(old.xls([], version=0x500), "r.xls", model, tmp_path)] == ["X225"]


# ---------------------------------------------------------------- what cells of XLSX show


def shown(tmp_path: Path, rows: list[list[object]], formats: dict[str, str], plainly: bool) -> bytes:
    """A workbook of rows and formats; not `plainly`: with a cell that is not written in the plain way."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    for row in rows:
        sheet.append(row)
    for cell, code in formats.items():
        sheet[cell].number_format = code
    book.save(tmp_path / "made.xlsx")
    data = (tmp_path / "made.xlsx").read_bytes()
    if plainly:
        return data
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, part.replace(b"<sheetData>", b"<sheetData><!-- -->") if "sheet1" in name else part)
    return buffer.getvalue()


@pytest.mark.parametrize("plainly", [True, False])
def test_numbers_are_read_as_they_are_shown(plainly: bool, model: Model, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["employee_id", "position", "communication", "logical_analysis", "coordination"],
        [7, "account_manager", 1, 0.5, 2.0000000000000004],
        [12, "account_manager", 2, 2.9999999999999996, 3],
        [8, "account_manager", 2, 2, 1],
    ]
    codes = {"A2": "000", "A3": '"E"000', "A4": "000", "C2": "0%", "D2": "0.00%", "E3": '0"级"', "C4": "0.0"}
    assert found(shown(tmp_path, rows, codes, plainly), "r.xlsx", model, tmp_path) == [
        ("X222", "S!C2", "100%"),
        ("X222", "S!D2", "50.00%"),
        ("X223", "S!A2", "007"),
    ]
    frame = read_ratings([tmp_path / "r.xlsx"], model).frame
    assert sorted(frame.select("employee_id", "competency", "level").rows()) == [
        ("007", "coordination", 2.0),
        ("008", "communication", 2.0),
        ("008", "coordination", 1.0),
        ("008", "logical_analysis", 2.0),
        ("E012", "communication", 2.0),
        ("E012", "coordination", 3.0),
        ("E012", "logical_analysis", 3.0),
    ]


def test_a_percentage_matters_only_where_it_is_read(model: Model, tmp_path: Path) -> None:
    rows: list[list[object]] = [[*HEADER, "done"], [*ROW, 0.5]]
    data = shown(tmp_path, rows, {"F2": "0%"}, plainly=True)
    assert [code for code, *_ in found(data, "r.xlsx", model, tmp_path)] == ["C103"]


def test_numbers_that_lost_digits_are_nobody(model: Model, tmp_path: Path) -> None:
    rows: list[list[object]] = [list(HEADER), [110101199003071234, *ROW[1:]], [110101199003074321, *ROW[1:]]]
    data = shown(tmp_path, rows, {}, plainly=True)
    assert [f[:2] for f in found(data, "r.xlsx", model, tmp_path)] == [("X224", "S!A2"), ("X224", "S!A3")]
    ratings = read_ratings([tmp_path / "r.xlsx"], model)
    assert ratings.people.is_empty()
    assert ratings.left_out == 2
    assert all("zeros may be lost" not in d.message("en") for d in ratings.diagnostics)


# ---------------------------------------------------------------- names and contents


CONTENT = {
    **{kind: make(HEADER, ROW) for kind, make in MAKERS.items()},
    "text": b"employee_id\tlevel\n007\t3\n",
    "gzip": gzip.compress(b"x"),
}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("r.xls", "xlsb"), ("r.xlsx", "xls"), ("r.xlsx", "ods"), ("r.ods", "xlsb"), ("r.xls", "text")),
        *(("r.csv", "xls"), ("r.csv", "ods"), ("r.csv", "gzip")),
    ],
)
def test_what_is_not_what_its_name_says(name: str, kind: str, model: Model, tmp_path: Path) -> None:
    data = CONTENT[kind]
    assert [code for code, *_ in found(data, name, model, tmp_path)] == ["F007"]


def test_the_remedy_of_a_wrong_name_helps(model: Model, tmp_path: Path) -> None:
    """Text that is called .xls is read under its own ending, and so is a workbook."""
    text = "employee_id\tposition\tcompetency\tlevel\n007\taccount_manager\tcommunication\t3\n"
    for data, name in ((text.encode(), "r.tsv"), (text.encode("utf-16"), "s.txt"), (old.xls_of(HEADER, ROW), "r.xls")):
        (tmp_path / name).write_bytes(data)
        assert read_ratings([tmp_path / name], model).frame.select("employee_id", "level").rows() == [("007", 3.0)]


@pytest.mark.parametrize(
    "page",
    [
        b"<html><table><tr><td>007</td></tr></table></html>",
        b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<html>",
        "\ufeff<table border=1>".encode("utf-16-le"),
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        b"MIME-Version: 1.0\r\nX-Document-Type: Workbook",
        b"<meta http-equiv='Content-Type' content='application/vnd.ms-excel; charset=utf-8'><table>",
    ],
)
@pytest.mark.parametrize("name", ["r.xls", "r.xlsx"])
def test_pages_that_are_called_workbooks(page: bytes, name: str, model: Model, tmp_path: Path) -> None:
    assert [code for code, *_ in found(page, name, model, tmp_path)] == ["F015"]


def test_standard_input_may_be_any_kind(run: Run) -> None:
    for make in MAKERS.values():
        done = run("assess", "-", "--format", "csv", stdin=make(HEADER, ROW))
        assert done.returncode == 0, done.stderr
        assert "007" in done.stdout


@pytest.mark.parametrize("ending", [*OTHERS, *PACKED, ".md"])
def test_other_kinds_say_what_to_do(ending: str, model: Model, tmp_path: Path) -> None:
    (code, *_) = found(b"x", f"r{ending}", model, tmp_path)[0]
    assert code == ("F013" if ending in PACKED else "F011" if ending in OTHERS else "F008")
    finding = read_ratings([tmp_path / f"r{ending}"], model).diagnostics[0]
    assert finding.remedy("en").endswith((".xlsx or .csv.", "their folder.", ".txt or .parquet."))
    assert "{" not in finding.message("zh") + finding.remedy("zh")


@pytest.mark.parametrize(
    "url",
    ["https://me:secret@example.org/r.csv?token=secret", "s3://bucket/r.parquet", "file:///r.csv", "FTP://h/r.xls"],
)
def test_urls_are_refused_without_what_may_be_secret(url: str, run: Run) -> None:
    for language in ("en", "zh"):
        done = run("check", url, "--lang", language)
        assert done.returncode == 2
        assert "F012" in done.stdout
        assert "secret" not in done.stdout + done.stderr


def test_lock_files_are_passed_over(model: Model, tmp_path: Path) -> None:
    for name in ("~$r.ods", "~$r.xls", "~$r.xlsb", ".~lock.r.ods#"):
        assert [code for code, *_ in found(b"x", name, model, tmp_path)] == ["F010"]


# ---------------------------------------------------------------- folders


def ratings_csv(*ids: str) -> str:
    rows = "".join(f"{id},account_manager,communication,3\n" for id in ids)
    return "employee_id,position,competency,level\n" + rows


def test_a_folder_is_the_files_in_it(model: Model, tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(ratings_csv("E2"), "utf-8")
    (tmp_path / "a.xls").write_bytes(old.xls_of(HEADER, ROW))
    (tmp_path / "notes.md").write_text("x", "utf-8")
    (tmp_path / "~$a.xls").write_text("x", "utf-8")
    (tmp_path / ".hidden.csv").write_text(ratings_csv("E9"), "utf-8")
    (tmp_path / "cycle=2026H1").mkdir()
    (tmp_path / "cycle=2026H1" / "c.csv").write_text(ratings_csv("E3"), "utf-8")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "d.csv").write_text(ratings_csv("E4"), "utf-8")
    ratings = read_ratings([tmp_path], model)
    assert [Path(i.path).name for i in ratings.inputs] == ["a.xls", "b.csv", "c.csv"]
    (passed,) = [d for d in ratings.diagnostics if d.rule.code == "F014"]
    assert passed.details["names"] == "notes.md, old"
    assert sorted(ratings.frame["employee_id"].to_list()) == ["007", "E2", "E3"]


def test_files_of_a_folder_count_once(model: Model, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(ratings_csv("E1"), "utf-8")
    for paths in ([tmp_path, tmp_path / "r.csv"], [tmp_path / "r.csv", tmp_path], [tmp_path, tmp_path]):
        ratings = read_ratings(paths, model)
        assert [d.rule.code for d in ratings.diagnostics] == []
        assert ratings.frame.height == 1


def test_a_folder_may_hold_the_roster(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text("employee_id,competency,level\nE1,communication,3\n", "utf-8")
    (tmp_path / "roster.csv").write_text("employee_id,position\nE1,account_manager\n", "utf-8")
    for folder in (str(tmp_path), f"{tmp_path}/"):
        done = run("assess", folder, "--roster", str(tmp_path / "roster.csv"), "--format", "csv")
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("E1,") > 1
        assert run("check", folder, "--roster", str(tmp_path / "roster.csv")).returncode == 0


def test_an_empty_folder_is_no_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("x", "utf-8")
    done = run("assess", str(tmp_path))
    assert done.returncode == 2
    assert "F016" in done.stderr
    assert run("check", str(tmp_path)).returncode == 2


def test_no_output_takes_the_place_of_a_file_in_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(ratings_csv("E1"), "utf-8")
    done = run("assess", str(tmp_path), "-o", str(tmp_path / "r.csv"))
    assert done.returncode == 2
    assert (tmp_path / "r.csv").read_text("utf-8") == ratings_csv("E1")


def test_every_ending_is_read_or_has_its_advice() -> None:
    assert not set(READ) & (set(OTHERS) | set(PACKED))
    assert set(KINDS) == {"xlsx", "xls", "xlsb", "ods"}
    assert {xls.read, xlsb.read, ods.read} < set(KINDS.values())
