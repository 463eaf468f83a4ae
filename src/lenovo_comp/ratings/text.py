"""A text in chunks: bytes in UTF-8, in memory or in a file, cut where lines end and read again at will."""

from __future__ import annotations

import bisect
import codecs
import io
import threading
from collections.abc import Iterator
from typing import IO

CHUNK = 16 * 2**20
"""Bytes of a chunk, to the end of the line; tests make it small."""
_BLOCK = 256 * 2**10


def is_plain(file: IO[bytes]) -> bool:
    """Whether a file is text in UTF-8 (a byte-order mark or none) in which every line is a record.

    That is: no quote, no NUL, and no carriage return but before a line feed.
    """
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    before = b""  # a carriage return, whose line feed may be next
    try:
        while block := file.read(_BLOCK):
            text = before + block if before else block
            before = b"\r" if text.endswith(b"\r") else b""
            returns = text.count(b"\r") - len(before) if b"\r" in text else 0
            if b'"' in text or b"\0" in text or (returns and returns != text.count(b"\r\n")):
                return False
            if not block.isascii() or decoder.getstate()[0]:
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return not before


class Text:
    """Lines in UTF-8 that end in LF or CRLF, from the byte `start` of a file on."""

    def __init__(self, file: IO[bytes], start: int = 0) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._start = start
        self._size = file.seek(0, io.SEEK_END)
        self._known: dict[int, tuple[int, int]] = {}
        """First line of a chunk → where its bytes start and end."""
        self._last: tuple[int, list[bytes]] = (0, [])

    @property
    def is_long(self) -> bool:
        """Whether there is more than a chunk of it."""
        return self._size > CHUNK

    def chunks(self) -> Iterator[bytes]:
        """All bytes, cut at line ends."""
        start = self._start
        while start < self._size:
            end = self._cut(start)
            yield self._read(start, end)
            start = end

    def note(self, chunk: bytes, line: int, before: int) -> None:
        """Remember that the chunk which starts `before` bytes into the text starts with this line."""
        self._known[line] = (self._start + before, self._start + before + len(chunk))

    def line(self, number: int) -> str:
        """A physical line (1-based), without its end."""
        if not self._known:
            self._note_up_to(number)
        starts = sorted(self._known)
        first = starts[bisect.bisect_right(starts, number) - 1]
        if self._last[0] != first:
            self._last = first, self._read(*self._known[first]).split(b"\n")
        return self._last[1][number - first].removesuffix(b"\r").decode()

    def lines(self) -> Iterator[str]:
        """The lines from the first on, without their ends."""
        for chunk in self.chunks():
            for line in io.BytesIO(chunk):
                yield line.removesuffix(b"\n").removesuffix(b"\r").decode()

    def _note_up_to(self, number: int) -> None:
        line, before = 1, 0
        for chunk in self.chunks():
            self.note(chunk, line, before)
            line, before = line + chunk.count(b"\n"), before + len(chunk)
            if line > number:
                return

    def _read(self, start: int, end: int) -> bytes:
        with self._lock:
            self._file.seek(start)
            return self._file.read(end - start)

    def _cut(self, start: int) -> int:
        """The end of the line in which a chunk from `start` on reaches its size."""
        at = start + CHUNK - 1
        while at < self._size:
            window = self._read(at, at + 65536)
            if (found := window.find(b"\n")) >= 0:
                return at + found + 1
            at += len(window)
            if not window:
                break
        return self._size
