"""A text in chunks: bytes in UTF-8, in memory or in a file, cut where lines end and read again at will."""

import bisect
import codecs
import io
import threading
from collections.abc import Iterator
from typing import IO, NamedTuple

CHUNK = 16 * 2**20
"""Bytes of a chunk, to the end of the line; tests make it small."""
_BLOCK = 256 * 2**10
_FEW_LINES = 8 * 2**10


def is_utf8(file: IO[bytes]) -> bool:
    """Whether a file is text in UTF-8 (a byte-order mark or none) without NUL."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(_BLOCK):
            if b"\0" in block:
                return False
            if not block.isascii() or decoder.getstate()[0]:
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


class _Lines(NamedTuple):
    """The lines of a chunk, the number of its `first`, its `size` in bytes."""

    first: int
    lines: list[str]
    size: int


class ChunkedText:
    """Lines in UTF-8 that end in LF, CRLF or CR, from the byte `start` of a file on."""

    def __init__(self, file: IO[bytes], start: int = 0) -> None:
        self._file = file
        self._lock = threading.Lock()
        self.start = start
        self._size = file.seek(0, io.SEEK_END)
        self._known: dict[int, int] = {1: start}
        """Number of a line → the byte it starts at, of the first in every chunk."""
        self._last = _Lines(0, [], 0)

    @property
    def end(self) -> int:
        """The byte after the last."""
        return self._size

    @property
    def is_long(self) -> bool:
        """Whether there is more than a chunk of it."""
        return self._size > CHUNK

    def chunk(self, start: int, least: int | None = None) -> bytes:
        """The bytes from `start`, where a line starts, to the end of the line in which they reach their size.

        Raises OSError where there are none any more.
        """
        at = start + (least or CHUNK) - 1
        while at < self._size:
            window = self._read(at, at + 65536)
            if (found := window.find(b"\n")) >= 0:
                return self._read(start, at + found + 1)
            at += len(window)
            if not window:
                break
        if not (rest := self._read(start, self._size)):
            raise OSError("a file got shorter while it was read")
        return rest

    def note(self, line: int, start: int) -> None:
        """Remember where a line starts, so that those after it are found without reading all before it."""
        self._known[line] = start

    def lines(self, number: int = 1) -> Iterator[str]:
        """The lines from a physical line (1-based) on, each with its end."""
        starts = sorted(self._known)
        first = starts[bisect.bisect_right(starts, number) - 1]
        start = self._known[first]
        while start < self._size:
            some = self._last
            if some.first != first:
                chunk = self.chunk(start)
                some = self._last = _Lines(first, split_lines(chunk), len(chunk))
            for i in range(max(number - first, 0), len(some.lines)):
                yield some.lines[i]
            first, start = first + len(some.lines), start + some.size

    def opening(self) -> Iterator[str]:
        """The lines from the first on, each with its end, for who needs but few of them."""
        start = self.start
        while start < self._size:
            chunk = self.chunk(start, _FEW_LINES)
            yield from split_lines(chunk)
            start += len(chunk)

    def line(self, number: int) -> str:
        """A physical line (1-based), without its end."""
        return next(self.lines(number)).rstrip("\r\n")

    def _read(self, start: int, end: int) -> bytes:
        with self._lock:
            self._file.seek(start)
            return self._file.read(end - start)


def split_lines(chunk: bytes) -> list[str]:
    """The lines of a chunk, each with its end."""
    return list(io.StringIO(chunk.decode("utf-8", "surrogatepass"), newline=""))
