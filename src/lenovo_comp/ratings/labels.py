"""Labels in the column of ids of rows that are no person's: totals, remarks, headers."""

from .columns import COLUMNS

_WORDS = (
    *("total", "totals", "grand total", "subtotal", "sub-total", "sum", "average", "averages", "avg", "avg.", "mean"),
    *("median", "overall", "overall average", "team average", "group average", "minimum", "maximum", "min", "max"),
    *("count", "std dev", "std. dev.", "standard deviation", "range", "target", "required", "requirement"),
    *("合计", "总计", "小计", "共计", "总和", "平均", "平均分", "平均值", "均值", "均分", "总分", "总平均", "中位数"),
    *("最高分", "最低分", "最大值", "最小值", "标准差", "人数", "要求", "标准", "目标", "汇总"),
    *("ø", "⌀", "Σ", "∑", "μ", "x̄", "σ"),
)
_ENGLISH = (
    *("total", "totals", "subtotal", "average", "averages", "avg", "mean", "median", "sum", "overall", "count"),
    *("minimum", "maximum", "highest", "lowest", "benchmark", "baseline", "norm", "target", "required", "requirement"),
    *("requirements", "expected", "gap", "variance", "deviation", "std", "stdev", "percentage", "percent", "weight"),
    *("weighting", "scale", "headcount", "number of"),
)
_CHINESE = (
    *(
        "合计",
        "总计",
        "小计",
        "共计",
        "总和",
        "平均",
        "平均分",
        "平均值",
        "均值",
        "均分",
        "总分",
        "中位数",
        "汇总",
        "计数",
    ),
    *("最高", "最低", "最高分", "最低分", "最大值", "最小值", "标准差", "方差", "人数", "占比", "比例", "达标率"),
    *("及格率", "合格率", "百分比", "要求", "标准", "目标", "目标值", "基准", "常模", "权重", "差距", "应达", "期望"),
)


def _either(words: tuple[str, ...]) -> str:
    return "|".join(w.replace(".", "[.]") for w in words)


TOTAL = rf"(?i:^\s*(?:{_either(_WORDS)})\s*[:：]?\s*$)"
"""Labels in place of an id or a name, in a row that sums up others."""
SUMS_UP = (
    rf"(?i:^[\s%#]*(?:{_either(_ENGLISH)})\b|\b(?:{_either(_ENGLISH)})[\s.:]*$"
    rf"|(?:{_either(_CHINESE)})[级分数等]?\s*[:：]?\s*$)"
)
"""What may be there, too (`North average`, `E001 汇总`), and is part of some people's names (`Average Joe`)."""
NOTE = (
    r"(?i:^\s*(?:(?:notes?|remarks?|legend|key|source|updated|generated|exported|printed|prepared|page)\b"
    r"|[*#]+\s|(?:注|备注|说明|图例|制表|填表|填写|导出|打印|更新|数据来源)(?:[:：人日时\s]|$))"
    r"|[:：]\s*$|^\s*\S+\s*=\s*\S|\S+\s+\S+\s+\S+\s+\S+"
    r"|^\s*(?:[\u3400-\u9fff\s]{2,12}[:：]|[a-z ]{3,24}(?:[:]\s|：))\s*\S)"
)
"""What remarks begin or look like. A row counts as one only if nothing in it says more than a person's row would."""
_HEADERS = "|".join(h.replace(" ", "[ _-]*") for h in ("employee id", *COLUMNS["employee_id"].headers))
HEADER = rf"(?i:^\s*(?:{_HEADERS})\s*(?:[*＊(（\[].*)?$)"
"""The header of ids, as it stands again in long tables or above a second one."""
SHORTEST = 3
"""Characters of an id, at least, of which nobody would think as the key of a legend."""
LIKE_AN_ID = r"^(?:[A-Za-z]{1,3}[0-9]{2,9}|[0-9]{3,9})?$"
"""Most ids look like this, or are blank; none of them looks like anything below."""
LIKE_NO_ID = {
    "header": HEADER,
    "total": TOTAL,
    "maybe": rf"{SUMS_UP}|{NOTE}",
    "word": r"^\s*[^\d\s][^\d]*$",
    "short": r"^\s*\S{1,2}\s*$",
}
"""Ids that may be nobody's, by what they look like; the last two only among others that don't."""
