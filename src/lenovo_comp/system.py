"""What differs between operating systems: names that mean something else, files in use, what systems leave behind."""

import errno
import ntpath
import os
import re
import sys
import unicodedata
from typing import TextIO

from .text import Text

OTHER_NAME = "lenovo-comp"
"""The program's second name: Windows has a `comp` of its own, which is found first unless an environment is active."""
WINDOWS = os.name == "nt"
MACOS = sys.platform == "darwin"
RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.DOTALL)
"""Names of devices in Windows, whatever their ending, in lower case."""
_CODES = 0x0004
"""ENABLE_VIRTUAL_TERMINAL_PROCESSING of Windows."""
_LEFT_BEHIND = frozenset(("desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r"))
"""Names, in lower case, of files that Explorer and Finder put into folders; Finder's others begin with a dot."""


def is_left_behind(name: str) -> bool:
    """Whether a file is one that systems put into folders which people look at; it is none of their data.

    >>> [is_left_behind(name) for name in (".DS_Store", "._r.csv", "Thumbs.db", "r.csv", "~$r.xlsx")]
    [True, True, True, False, False]
    """
    return name == ".DS_Store" or name.startswith("._") or name.lower() in _LEFT_BEHIND


def means_something_else(path: str) -> bool:
    r"""Whether Windows writes to another place than a path says: a device, or a stream that no folder shows.

    Dots and spaces at the end of a name are dropped there. The null device is what it says.

    >>> [means_something_else(path) for path in (r"C:\out\x.html", r"\\server\share\x.csv", "C:x.csv", "NUL", "../x")]
    [False, False, False, False, False]
    >>> [means_something_else(path) for path in ("out/con.html", r"C:\out\a:b.csv", "x.csv.", "aux /x.csv", "COM1")]
    [True, True, True, True, True]
    """
    _, rest = ntpath.splitdrive(path)
    names = [name for name in re.split(r"[\\/]", rest) if name not in ("", ".", "..")]
    if [name.lower() for name in names] == ["nul"]:
        return False
    return any(":" in name or name[-1] in " ." or RESERVED.fullmatch(name.lower()) for name in names)


def reason(error: Exception) -> Text:
    """Why a file could not be read or written: what the system says, or what to do where that is known."""
    # Excel and WPS let nobody else write to an open workbook, and often not even read it. No code says just that.
    if WINDOWS and isinstance(error, PermissionError) and error.errno == errno.EACCES:
        return Text(
            "可能已在 Excel 或 WPS 中打开，请关闭后重试", "it may be open in Excel or WPS; close it and try again"
        )
    said = getattr(error, "strerror", None) or str(error)
    return Text(said, said)


def as_called(command: str) -> str:
    """A command line that begins with `comp`, by the name by which the program was called."""
    name = os.path.splitext(os.path.basename(sys.argv[0]))[0]
    return re.sub("^comp ", f"{OTHER_NAME} ", command) if name == OTHER_NAME else command


def obeys_codes(to: TextIO) -> bool:
    """Whether a terminal colours text by codes within it: consoles of before Windows 10 print the codes."""
    obeys = True
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        # Windows Terminal obeys from the start, the older console where it is told to.
        console, mode = msvcrt.get_osfhandle(to.fileno()), ctypes.c_uint32()
        kernel = ctypes.windll.kernel32
        known = kernel.GetConsoleMode(console, ctypes.byref(mode))
        obeys = bool(known and kernel.SetConsoleMode(console, mode.value | _CODES))
    return obeys


def portable(path: str) -> str:
    """A path as it is written on every system, so that what is known by it, such as a baseline, works on all."""
    if WINDOWS:
        return path.replace("\\", "/")
    # Finder and some programs decompose names; repositories hold them composed.
    return unicodedata.normalize("NFC", path) if MACOS else path
