"""Rating workbooks: an overview per rater, the behaviours, sheets of people where wanted, and how to fill them in.

What is typed into their cells is read back by `ratings.files.workbook`.
"""

from collections.abc import Sequence
from datetime import datetime

from ...model.dictionary import Model
from ...ratings import form as layout
from ..shared.book import Book
from ..shared.words import Words
from .behaviours import behaviours_sheet
from .forms import Form, described
from .lists import explain
from .overview import Linked, Own, overview_sheet
from .person import Around, person_sheet, show_overview
from .said import Notice, notices, to_do
from .text import instructions, name_of, title


def workbook(
    forms: Sequence[Form], model: Model, words: Words, created: datetime | None, notice: Notice, *, evidence: bool
) -> bytes:
    """The forms as XLSX. `evidence`: whether people get a sheet each to give evidence on."""
    book = Book(title(model, words), created)
    if any(form.is_open for form in forms):
        _blank_forms(book, forms, model, words, notice)
    else:
        _overviews(book, forms, model, words, notice, evidence=evidence)
    return layout.sealed(book.content())


def _blank_forms(book: Book, forms: Sequence[Form], model: Model, words: Words, notice: Notice) -> None:
    """Sheets for anybody: how to fill them in comes first, and the behaviours stand beside the cells."""
    steps = [*instructions(forms, words), *notices(forms, model, notice, words, evidence=True)]
    lists = explain(book, words("sheet_how"), forms, model, words, steps)
    for number, form in enumerate(forms):
        sheet = book.sheet(name_of(form, words))
        person_sheet(book, sheet, form, model, words, lists, None)
        if number == 0:
            sheet.activate()


def _overviews(
    book: Book, forms: Sequence[Form], model: Model, words: Words, notice: Notice, *, evidence: bool
) -> None:
    """An overview per rater, whose cells are written last: they lead to all other sheets."""
    raters: dict[str, list[Form]] = {}
    for form in forms:
        raters.setdefault(form.rater_id, []).append(form)
    is_one = len(raters) == 1
    sheets = {
        id: book.sheet(words("sheet_overview") if is_one else words("sheet_overview_of", rater=id)) for id in raters
    }
    asked = {line.competency for form in forms for line in form.lines if line.scale is not None and not line.behaviour}
    back = next(iter(sheets.values())).name if is_one else ""
    links = behaviours_sheet(book, described(model, asked, words), back, words) if asked else {}
    has_own = [evidence or any(line.behaviour for line in form.lines) for form in forms]
    own_sheet = {id(form): book.sheet(name_of(form, words)) for form, has in zip(forms, has_own, strict=True) if has}

    def said(some: Sequence[Form]) -> list[str]:
        with_own = any(has_own)
        return to_do(some, model, words, own=with_own) + notices(some, model, notice, words, evidence=with_own)

    lists = explain(book, words("sheet_how"), forms, model, words, said(forms))
    own: dict[int, Own] = {}
    for form in forms:
        if (sheet := own_sheet.get(id(form))) is not None:
            around = Around(sheets[form.rater_id].name, links)
            own[id(form)] = person_sheet(book, sheet, form, model, words, lists, around)
    for rater, sheet in sheets.items():
        some = raters[rater]
        linked = Linked(links, [own.get(id(form)) for form in some])
        cells = overview_sheet(book, sheet, some, model, words, lists, linked, said(some))
        for form, at in zip(some, cells, strict=True):
            if (place := own.get(id(form))) is not None:
                show_overview(book, own_sheet[id(form)], place, sheet.name, at)
    next(iter(sheets.values())).activate()
