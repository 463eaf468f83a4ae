"""Ratings as workbooks: damaged archives, and sound archives of odd parts, cells, references and relationships."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from random import Random
from typing import TypeVar

from . import CORPUS, damaged
from ._ratings import read

NAME = "xlsx"
T = TypeVar("T")
_TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEADER = ("employee_id", "position", "competency", "level", "rater_role", "memo")
_VALUES = ("E1", "E2", "account_manager", "communication", "manager", "3", "9", "", "&amp;", "1e309", "-0", "x" * 500)
_ERRORS = ("#N/A", "#REF!", "#SPILL!", "#CALC!", "#GETTING_DATA", "Err:502", "#", "", "#DIV/0!", "#BLOCKED!")
_REFERENCES = (
    *(
        "XFD1048576",
        "XFE1",
        "A1048577",
        "ZZZZ9999999",
        "A0",
        "1A",
        "",
        "a1",
        "$A$1",
        "A1:B2",
        "&#88;FD1048576",
        "A99999999999",
    ),
    *("FXSHRXX4294967295", "XFD1", "A1048576", " A1", "é1", "A 1", "R1C1", "Ａ１"),
)
_TYPES = ("n", "s", "str", "b", "e", "d", "inlineStr", "x", "", "S")
_INDEXES = ("0", "1", "2", "5", "99", "-1", "1.5", "99999999999999999999", "x", "")
_CODECS = ("utf-8", "utf-8", "utf-8", "utf-16", "utf-16-be", "gb18030", "latin-1", "utf-8-sig")


@cache
def _corpus() -> bytes:
    return (CORPUS / "book.xlsx").read_bytes()


def seeds() -> list[bytes]:
    """A workbook as a spreadsheet saves it, and one that is made here."""
    sound = _Book(Random(0), odd=0.0)
    return [_corpus(), sound.archive(), _Book(Random(1), odd=0.0, strict=True).archive()]


def mutated(random: Random, seed: bytes) -> bytes:
    """Damaged bytes of the archive; damaged bytes of its parts; or an archive built oddly."""
    draw = random.random()
    if draw < 0.2:
        return damaged(random, seed)
    if draw < 0.4:
        return _with_damaged_parts(random, seed)
    return _Book(random, odd=random.choice((0.01, 0.05, 0.3)), strict=random.random() < 0.2).archive()


def target(data: bytes) -> None:
    """Read and assess it."""
    read(data, ".xlsx")


def _with_damaged_parts(random: Random, seed: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        victim = random.choice(names)
        for name in names:
            data = old.read(name)
            if name == victim and random.random() < 0.1:
                continue
            new.writestr(name, damaged(random, data) if name == victim else data)
    return buffer.getvalue()


class _Book:
    """An archive's parts; each choice is odd with the probability `odd`."""

    def __init__(self, random: Random, *, odd: float, strict: bool = False) -> None:
        self._random, self._odd = random, odd
        self._main = _STRICT if strict else _TRANSITIONAL
        self._prefix = "x:" if self._is_odd() else ""

    def archive(self) -> bytes:
        parts = {
            "[Content_Types].xml": self._xml(
                "Types", "http://schemas.openxmlformats.org/package/2006/content-types", ""
            ),
            "_rels/.rels": self._relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": self._workbook(),
            "xl/_rels/workbook.xml.rels": self._relations(
                {
                    "rId1": (
                        self._one("worksheet", "chartsheet", "styles", "dialogsheet"),
                        self._path("worksheets/sheet1.xml"),
                    ),
                    "rId2": ("worksheet", self._path("worksheets/sheet2.xml")),
                    "rId3": ("sharedStrings", self._path("sharedStrings.xml")),
                    "rId4": ("styles", self._path("styles.xml")),
                }
            ),
            "xl/sharedStrings.xml": self._strings(),
            "xl/styles.xml": self._styles(),
            "xl/worksheets/sheet1.xml": self._sheet(),
            "xl/worksheets/sheet2.xml": self._sheet(),
        }
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, text in parts.items():
                if self._is_odd() and self._random.random() < 0.3:
                    continue
                called = self._one(name, name.upper(), name.replace("/", "\\"), "/" + name, name + "x")
                codec = self._random.choice(_CODECS) if self._is_odd() else "utf-8"
                how = self._one(zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
                archive.writestr(zipfile.ZipInfo(called), text.encode(codec, "replace"), how)
                if self._is_odd() and self._random.random() < 0.2:
                    archive.writestr(zipfile.ZipInfo(called + " "), b"")
        return buffer.getvalue()

    def _is_odd(self) -> bool:
        return self._random.random() < self._odd

    def _one(self, sound: T, *odd: T) -> T:
        """The first, or where it may be odd, one of the others."""
        return self._random.choice(odd) if self._is_odd() else sound

    def _path(self, path: str) -> str:
        return self._one(
            path, "/xl/" + path, "../xl/" + path, "./" + path, "", "nowhere.xml", "http://x/y", "sharedStrings.xml"
        )

    def _xml(self, root: str, space: str, inner: str) -> str:
        """A document; its root in a namespace, and now and then with a document type or another encoding's name."""
        declared = self._one("UTF-8", "UTF-1_08", "utf-16", "GBK", "x" * 50, "")
        kind = self._one(
            "", "<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY b '&a;&a;&a;'>]>", "<!-- <c r='A1'/> -->", "<?x y?>", "<![CDATA["
        )
        space = f'xmlns{":" if self._prefix else ""}{self._prefix[:-1]}="{space}" xmlns:r="{_OFFICE}"'
        root = self._prefix + root
        text = f'<?xml version="1.0" encoding="{declared}"?>{kind}<{root} {space}>{inner}</{root}>'
        return text[: self._random.randrange(len(text))] if self._is_odd() and self._random.random() < 0.1 else text

    def _tags(self, inner: str) -> str:
        """The prefix on every tag, where there is one."""
        return re.sub(r"<(/?)(?=[a-zA-Z])", rf"<\1{self._prefix}", inner) if self._prefix else inner

    def _workbook(self) -> str:
        states = [self._one("", 'state="hidden"', 'state="veryHidden"', 'state="x"') for _ in range(2)]
        names = [self._one(f"S{i}", "", "S1", "a&#10;b", "&quot;", "x" * 100, "[1]'!") for i in (1, 2)]
        sheets = "".join(
            f'<sheet name="{name}" sheetId="{i}" r:id="{self._one(f"rId{i}", "rId3", "", "rId9")}" {state}/>'
            for i, (name, state) in enumerate(zip(names, states, strict=True), 1)
        )
        more = self._one(
            "", '<workbookPr date1904="1"/>', '<definedNames><definedName name="x">S1!A1</definedName></definedNames>'
        )
        return self._xml("workbook", self._main, self._tags(f"{more}<sheets>{sheets}</sheets>"))

    def _relations(self, targets: dict[str, tuple[str, str]]) -> str:
        inner = "".join(
            f'<Relationship Id="{self._one(id, "rId1", "")}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for id, (kind, target) in targets.items()
        )
        prefix, self._prefix = self._prefix, ""
        made = self._xml("Relationships", _PACKAGE, inner)
        self._prefix = prefix
        return made

    def _strings(self) -> str:
        texts = [*_HEADER, *_VALUES]
        items = "".join(f"<si>{self._text(text)}</si>" for text in texts)
        return self._xml("sst", self._main, self._tags(items))

    def _text(self, text: str) -> str:
        return self._one(
            f"<t>{text}</t>",
            f"<r><t>{text}</t></r><r><rPr><b/></rPr><t>x</t></r>",
            f'<t xml:space="preserve"> {text} </t>',
            f"<t>{text}</t><rPh sb='0' eb='1'><t>kana</t></rPh>",
            "<t/>",
            "",
            f"<t><![CDATA[{text}]]></t>",
            f"<t>{text * 2000}</t>",
            "<t>&#27;[31m_x001B_</t>",
        )

    def _styles(self) -> str:
        formats = "".join(f'<xf numFmtId="{i}"/>' for i in (0, 14, 49, 164, 46, 9999))
        own = '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm"/></numFmts>'
        inner = f'{own}<cellXfs count="6">{formats}</cellXfs>'
        return self._xml("styleSheet", self._main, self._tags(inner))

    def _sheet(self) -> str:
        rows = [self._row(1, [self._cell(1, i, name) for i, name in enumerate(_HEADER)])]
        for i in range(2, self._random.randint(3, 8)):
            values = ("E1", "account_manager", "communication", "3", "manager", "x")
            rows.append(self._row(i, [self._cell(i, j, value) for j, value in enumerate(values)]))
        if self._is_odd():
            rows.append(rows[0] * self._random.choice((2, 100)))
        before = self._one(
            "",
            '<dimension ref="A1:XFD1048576"/>',
            "<cols><col min='1' max='16384'/></cols>",
            "<sheetData/>",
            "<dimension ref='x'/>",
        )
        merged = self._one("A2:A3", "A1:XFD1048576", "x", "B2", "A1:A1", "ZZZZ1:A1", "B9:A1")
        after = self._one(
            "",
            f'<mergeCells count="9"><mergeCell ref="{merged}"/></mergeCells>',
            "<sheetData><row><c/></row></sheetData>",
        )
        return self._xml("worksheet", self._main, self._tags(f"{before}<sheetData>{''.join(rows)}</sheetData>{after}"))

    def _row(self, number: int, cells: list[str]) -> str:
        r = self._one(str(number), "1048576", "0", "-1", "x", "99999999999", "4294967296", "3")
        start = self._one(f'<row r="{r}">', "<row>", f"<row r='{r}' spans='1:6'>", f'<row spans="1:6" r = "{r}" >')
        return start + "".join(cells) + "</row>"

    def _cell(self, row: int, column: int, value: str) -> str:
        reference = self._one(f"{chr(65 + column)}{row}", *_REFERENCES)
        r = self._one(
            f' r="{reference}"',
            "",
            f" r='{reference}'",
            f' r = "{reference}"',
            f' x="1" r="{reference}"',
            f' r="{reference}" r="A1"',
        )
        style = self._one("", ' s="1"', ' s="3"', ' s="99"', ' s="x"')
        if value.isdigit():
            kind, inner = self._one("", ' t="n"'), f"<v>{value}</v>"
        elif self._random.random() < 0.5:
            kind, inner = (
                ' t="s"',
                f"<v>{[*_HEADER, *_VALUES, 'x'].index(value) if value in (*_HEADER, *_VALUES) else 0}</v>",
            )
        else:
            kind, inner = ' t="inlineStr"', f"<is>{self._text(value)}</is>"
        if self._is_odd():
            kind = f' t="{self._random.choice(_TYPES)}"'
            if 't="e"' in kind:
                inner = f"<v>{self._random.choice(_ERRORS)}</v>"
        if self._is_odd():
            inner = self._random.choice(
                ("<f>1+1</f>", "<f/>", "<f>A1</f><v></v>", "<v/>", "", f"<v>{self._random.choice(_INDEXES)}</v>")
            )
        return self._one(
            f"<c{r}{style}{kind}>{inner}</c>",
            f"<c{r}/>",
            f"<c{r}>{inner}",
            f"<c {r}\n>{inner}</c >",
            f"<y:c{r}>{inner}</y:c>",
            "<c " * 50,
        )
