"""What stands where an id should in rows that are none of a person's: totals, remarks, headers."""

from .columns import COLUMNS

_WORDS = (
    *("total", "totals", "grand total", "subtotal", "sub-total", "sum", "average", "averages", "avg", "avg.", "mean"),
    *("median", "overall", "overall average", "team average", "group average", "minimum", "maximum", "min", "max"),
    *("count", "std dev", "std. dev.", "standard deviation", "range", "target", "required", "requirement"),
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
        "总平均",
        "中位数",
        "最高分",
        "最低分",
    ),
    *("最大值", "最小值", "标准差", "人数", "要求", "标准", "目标"),
)
TOTAL = rf"(?i)^\s*(?:{'|'.join(w.replace('.', '[.]') for w in _WORDS)})\s*[:：]?\s*$"
"""What stands where an id or a name should, in a row that sums up others."""
NOTE = (
    r"(?i)^\s*(?:(?:notes?|remarks?|legend|key|source|updated|generated|exported|printed|prepared|page)\b"
    r"|[*#]+\s|(?:注|备注|说明|图例|制表|填表|填写|导出|打印|更新|数据来源)(?:[:：人日时\s]|$))"
    r"|[:：]\s*$|^\s*\S+\s*=\s*\S|\S+\s+\S+\s+\S+\s+\S+"
)
"""What remarks begin or look like. A row counts as one only if nothing in it says more than a person's row would."""
_HEADERS = "|".join(h.replace(" ", "[ _-]*") for h in ("employee id", *COLUMNS["employee_id"].headers))
HEADER = rf"(?i)^\s*(?:{_HEADERS})\s*(?:[*＊(（\[].*)?$"
"""The header of ids, as it stands again in long tables or above a second one."""
IN_AN_ID = rf"{TOTAL}|{NOTE}|{HEADER}"
"""What an id may read in a row that is none of a person's."""
