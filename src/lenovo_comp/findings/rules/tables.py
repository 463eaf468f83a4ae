"""Findings C…: columns and their headers."""

from ...text import Text
from ..finding import error, warning

COLUMN_MISSING = error("C101", "column-missing",
    message=Text("缺少“{zh}”列（{column}）。{suggestion}", 'there is no column "{column}" (or "{zh}"). {suggestion}'),
    remedy=Text("请补上或改正第一行的表头；整个文件未计入。", "Add or correct the header on the first line; nothing of the file was counted."),
    reason=Text("缺了这一列，就不知道每行评的是谁、评什么、评了多少。与其猜测，不如整份不算。", "Without this column a row does not say who was rated, on what, or how. comp would have to guess, so nothing of the file counts."))

COLUMN_REPEATED = error("C102", "column-repeated",
    message=Text("“{value}”列与第 {first} 列含义相同（{column}）", 'column "{value}" means the same as column {first} ({column})'),
    remedy=Text("请只保留其中一列；整个文件未计入。", "Keep one of the two; nothing of the file was counted."),
    reason=Text("两列意思相同，内容却可能不同，选哪一列都可能选错。", "Two columns mean the same and may say different things. Whichever were taken, it might be the wrong one."))

COLUMN_UNKNOWN = warning("C103", "column-unknown",
    message=Text("不认识“{value}”列，未读取", 'column "{value}" is not known and was not read'),
    remedy=Text("若不需要可忽略此提示。", "Nothing to do where it isn't meant for comp."),
    reason=Text("这一列没有参与任何计算。若它本来就是备注，可以不管；若是评分的一部分，它已被漏掉。", "Nothing in this column was used. That is fine for remarks of your own, and a loss if it was meant to count."))

COLUMN_MISSPELLED = error("C104", "column-misspelled",
    message=Text("不认识“{value}”列，未读取。{suggestion}", 'column "{value}" is not known and was not read. {suggestion}'),
    remedy=Text("请改正表头，否则这一列会丢失。", "Correct the header; else what it holds is lost."),
    reason=Text("表头与已知的只差一两个字，或者整列填的都是评价人角色，多半是写错了。若当作无关的列，里面的内容会整列丢失，评分的归属也可能随之改变。", "The header is a letter or two away from a known one, or its cells are all rater roles, so it is most likely a slip. Treated as a stranger, the whole column would be lost, and with it perhaps whose ratings these are."))

ROW_RAGGED = error("C105", "row-ragged",
    message=Text("本行有 {fields} 格，表头有 {columns} 格", "this row has {fields} cells, the header has {columns}"),
    remedy=Text("请检查多余或缺少的分隔符，含分隔符的文字须加引号；本行未计入。", "Look for a separator too many or too few; text that holds one needs quotes. The row was left out."),
    reason=Text("多一格或少一格，后面的值就会错位：等级落到角色列里，角色落到评价人列里。错位的数据看上去往往仍像正常数据。", "One cell too many or too few shifts the others: the level lands among the roles, the role among the raters. Shifted data often still look like data."))

QUOTE_UNCLOSED = error("C106", "quote-unclosed",
    message=Text("从本行开始的引号没有正确闭合", "a quotation that starts in this row does not close properly"),
    remedy=Text('单元格内的引号须写两遍（""）；整个文件未计入。', 'A quote inside a cell is written twice (""). Nothing of the file was counted.'),
    reason=Text("引号没有闭合，后面的许多行会被并成一格，整批人就此消失。究竟从哪里结束，只有制表的人知道。", "An unclosed quotation swallows the rows after it into one cell, and their people vanish. Where it should have ended, only its author knows."))

HEADER_ALONE = error("C107", "header-alone",
    message=Text("文件只有表头，没有数据", "the file has a header and no rows"),
    remedy=Text("请检查导出时是否漏了数据行。", "Check whether the export lost its rows."),
    reason=Text("只有表头，通常是筛选或导出时把数据行丢了。若当作“没有评分”，大家都会显得未评估。", 'A header alone usually means that a filter or an export lost the rows. Taken as "no ratings", it would make everybody look unassessed.'))

HEADER_SPACED = warning("C108", "header-spaced",
    message=Text("表头“{value}”前后有空格，已按“{meant}”读取", 'header "{value}" has spaces around it; read as "{meant}"'),
    remedy=Text("请删去空格。", "Remove the spaces."),
    reason=Text("人眼看不出表头上的空格，别的程序却会当成另一列。在这里已按原意读取，换个工具就不一定了。", "Nobody sees the spaces, but other programs take the header for another column. comp read it as meant; the next tool may not."))

