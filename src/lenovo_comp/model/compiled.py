"""Dictionaries kept compiled, as JSON that counts only if it is exactly what was written.

An entry is named by the dictionary's SHA-256, by comp's version and by the code that reads
dictionaries. Its first line is a digest of that name and of the JSON on the second: the dictionary, and
the findings in it, none of which is an error. Whatever is damaged, edited, misplaced, not a plain file or
somebody else's is passed over, and written anew; what the cache didn't write stays.
"""

import contextlib
import dataclasses
import hashlib
import json
import os
import re
import stat
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from ..findings.catalogue import BY_CODE
from ..findings.finding import Finding, Place
from ..text import Text
from ..version import __version__
from .dictionary import Model

MOST_KEPT = 32
LARGEST = 16_000_000  # bytes; a dictionary has at most a million characters
_SUFFIX = ".json"
_UNFINISHED = ".comp-", ".tmp"
_OURS = r"[0-9a-f]{64}-[0-9a-f]{16}\.json|\.comp-[a-z0-9_]{8}\.tmp"
_LEFT_BEHIND = 3600  # seconds after which nobody writes an entry any more


class _Finding(NamedTuple):
    """A finding without the dictionary's path. Details are one text, or two in Chinese and English."""

    code: str
    place: Place
    value: str | None
    details: dict[str, tuple[str, ...]]
    key: str


class _Entry(NamedTuple):
    model: Model
    findings: tuple[_Finding, ...]


def recall(data: bytes, name: str, folder: Path) -> tuple[Model, list[Finding]] | None:
    """The model of a dictionary's bytes and the findings in it, if `folder` holds them whole.

    `name` becomes their path.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        key = _key(sha256)
        digest, _, body = _read(folder, key).partition(b"\n")
        if digest != _digest(key, body):
            return None
        entry: _Entry = rebuild(_Entry, json.loads(body, parse_constant=_no_number))
        found = [_restore_finding(finding, name) for finding in entry.findings]
    # An entry that is damaged, foreign or of another version is as good as none: the dictionary is read itself.
    except (OSError, ValueError, RecursionError):
        return None
    return (dataclasses.replace(entry.model, path=name), found) if entry.model.sha256 == sha256 else None


def keep(model: Model, found: Sequence[Finding], data: bytes, folder: Path) -> None:
    """Write a dictionary's model and findings for the next run; where that can't be done, nothing happens."""
    from tempfile import mkstemp

    # A full disk or a folder that may not be written must not keep anybody from their report.
    with contextlib.suppress(OSError, ValueError):
        key = _key(hashlib.sha256(data).hexdigest())
        entry = plain(_Entry(dataclasses.replace(model, path=""), tuple(map(_finding, found))))
        body = json.dumps(entry, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        # Whoever could write here could change everybody's verdicts, so the folder is the user's alone.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _private(folder) or len(body) > LARGEST:
            return
        prefix, suffix = _UNFINISHED
        descriptor, name = mkstemp(dir=folder, prefix=prefix, suffix=suffix)  # readable by the user alone
        try:
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(_digest(key, body) + b"\n" + body)
            # In one step: two runs may keep the same dictionary at the same time.
            Path(name).replace(folder / (key + _SUFFIX))
        finally:
            Path(name).unlink(missing_ok=True)
        _thin_out(folder)


def _finding(diagnostic: Finding) -> _Finding:
    details: dict[str, tuple[str, ...]] = {}
    for name, detail in diagnostic.details.items():
        details[name] = (detail.zh, detail.en) if isinstance(detail, Text) else (detail,)
    place = diagnostic.place._replace(path="")
    return _Finding(diagnostic.rule.code, place, diagnostic.value, details, diagnostic.key)


def _restore_finding(finding: _Finding, path: str) -> Finding:
    """The finding as it was; raises ValueError where there is no such rule."""
    rule = BY_CODE.get(finding.code)
    if rule is None or not all(len(detail) in (1, 2) for detail in finding.details.values()):
        raise ValueError(finding.code)
    details = {k: Text(*v) if len(v) == 2 else v[0] for k, v in finding.details.items()}
    return Finding(rule, finding.place._replace(path=path), finding.value, details, finding.key)


def plain(value: Any) -> Any:
    """Frozen data as JSON has it: an object becomes the list of its fields, as a named tuple is one."""
    if dataclasses.is_dataclass(value):
        return [plain(getattr(value, name)) for name in _fields(type(value))]
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return {k: plain(v) for k, v in value.items()} if isinstance(value, dict) else value


def rebuild(kind: Any, value: Any) -> Any:
    """What `plain` was given, of the type `kind`. Raises ValueError for anything but exactly that."""
    return _rebuilder(kind)(value)


@cache
def _rebuilder(kind: Any) -> Callable[[Any], Any]:
    """A function that checks and rebuilds values of a type; it follows the types' annotations."""
    of = get_args(kind)
    if names := _fields(kind):
        hints = get_type_hints(kind)
        parts = [_rebuilder(hints[name]) for name in names]
        return lambda value: kind(*(part(item) for part, item in zip(parts, _is(list, value), strict=True)))
    if kind in (str, int, bool):
        return lambda value: _is(kind, value)
    if kind is float:  # whole numbers stay as they were written
        return lambda value: value if type(value) is int else _is(float, value)
    if get_origin(kind) is Literal:
        return lambda value: of[of.index(_is(str, value))]
    if get_origin(kind) is UnionType and of[1:] == (NoneType,):
        some = _rebuilder(of[0])
        return lambda value: None if value is None else some(value)
    if get_origin(kind) is tuple and of[1:] == (...,):
        each = _rebuilder(of[0])
        return lambda value: tuple(map(each, _is(list, value)))
    if get_origin(kind) is tuple:
        several = [_rebuilder(part) for part in of]
        return lambda value: tuple(part(item) for part, item in zip(several, _is(list, value), strict=True))
    if get_origin(kind) is dict and of[0] is str:
        every = _rebuilder(of[1])
        return lambda value: {k: every(v) for k, v in _is(dict, value).items()}
    raise TypeError(f"no compiled form for {kind}")


