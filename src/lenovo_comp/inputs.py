"""Opening what the user names as input: files, pipes, devices and standard input, never without a bound."""

import errno
import io
import itertools
import os
import re
import stat
import sys
import time
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import IO

from . import system

STDIN = "-"
LONGEST_PIPE = 2**31
"""Bytes that are read of a pipe; it can't be read again, so all of it is held in memory."""
LONGEST_DEVICE = 64 * 2**20
"""Bytes that are read of a device, which may never end (`/dev/zero`)."""
MOST_NAMES = 500_000
"""Names of files and folders that are looked at for a pattern."""
PATIENCE = 5.0
"""Seconds for which a named pipe may have nobody who writes to it."""
_BLOCK = 2**20
# An output to /dev/stdout must not open the file behind it anew: that would write over what stands there.
_DESCRIPTOR = rf"/(?:dev|proc/(?:self|thread-self|{os.getpid()})(?:/task/[0-9]+)?)/fd/([0-9]{{1,9}})"
_MOST_LINKS = 40
_PARTITION = r"[^=]+=.*"
_MAGIC = r"[*?[]"
# What Windows lacks is 0 elsewhere, and the other way round. Without O_NONBLOCK the call itself would wait for a pipe's
# writer, perhaps for ever.
_READ = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT"):
    _READ |= getattr(os, _flag, 0)
_SEPARATORS = (os.sep, os.altsep or os.sep)
_ANY_SEPARATOR = "|".join(map(re.escape, _SEPARATORS))


def open_input(path: str | Path) -> IO[bytes]:
    """A file that can be read and sought in: a regular one as it is, all else (`-`: standard input) from memory.

    Raises OSError where it can't be opened, is a folder, is longer than may be read of its kind
    (`EFBIG`), or is a pipe to which nobody writes (`ETIMEDOUT`); ValueError for a name that no file can have.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.csv").write_bytes(b"x")
    ...     with open_input(Path(folder, "a.csv")) as file:
    ...         file.read()
    b'x'
    """
    if str(path) == STDIN:
        return _read_into_memory(_standard_input(), LONGEST_PIPE)
    descriptor(path)
    # Windows says of a folder that it is not permitted.
    if system.WINDOWS and os.path.isdir(path):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    number = os.open(path, _READ)
    try:
        mode = os.fstat(number).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        start = _await_writer(number) if stat.S_ISFIFO(mode) else b""
        let_wait(number)
        file = os.fdopen(number, "rb", buffering=0)
    except BaseException:
        os.close(number)
        raise
    if stat.S_ISREG(mode):
        return file
    with file:
        return _read_into_memory(file, LONGEST_PIPE if stat.S_ISFIFO(mode) else LONGEST_DEVICE, start)


