"""Kinds of files: which are read, by their endings, and what to do with others that people have."""

import os
import re
from collections.abc import Mapping

from ...text import Text

TEXT = (".csv", ".tsv", ".txt")
WORKBOOKS: Mapping[str, str] = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".xlsb": "xlsb", ".ods": "ods"}
"""Ending → the kind of workbook."""
PARQUET = (".parquet",)
READ = (*TEXT, *WORKBOOKS, *PARQUET)
"""The endings of files that can hold ratings."""
NAMES: Mapping[str, Text] = {
    "xlsx": Text("XLSX 工作簿", "an XLSX workbook"),
    "xls": Text("旧式 Excel 工作簿（.xls）", "an old Excel workbook (.xls)"),
    "xlsb": Text("二进制 Excel 工作簿（.xlsb）", "a binary Excel workbook (.xlsb)"),
    "ods": Text("OpenDocument 表格（.ods）", "an OpenDocument spreadsheet (.ods)"),
}
PACKED = (".zip", ".gz", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".zst", ".tar")
_SAVE = Text("在其中另存为", "open it there and save it as")
_EXPORT = Text("在原系统中重新导出为", "export it again from the original system as")
_NUMBERS = Text("在 Numbers 中选择“文件 → 导出为 → Excel”，得到", "in Numbers, choose File, Export To, Excel to get")
_GOOGLE = Text(
    "在浏览器中打开表格，用“文件 → 下载”得到", "open the spreadsheet in the browser and use File, Download to get"
)
_OFFICE = Text("用 WPS 或 LibreOffice 打开，另存为", "open it in WPS or LibreOffice and save it as")
_TABLE = Text("把其中的表格复制到电子表格，另存为", "copy the table in it into a spreadsheet and save that as")
_STATISTICS = Text("在统计软件中导出为", "in the statistics program, export it as")
OTHERS: Mapping[str, tuple[Text, Text]] = {
    ".numbers": (Text("Numbers 表格", "a Numbers spreadsheet"), _NUMBERS),
    ".gsheet": (Text("Google 表格的快捷方式", "a shortcut to a Google spreadsheet"), _GOOGLE),
    ".et": (Text("WPS 表格", "a WPS spreadsheet"), _OFFICE),
    ".fods": (Text("OpenDocument 纯文本表格", "a flat OpenDocument spreadsheet"), _OFFICE),
    ".sxc": (Text("OpenOffice 1 表格", "a spreadsheet of OpenOffice 1"), _OFFICE),
    ".pdf": (Text("PDF 文件", "a PDF"), _EXPORT),
    ".docx": (Text("Word 文档", "a Word document"), _TABLE),
    ".doc": (Text("Word 文档", "a Word document"), _TABLE),
    ".odt": (Text("OpenDocument 文档", "an OpenDocument text"), _TABLE),
    ".json": (Text("JSON 文件", "JSON"), _EXPORT),
    ".jsonl": (Text("JSON 文件", "JSON"), _EXPORT),
    ".xml": (Text("XML 文件", "XML"), _EXPORT),
    ".html": (Text("网页", "a web page"), _EXPORT),
    ".htm": (Text("网页", "a web page"), _EXPORT),
    ".mht": (Text("网页", "a web page"), _EXPORT),
    ".sav": (Text("SPSS 数据文件", "an SPSS data file"), _STATISTICS),
    ".dta": (Text("Stata 数据文件", "a Stata data file"), _STATISTICS),
    ".sas7bdat": (Text("SAS 数据文件", "a SAS data file"), _STATISTICS),
    ".rds": (Text("R 数据文件", "an R data file"), _STATISTICS),
    ".feather": (Text("Feather 文件", "a Feather file"), _EXPORT),
    ".png": (Text("图片", "a picture"), _EXPORT),
    ".jpg": (Text("图片", "a picture"), _EXPORT),
    ".jpeg": (Text("图片", "a picture"), _EXPORT),
}
"""Endings of files that are not read: what they are, and how to get one that is (before the endings of those)."""
_URL = r"([A-Za-z][A-Za-z0-9+.-]+:/+)(?:[^/?#\s]*@)?([^?#\s]*)"
_PAGE = rb"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|style)\b"
_OLD_XML = b"urn:schemas-microsoft-com:office:spreadsheet"


def url_in(path: str) -> str | None:
    """A URL that was named instead of a file, without what may be secret in it; None for a path.

    >>> url_in("https://me:pw@example.org/r.csv?token=1"), url_in("dbfs:/r"), url_in("C:/r.csv"), url_in("a/b.csv")
    ('https://example.org/r.csv', 'dbfs:/r', None, None)
    """
    found = re.match(_URL, path)
    return found[1] + found[2] if found else None


def named(path: str) -> Text:
    """How a file's name says what it is."""
    ending = os.path.splitext(path)[1]  # noqa: PTH122 - no file need be there
    return Text(f"扩展名是 {ending}", f"named {ending}") if ending else Text("按文本读取", "read as text")


def is_page(start: bytes) -> bool:
    """Whether a file that starts so is a web page or Excel's old XML, which programs export under other endings."""
    text = start.removeprefix(b"\xef\xbb\xbf")
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = text[2:].replace(b"\0", b"")
    return bool(re.match(_PAGE, text)) or _OLD_XML in text or text.startswith(b"MIME-Version:")


def archive_kind(data: bytes) -> str | None:
    """The kind of workbook that an archive is, by the names of its parts; None for any other."""
    if data.startswith(b"PK") and b"application/vnd.oasis.opendocument.spreadsheet" in data[:256]:
        return "ods"
    if b"xl/workbook.bin" in data:
        return "xlsb"
    return "xlsx" if data.startswith(b"PK") and b"xl/" in data else None
