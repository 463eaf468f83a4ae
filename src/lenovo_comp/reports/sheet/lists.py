"""The page of a rating workbook that explains its values, and the drop-down lists that take theirs from it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...model.dictionary import Model, Scale
from ...ratings import form as layout
from ..shared.book import HEADER, TEXT, WRAPPED, Book, plain, quoted
from ..shared.words import Words, figure
from .forms import Entries, Form, scales
from .looks import FILLED, LINE, PROTECTION, READ_WIDTH, TITLE, WRONG, high
from .text import shown

_LONGEST_MESSAGE, _LONGEST_TITLE = 255, 32
_ENTRY, _USE, _NUMBER = 1, 2, 3
"""The columns of entries, of what they are used for, and of their numbers, hidden."""


class Ranges(NamedTuple):
    """Where a list's entries stand, and their numbers; numbers "" where none can be typed."""

    entries: str
    numbers: str


ROLES = "roles"


class Lists(NamedTuple):
    """The lists of a workbook."""

    ranges: Mapping[object, Ranges]
    """Entries, or `ROLES` → where they stand."""
    wrong: Any
    filled: Any
    """How cells look that hold what is not on the list, and those that hold anything else."""


def explain(book: Book, name: str, forms: Sequence[Form], model: Model, words: Words, steps: Sequence[str]) -> Lists:
    """Write the page with these steps, and the values of all scales; returns where lists take their values from."""
    # Ranges, since a list within the rule is limited to 255 characters and splits at decimal commas (decision 0011).
    page = _Page(book, name, words)
    for number, sentence in enumerate(steps, 1):
        page.sentence(f"{number}. {sentence}")
    names = {c.id: words.of(c.name) for c in model.competencies}
    ranges: dict[object, Ranges] = {}
    choices: dict[str, None] = {}
    for (scale, entries), ids in scales(forms).items():
        ranges[entries] = page.values(
            scale, entries, words("sheet_used_for", names=words.join([names[i] for i in ids]))
        )
        for value, text in entries:
            choices[layout.shown_line(layout.CHOICE, figure(value, 9), text)] = None
    if any(f.rater_role is None for f in forms):
        ranges[ROLES] = page.roles([words.of(r.name) for r in model.rater_roles])
    page.end([*choices, *shown(forms, model, words)], words("sheet_made_of", id=model.id, version=model.version))
    # Not by `Book.format`: the looks of rules are kept apart from those of cells.
    return Lists(ranges, book.workbook.add_format(WRONG), book.workbook.add_format(FILLED))


class _Page:
    """The page in the making."""

    def __init__(self, book: Book, name: str, words: Words) -> None:
        self._book, self._words = book, words
        self._sheet = sheet = book.sheet(name)
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.set_column(_ENTRY, _ENTRY, 26)
        sheet.set_column(_USE, _USE, READ_WIDTH)
        sheet.set_column(_NUMBER, _NUMBER, None, None, {"hidden": True})
        sheet.hide_gridlines(2)
        sheet.fit_to_pages(1, 0)
        book.put(sheet, 0, layout.KEY, layout.MARK, TEXT)
        book.put(sheet, 0, _ENTRY, words("sheet_how"), TITLE)
        self._row = 2

    def sentence(self, text: str) -> None:
        self._sheet.merge_range(self._row, _ENTRY, self._row, _USE, plain(text), self._book.format(WRAPPED))
        self._sheet.set_row(self._row, high(text, 26 + READ_WIDTH))
        self._row += 1

    def values(self, scale: Scale, entries: Entries, use: str) -> Ranges:
        """A table of the values of a scale; of a long one, what it goes from and to."""
        self._heads(self._words("rating"), use)
        shown = [text for _, text in entries] or [scale_text(scale, self._words)]
        first = self._row
        for i, text in enumerate(shown):
            self._book.put(self._sheet, self._row, _ENTRY, text, {**WRAPPED, **LINE})
            if entries:
                self._book.put(self._sheet, self._row, _NUMBER, entries[i][0], {"num_format": "General"})
            self._row += 1
        return Ranges(*(self._range(first, column) for column in (_ENTRY, _NUMBER)))

    def roles(self, names: Sequence[str]) -> Ranges:
        """A table of the rater roles."""
        self._heads(self._words("role"), "")
        first = self._row
        for name in names:
            self._book.put(self._sheet, self._row, _ENTRY, name, {**WRAPPED, **LINE})
            self._row += 1
        return Ranges(self._range(first, _ENTRY), "")

    def end(self, hidden: Sequence[str], made_of: str) -> None:
        """Write what the sheets show for ids, hidden, and what the workbook was made of."""
        text = self._book.format(TEXT)
        for i, line in enumerate(hidden, 1):
            self._sheet.write_string(i, layout.KEY, plain(line), text)
        self._book.put(self._sheet, self._row + 1, _ENTRY, made_of, {"font_color": "#7F7F7F"})
        self._sheet.print_area(0, 0, self._row + 1, _USE)
        self._sheet.protect("", PROTECTION)

    def _heads(self, first: str, second: str) -> None:
        self._row += 1
        self._book.put(self._sheet, self._row, _ENTRY, first, HEADER)
        self._book.put(self._sheet, self._row, _USE, second, HEADER)
        self._sheet.set_row(self._row, high(second, READ_WIDTH - 4))
        self._row += 1

    def _range(self, first: int, column: int) -> str:
        letter = "ABCD"[column]
        return f"{quoted(self._sheet.name)}!${letter}${first + 1}:${letter}${self._row}"


def scale_text(scale: Scale, words: Words) -> str:
    """A scale by its ends and its step."""
    ends = f"{figure(scale.min, 9)}–{figure(scale.max, 9)}"
    return words("sheet_steps", scale=ends, step=figure(scale.step, 9))


def offer(sheet: Any, cells: Sequence[str], lists: Lists, key: object) -> None:
    """Give cells the list of that key. A value's number may be typed as well: what is neither turns red."""
    among = lists.ranges[key]
    several = {"multi_range": " ".join(cells)} if len(cells) > 1 else {}
    # The rule may not refuse what isn't on the list: a number that is typed is none of its texts (decision 0031).
    sheet.data_validation(cells[0], {"validate": "list", "source": "=" + among.entries, "show_error": False, **several})
    tests = "".join(f",ISNA(MATCH({cells[0]},{area},0))" for area in filter(None, among))
    rule = {"type": "formula", "criteria": f'=AND({cells[0]}<>""{tests})', "format": lists.wrong, "stop_if_true": True}
    sheet.conditional_format(cells[0], {**rule, **several})
    sheet.conditional_format(cells[0], {"type": "no_blanks", "format": lists.filled, **several})


def ask_number(sheet: Any, cells: Sequence[str], scale: Scale, words: Words) -> None:
    """Have cells take a number of a scale that is too long for a list."""
    said = scale_text(scale, words)
    options = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": scale.min,
        "maximum": scale.max,
        "input_title": plain(words("rating"), _LONGEST_TITLE),
        "input_message": plain(said, _LONGEST_MESSAGE),
        "error_title": plain(words("rating"), _LONGEST_TITLE),
        "error_message": words("sheet_choose_number", scale=said),
    }
    if len(cells) > 1:
        options["multi_range"] = " ".join(cells)
    sheet.data_validation(cells[0], options)


def answer(sheet: Any, cells: Mapping[tuple[Scale, Entries], Sequence[str]], lists: Lists, words: Words) -> None:
    """Say what the cells of each scale take."""
    for (scale, entries), places in cells.items():
        if entries:
            offer(sheet, places, lists, entries)
        else:
            ask_number(sheet, places, scale, words)
