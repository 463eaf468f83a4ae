"""Words with which people name times, in Chinese and English."""

from typing import NamedTuple


class Token(NamedTuple):
    """A piece of a text. `kind`: `n` a number of one or two digits, `Y` a year, `C` 202606, `B` 20260630, `M` a
    month's name, `y m d q h w` a unit, `f` fiscal, `e` a month that something ends in, `x` any other word."""

    kind: str
    value: int = 0
    width: int = 0
    text: str = ""


_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
KINDS = {
    **dict.fromkeys(("年度", "年份", "年"), Token("y")),
    **dict.fromkeys(("月份", "月", "m"), Token("m")),
    **dict.fromkeys(("日", "号"), Token("d")),
    **dict.fromkeys(("季度", "季", "q", "quarter", "qtr"), Token("q")),
    **dict.fromkeys(("h", "half"), Token("h")),
    **dict.fromkeys(("周", "w", "wk", "week", "cw", "kw"), Token("w")),
    **dict.fromkeys(("财政年度", "财年", "fy", "ay", "fiscal", "学年"), Token("f")),
    **{word: Token("H", 1) for word in ("上半年", "上半年度", "上半")},
    **{word: Token("H", 2) for word in ("下半年", "下半年度", "下半")},
    **{word: Token("e", 6) for word in ("年中", "中期", "mid", "midyear")},
    **{word: Token("e", 12) for word in ("年终", "年末", "年底", "end", "yearend")},
    **{name: Token("M", i) for i, full in enumerate(_MONTHS, 1) for name in (full, full[:3])},
    "sept": Token("M", 9),
    "first": Token("n", 1, 1), "second": Token("n", 2, 1), "third": Token("n", 3, 1), "fourth": Token("n", 4, 1),
    **{numeral: Token("n", i, 1) for i, numeral in enumerate("一二三四五六七八九十", 1)},
    "十一": Token("n", 11, 2), "十二": Token("n", 12, 2),
}  # fmt: skip
FILLERS = frozenset(
    (
        *("第", "期", "考核", "评估", "评价", "测评", "考评", "绩效", "盘点", "周期", "全年", "cy", "the", "of", "in"),
        *("st", "nd", "rd", "th", "year", "annual", "yearly", "review", "cycle", "period", "assessment", "appraisal"),
        *("evaluation", "performance"),
    )
)
"""Words that say nothing of the time, nor of which of several cycles it is."""
LONGEST_WORD = 4
"""Characters of the longest Chinese word."""
