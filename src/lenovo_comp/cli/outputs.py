"""Writes results: one format to standard output, others to files, each file whole or not at all."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..findings import formats as findings
from ..findings.finding import CannotRun
from ..folders import modules_of
from ..inputs import STDIN
from ..model.names import not_one_of
from ..reports import formats as report_formats
from ..reports.formats import Content, table
from ..reports.shared.blocks import Commands
from .failures import silence_stdout
from .paging import show
from .writing import write_file

if TYPE_CHECKING:
    import hashlib

    from ..model.dictionary import Model
    from ..ratings.files.opening import Input
    from .guarding import Guard
    from .receipt import OutputFile

FILE_WIDTH = 100
PLAIN = ".txt"
"""The ending of files that are written in a command's default format."""
RECEIPT = "receipt"
"""The format of a receipt's target, which `--receipt` alone makes; `--format` can't choose it."""


class Format(Protocol):
    """The part of a format's module that is needed to choose it."""

    ENDINGS: tuple[str, ...]


class Registry(Protocol):
    """A folder of formats."""

    __name__: str

    def format_of(self, name: str) -> Format: ...


class Target(NamedTuple):
    """A format and the file it goes to (None: standard output)."""

    format: str
    file: Path | None


class Origin(NamedTuple):
    """Sources of a report for its receipt: dictionaries, the one in use first, and files with their digests."""

    models: Sequence[Model]
    inputs: Sequence[Input] = ()


def targets(
    guard: Guard,
    chosen: str,
    outputs: Sequence[str],
    formats: Sequence[str],
    registry: Registry,
    receipt: str | None = None,
) -> list[Target]:
    """`--format`, `--output [NAME:]FILE` and `--receipt FILE` as targets, their files claimed.

    `formats` are those of the registry that the command offers, the default first. Raises CannotRun for a format
    there isn't, and for a file that must not be written over.
    """
    found = [Target(_check_format(chosen, formats), None)]
    found += [_target(output, formats, registry) for output in outputs]
    if receipt is not None:
        found.append(Target(RECEIPT, check_file(receipt)))
    guard.claim_stdout()
    for target in found:
        if target.file is not None:
            guard.claim(target.file)
    return found


def _target(output: str, formats: Sequence[str], registry: Registry) -> Target:
    name, colon, file = output.partition(":")
    # Formats of other commands too, so that `xlsx:a.b` is refused as a format and not made a file of that name.
    if colon and name in {*formats, *modules_of(report_formats.__name__), *modules_of(findings.__name__)}:
        return Target(_check_format(name, formats), check_file(file))
    # Endings are asked for only where a file names no format: a format's module may import what takes long.
    endings = {PLAIN: formats[0]} | {ending: f for f in formats for ending in registry.format_of(f).ENDINGS}
    ending = Path(output).suffix.lower()
    format = endings.get(ending) or _find_by_ending(ending)
    if format is None:
        known = ", ".join(endings)
        raise CannotRun(
            f"无法判断 {output} 的格式；请使用扩展名 {known}，或写成 格式:文件",
            f"the format of {output} is unknown; use an ending ({known}) or write NAME:FILE",
        )
    return Target(_check_format(format, formats), check_file(output))


def _find_by_ending(ending: str) -> str | None:
    """The format of any command that has the ending; None where there is none."""
    registries: tuple[Registry, ...] = (report_formats, findings)
    for registry in registries:
        for name in modules_of(registry.__name__):
            if ending in registry.format_of(name).ENDINGS:
                return name
    return None


def write(make: Callable[[str], Content], where: Sequence[Target], origin: Origin | None = None) -> None:
    """Write `make(format)` to each target, and last the receipt, which names `origin` and all outputs.

    Raises CannotRun where a file can't be written.
    """
    # Files first, so that a failure leaves standard output empty.
    ordered = sorted((t for t in where if t.format != RECEIPT), key=lambda t: t.file is None)
    write_each(((make, target) for target in ordered), receipt_of(where), origin)


def write_each(
    jobs: Iterable[tuple[Callable[[str], Content], Target]], receipt: Path | None, origin: Origin | None
) -> None:
    """Write what each job makes of its target's format to that target, and last the receipt; raises as `write`."""
    made: list[OutputFile] = []
    for make, target in jobs:
        content, digest = make(target.format), None if receipt is None else sha256()
        if target.file is not None:
            write_file(_digest_pieces(encode_pieces(_without_commands(content), FILE_WIDTH), digest), target.file)
        else:
            try:
                _to_stdout(content, digest)
            except BrokenPipeError:
                # The reader has seen enough (`comp … | head`).
                silence_stdout()
        if digest is not None:
            path = STDIN if target.file is None else str(target.file)
            made.append({"path": path, "format": target.format, "sha256": digest.hexdigest()})
    if receipt is not None and origin is not None:
        from ..reports.shared.document import dumps
        from .receipt import receipt_document

        write_file([dumps(receipt_document(*origin, made)).encode("utf-8", "replace")], receipt)


def receipt_of(where: Iterable[Target]) -> Path | None:
    """The file of the receipt, if there is to be one."""
    return next((t.file for t in where if t.format == RECEIPT), None)


def encode_pieces(content: Content, width: int | None) -> Iterable[bytes]:
    """The content as UTF-8, piece by piece; blocks as text `width` cells wide (None: `COLUMNS`, else 80)."""
    if isinstance(content, bytes):
        return [content]
    if isinstance(content, Iterator):
        return (piece.encode("utf-8", "replace") for piece in content)
    if not isinstance(content, str):
        text = io.StringIO()
        table.write(content, text, width)
        content = "\n".join(line.rstrip() for line in text.getvalue().split("\n"))
    return [content.encode("utf-8", "replace")]


def _without_commands(content: Content) -> Content:
    """The content of a file: the next commands to type are for whoever is at the terminal."""
    if isinstance(content, Sequence) and not isinstance(content, str | bytes):
        return [block for block in content if not isinstance(block, Commands)]
    return content


def _digest_pieces(content: Iterable[bytes], digest: hashlib._Hash | None) -> Iterable[bytes]:
    """The same pieces; each is added to the digest as it passes."""
    for piece in content:
        if digest is not None:
            digest.update(piece)
        yield piece


def _to_stdout(content: Content, digest: hashlib._Hash | None) -> None:
    if sys.stdout.isatty() and isinstance(content, Sequence) and not isinstance(content, str | bytes):
        if digest is not None:
            # Of the text without colours, which is what a file would hold.
            digest.update(b"".join(encode_pieces(content, width=None)))
        show(table.render_lines(content, sys.stdout))
    else:
        sys.stdout.flush()
        for piece in _digest_pieces(encode_pieces(content, width=None), digest):
            sys.stdout.buffer.write(piece)
    sys.stdout.flush()


def check_file(name: str) -> Path:
    """The file of that name. Raises CannotRun where the name is none, stands for a folder, or is `-`."""
    if not name or name == STDIN or name.endswith(("/", os.sep)):
        raise CannotRun(
            f"“{name}”不是文件名；写到标准输出请用 --format",
            f'"{name}" is not a file name; to write to standard output, use --format',
        )
    return Path(name)


def _check_format(format: str, formats: Sequence[str]) -> str:
    if format in formats:
        return format
    raise not_one_of("--format", format, formats)
