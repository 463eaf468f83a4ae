"""Where results go: one format on standard output, others into files, each written whole or not at all."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..diagnostics import CannotRun
from ..inputs import STDIN
from ..language import Language
from ..model.names import nearest
from ..reports import terminal
from ..reports.blocks import Block
from ..reports.documents.parts import dumps, pieces
from ..reports.documents.receipt import Made, receipt_document
from ..reports.html import html
from ..reports.markdown import markdown
from .failures import write_no_more
from .guarding import claim, claim_stdout
from .writing import write_file

if TYPE_CHECKING:
    import hashlib

    from ..model.dictionary import Model
    from ..ratings.files import Input

_ENDINGS = {
    ".txt": "table",
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".parquet": "parquet",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".sarif": "sarif",
    ".xml": "junit",
}
FILE_WIDTH = 100


Content = Sequence[Block] | str | bytes | Iterator[str]
"""Blocks for a person's eye, text (perhaps piece by piece) or bytes for a machine."""
Report = Mapping[str, Callable[[], Content]]
"""A result by format; made only when it is asked for."""


class Target(NamedTuple):
    """A format and the file it goes to (None: standard output)."""

    format: str
    file: Path | None


class Origin(NamedTuple):
    """What a receipt says a report was made of: dictionaries, the one in use first, and files with their digests."""

    models: Sequence[Model]
    inputs: Sequence[Input] = ()


RECEIPT = "receipt"
"""The format of the target that says what was read and written; no report can be chosen by this name."""


def targets(chosen: str, outputs: Sequence[str], formats: Sequence[str], receipt: str | None = None) -> list[Target]:
    """`--format`, `--output [NAME:]FILE` and `--receipt FILE` as targets, their files claimed.

    Raises CannotRun for a format there isn't, and for a file that must not be written over.
    """
    found = [Target(_known(chosen, formats), None)]
    for output in outputs:
        name, colon, file = output.partition(":")
        if colon and name in {*formats, *_ENDINGS.values()}:
            found.append(Target(_known(name, formats), _file(file)))
            continue
        format = _ENDINGS.get(Path(output).suffix.lower())
        if format == "table":
            format = formats[0]
        if format is None:
            known = ", ".join(e for e, f in _ENDINGS.items() if f in (*formats, "table"))
            raise CannotRun(
                f"看不出 {output} 要用哪种格式；可用扩展名 {known}，或写成 格式:文件",
                f"can't tell the format of {output}; use an ending ({known}) or write FORMAT:FILE",
            )
        found.append(Target(_known(format, formats), _file(output)))
    if receipt is not None:
        found.append(Target(RECEIPT, _file(receipt)))
    claim_stdout()
    for target in found:
        if target.file is not None:
            claim(target.file)
    return found


def written(
    blocks: Callable[[], Sequence[Block]], document: Callable[[], dict[str, Any]], language: Language
) -> dict[str, Callable[[], Content]]:
    """A report in the formats that people read, made of blocks, and as JSON."""
    return {
        "table": blocks,
        "markdown": lambda: markdown(blocks()),
        "html": lambda: html(blocks(), language),
        "json": lambda: pieces(document()),
    }


def write(report: Report, where: Sequence[Target], origin: Origin | None = None) -> None:
    """Write the report to every target, files first, so that a failure leaves standard output empty; last a receipt.

    `origin` is what a receipt needs to know, where one may be among the targets.
    """
    receipt = next((t.file for t in where if t.format == RECEIPT), None)
    made: list[Made] = []
    for target in sorted((t for t in where if t.format != RECEIPT), key=lambda t: t.file is None):
        content, digest = report[target.format](), None if receipt is None else sha256()
        if target.file is not None:
            write_file(_digested(pieces_of(content, FILE_WIDTH), digest), target.file)
        else:
            try:
                _to_stdout(content, digest)
            except BrokenPipeError:  # the reader has seen enough (`comp … | head`)
                write_no_more()
        if digest is not None:
            made.append(Made("-" if target.file is None else str(target.file), target.format, digest.hexdigest()))
    if receipt is not None and origin is not None:
        write_file([dumps(receipt_document(*origin, made)).encode("utf-8", "replace")], receipt)


def _digested(content: Iterable[bytes], digest: hashlib._Hash | None) -> Iterable[bytes]:
    """The same pieces, each taken into a digest on its way."""
    if digest is None:
        return content

    def pieces() -> Iterator[bytes]:
        for piece in content:
            digest.update(piece)
            yield piece

    return pieces()


def _to_stdout(content: Content, digest: hashlib._Hash | None) -> None:
    if sys.stdout.isatty() and isinstance(content, Sequence) and not isinstance(content, str | bytes):
        if digest is not None:  # of the text without colours
            digest.update(b"".join(pieces_of(content, width=None)))
        terminal.write(content, sys.stdout)
    else:
        sys.stdout.flush()
        for piece in _digested(pieces_of(content, width=None), digest):
            sys.stdout.buffer.write(piece)
    sys.stdout.flush()


def pieces_of(content: Content, width: int | None) -> Iterable[bytes]:
    """UTF-8; blocks as text `width` cells wide, or as wide as `COLUMNS` says (else 80)."""
    if isinstance(content, bytes):
        return [content]
    if isinstance(content, Iterator):
        return (piece.encode("utf-8", "replace") for piece in content)
    if not isinstance(content, str):
        text = io.StringIO()
        terminal.write(content, text, width)
        content = "\n".join(line.rstrip() for line in text.getvalue().split("\n"))
    return [content.encode("utf-8", "replace")]


def _file(name: str) -> Path:
    """The file of that name. Raises CannotRun where the name is none, stands for a folder, or is `-`."""
    if not name or name == STDIN or name.endswith(("/", os.sep)):
        raise CannotRun(
            f"“{name}”不是文件名；写到标准输出请用 --format",
            f'"{name}" is no name of a file; --format chooses what goes to standard output',
        )
    return Path(name)


def _known(format: str, formats: Sequence[str]) -> str:
    if format in formats:
        return format
    guess = nearest(format, formats)
    zh, en = (f"是不是 {guess}？", f" Did you mean {guess}?") if guess else ("", "")
    known = ", ".join(formats)
    raise CannotRun(
        f"没有格式“{format}”；可用：{known}。{zh}", f'there is no format "{format}"; there are: {known}.{en}'
    )
