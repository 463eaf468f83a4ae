"""Findings T615 and T638: what a format that is written has no place for."""

from ...text import Text
from ..finding import error, warning

TEXT_CUT = error("T614", "text-cut",
    message=Text("名称过长，只写了开头：“{value}”", 'a name is too long, so only its start was written: "{value}"'),
    remedy=Text("请在字典中改用较短的名称。", "Give it a shorter name in the dictionary."),
    reason=Text("名称要写在一个单元格里，而单元格的长度有限。", "A name must fit into one cell, and a cell has a limit."))
NO_PLACE = error("T615", "no-place",
    message=Text("{format}中没有地方写{what}", "{format} has no place for {what}"),
    remedy=Text("可以接受的话用 --accept T615；要完整写出，请不用 --plain。", "If that is acceptable, type --accept T615. To write everything, leave out --plain."),
    reason=Text("简单的格式写不下字典的全部内容。略去的部分在这里逐项列出，没有一项是悄悄丢掉的。", "A plain format can't contain everything in a dictionary. What is left out is listed here."))
LINES_JOINED = warning("T638", "lines-joined",
    message=Text("多行的行为描述写成了一行：“{value}”", 'a statement with several lines was written on one line: "{value}"'),
    remedy=Text("请核对文字。", "Check the text."),
    reason=Text("表格中一行就是一条行为描述。若保留换行，一条会变成几条。", "In the workbook each line of a cell is a statement. With its line breaks, one statement would become several."))
