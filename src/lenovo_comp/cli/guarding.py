"""Guards what a run must not write over: its inputs, its other outputs, sheets that somebody has filled in.

Inputs are parameters of a command with `READS` among their annotations, and files that the settings name.
Outputs are claimed before anything is read.
"""

import contextlib
import errno
import os
import stat
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from inspect import Parameter
from pathlib import Path
from typing import Any, Literal, NamedTuple

from .. import system
from ..findings.finding import CannotRun
from ..inputs import STDIN, descriptor, expand_patterns, open_input
from ..ratings.files.kinds import READ
from ..reports.shared.options import READS
from .writing import resolve_target

Role = Literal["input", "output", "baseline"]
Identity = tuple[int, int] | str
"""A file's device and inode; its path where it isn't there yet."""


class _File(NamedTuple):
    role: Role
    name: str


class Guard:
    """The files that one run reads and writes, by identity."""

    def __init__(self) -> None:
        self._named: list[_File] = []
        self._taken: dict[Identity, _File] = {}

    def protect_arguments(self, parameters: Iterable[Parameter], values: Mapping[str, Any]) -> None:
        """Protect the files that a command's arguments name as inputs."""
        for parameter in parameters:
            reads = READS in getattr(parameter.annotation, "__metadata__", ())
            if reads and (value := values.get(parameter.name)):
                self.protect([value] if isinstance(value, str) else value)

    def protect(self, files: Iterable[str | Path | None], role: Role = "input") -> None:
        """Protect files from being written over; patterns stand for the files that match them."""
        self._named.extend(_File(role, str(file)) for file in files if file is not None)

    def claim(self, file: str | Path, role: Role = "output") -> None:
        """Reserve a file for writing. Raises CannotRun for an input, another output, or a workbook that was filled in.

        A baseline may be claimed more than once.
        """
        self.claim_stdout()
        if system.WINDOWS and system.means_something_else(str(file)):
            raise CannotRun(
                f"{file} 不能用作 Windows 文件名（设备名，含冒号，或以点、空格结尾），请换一个文件名",
                f"{file} can't be a file name on Windows: it is a device, has a colon, or ends in a dot or space; "
                "choose another name",
            )
        try:
            number = descriptor(file)
            identity = _identity(file) if number is None else _regular_identity(os.fstat(number))
        except OSError:  # it can't be written to, which is told when that is tried
            return
        if identity is None:
            return
        mine = _File(role, str(file))
        other = self._taken.setdefault(identity, mine)
        if other.role == "input":
            raise _overwrite_error(mine, other)
        # Several outputs to one descriptor follow one another; to one file, the last would replace the others.
        shared = ("output", "output") if number is not None else ("baseline", "baseline")
        if other is not mine and (other.role, role) != shared:
            raise CannotRun(
                f"两个输出是同一个文件：{other.name} 和 {file}，请换一个文件名",
                f"two outputs are the same file: {other.name} and {file}; choose another name",
            )
        if _is_filled_in(file):
            raise CannotRun(
                f"{file} 已有人填写，不会被覆盖；请换一个文件名，或先移走它",
                f"{file} has been filled in and is not overwritten; choose another name or move it first",
            )

    def claim_stdout(self) -> None:
        """Raise CannotRun where standard output is redirected into an input."""
        self._identify()
        if (identity := _stream_identity(sys.stdout)) is not None:
            mine = _File("output", "<stdout>")
            other = self._taken.setdefault(identity, mine)
            if other.role != "output":
                raise _overwrite_error(mine, other)

    def _identify(self) -> None:
        """Identify the files that were named since the last claim, and the built-in dictionary."""
        if not self._taken:
            from ..model.shipped import shipped_model

            with contextlib.suppress(FileNotFoundError):
                self.protect([shipped_model()])
        while self._named:
            role, name = self._named.pop(0)
            for path in expand_patterns([name], READ):
                identity = _stream_identity(sys.stdin) if path == STDIN else _identity(path)
                if identity is not None:
                    self._taken.setdefault(identity, _File(role, path))


def is_inside(file: str | Path, folder: str | Path) -> bool:
    """Whether a file, links followed, is in a folder or below it."""
    try:
        return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder))
    except (OSError, ValueError):
        return False


def _is_filled_in(file: str | Path) -> bool:
    from ..ratings.form import LARGEST, START, has_answers, may_be_sheet

    try:
        path, status = resolve_target(file)
        if status is None or not stat.S_ISREG(status.st_mode):
            return False
        with open_input(path) as handle:
            start = handle.read(START)
            return may_be_sheet(start) and has_answers(start + handle.read(LARGEST))
    except (OSError, ValueError):
        return False


def _overwrite_error(output: _File, read: _File) -> CannotRun:
    return CannotRun(
        f"输出 {output.name} 会覆盖输入 {read.name}，请换一个文件名",
        f"the output {output.name} would overwrite the input {read.name}; choose another name",
    )


def _identity(file: str | Path) -> Identity | None:
    """The identity of a file; None for what can't be written over: devices, pipes, folders."""
    try:
        _, status = resolve_target(file)
    except OSError as error:
        return None if error.errno == errno.EINVAL else _normal_path(file)
    # Some network drives number no files.
    if status is None or (stat.S_ISREG(status.st_mode) and not status.st_ino):
        return _normal_path(file)
    return _regular_identity(status)


def _stream_identity(stream: Any) -> Identity | None:
    """The identity of the file to which a standard stream is redirected; None where it is no file."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return _regular_identity(os.fstat(stream.fileno()))
    return None


def _regular_identity(status: os.stat_result) -> Identity | None:
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) and status.st_ino else None


def _normal_path(file: str | Path) -> str:
    """The path without links and dots and, where the file system ignores it, without case."""
    path = os.path.normcase(os.path.realpath(file))
    return unicodedata.normalize("NFC", path).casefold() if _ignores_case(path) else path


def _ignores_case(path: str) -> bool:
    """Whether the file system of a path takes `A` and `a` for the same name."""
    # No system call says so: the nearest folder that is there is looked for in the other case.
    folder = next((p for p in Path(path).parents if os.path.isdir(p)), Path())
    other = folder.with_name(folder.name.swapcase()) if folder.name else folder
    with contextlib.suppress(OSError):
        return other != folder and other.samefile(folder)
    return False
