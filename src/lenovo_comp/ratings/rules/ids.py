"""What is no id: what spreadsheets make of one, and what people write beside or in place of it."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

import polars as pl

from ...findings import catalogue
from ...findings.finding import Rule
from ...model.dictionary import Model
from ...text import WRITING, Text, code_of
from ..columns import CALLED, COLUMNS, Kind, of_kind
from ..files.table import WHITE
from ..spelling import INVISIBLE, fold
from . import Details, RatingsRule, Row

WRITTEN = pl.col("written")
IDS = of_kind(Kind.ID)
"""The columns that say who somebody is."""

ERROR_TEXT = (
    r"^(?i:#+|#[^\s\d#][^\s#]*[!?]|#(?:N/?[AVD]|N/DISP|Н/Д|GETTING_DATA|ERROR)"
    r"|#(?:NULL|DIV/0|VALUE|REF|NAME|NUM|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN)"
    r"|(?:Err|Error|Fehler|Erreur|Errore|错误|錯誤|エラー|오류) ?: ?[0-9]{3}|TRUE|FALSE|真|假)$"
    r"|^(?:WAHR|FALSCH|VRAI|FAUX|VERDADERO|VERDADEIRO|FALSO|VERO|WAAR|ONWAAR|PRAWDA|FAŁSZ|ИСТИНА|ЛОЖЬ|SANT|FALSKT"
    r"|SAND|FALSK|TOSI|EPÄTOSI|IGAZ|HAMIS|PRAVDA|NEPRAVDA|DOĞRU|YANLIŞ)$"
)
"""What spreadsheets show for an error or a truth value, in any of their languages; no id is called that."""
SCIENTIFIC = r"(?i)^[+-]?(?:(?:[0-9]{1,3}[.,][0-9]*|[1-9][0-9]{0,2})E[+-]?|[0-9]+E[+])[0-9]{1,3}$"
"""A number as spreadsheets write it where it has too many digits to show."""

_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "(?:19|20)[0-9]{2}"
_TIME = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
# Names of months as spreadsheets shorten them; an id such as MAR-12 is in capitals.
_NAMES = (
    "[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Mm]ay|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ept?|[Oo]ct|[Nn]ov|[Dd]ec"
    "|January|February|March|April|June|July|August|September|October|November|December"
    "|[Mm]ärz|[Mm]rz|[Mm]är|[Mm]ai|[Oo]kt|[Dd]ez|janv|févr|mars|avr|juin|juil|août|déc|ene|abr|ago|dic"
    "|fev|mai|set|out|gen|mag|giu|lug|ott|mrt|mei|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек"
)
DATE = (
    rf"^(?:{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}(?:[T\s]+{_TIME}.*)?"
    rf"|{_YEAR}\s*年\s*{_MONTH}\s*月(?:\s*{_DAY}\s*[日号])?(?:\s*{_TIME}.*)?"
    rf"|{_MONTH}\s*[月월]\s*{_DAY}\s*[日号일]"
    rf"|[0-3]?[0-9][-/.][0-3]?[0-9][-/.]{_YEAR}(?:[T,\s]+{_TIME}.*)?"
    rf"|[0-3]?[0-9]/[0-3]?[0-9]/[0-9]{{2}}(?:[T,\s]+{_TIME}.*)?"
    rf"|{_DAY}(?:[-/]|\.? ?)(?:{_NAMES})\.?(?:[-/ ](?:{_YEAR}|[0-9]{{2}}))?"
    rf"|(?:{_NAMES})\.?[- ](?:{_YEAR}|[0-9]{{2}})"
    rf"|{_TIME}(?:\s*[AaPp][Mm])?)$"
)
"""A date or a time as spreadsheets show it, which is what they make of ids such as `1-2`."""

_DECIMAL = r"^([0-9]+)[.,]0*$"
_THOUSANDS = r"^[1-9][0-9]{0,2}(?:[,'’][0-9]{3})+(?:\.0+)?$"
_AS_TEXT = r"""^(?:="([^"]*)"|['‘’`]([0-9]+))$"""
# 1.000 may be a thousand or one.
_UNCERTAIN = r"[.,]000$"
FORMATTED = rf"{_DECIMAL}|{_THOUSANDS}|{_AS_TEXT}"
"""A number as a spreadsheet formats or marks it: `12.0`, `12,345`, `="007"`, `'007`."""

