"""Bytes → text: byte-order mark, else strict UTF-8, else strict GB18030, else a finding."""

import codecs
import re

from ...findings import catalogue
from ...findings.finding import Finding, Place
from ...text import Text
from .kinds import named

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_SIGNATURES = (
    (b"PAR1", Text("Parquet 文件", "Parquet")),
    (b"PK\x03\x04", Text("XLSX 工作簿或压缩包", "an XLSX workbook or a zip archive")),
    (b"\xd0\xcf\x11\xe0", Text("旧式 Excel 工作簿", "an old Excel workbook")),
    (b"\x1f\x8b", Text("gzip 压缩文件", "gzip data")),
    (b"%PDF", Text("PDF 文件", "a PDF")),
)
_BINARY = Text("二进制数据", "binary data")
# Compiled when they are needed: few files are not UTF-8.
_CHINESE = r"[\u4e00-\u9fff]"
_NOT_CHINESE_TEXT = r"[^\x00-\x7f\u2010-\u203b\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"


def signature(data: bytes) -> Text | None:
    """What kind of binary file these bytes start like, if any."""
    return next((kind for start, kind in _SIGNATURES if data.startswith(start)), None)


def decode(data: bytes, path: str) -> tuple[str | None, str, list[Finding]]:
    """The text of a file and the encoding it is in; no text where that can't be known."""
    kind = signature(data)
    if kind is not None:
        return None, "", [_not_text(path, kind)]
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            body = data[len(bom) :]
            try:
                return _without_nul(body.decode(codec), name, path)
            except UnicodeDecodeError as error:
                return None, "", [_undecodable(data, len(bom) + error.start, path)]
    try:
        return _without_nul(data.decode("utf-8"), "utf-8", path)
    except UnicodeDecodeError as error:
        first_bad = error.start
    if b"\0" in data:
        return None, "", [_not_text(path, _BINARY)]
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        if (other := _gb18030_among_utf8(data)) is not None:
            return None, "", [_mixed(path, other, "GB18030")]
        return None, "", [_undecodable(data, max(first_bad, error.start), path)]
    if (other := _chinese_in_utf8(data)) is not None:
        return None, "", [_mixed(path, other, "UTF-8")]
    return text, "gb18030", [Finding(catalogue.READ_AS_GB18030, Place(path))]


def _without_nul(text: str, encoding: str, path: str) -> tuple[str | None, str, list[Finding]]:
    if "\0" in text:
        return None, "", [_not_text(path, _BINARY)]
    return text, encoding, []


def _not_text(path: str, kind: Text) -> Finding:
    details: dict[str, str | Text] = {"named": named(path), "found": kind}
    return Finding(catalogue.NOT_WHAT_ITS_NAME_SAYS, Place(path), details=details)


def _undecodable(data: bytes, offset: int, path: str) -> Finding:
    line = data.count(b"\n", 0, offset) + 1
    details = {"offset": str(offset), "byte": f"0x{data[offset]:02X}" if offset < len(data) else "–"}
    return Finding(catalogue.FILE_UNDECODABLE, Place(path, line), details=details)


def _mixed(path: str, line: int, encoding: str) -> Finding:
    return Finding(catalogue.MIXED_ENCODINGS, Place(path, line), details={"encoding": encoding})


def _gb18030_among_utf8(data: bytes) -> int | None:
    """The first line (1-based) in GB18030, where every line is in that or in UTF-8."""
    first = None
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            try:
                line.decode("gb18030")
            except UnicodeDecodeError:
                return None
            first = first or number
    return first


def _chinese_in_utf8(data: bytes) -> int | None:
    """The first line (1-based) that is Chinese text in UTF-8, in a file that is not UTF-8.

    GB18030 bytes pass for Chinese in UTF-8 only where rare characters meet, so a line counts if it
    decodes, holds at least two Chinese characters and nothing but those, ASCII and punctuation.
    """
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if len(re.findall(_CHINESE, text)) > 1 and not re.search(_NOT_CHINESE_TEXT, text):
            return number
    return None
