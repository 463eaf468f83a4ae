"""Writes files whole or not at all, through links, and into devices and pipes, which stay what they are."""

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from .. import system
from ..findings.finding import CannotRun
from ..inputs import PATIENCE, descriptor, let_wait
from .exits import CLEAN_UP

WINDOWS_PATIENCE = 1.0
"""Seconds for which another program may have a file open that is to be replaced."""
_STREAMS = (stat.S_ISFIFO, stat.S_ISCHR, stat.S_ISBLK)


def write_file(content: Iterable[bytes], file: Path) -> None:
    """Write a file: a regular one is replaced in one step or stays as it is; one that isn't there is made.

    The target of a link is written, missing folders are made, permissions stay. Raises CannotRun where it can't be.
    """
    # Renaming would put a plain file in the place of a device, a pipe or a link: the target is looked at first.
    try:
        if (number := descriptor(file)) is not None:
            _write_all(content, os.dup(number))
            return
        path, status = resolve_target(file)
        if status is None or stat.S_ISREG(status.st_mode):
            _replace(content, Path(os.path.realpath(path)), status)
        else:
            _write_all(content, _open_existing(path, status.st_mode))
    except OSError as error:
        raise _write_error(file, error) from error


def append_file(content: bytes, file: Path) -> None:
    """Add to the end of a file, which is made where it isn't there. Raises CannotRun where it can't be written."""
    try:
        path, status = resolve_target(file)
        if status is None:
            path.parent.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IFREG if status is None else status.st_mode
        _write_all([content], _open_existing(path, mode, os.O_APPEND | os.O_CREAT))
    except OSError as error:
        raise _write_error(file, error) from error


def resolve_target(file: str | Path) -> tuple[Path, os.stat_result | None]:
    """The file that a path leads to, links followed, and its status; None where it isn't there yet.

    Raises OSError for a name that no file can have.
    """
    # A folder that isn't there is going to be made, so `new/../a.csv` is `a.csv`: the system finds nothing by the
    # first, and the input of that name would be written over.
    try:
        real = Path(os.path.realpath(file))
        for path in (Path(file), real):
            with contextlib.suppress(FileNotFoundError):
                return path, path.stat()
    except ValueError as error:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from error
    return real, None


def temporary_folder() -> Path:
    """A folder for the owner alone, which is gone when the run ends, however it ends."""
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="comp-"))
    CLEAN_UP.add(lambda: shutil.rmtree(folder, ignore_errors=True))
    return folder


def _replace(content: Iterable[bytes], target: Path, status: os.stat_result | None) -> None:
    """Put a new file in the place of `target` in one step; leave nothing behind where that fails."""
    if status is None:
        target.parent.mkdir(parents=True, exist_ok=True)
    elif not os.access(target, os.W_OK):
        # Renaming asks for permission to write to the folder only, not to the file.
        number = errno.EPERM if system.WINDOWS else errno.EACCES
        raise PermissionError(number, os.strerror(number))
    # In the same folder: a file can be renamed within its file system only.
    temporary = target.parent / f".comp-{os.urandom(8).hex()}"

    def discard() -> None:
        with contextlib.suppress(OSError):
            temporary.unlink()

    # Before the file is there: a signal may come at any moment.
    CLEAN_UP.add(discard)
    try:
        # Nobody but the owner may read it while it is written, whatever its permissions will be.
        with open(temporary, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as handle:
            handle.writelines(content)
        if status is None:
            temporary.chmod(0o666 & ~_umask())
        else:
            if hasattr(os, "chown"):
                # Only an administrator may give files away.
                with contextlib.suppress(OSError):
                    os.chown(temporary, status.st_uid, status.st_gid)
            temporary.chmod(stat.S_IMODE(status.st_mode))
        _move(temporary, target)
    finally:
        discard()
        CLEAN_UP.discard(discard)


def _move(temporary: Path, target: Path) -> None:
    """Put a file in the place of another in one step."""
    until = time.monotonic() + WINDOWS_PATIENCE
    while True:
        try:
            temporary.replace(target)
        except PermissionError:
            # Windows replaces no open file, and scanners and synchronizers open every new one for a moment.
            if not system.WINDOWS or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _open_existing(file: Path, mode: int, more: int = 0) -> int:
    """A descriptor to write to a file, device or pipe that is there. Raises OSError for others, such as sockets."""
    if not stat.S_ISREG(mode) and not any(kind(mode) for kind in _STREAMS):
        reason = errno.EISDIR if stat.S_ISDIR(mode) else errno.ENXIO
        raise OSError(reason, os.strerror(reason))
    flags = os.O_WRONLY | more | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    if not stat.S_ISFIFO(mode) or not hasattr(os, "O_NONBLOCK"):
        return os.open(file, flags, 0o666)
    # Without O_NONBLOCK the call itself would wait for a pipe's reader, perhaps for ever.
    until = time.monotonic() + PATIENCE
    while True:
        try:
            number = os.open(file, flags | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            let_wait(number)
            return number


def _write_all(content: Iterable[bytes], number: int) -> None:
    """Write to a descriptor and close it."""
    handle: IO[bytes]
    with os.fdopen(number, "wb") as handle:
        handle.writelines(content)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _write_error(file: Path, error: OSError) -> CannotRun:
    reason = system.reason(error)
    return CannotRun(f"无法写入 {file}：{reason.zh}", f"can't write {file}: {reason.en}")