def _fields(kind: Any) -> list[str]:
    """The fields of a data class or of a named tuple, in order; none of anything else."""
    if dataclasses.is_dataclass(kind):
        return [field.name for field in dataclasses.fields(kind)]
    return list(getattr(kind, "_fields", ()))


def _is(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{kind.__name__} expected")
    return value


def _no_number(text: str) -> float:
    raise ValueError(text)


def _key(sha256: str) -> str:
    """The name of a dictionary's entry. A version under development changes without its number."""
    code = hashlib.sha256(__version__.encode())
    for source in sorted(Path(__file__).parent.iterdir()):
        if source.is_file():
            code.update(source.read_bytes())
    return f"{sha256}-{code.hexdigest()[:16]}"


def _digest(key: str, body: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\n" + body).hexdigest().encode()


def _read(folder: Path, key: str) -> bytes:
    """An entry's bytes. Raises OSError where it is missing, or ValueError where others may have made it."""
    if not _private(folder):
        raise ValueError("the folder is open to others")
    return _bytes(folder / (key + _SUFFIX), LARGEST)


def _bytes(file: Path, most: int) -> bytes:
    """The first bytes of a plain file of this user's. Raises OSError, or ValueError where it is something else."""
    number = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(number, "rb") as handle:
        status = os.fstat(number)
        if not stat.S_ISREG(status.st_mode) or not _own(status) or status.st_size > LARGEST:
            raise ValueError("not an entry of this user's")
        return handle.read(most)


def _private(folder: Path) -> bool:
    status = folder.lstat()
    return stat.S_ISDIR(status.st_mode) and _own(status)


def _own(status: os.stat_result) -> bool:
    """Whether it is this user's and nobody else may touch it; Windows keeps profiles apart itself."""
    return not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o077)


def _thin_out(folder: Path) -> None:
    """Remove the oldest entries, so that a dictionary being written leaves no heap of itself, and what was left behind.

    Only what the cache itself wrote is removed: by its name, and by the digest that it begins with.
    """
    entries = []
    for file in folder.iterdir():
        with contextlib.suppress(OSError, ValueError):
            start = _bytes(file, 65) if re.fullmatch(_OURS, file.name) else None
            age = file.lstat().st_mtime
            if start is None:
                continue
            if file.suffix == _SUFFIX and re.fullmatch(rb"[0-9a-f]{64}\n", start):
                entries.append((age, file))
            elif file.suffix != _SUFFIX and re.fullmatch(rb"[0-9a-f]*\n?", start) and time.time() - age > _LEFT_BEHIND:
                file.unlink(missing_ok=True)
    for _, entry in sorted(entries)[:-MOST_KEPT]:
        entry.unlink(missing_ok=True)