HEADER_BLANK = error("C109", "header-blank",
    message=Text("第 {number} 列有内容却没有表头，未读取", "column {number} has cells but no header; it was not read"),
    remedy=Text("请补上表头，或清空这一列。", "Give it a header, or empty the column."),
    reason=Text("有内容却没有表头，谁也说不清这些值是什么。若其中是评分或证据，就白填了。", "There are values, and nothing says what they are. If they are ratings or evidence, somebody filled them in for nothing."))

SHAPE_MIXED = error("C110", "shape-mixed",
    message=Text("表中既有“胜任能力”列，又有以胜任能力命名的列（“{value}”）", 'the table has a column "competency" and also one named after a competency ("{value}")'),
    remedy=Text("长表与宽表只能取其一；整个文件未计入。", "Use the long form or the wide form, not both. Nothing of the file was counted."),
    reason=Text("长表每行一条评分，宽表每行一人多条评分。两种写法混在一起，同一个数字可能被算两次，也可能归到别的能力上。", "In the long form a row is one rating, in the wide form it is several. Mixed, a figure may be counted twice or go to the wrong competency."))

IDS_ARE_NUMBERS = warning("C111", "ids-are-numbers",
    message=Text("“{column}”列存成了数字，前导零可能已丢失", 'column "{column}" is stored as numbers; leading zeros may be lost'),
    remedy=Text("请把这一列存成文本。", "Store the column as text."),
    reason=Text("工号“007”存成数字就成了“7”，与花名册或其他文件里的“007”对不上，会被当作两个人。", "As a number, the id 007 is 7. It no longer matches 007 in the roster or in another file, and one person becomes two."))

POSITION_COLUMN_MISSING = error("C112", "position-column-missing",
    message=Text("没有“position”（岗位）列，也没有给出花名册", 'there is no column "position", and no roster'),
    remedy=Text("请加上岗位列，或用 --roster 文件 给出每人的岗位。", "Add the column, or name everyone's position in a --roster file."),
    reason=Text("没有岗位就没有要求，也就算不出差距。所有人都得不到结论，报告等于白做。", "Without a position there are no requirements, and without those no gap. Nobody would get a verdict."))

HEADER_MISSING = error("C113", "header-missing",
    message=Text("第一行没有任何认识的列名", "the first line holds no column name that is known"),
    remedy=Text("请在第一行写上表头，至少有工号；整个文件未计入。", "Put a header on it, with employee_id at least; nothing of the file was counted."),
    reason=Text("没有表头，每一格是什么都无从知道：第一行的数据会被当成列名，后面的数字也可能是工号、等级或年份。", "Without a header nothing says what a cell is: the first row of data is taken for names of columns, and a figure may be an id, a level or a year."))

COLUMN_NESTED = error("C114", "column-nested",
    message=Text("“{column}”列存的是列表或结构，不是单个值；整个文件未计入", 'column "{column}" holds lists or structures, not single values; nothing of the file was counted'),
    remedy=Text("请把它展开成每格一个值。", "Unnest it, so that every cell holds one value."),
    reason=Text("评分表的每一格只能有一个值。列表里有几个值，就不知道该算哪一个，也不能替人选。", "A cell of a table of ratings holds one value. Where it holds a list, nobody can tell which of its values counts, and choosing one would be a guess."))

COLUMN_UNREADABLE = error("C120", "column-unreadable",
    message=Text("“{column}”列的类型是 {kind}，无法读取；整个文件未计入", "column \"{column}\" is of type {kind}, which can't be read; nothing of the file was counted"),
    remedy=Text("请把这一列导出为文本或数字。", "Export the column as text or numbers."),
    reason=Text("这种类型的值没有通用的文字写法，硬转成文字只会得到谁也没有填过的内容。", "Values of this type have no common way of being written as text. Forced into text they would say what nobody entered."))

COLUMNS_TOO_MANY = error("C121", "columns-too-many",
    message=Text("表格有 {columns} 列，最多可有 {most} 列；未读取", "the table has {columns} columns and was not read; it may have {most}"),
    remedy=Text("请删去不需要的列，或检查分隔符。", "Delete the columns that aren't needed, or check the separator."),
    reason=Text("没有评分表需要几千列，多半是分隔符弄错了，或者整行被填到了很远的地方。", "No table of ratings needs thousands of columns. Most likely the separator is wrong, or a row was filled far to the right by mistake."))
