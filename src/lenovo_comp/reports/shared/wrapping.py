"""Breaks lines of text that mixes Chinese and Latin script.

Chinese breaks between any two characters, except before closing and after opening punctuation;
Latin words stay whole where they fit.
"""

# rich breaks at spaces only, and Chinese has none (decision 0002).

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from .blocks import Span

_SINGLE = (
    ("\u2e80", "\u9fff"), ("\uff00", "\uffef"), ("\u2018", "\u201d"), ("\u2026", "\u2026"), ("\u2014", "\u2014"),
    ("\xb7", "\xb7"), ("\uac00", "\ud7af"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"),
)  # fmt: skip
"""The characters between which a line may break, from and to. As a pattern they take milliseconds to compile."""
# Closing punctuation, Chinese (full-width comma, stop, colon, brackets, quotes …) and Latin.
_NOT_FIRST = frozenset(
    "\uff0c\u3002\u3001\uff1b\uff1a\uff1f\uff01\uff09\u300b\u300d\u300f\u3011\u3009\u201d\u2019\u2026\u00b7\u2014,.;:?!)]}%"
)
_NOT_LAST = frozenset("\uff08\u300a\u300c\u300e\u3010\u3008\u201c\u2018([{")

Line = list[Span]


def cells(text: str) -> int:
    """The number of cells of a terminal that a text takes.

    >>> cells("gap 差距")
    8
    """
    return cell_len(text)


def wrap(spans: Sequence[Span], width: int) -> list[Line]:
    """Spans as lines of at most `width` cells; each part keeps its tone.

    >>> ["".join(span.text for span in line) for line in wrap([Span("胜任能力 gap")], 6)]
    ['胜任能', '力 gap']
    """
    lines: list[Line] = [[]]
    room = width
    for word in _words(spans):
        need = sum(cell_len(s.text) for s in word)
        if word[0].text.isspace():
            if lines[-1] and need <= room:
                lines[-1] += word
                room -= need
            continue
        if need > room and lines[-1]:
            lines.append([])
            room = width
        for piece in _pieces(word, width):
            size = cell_len(piece.text)
            if size > room and lines[-1]:
                lines.append([])
                room = width
            lines[-1].append(piece)
            room -= size
    return [_strip(line) for line in lines]


def narrowest(text: str) -> int:
    """The least width, in cells, at which no word of the text is cut.

    >>> narrowest("差距 gap")
    3
    """
    return max((sum(cell_len(s.text) for s in word) for word in _words([Span(text)])), default=0)


def _words(spans: Sequence[Span]) -> list[Line]:
    """Runs of spans that must not be broken: a Latin word, a Chinese character with its punctuation."""
    words: list[Line] = []
    for span in spans:
        for unit in filter(None, _units(span.text)):
            piece = span.part(unit)
            previous = words[-1][-1].text if words else " "
            glued = not unit.isspace() and not previous.isspace()
            if glued and (unit[0] in _NOT_FIRST or previous[-1] in _NOT_LAST):
                words[-1].append(piece)
            else:
                words.append([piece])
    return words


def _units(text: str) -> Iterator[str]:
    """A text cut at its spaces, and round every character that lines may break before and after."""
    for part in re.split(r"([^\S\u3000]+)", text):
        start = 0
        for i, character in () if part.isascii() else enumerate(part):
            if any(first <= character <= last for first, last in _SINGLE):
                yield part[start:i]
                yield character
                start = i + 1
        yield part[start:]


def _pieces(word: Line, width: int) -> Line:
    """The word; cut into characters only if it is longer than a whole line."""
    if sum(cell_len(s.text) for s in word) <= width:
        return word
    return [s.part(character) for s in word for character in s.text]


def _strip(line: Line) -> Line:
    while line and line[-1].text.isspace():
        line = line[:-1]
    return line
