"""What a rating workbook tells its rater: what to do, until when, who sees it and whether it is anonymous."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ...model.dictionary import Competency, Model, RaterRole
from ..shared.words import Words
from .forms import Form


class Notice(NamedTuple):
    """What the settings say for all sheets; "" where nothing is set."""

    deadline: str = ""
    """A date (`2026-12-15`), or a text."""
    contact: str = ""
    note: str = ""


def to_do(forms: Sequence[Form], model: Model, words: Words, *, own: bool) -> list[str]:
    """What to do on the overview, a line each. `own`: whether people have sheets of their own."""
    lines = [line for form in forms for line in form.lines]
    by_behaviours = any(line.behaviour for line in lines)
    asked = {line.competency for line in lines if line.scale is not None}
    first = ["sheet_do_role"] if any(f.rater_role is None for f in forms) else []
    whole = {line.competency for line in lines if line.scale is not None and not line.behaviour}
    first += ["sheet_do_behaviours"] if by_behaviours else []
    first += ["sheet_do_rate"] if whole else []
    second = _how_to_choose([c for c in model.competencies if c.id in whole], model)
    third = ["sheet_do_read"] if whole else []
    third += ["sheet_do_evidence"] if own and not by_behaviours else []
    third += ["sheet_do_grey"] if any(f.rated.keys() != asked for f in forms) else []
    return [_sentences(map(words, keys), words) for keys in (first, second, third) if keys]


def _how_to_choose(rated: Sequence[Competency], model: Model) -> list[str]:
    """How to choose values of the scales in use."""
    often = model.attainment.scale
    kinds = {"levels" if c.levels else "degrees" if c.scale == often else "values" for c in rated}
    return [f"sheet_do_{kind}" for kind in ("levels", "degrees", "values") if kind in kinds]


def notices(
    forms: Sequence[Form], model: Model, notice: Notice, words: Words, *, evidence: bool, by_hand: bool = False
) -> list[str]:
    """Until when, to whom, who sees it, whether it is anonymous, and the note; a line each."""
    until = words("sheet_until", date=_date(notice.deadline, words)) if notice.deadline else ""
    to = words("sheet_to", contact=notice.contact) if notice.contact else ""
    key = "sheet_return_paper" if by_hand else "sheet_return"
    lines = [words(key, until=until, to=to)] if until or to or not by_hand else []
    lines.append(_sentences([words("sheet_seen"), *_of_roles(forms, model, words, evidence=evidence)], words))
    return [*lines, *([words("sheet_note", note=notice.note)] if notice.note else [])]


def _of_roles(forms: Sequence[Form], model: Model, words: Words, *, evidence: bool) -> list[str]:
    """What reports tell of the ratings of these forms' roles; of all roles, where one is to be chosen."""
    given = {f.rater_role.id for f in forms if f.rater_role is not None}
    is_open = any(f.rater_role is None for f in forms)
    roles = [r for r in model.rater_roles if is_open or r.id in given]
    said = [
        words("sheet_anonymous", roles=_names(some, words), n=least)
        for least in sorted({r.min_raters for r in roles if r.anonymous})
        if (some := [r for r in roles if r.anonymous and r.min_raters == least])
    ]
    if evidence and said:
        said.append(words("sheet_give_away"))
    named = [r for r in roles if not r.anonymous]
    return [*said, *([words("sheet_named", roles=_names(named, words))] if named else [])]


def _names(roles: Sequence[RaterRole], words: Words) -> str:
    return words.join([words.of(r.name) for r in roles])


def _sentences(sentences: Iterable[str], words: Words) -> str:
    return ("" if words.language == "zh" else " ").join(sentences)


def _date(text: str, words: Words) -> str:
    """A date as people write it; any other text as it is.

    >>> _date("2026-12-15", Words("en")), _date("2026-12-15", Words("zh")), _date("Friday", Words("en"))
    ('15 December 2026', '2026年12月15日', 'Friday')
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    if words.language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {words(f'month_{day.month}')} {day.year}"
