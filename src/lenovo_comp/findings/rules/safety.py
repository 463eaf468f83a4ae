"""Findings S…: what would fool a spreadsheet, a terminal or the eye."""

from ...text import Text
from ..finding import warning

FORMULA_TEXT = warning("S901", "formula-like-text",
    message=Text("“{value}”在电子表格中会被当作公式", "a spreadsheet would read {value} as a formula"),
    remedy=Text("若是文字，请去掉开头的符号；comp 导出 CSV 时会加上单引号。", "If it is text, remove the sign at the start. In CSV, comp adds an apostrophe before it."),
    reason=Text("这格文字在电子表格里会变成公式：轻则显示成别的内容，重则在打开文件的人不知情时把数据发往外部。", "In a spreadsheet this text becomes a formula. It may show something else, or even send data elsewhere."))
CONTROL_CHARACTER = warning("S902", "control-character",
    message=Text("“{value}”含有控制字符", '"{value}" contains a control character'),
    remedy=Text("请删去；这类字符会扰乱终端等程序。", "Remove it. Such characters disturb terminals and programs."),
    reason=Text("控制字符看不见，却能改变终端的颜色、清屏，甚至伪造输出内容；也会让别的程序读错行。", "Nobody sees a control character, but a terminal obeys it: it can recolour, clear or forge the output. Other programs may break the row there."))
BIDI_CHARACTER = warning("S903", "bidirectional-character",
    message=Text("“{value}”含有改变文字方向的字符", '"{value}" contains a character that changes the direction of text'),
    remedy=Text("请删去；它会使显示的内容与实际不同。", "Remove it. It makes the text look different from what it is."),
    reason=Text("这类字符能让文字显示的顺序与实际不同，于是屏幕上看到的不是文件里写的，核对也就失去了意义。", "Such a character changes the order in which text appears. The screen then does not show what the file says, and checking by eye is useless."))
INVISIBLE_CHARACTER = warning("S904", "invisible-character",
    message=Text("“{value}”含有看不见的字符", '"{value}" contains an invisible character'),
    remedy=Text("请删去；看上去相同的两个值会因此不同。", "Remove it. It makes two values differ that look the same."),
    reason=Text("看上去一模一样的两格，其中一格夹了看不见的字符，在别的程序里就是两个不同的值：查找、筛选和匹配都只找到一个。", "Two cells look the same, but one contains a character that can't be seen. Other programs take them for different values, and a search finds only one."))