PLACEHOLDER = (
    r"(?i)^(?:n/a|n\.a\.?|[-–—―−_]+|[/\\]+|\?+|unknown|none|nil|tbd|tba|anonymous"
    r"|无|無|没有|暂无|未知|不详|待定|不适用|空|匿名)$"
)
"""What people write where there is no id; several of them would become one person."""

_ID = r"(?:[A-Za-z0-9]+[-_.])*[A-Za-z]{0,6}[0-9]+[A-Za-z]?"
_SIGN, _OPEN, _CLOSE = r"\s*[-–—/|,，、;；:：]\s*", r"\s*[(（\[【<《]\s*", r"\s*[)）\]】>》]"
_HAN = r"\p{Han}{2,4}(?:[·•]\p{Han}+)?"
_WORD = r"\p{Lu}[\p{L}'’.-]*\p{Ll}[\p{L}'’.-]*"
_LATIN = rf"{_WORD}(?:[\s,]+[\p{{L}}'’.-]+)*|\p{{Lu}}{{2,}}(?:\s+\p{{Lu}}{{2,}})+"
# An id, perhaps a sign, and a name; and a name with an id of some length in brackets or after a space.
_ID_FIRST = (
    rf"^({_ID})(?:(?:\s*|{_SIGN})({_HAN})|(?:\s+|{_SIGN})({_LATIN})|{_OPEN}({_HAN}|{_LATIN}|\p{{Lu}}{{2,}}){_CLOSE})$"
)
_NAME_FIRST = (
    rf"^(?:({_HAN}|{_LATIN}){_OPEN}({_ID}){_CLOSE}|({_HAN})\s+({_ID})"
    rf"|({_HAN}|{_WORD}(?:\s+{_WORD})+)(?:\s+|{_SIGN})([A-Za-z]{{1,6}}[-_.]?[0-9]+))$"
)
MAYBE_NAMED = r"[^!-~]|[(\[</|,;:]|-.*[a-z]|[a-z].*-"
"""Found in every cell that holds an id and a name. The patterns above take ten milliseconds to compile, which most
starts can do without."""
# What numbers of raters stand beside: `P1 (peer)`, `12号评价人`, `Rater 12`.
_NO_NAME = (
    r"(?i)^(?:peer|manager|self|report|direct report|customer|client|assessor|rater|reviewer|colleague|employee|staff"
    r"|user|person|participant|respondent|team|group|dept|department|[号级组班部区届期月年日位名个人].*"
    r"|本人|自评|上级|直接上级|同事|同级|平级|下属|下级|客户|评估人|评价人|评价者|评分人|打分人|匿名|匿名者|员工|用户)$"
)
_ID_OF_PERSON = r"[A-Za-z].*[0-9]|[0-9]{2}"