def read_input(path: str | Path, most: int = LONGEST_PIPE) -> bytes:
    """All bytes of an input. Raises as `open_input`, and OSError (`EFBIG`) where there are more than `most`."""
    with open_input(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise _too_long(most)
    return data


def let_wait(number: int) -> None:
    """Let reads and writes of a descriptor wait, which was opened with O_NONBLOCK where there is that."""
    if sys.platform != "win32" and hasattr(os, "O_NONBLOCK"):
        os.set_blocking(number, True)


def descriptor(file: str | Path) -> int | None:
    """The number of the open descriptor that a name such as `/dev/stdout` or `/dev/fd/3` stands for; None for others.

    Raises OSError where it is closed, or was opened by this process itself.
    """
    path = str(file)
    for _ in range(_MOST_LINKS):
        try:
            where = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
            if found := re.fullmatch(_DESCRIPTOR, path) or re.fullmatch(_DESCRIPTOR, where):
                break
            path = os.path.join(os.path.dirname(path), os.readlink(path))
        except (OSError, ValueError):
            return None
    else:
        return None
    number = int(found[1])
    # What this process opened for itself is nobody's file, and to read it may wait for ever. It isn't inheritable.
    if not os.get_inheritable(number):
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return number


def expand_patterns(paths: Iterable[str], endings: Collection[str] = ()) -> list[str]:
    """The paths, with each pattern (`ratings/*.csv`) replaced by the files that match it, or left if none does.

    With `endings`, a folder comes after the files in it that have one of them (see `list_folder`), each of them once.
    """
    found: list[str] = []
    in_folders: set[str] = set()
    for path in paths:
        # A file may be called `a[1].csv`: what is there by that very name is no pattern.
        is_pattern = re.search(_MAGIC, path) and not os.path.lexists(path)
        for one in (match_pattern(path) or [path]) if is_pattern else [path]:
            if endings and os.path.isdir(one):
                files = [file for file in list_folder(one, endings)[0] if file not in found]
                in_folders.update(files)
                found += files
            if one not in in_folders:
                found.append(one)
    return found


def list_folder(folder: str, endings: Collection[str]) -> tuple[list[str], list[str]]:
    """The files in a folder that have one of some endings, and the names of what else is in it; both sorted.

    Folders within it that are named like `cycle=2026H1` belong to it. Passed over are hidden files, and those that
    engines leave beside the data (`_SUCCESS`, `part-0.parquet.crc`).
    """
    files: list[str] = []
    others: list[str] = []
    listing = _Listing()
    waiting = [folder]
    while waiting:
        for entry in listing.entries(waiting.pop()):
            path = os.path.join(folder, os.path.relpath(entry.path, folder))
            ending = os.path.splitext(entry.name)[1].lower()
            if entry.name.startswith((".", "~$")) or ending == ".crc" or system.is_left_behind(entry.name):
                continue
            if entry.is_dir() and re.fullmatch(_PARTITION, entry.name) and not entry.is_symlink():
                waiting.append(entry.path)
            elif entry.name.startswith("_"):
                # Engines take it for none of the data. A person may have meant a table, which is then named.
                others += [os.path.relpath(path, folder)] if ending in endings else []
            elif not entry.is_dir() and ending in endings:
                files.append(path)
            else:
                others.append(os.path.relpath(path, folder))
    # In the same order on every system: separators sort otherwise.
    return sorted(files, key=system.portable), sorted(others, key=system.portable)


def match_pattern(pattern: str, folder: str = "") -> list[str]:
    """The files that a pattern stands for, sorted: `*`, `?`, `[…]`, and `**` for folders at any depth.

    Folders that match are among them if they are named like `cycle=2026H1`.
    Wildcards match no name that begins with a dot unless they do so too; `**` follows no links. Raises OSError
    (`E2BIG`) where more than `MOST_NAMES` names have to be looked at.
    """
    from fnmatch import translate

    drive, rest = os.path.splitdrive(pattern)
    start = drive + os.sep if rest[:1] in _SEPARATORS else drive or folder
    steps = [step for step in re.split(_ANY_SEPARATOR, rest) if step]
    # Keys, since `**/**` reaches a folder in many ways: each is held once, so that time grows only with their number.
    found = {start: None}
    listing = _Listing()
    for step in steps:
        if step == "**":
            found = dict.fromkeys(below for place in found for below in listing.folders(place))
        elif re.search(_MAGIC, step):
            fits, hidden = re.compile(translate(_fold(step))).match, step.startswith(".")
            found = {
                os.path.join(place, entry.name): None
                for place in found
                for entry in listing.entries(place)
                if entry.name.startswith(".") == hidden and fits(_fold(entry.name))
            }
        else:
            found = {path: None for place in found if os.path.lexists(path := os.path.join(place, step))}
    files = [path for path in found if re.fullmatch(_PARTITION, os.path.basename(path)) or not os.path.isdir(path)]
    return sorted(files, key=system.portable)


def _fold(name: str) -> str:
    """The name by which this system finds a file; Finder writes names decomposed that people type composed."""
    return unicodedata.normalize("NFC", os.path.normcase(name))


class _Listing:
    """Lists folders, up to `MOST_NAMES` entries in all; a folder that can't be read has none."""

    def __init__(self) -> None:
        self._left = MOST_NAMES

    def entries(self, folder: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(folder or ".") as listed:
                entries = list(itertools.islice(listed, self._left + 1))
        except (OSError, ValueError):
            return
        self._left -= len(entries)
        if self._left < 0:
            raise OSError(errno.E2BIG, f"a pattern for which more than {MOST_NAMES:,} names are looked at")
        yield from entries

    def folders(self, start: str) -> Iterator[str]:
        """A folder and all folders below it, but for hidden ones and links."""
        waiting = [start]
        while waiting:
            yield (folder := waiting.pop())
            below = (entry for entry in self.entries(folder) if not entry.name.startswith("."))
            waiting += [os.path.join(folder, entry.name) for entry in below if entry.is_dir(follow_symlinks=False)]


def _standard_input() -> IO[bytes]:
    # Python has None where the shell closed it (`<&-`).
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdin.buffer


def _read_into_memory(file: IO[bytes], most: int, start: bytes = b"") -> IO[bytes]:
    """A file in memory: `start`, and all that can still be read. Raises OSError (`EFBIG`) beyond `most` bytes."""
    held = io.BytesIO(start)
    size = held.seek(0, io.SEEK_END)
    while block := file.read(_BLOCK):
        size += len(block)
        if size > most:
            raise _too_long(most)
        held.write(block)
    held.seek(0)
    return held


def _await_writer(descriptor: int) -> bytes:
    """The first bytes of a pipe, or none if its writer has sent none yet. Raises TimeoutError without a writer."""
    # A read without waiting gives nothing while nobody has the other end open, and an error while somebody has.
    until = time.monotonic() + PATIENCE
    while True:
        try:
            if start := os.read(descriptor, _BLOCK):
                return start
        except BlockingIOError:
            return b""
        if time.monotonic() > until:
            raise TimeoutError(errno.ETIMEDOUT, "nothing was written to the pipe")
        time.sleep(0.02)


def _too_long(most: int) -> OSError:
    return OSError(errno.EFBIG, f"longer than {most:,} bytes")
