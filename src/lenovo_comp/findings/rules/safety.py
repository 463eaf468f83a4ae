"""Findings S…: what would fool a spreadsheet, a terminal or the eye."""

from ...text import Text
from ..finding import warning

FORMULA_TEXT = warning("S901", "formula-like-text",
    message=Text("“{value}”在电子表格中会被当作公式", "a spreadsheet would take {value} for a formula"),
    remedy=Text("若是文字，请去掉开头的符号；comp 导出 CSV 时会加上单引号。", "If it is text, remove the sign it starts with; in CSV comp puts an apostrophe before it."),
    reason=Text("这格文字在电子表格里会变成公式：轻则显示成别的内容，重则在打开文件的人不知情时把数据发往外部。", "In a spreadsheet this text becomes a formula. At best it shows something else; at worst it sends data elsewhere while whoever opened the file looks on."))
CONTROL_CHARACTER = warning("S902", "control-character",
    message=Text("“{value}”含有控制字符", '"{value}" holds a control character'),
    remedy=Text("请删去；这类字符会扰乱终端和其他程序。", "Remove it; such characters upset terminals and programs."),
    reason=Text("控制字符看不见，却能改变终端的颜色、清屏，甚至伪造输出内容；也会让别的程序读错行。", "Nobody sees a control character, but a terminal obeys it: it can recolour, clear or forge what is shown. Other programs may break the row at it."))
BIDI_CHARACTER = warning("S903", "bidirectional-character",
    message=Text("“{value}”含有改变文字方向的字符", '"{value}" holds a character that turns the direction of text'),
    remedy=Text("请删去；它会使显示的内容与实际不同。", "Remove it; it makes text look like other text."),
    reason=Text("这类字符能让文字显示的顺序与实际不同，于是屏幕上看到的不是文件里写的，核对也就失去了意义。", "Such a character makes text appear in another order than it has. What is read on the screen is then not what the file says, and no check by eye can help."))
INVISIBLE_CHARACTER = warning("S904", "invisible-character",
    message=Text("“{value}”含有看不见的字符", '"{value}" holds an invisible character'),
    remedy=Text("请删去；看上去相同的两个值会因此不同。", "Remove it; two values that look the same differ by it."),
    reason=Text("看上去一模一样的两格，其中一格夹了看不见的字符，在别的程序里就是两个不同的值：查找、筛选和匹配都只找到一个。", "Two cells look exactly the same, but one has a character that can't be seen. Other programs take them for different values, and a search or a lookup finds only one."))
