"""Compound files, the containers of old Office files: one stream of one, within bounds."""

from collections.abc import Sequence

from .sheet_cells import Unreadable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER, _ENTRY = 512, 128
_LAST = 0xFFFFFFFA
"""Sector numbers from here on are none."""
_STREAM, _ROOT = 2, 5


class Compound:
    """A compound file's streams. Raises Unreadable for whatever is wrong with it."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER or not data.startswith(SIGNATURE[:4]):
            raise Unreadable("no compound file")
        shift = int.from_bytes(data[30:32], "little")
        if shift not in (9, 12):
            raise Unreadable(f"sectors of 2^{shift} bytes")
        self._data, self._size = data, 1 << shift
        self._next = self._table()
        self._cutoff = _u32(data, 56)
        self._names = self._directory()

    def names(self) -> list[str]:
        """The names of all streams, in capitals."""
        return list(self._names)

    def stream(self, name: str) -> bytes:
        """A stream's bytes, by its name in capitals. Raises KeyError where it isn't there."""
        start, size = self._names[name]
        if size >= self._cutoff:
            return self._chain(start, size)
        sectors = _numbers(self._chain(_u32(self._data, 60), None))
        small = self._chain(*self._root)
        found: list[bytes] = []
        at = start
        while at < _LAST and len(found) * 64 < size:
            if at >= len(sectors):
                raise Unreadable(f"{name}: sector {at}")
            found.append(small[at * 64 : at * 64 + 64])
            at = sectors[at]
        return _whole(b"".join(found), size)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise Unreadable(f"sector {number}: cut short")
        return self._data[start : start + self._size]

    def _table(self) -> Sequence[int]:
        """Which sector follows each."""
        listed = list(_numbers(self._data[76:_HEADER]))
        at, seen = _u32(self._data, 68), 0
        most = len(self._data) // self._size
        while at < _LAST and seen <= most:
            *more, at = _numbers(self._sector(at))
            listed += more
            seen += 1
        used = [number for number in listed if number < _LAST]
        if len(used) > most:
            raise Unreadable("more sectors than bytes")
        return _numbers(b"".join(map(self._sector, used)))

    def _chain(self, start: int, size: int | None) -> bytes:
        """The sectors that follow one another from `start` on, as far as `size` bytes."""
        found: list[bytes] = []
        at = start
        most = len(self._data) // self._size + 1 if size is None else -(-size // self._size)
        while at < _LAST and len(found) < most:
            if at >= len(self._next):
                raise Unreadable(f"sector {at}")
            found.append(self._sector(at))
            at = self._next[at]
        return b"".join(found) if size is None else _whole(b"".join(found), size)

    def _directory(self) -> dict[str, tuple[int, int]]:
        """Name, in capitals → first sector and bytes of each stream."""
        data = self._chain(_u32(self._data, 48), None)
        found: dict[str, tuple[int, int]] = {}
        self._root = (_LAST, 0)
        for i in range(0, len(data) - _ENTRY + 1, _ENTRY):
            entry = data[i : i + _ENTRY]
            length = int.from_bytes(entry[64:66], "little")
            name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").upper()
            place = _u32(entry, 116), _u32(entry, 120)
            if entry[66] == _ROOT:
                self._root = place
            elif entry[66] == _STREAM:
                found.setdefault(name, place)
        return found


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _numbers(data: bytes) -> Sequence[int]:
    return [int.from_bytes(data[i : i + 4], "little") for i in range(0, len(data) - 3, 4)]


def _whole(data: bytes, size: int) -> bytes:
    if len(data) < size:
        raise Unreadable("cut short")
    return data[:size]