def named(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The id and the name in a cell that holds both; null elsewhere."""
    first, last = text.str.extract_groups(_ID_FIRST), text.str.extract_groups(_NAME_FIRST)
    id = pl.coalesce(first.struct.field("1"), *(last.struct.field(n) for n in "246"))
    name = pl.coalesce(*(first.struct.field(n) for n in "234"), *(last.struct.field(n) for n in "135"))
    # A single number after a name may count people of that name: a letter before it, or three digits, make an id.
    is_short = first.struct.field("1").is_null() & ~id.str.contains(r"[A-Za-z].*[0-9]{2}|[0-9]{3}")
    is_both = id.str.contains(_ID_OF_PERSON) & ~name.str.contains(_NO_NAME) & ~is_short
    return pl.when(is_both).then(id), pl.when(is_both).then(name)


def called(_row: Row, _model: Model, column: str) -> Details:
    """What the cells of a column should be."""
    return {"column": COLUMNS[column].called}


def _plain_id(row: Row, _model: Model, column: str) -> Details:
    written = row["written"] or ""
    guess = meant(written)
    suggestion = Text("", "") if guess is None else Text(f"应为“{guess}”吗？", f'Did you mean "{guess}"?')
    return {"column": COLUMNS[column].called, "suggestion": suggestion}


def _hint(row: Row, model: Model, column: str) -> Details:
    hint = Text("", "")
    if column == "rater_id":
        hint = Text(
            "不具名的评价人请每人用一个代号（如 P1、P2）；只有一位时可留空。",
            "Give each unnamed rater a code such as P1 or P2. If there is only one, leave it blank.",
        )
    return {**called(row, model, column), "hint": hint}


def meant(written: str) -> str | None:
    """The id that a formatted number stands for; None where that isn't certain.

    >>> meant("12.0"), meant('="007"'), meant("12,345"), meant("1.000")
    ('12', '007', '12345', None)
    """
    if re.search(_UNCERTAIN, written):
        return None
    if re.search(_THOUSANDS, written):
        return re.sub(r"[,'’]|\.0+$", "", written)
    found = re.search(_DECIMAL, written) or re.search(_AS_TEXT, written)
    return next((group for group in found.groups() if group), None) if found else None


def intended(written: str) -> str | None:
    """The id that a cell most likely stands for: without its name, its format or what can't be seen in it.

    >>> intended("张三(E001)"), intended("12.0"), intended("#N/A")
    ('E001', '12', None)
    """
    if (guess := meant(written)) is not None:
        return guess
    if re.search(ERROR_TEXT, written):
        return None
    plain = "".join(c for c in written if not is_unseen(c))
    return plain if plain != written else _parts(written)[0]


@lru_cache(maxsize=4096)
def _parts(written: str) -> tuple[str | None, str | None]:
    id, name = pl.select(*(part.alias(n) for part, n in zip(named(pl.lit(written)), ("id", "name"), strict=True))).row(
        0
    )
    return id, name


def _hold_both(written: pl.Series) -> pl.Series:
    """Which cells hold an id and a name, and are no date."""
    maybe = written.alias("written").to_frame().with_row_index().filter(WRITTEN.str.contains(MAYBE_NAMED))
    holds = maybe.filter(named(WRITTEN)[0].is_not_null() & ~WRITTEN.str.contains(DATE))["index"]
    return pl.repeat(False, len(written), dtype=pl.Boolean, eager=True).scatter(holds, True)


def _both(row: Row, _model: Model, column: str) -> Details:
    id, name = _parts(row["written"] or "")
    return {"column": COLUMNS[column].called, "id": id or "", "name": name or ""}


def _invisible(row: Row, _model: Model, column: str) -> Details:
    written = row["written"] or ""
    unseen = [c for c in re.sub(WRITING, "", written) if is_unseen(c)]
    plain = "".join(c for c in written if not is_unseen(c))
    codes = ", ".join(dict.fromkeys(map(code_of, unseen)))
    return {"column": COLUMNS[column].called, "codes": codes, "meant": plain}


def is_unseen(character: str) -> bool:
    """Whether a character takes no place and has no shape; scripts need some such (`text.WRITING`)."""
    return not fold(character, "hyphens") and character not in WHITE


def has_unseen(text: pl.Expr, unseen: str = INVISIBLE) -> pl.Expr:
    """Whether something in a text can't be seen, where no script's spelling needs it."""
    return text.str.replace_all(WRITING, "").str.contains(unseen)


ID_RULES = (
    RatingsRule(catalogue.ERROR_AS_ID, CALLED, WRITTEN.is_not_null(), called, reads=ERROR_TEXT),
    RatingsRule(catalogue.SCIENTIFIC_ID, CALLED, WRITTEN.is_not_null(), called, reads=SCIENTIFIC),
    RatingsRule(catalogue.ID_INVISIBLE, ("employee_id",), has_unseen(WRITTEN), _invisible, reads=INVISIBLE),
    RatingsRule(catalogue.ID_IS_DATE, IDS, WRITTEN.is_not_null(), called, reads=DATE),
    RatingsRule(catalogue.ID_FORMATTED, IDS, ~WRITTEN.str.contains(DATE), _plain_id, reads=FORMATTED),
    RatingsRule(catalogue.ID_PLACEHOLDER, IDS, WRITTEN.is_not_null(), _hint, reads=PLACEHOLDER),
    RatingsRule(catalogue.ID_WITH_NAME, IDS, WRITTEN.map_batches(_hold_both, pl.Boolean), _both, reads=MAYBE_NAMED),
)
"""Rules for cells that hold ids."""


WrongIds = Mapping[str, Sequence[tuple[Rule, Details]]]
"""Id → the rules that it breaks, with the details of their findings."""


def wrong_ids(ids: Collection[str], column: str, model: Model) -> WrongIds:
    """Id → the rules that it breaks in a column, with the details of their findings; for tables that aren't ratings.

    Ids that break none are left out.
    """
    written = pl.Series("written", list(dict.fromkeys(ids)), pl.String)
    found: dict[str, list[tuple[Rule, Details]]] = {}
    for rule in (rule for rule in ID_RULES if column in rule.columns):
        broken = written.to_frame().select(pl.col("written").alias("raw"), "written").filter(rule.breaks)["written"]
        for id in broken:
            found.setdefault(id, []).append((rule.rule, rule.details({"written": id}, model, column)))
    return found
