"""Findings X…: workbooks."""

from ...text import Text
from ..finding import error, info, warning

WORKBOOK_UNREADABLE = error("X201", "workbook-unreadable",
    message=Text("工作簿已损坏，无法读取：{reason}", "the workbook is damaged and can't be read: {reason}"),
    remedy=Text("请用 Excel 或 WPS 打开后重新另存，或重新导出。", "Open it and save it again, or export it again."),
    reason=Text("工作簿打不开，里面的评分就一条也没有算进去。加了密码的文件，看起来也像损坏的文件。", "None of the ratings in a workbook that can't be opened count. One with a password looks just like a damaged one."))
WORKBOOK_TOO_LARGE = error("X202", "workbook-too-large",
    message=Text("工作簿解压后超出限度（{reason}），未打开", "the workbook unpacks beyond the limit ({reason}) and was not opened"),
    remedy=Text("请删去图片和多余的工作表，或另存为 CSV。", "Remove pictures and sheets that aren't needed, or save it as CSV."),
    reason=Text("很小的文件可以解压出极大的内容，足以耗尽内存，让整台机器停下来。正常的评分表远远到不了这个限度。", "A small file can unpack into enough to fill the memory and bring the machine to a halt. No honest table of ratings comes anywhere near the limit."))
SHEET_NOT_READ = info("X203", "sheet-not-read",
    message=Text("工作表“{value}”不是评分表，未读取", 'sheet "{value}" is no table of ratings and was not read'),
    remedy=Text("无需处理。", "Nothing to do."),
    reason=Text("说明页、图表页本来就不该读。之所以提一句，是因为表头写得不规范的评分表也会被归到这里。", "Notes and charts should not be read. It is mentioned because a sheet of ratings with odd headers would end up here as well."))
SHEET_HIDDEN = warning("X204", "sheet-hidden",
    message=Text("工作表“{value}”是隐藏的，未读取", 'sheet "{value}" is hidden and was not read'),
    remedy=Text("若其中有评分，请取消隐藏；否则可删去。", "Unhide it if it holds ratings; else remove it."),
    reason=Text("隐藏的工作表多半是旧数据，算进去会混入过时的评分；但也可能是忘了取消隐藏，里面的人就都没有算。", "A hidden sheet mostly holds old data, and counting it would mix in ratings that no longer hold. But somebody may have forgotten to unhide it, and then its people are missing."))
FORMULA_WITHOUT_VALUE = error("X205", "formula-without-value",
    message=Text("此格是公式，但文件里没有它的结果", "this cell is a formula, and the file does not hold its result"),
    remedy=Text("请在 Excel 或 WPS 中打开、重算并保存，或粘贴为数值。", "Open the file in a spreadsheet, let it calculate and save it; or paste the cell as a value."),
    reason=Text("文件里只有公式，没有结果。格子里本该是几，只有电子表格软件重算之后才知道；当作空白就成了“未评估”。", 'The file holds the formula and not its result, which only a spreadsheet can work out. Read as blank, the cell would say "not assessed".'))
CELL_ERROR = error("X206", "cell-error",
    message=Text("此格是错误值 {value}", "this cell holds the error {value}"),
    remedy=Text("请改正公式，或清空这一格。", "Correct the formula, or empty the cell."),
    reason=Text("错误值表示公式没有算出结果，例如查不到对应的人。它不是评分，也不是“未评估”。", 'An error means that a formula failed, for instance because it did not find the person. It is no rating, and it does not mean "not assessed" either.'))
CELL_IS_DATE = error("X207", "cell-is-date",
    message=Text("此格是日期 {value}，不是“{column}”的值", 'this cell is a date, {value}, not a value of "{column}"'),
    remedy=Text("Excel 可能把“1-2”这样的输入变成了日期；请把格式改为文本后重新输入。", 'Excel turns entries such as "1-2" into dates; set the cell to text and enter it again.'),
    reason=Text("Excel 会自作主张把“1-2”之类的输入变成日期，而日期在文件里只是一个几万的数字。原来填的是什么，已经无法还原。", "Excel turns entries such as 1-2 into dates by itself, and a date is just a number of some ten thousands in the file. What was entered can't be recovered."))
CELLS_MERGED = error("X208", "cells-merged",
    message=Text("单元格 {value} 是合并的，只有第一格有值", "the cells {value} are merged; only the first of them has a value"),
    remedy=Text("请取消合并，并把值填到每一格。", "Unmerge them and fill in every cell."),
    reason=Text("合并区域看上去每行都有值，文件里却只有第一格有，其余都是空的。后面几行会因此缺工号、缺岗位或缺评分。", "A merged area looks as if every row had the value, but in the file only the first cell has it. The other rows then lack an id, a position or a rating."))
HEADER_LOWER = info("X209", "header-lower",
    message=Text("表头在第 {row} 行，其上各行未读取", "the header is in row {row}; the rows above it were not read"),
    remedy=Text("若第 {row} 行确为表头，无需处理。", "Nothing to do if row {row} is the header."),
    reason=Text("表头上方通常是标题。若真正的表头还在更上面，就有评分没有读到，请核对。", "Above a header there is usually a title. If the real header is further up, some ratings were not read."))
SHEET_BLANK = info("X210", "sheet-blank",
    message=Text("评价表“{value}”还没有填写", 'the rating sheet "{value}" is not filled in'),
    remedy=Text("无需处理；填好工号和等级后再交回。", "Nothing to do; it wants an employee id and ratings."),
    reason=Text("没写工号、也没打分的评价表谁也不评：它不算错误，但若它是忘了填，就该有人知道。", "A sheet that names nobody and rates nothing is no error; but where somebody forgot to fill it in, that should be known."))
WORKBOOK_LOCKED = error("X220", "workbook-locked",
    message=Text("工作簿设有密码，无法读取", "the workbook is protected with a password and can't be read"),
    remedy=Text("请用 Excel 或 WPS 打开，去掉打开密码（文件 → 信息 → 保护工作簿 → 用密码进行加密），再保存。", "Open it, remove the password (File, Info, Protect Workbook, Encrypt with Password), and save it."),
    reason=Text("设了密码的工作簿是加密的，不打开就无从知道里面有什么。若跳过它，里面的人就会从报告中消失。", "A workbook with a password is encrypted, so nothing of it can be read. Were it passed over, the people in it would be missing from the report."))
CELLS_FAR_AWAY = error("X221", "cells-far-away",
    message=Text("此格离表格太远，未读取（这样的单元格数：{number}）", "this cell is too far from the table and was not read (cells like it: {number})"),
    remedy=Text("请选中远离表格的行和列并删除，再保存工作簿。", "Delete the rows and columns that are far from the table, and save the workbook."),
    reason=Text("表格软件会把从第一格到最远一格的整个区域都算进工作表，一个误填在远处的值就会让它大到无法打开。远处的值也可能是有人放错了位置的评分。", "A sheet reaches to its farthest cell, so one stray value makes it too large to open. And what was entered far away may be somebody's rating in the wrong place."))
