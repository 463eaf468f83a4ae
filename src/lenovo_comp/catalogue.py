"""Every kind of finding: code, name, severity, and what it says in both languages.

A code is never reused. `{value}` is the offending cell; the other names are filled by the check
that reports the finding. `{suggestion}` is either empty or a whole "Did you mean …?" sentence.
"""

from __future__ import annotations

from .diagnostics import Rule, Severity
from .language import Text

_rules: list[Rule] = []


def _rule(code: str, name: str, severity: Severity, *, zh: tuple[str, str], en: tuple[str, str]) -> Rule:
    """Register a rule; `zh` and `en` are (message, remedy)."""
    rule = Rule(code, name, severity, Text(zh[0], en[0]), Text(zh[1], en[1]))
    _rules.append(rule)
    return rule


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

# ---------------------------------------------------------------- F0xx: the file

FILE_MISSING = _rule(
    "F001",
    "file-missing",
    _E,
    zh=("找不到文件", "请检查文件名，以及当前所在的文件夹。"),
    en=("there is no such file", "Check the name, and the folder you are in."),
)
FILE_UNREADABLE = _rule(
    "F002",
    "file-unreadable",
    _E,
    zh=("无法读取文件：{reason}", "请检查它是不是一个文件，以及您是否有读取权限。"),
    en=("the file can't be read: {reason}", "Check that it is a file and that you may read it."),
)
FILE_EMPTY = _rule(
    "F003",
    "file-empty",
    _E,
    zh=("文件是空的", "请检查是否保存或导出完整。"),
    en=("the file is empty", "Check whether it was saved or exported as a whole."),
)
FILE_UNDECODABLE = _rule(
    "F004",
    "file-undecodable",
    _E,
    zh=("第 {offset} 个字节（{byte}）既不是 UTF-8 也不是 GB18030 文本", "请另存为“CSV UTF-8”。"),
    en=(
        "byte {offset} ({byte}) is text neither in UTF-8 nor in GB18030",
        'Save the file as "CSV UTF-8".',
    ),
)
MIXED_ENCODINGS = _rule(
    "F005",
    "mixed-encodings",
    _E,
    zh=(
        "文件混用了 UTF-8 和 GB18030；本行是 {encoding}",
        "文件大概由两份拼接而成；请先把各份都另存为 UTF-8 再合并。",
    ),
    en=(
        "the file mixes UTF-8 and GB18030; this line is in {encoding}",
        "It was probably joined from two files; save each as UTF-8, then join them.",
    ),
)
READ_AS_GB18030 = _rule(
    "F006",
    "read-as-gb18030",
    _I,
    zh=("文件不是 UTF-8，已按 GB18030 读取", "无需处理；另存为 UTF-8 可避免此提示。"),
    en=("the file is not UTF-8; it was read as GB18030", "Nothing to do; as UTF-8 it would be beyond doubt."),
)
NOT_WHAT_ITS_NAME_SAYS = _rule(
    "F007",
    "not-what-its-name-says",
    _E,
    zh=("文件名说它是{expected}，内容却是{found}", "请按实际内容更改扩展名，或重新导出。"),
    en=("its name says {expected}, its content is {found}", "Give it the ending of what it is, or export it again."),
)
UNKNOWN_FILE_TYPE = _rule(
    "F008",
    "unknown-file-type",
    _E,
    zh=("不支持的文件类型“{ending}”", "评分文件可为 .xlsx、.csv、.tsv、.txt 或 .parquet。"),
    en=(
        'files ending in "{ending}" are not read',
        "Ratings come as .xlsx, .csv, .tsv, .txt or .parquet.",
    ),
)
FILE_DAMAGED = _rule(
    "F009",
    "file-damaged",
    _E,
    zh=("文件已损坏，无法读取：{reason}", "请重新导出。"),
    en=("the file is damaged and can't be read: {reason}", "Export it again."),
)

LOCK_FILE_PASSED_OVER = _rule(
    "F010",
    "lock-file-passed-over",
    _I,
    zh=("这是 Excel 打开工作簿时留下的临时文件，未读取", "无需处理；关闭工作簿后它会消失。"),
    en=(
        "this is a temporary file of a workbook that is open in Excel; it was not read",
        "Nothing to do; it goes away when the workbook is closed.",
    ),
)

# ---------------------------------------------------------------- C1xx: the table

COLUMN_MISSING = _rule(
    "C101",
    "column-missing",
    _E,
    zh=("缺少“{zh}”列（{column}）。{suggestion}", "请补上或改正第一行的表头；整个文件未计入。"),
    en=(
        'there is no column "{column}" (or "{zh}"). {suggestion}',
        "Add or correct the header on the first line; nothing of the file was counted.",
    ),
)
COLUMN_REPEATED = _rule(
    "C102",
    "column-repeated",
    _E,
    zh=("“{value}”列与第 {first} 列含义相同（{column}）", "请只保留其中一列；整个文件未计入。"),
    en=(
        'column "{value}" means the same as column {first} ({column})',
        "Keep one of the two; nothing of the file was counted.",
    ),
)
COLUMN_UNKNOWN = _rule(
    "C103",
    "column-unknown",
    _W,
    zh=("不认识“{value}”列，未读取", "若不需要可忽略此提示。"),
    en=('column "{value}" is not known and was not read', "Nothing to do where it isn't meant for comp."),
)
COLUMN_MISSPELLED = _rule(
    "C104",
    "column-misspelled",
    _E,
    zh=("不认识“{value}”列，未读取。{suggestion}", "请改正表头，否则这一列会丢失。"),
    en=(
        'column "{value}" is not known and was not read. {suggestion}',
        "Correct the header; else what it holds is lost.",
    ),
)
ROW_RAGGED = _rule(
    "C105",
    "row-ragged",
    _E,
    zh=("本行有 {fields} 格，表头有 {columns} 格", "请检查多余或缺少的分隔符，含分隔符的文字须加引号；本行未计入。"),
    en=(
        "this row has {fields} cells, the header has {columns}",
        "Look for a separator too many or too few; text that holds one needs quotes. The row was left out.",
    ),
)
QUOTE_UNCLOSED = _rule(
    "C106",
    "quote-unclosed",
    _E,
    zh=("从本行开始的引号没有正确闭合", '单元格内的引号须写两遍（""）；整个文件未计入。'),
    en=(
        "a quotation that starts in this row does not close properly",
        'A quote inside a cell is written twice (""). Nothing of the file was counted.',
    ),
)
HEADER_ALONE = _rule(
    "C107",
    "header-alone",
    _E,
    zh=("文件只有表头，没有数据", "请检查导出时是否漏了数据行。"),
    en=("the file has a header and no rows", "Check whether the export lost its rows."),
)
HEADER_SPACED = _rule(
    "C108",
    "header-spaced",
    _W,
    zh=("表头“{value}”前后有空格，已按“{meant}”读取", "请删去空格。"),
    en=('header "{value}" has spaces around it; read as "{meant}"', "Remove the spaces."),
)
HEADER_BLANK = _rule(
    "C109",
    "header-blank",
    _E,
    zh=("第 {number} 列有内容却没有表头，未读取", "请补上表头，或清空这一列。"),
    en=("column {number} has cells but no header; it was not read", "Give it a header, or empty the column."),
)
SHAPE_MIXED = _rule(
    "C110",
    "shape-mixed",
    _E,
    zh=("表中既有“胜任能力”列，又有以胜任能力命名的列（“{value}”）", "长表与宽表只能取其一；整个文件未计入。"),
    en=(
        'the table has a column "competency" and also one named after a competency ("{value}")',
        "Use the long form or the wide form, not both. Nothing of the file was counted.",
    ),
)
IDS_ARE_NUMBERS = _rule(
    "C111",
    "ids-are-numbers",
    _W,
    zh=("“{column}”列存成了数字，前导零可能已丢失", "请把这一列存成文本。"),
    en=('column "{column}" is stored as numbers; leading zeros may be lost', "Store the column as text."),
)
POSITION_COLUMN_MISSING = _rule(
    "C112",
    "position-column-missing",
    _E,
    zh=("没有“position”（岗位）列，也没有给出花名册", "请加上岗位列，或用 --roster 文件 给出每人的岗位。"),
    en=(
        'there is no column "position", and no roster',
        "Add the column, or name everyone's position in a --roster file.",
    ),
)

HEADER_MISSING = _rule(
    "C113",
    "header-missing",
    _E,
    zh=("第一行没有任何认识的列名", "请在第一行写上表头，至少有工号；整个文件未计入。"),
    en=(
        "the first line holds no column name that is known",
        "Put a header on it, with employee_id at least; nothing of the file was counted.",
    ),
)

COLUMN_NESTED = _rule(
    "C114",
    "column-nested",
    _E,
    zh=("“{column}”列存的是列表或结构，不是单个值；整个文件未计入", "请把它展开成每格一个值。"),
    en=(
        'column "{column}" holds lists or structures, not single values; nothing of the file was counted',
        "Unnest it, so that every cell holds one value.",
    ),
)

COLUMN_UNREADABLE = _rule(
    "C120",
    "column-unreadable",
    _E,
    zh=("“{column}”列的类型是 {kind}，无法读取；整个文件未计入", "请把这一列导出为文本或数字。"),
    en=(
        'column "{column}" is of type {kind}, which can\'t be read; nothing of the file was counted',
        "Export the column as text or numbers.",
    ),
)
COLUMNS_TOO_MANY = _rule(
    "C121",
    "columns-too-many",
    _E,
    zh=("表格有 {columns} 列，最多可有 {most} 列；未读取", "请删去不需要的列，或检查分隔符。"),
    en=(
        "the table has {columns} columns and was not read; it may have {most}",
        "Delete the columns that aren't needed, or check the separator.",
    ),
)

# ---------------------------------------------------------------- X2xx: the workbook

WORKBOOK_UNREADABLE = _rule(
    "X201",
    "workbook-unreadable",
    _E,
    zh=("工作簿已损坏，无法读取：{reason}", "请用 Excel 或 WPS 打开后重新另存，或重新导出。"),
    en=("the workbook is damaged and can't be read: {reason}", "Open it and save it again, or export it again."),
)
WORKBOOK_TOO_LARGE = _rule(
    "X202",
    "workbook-too-large",
    _E,
    zh=("工作簿解压后超出限度（{reason}），未打开", "请删去图片和多余的工作表，或另存为 CSV。"),
    en=(
        "the workbook unpacks beyond the limit ({reason}) and was not opened",
        "Remove pictures and sheets that aren't needed, or save it as CSV.",
    ),
)
SHEET_NOT_READ = _rule(
    "X203",
    "sheet-not-read",
    _I,
    zh=("工作表“{value}”不是评分表，未读取", "无需处理。"),
    en=('sheet "{value}" is no table of ratings and was not read', "Nothing to do."),
)
SHEET_HIDDEN = _rule(
    "X204",
    "sheet-hidden",
    _W,
    zh=("工作表“{value}”是隐藏的，未读取", "若其中有评分，请取消隐藏；否则可删去。"),
    en=('sheet "{value}" is hidden and was not read', "Unhide it if it holds ratings; else remove it."),
)
FORMULA_WITHOUT_VALUE = _rule(
    "X205",
    "formula-without-value",
    _E,
    zh=("此格是公式，但文件里没有它的结果", "请在 Excel 或 WPS 中打开、重算并保存，或粘贴为数值。"),
    en=(
        "this cell is a formula, and the file does not hold its result",
        "Open the file in a spreadsheet, let it calculate and save it; or paste the cell as a value.",
    ),
)
CELL_ERROR = _rule(
    "X206",
    "cell-error",
    _E,
    zh=("此格是错误值 {value}", "请改正公式，或清空这一格。"),
    en=("this cell holds the error {value}", "Correct the formula, or empty the cell."),
)
CELL_IS_DATE = _rule(
    "X207",
    "cell-is-date",
    _E,
    zh=(
        "此格是日期 {value}，不是“{column}”的值",
        "Excel 可能把“1-2”这样的输入变成了日期；请把格式改为文本后重新输入。",
    ),
    en=(
        'this cell is a date, {value}, not a value of "{column}"',
        'Excel turns entries such as "1-2" into dates; set the cell to text and enter it again.',
    ),
)
CELLS_MERGED = _rule(
    "X208",
    "cells-merged",
    _E,
    zh=("单元格 {value} 是合并的，只有第一格有值", "请取消合并，并把值填到每一格。"),
    en=("the cells {value} are merged; only the first of them has a value", "Unmerge them and fill in every cell."),
)
HEADER_LOWER = _rule(
    "X209",
    "header-lower",
    _I,
    zh=("表头不在第一行，已从第 {row} 行读起", "无需处理；第 {row} 行以上的内容未读取。"),
    en=("the header is not in the first row; read from row {row} on", "Nothing to do; what stands above was not read."),
)
SHEET_BLANK = _rule(
    "X210",
    "sheet-blank",
    _I,
    zh=("评价表“{value}”还没有填写", "无需处理；填好工号和等级后再交回。"),
    en=('the rating sheet "{value}" is not filled in', "Nothing to do; it wants an employee id and ratings."),
)

WORKBOOK_LOCKED = _rule(
    "X220",
    "workbook-locked",
    _E,
    zh=(
        "工作簿设有密码，无法读取",
        "请用 Excel 或 WPS 打开，去掉打开密码（文件 → 信息 → 保护工作簿 → 用密码进行加密），再保存。",
    ),
    en=(
        "the workbook is protected with a password and can't be read",
        "Open it, remove the password (File, Info, Protect Workbook, Encrypt with Password), and save it.",
    ),
)
CELLS_FAR_AWAY = _rule(
    "X221",
    "cells-far-away",
    _E,
    zh=(
        "此格离表格太远，未读取（这样的单元格数：{number}）",
        "请选中远离表格的行和列并删除，再保存工作簿。",
    ),
    en=(
        "this cell is too far from the table and was not read (cells like it: {number})",
        "Delete the rows and columns that are far from the table, and save the workbook.",
    ),
)

# ---------------------------------------------------------------- M3xx: the dictionary

YAML_SYNTAX = _rule(
    "M301",
    "yaml-syntax",
    _E,
    zh=("不是有效的 YAML：{reason}", "请检查缩进、冒号和引号。"),
    en=("this is not YAML: {reason}", "Check indentation, colons and quotes."),
)
YAML_KEY_REPEATED = _rule(
    "M302",
    "yaml-key-repeated",
    _E,
    zh=("“{value}”在同一处写了两次（上一次在第 {first} 行）", "请删去其中一个。"),
    en=('"{value}" stands here twice (first on line {first})', "Remove one of the two."),
)
YAML_TOO_LARGE = _rule(
    "M303",
    "yaml-too-large",
    _E,
    zh=("字典过大或嵌套过深：{reason}", "请拆开嵌套，直接写出内容而少用别名。"),
    en=(
        "the dictionary is too large or too deep: {reason}",
        "Write it flatter, and write things out instead of using aliases.",
    ),
)
YAML_TAG = _rule(
    "M304",
    "yaml-tag",
    _E,
    zh=("不接受 YAML 标签“{value}”", "请删去标签，直接写值。"),
    en=('the YAML tag "{value}" is not accepted', "Remove the tag and write the plain value."),
)
YAML_SELF_REFERENCE = _rule(
    "M305",
    "yaml-self-reference",
    _E,
    zh=("别名引用了包含它自己的内容", "请直接写出内容。"),
    en=("an alias refers to what it stands in", "Write the content out."),
)
DICTIONARY_NOT_UTF8 = _rule(
    "M306",
    "dictionary-not-utf8",
    _E,
    zh=("第 {offset} 个字节（{byte}）不是 UTF-8；字典须用 UTF-8", "请用 UTF-8 另存。"),
    en=("byte {offset} ({byte}) is not UTF-8; a dictionary always is", "Save the file as UTF-8."),
)
KEY_UNKNOWN = _rule(
    "M310",
    "key-unknown",
    _E,
    zh=("不认识的键“{value}”。{suggestion}", "请改正或删去。"),
    en=('unknown key "{value}". {suggestion}', "Correct it or remove it."),
)
KEY_MISSING = _rule(
    "M311",
    "key-missing",
    _E,
    zh=("缺少“{missing}”", "请补上。"),
    en=('"{missing}" is missing', "Add it."),
)
VALUE_TYPE = _rule(
    "M312",
    "value-type",
    _E,
    zh=("“{value}”应为{expected}", "请改正；像数字的文字须加引号，名称须有 zh 和 en。"),
    en=(
        '"{value}" should be {expected}',
        "Correct it; text that looks like a number needs quotes, a name has zh and en.",
    ),
)
VALUE_RANGE = _rule(
    "M313",
    "value-range",
    _E,
    zh=("“{value}”不合要求：{expected}", "请改正。"),
    en=('"{value}" won\'t do: {expected}', "Correct it."),
)
REFERENCE_UNKNOWN = _rule(
    "M320",
    "reference-unknown",
    _E,
    zh=("字典中没有{kind}“{value}”。{suggestion}", "请改正，或先定义它。"),
    en=('the dictionary has no {kind} "{value}". {suggestion}', "Correct it, or define it first."),
)
REQUIREMENT_OFF_SCALE = _rule(
    "M321",
    "requirement-off-scale",
    _E,
    zh=("要求 {value} 不在“{competency}”的量表上（{scale}）", "请改为量表上的值。"),
    en=('a requirement of {value} is not on the scale of "{competency}" ({scale})', "Use a value of the scale."),
)
LEVEL_EMPTY = _rule(
    "M322",
    "level-empty",
    _E,
    zh=("{where}没有任何行为描述", "请至少写一条，否则无人能说清它的含义。"),
    en=("{where} has no behaviours", "Write at least one; else nobody can tell what it means."),
)
ID_REPEATED = _rule(
    "M323",
    "id-repeated",
    _E,
    zh=("标识“{value}”已在第 {first} 行用过", "请换一个。"),
    en=('the id "{value}" is already taken on line {first}', "Choose another."),
)
STATEMENT_REPEATED = _rule(
    "M324",
    "statement-repeated",
    _E,
    zh=("这段文字与第 {first} 行的相同", "请删去其中一条。"),
    en=("this text is the same as on line {first}", "Remove one of the two."),
)
NAME_AMBIGUOUS = _rule(
    "M325",
    "name-ambiguous",
    _E,
    zh=("名称“{value}”既指“{one}”又指“{other}”", "请让每个名称只指一样。"),
    en=('the name "{value}" stands for "{one}" and for "{other}"', "Let every name stand for one thing."),
)
LEVELS_BROKEN = _rule(
    "M326",
    "levels-broken",
    _E,
    zh=("层级应为 1、2、3……，这里是 {value}", "请从 1 起连续编号。"),
    en=("levels count 1, 2, 3 …; here stands {value}", "Number them from 1 without gaps."),
)
SHAPE_UNCLEAR = _rule(
    "M327",
    "levels-or-behaviours",
    _E,
    zh=("“{value}”须有 levels 或 behaviours，二者取一", "分层级的写 levels，不分的写 behaviours。"),
    en=(
        '"{value}" needs either levels or behaviours',
        "Write levels where it has levels, behaviours where it has none.",
    ),
)
SCALE_BROKEN = _rule(
    "M328",
    "scale-broken",
    _E,
    zh=("量表不成立：{reason}", "请检查 min、max 和 step。"),
    en=("this scale can't be: {reason}", "Check min, max and step."),
)
STAGE_REQUIRES_LESS = _rule(
    "M330",
    "stage-requires-less",
    _W,
    zh=(
        "阶段 {stage} 的岗位对“{competency}”要求 {value}，低于阶段 {lower_stage} 的“{position}”（{lower}）",
        "若有意如此可忽略。",
    ),
    en=(
        'a position of stage {stage} asks {value} of "{competency}", '
        'less than "{position}" of stage {lower_stage} ({lower})',
        "Nothing to do where this is meant.",
    ),
)
COMPETENCY_UNUSED = _rule(
    "M331",
    "competency-unused",
    _I,
    zh=("没有岗位要求“{value}”", "若有意如此可忽略。"),
    en=('no position requires "{value}"', "Nothing to do where this is meant."),
)
DESIRED_NOT_HIGHER = _rule(
    "M332",
    "desired-not-higher",
    _W,
    zh=("期望值 {value} 不高于要求值 {level}", "请删去 desired，或写得更高。"),
    en=("the desired level {value} is not above the required {level}", "Remove it, or raise it."),
)

YAML_DIRECTIVE = _rule(
    "M350",
    "yaml-directive",
    _E,
    zh=("不接受 YAML 指令“{value}”", "请删去这一行。"),
    en=('the YAML directive "{value}" is not accepted', "Delete the line."),
)
YAML_MERGE_KEY = _rule(
    "M351",
    "yaml-merge-key",
    _E,
    zh=("不接受合并键“<<”", "请直接写出要合并的内容。"),
    en=('the merge key "<<" is not accepted', "Write out what it would merge."),
)
YAML_CHARACTER = _rule(
    "M352",
    "yaml-character",
    _E,
    zh=("此处的{character}（{code}）在 YAML 中没有作用，应为{meant}", "请关闭中文输入法，重新输入这个字符。"),
    en=(
        "{character} ({code}) has no meaning in YAML here; it should be {meant}",
        "Type the character again, without a Chinese input method.",
    ),
)
CONTROL_IN_TEXT = _rule(
    "M360",
    "control-in-text",
    _E,
    zh=("文字“{value}”含有控制字符或改变文字方向的字符 {character}", "请删去该字符，或重新输入这段文字。"),
    en=(
        'the text "{value}" contains {character}, a control character or one that changes the direction of text',
        "Delete the character, or type the text again.",
    ),
)
UNSEEN_IN_TEXT = _rule(
    "M361",
    "invisible-in-text",
    _W,
    zh=("文字“{value}”含有看不见的字符 {character}", "请删去该字符；报告中会显示它的代码。"),
    en=(
        'the text "{value}" contains {character}, an invisible character',
        "Delete the character; reports show its code.",
    ),
)

# ---------------------------------------------------------------- R4xx: ratings

LEVEL_OUT_OF_RANGE = _rule(
    "R401",
    "level-out-of-range",
    _E,
    zh=("“{value}”超出“{competency}”的量表（{scale}）", "请改为量表上的值；未评估则留空。本行未计入。"),
    en=(
        '{value} is off the scale of "{competency}" ({scale})',
        "Use a value of the scale; leave blank what was not assessed. The rating was left out.",
    ),
)
LEVEL_NOT_A_NUMBER = _rule(
    "R402",
    "level-not-a-number",
    _E,
    zh=("“{value}”不是数字", "请填“{competency}”量表上的值（{scale}）；未评估则留空。"),
    en=(
        '"{value}" is not a number',
        'Use a value of the scale of "{competency}" ({scale}); leave blank what was not assessed.',
    ),
)
LEVEL_OFF_STEP = _rule(
    "R403",
    "level-off-step",
    _E,
    zh=("“{value}”落在“{competency}”量表的两档之间（{scale}）", "请填量表上的一档；系统不会自动四舍五入。"),
    en=(
        '{value} lies between two steps of the scale of "{competency}" ({scale})',
        "Use a step of the scale; nothing is ever rounded for you.",
    ),
)
COMPETENCY_UNKNOWN = _rule(
    "R404",
    "competency-unknown",
    _E,
    zh=("字典中没有胜任能力“{value}”。{suggestion}", "可用标识、中英文名称或别名；见 comp show-model。"),
    en=(
        'the dictionary has no competency "{value}". {suggestion}',
        "Ids, names in both languages and aliases will do: comp show-model lists them.",
    ),
)
POSITION_UNKNOWN = _rule(
    "R405",
    "position-unknown",
    _E,
    zh=("字典中没有岗位“{value}”。{suggestion}", "可用标识、中英文名称或别名；见 comp show-model。"),
    en=(
        'the dictionary has no position "{value}". {suggestion}',
        "Ids, names in both languages and aliases will do: comp show-model lists them.",
    ),
)
ROLE_UNKNOWN = _rule(
    "R406",
    "role-unknown",
    _E,
    zh=("字典中没有评价人角色“{value}”。{suggestion}", "可用：{known}。"),
    en=('the dictionary has no rater role "{value}". {suggestion}', "Known: {known}."),
)
ID_BLANK = _rule(
    "R407",
    "id-blank",
    _E,
    zh=("本行没有工号", "请补上工号；本行未计入。"),
    en=("this row has no employee id", "Add it; the row was left out."),
)
ROLE_BLANK = _rule(
    "R408",
    "role-blank",
    _E,
    zh=("本行没有评价人角色", "有此列时每行都须填写：{known}。"),
    en=("this row has no rater role", "Where the column stands every row needs one: {known}."),
)
COMPETENCY_BLANK = _rule(
    "R409",
    "competency-blank",
    _E,
    zh=("本行有等级却没有胜任能力", "请补上胜任能力；本行未计入。"),
    en=("this row has a level and no competency", "Add the competency; the row was left out."),
)
RATING_REPEATED = _rule(
    "R410",
    "rating-repeated",
    _E,
    zh=("与 {first} 的评分完全相同，只计一次", "请删去其中一行。"),
    en=("the same rating stands at {first}; it counts once", "Remove one of the two rows."),
)
RATING_CONFLICTING = _rule(
    "R411",
    "rating-conflicting",
    _E,
    zh=("“{value}”与 {first} 的评分冲突，两者都不计入", "请保留正确的一行；若是两位评价人，请填 rater_id。"),
    en=(
        "{value} contradicts the rating at {first}; neither counts",
        "Keep the right one; if two people rated, give each a rater_id.",
    ),
)
POSITION_CONFLICTING = _rule(
    "R412",
    "position-conflicting",
    _E,
    zh=("同一周期内此人已有另一岗位（见 {first}），不作结论", "请统一此人在本周期的岗位。"),
    en=(
        "this person has another position in the same cycle (see {first}); no verdict is given",
        "Give one position a cycle.",
    ),
)
POSITION_BLANK = _rule(
    "R413",
    "position-blank",
    _W,
    zh=("此人没有岗位，不作结论", "请补上岗位，或在花名册中给出。"),
    en=("this person has no position, so no verdict is given", "Add the position here or in the roster."),
)
BEHAVIOUR_UNKNOWN = _rule(
    "R414",
    "behaviour-unknown",
    _E,
    zh=("字典中没有行为“{value}”。{suggestion}", "行为标识见 comp show-model 胜任能力。"),
    en=('the dictionary has no behaviour "{value}". {suggestion}', "comp show-model COMPETENCY lists the ids."),
)
BEHAVIOUR_ELSEWHERE = _rule(
    "R415",
    "behaviour-elsewhere",
    _E,
    zh=("行为“{value}”属于“{owner}”，不属于“{competency}”", "请改正其中一格。"),
    en=('behaviour "{value}" belongs to "{owner}", not to "{competency}"', "Correct one of the two cells."),
)
CYCLE_BLANK = _rule(
    "R416",
    "cycle-blank",
    _E,
    zh=("本行没有周期", "有此列时每行都须填写，例如 2026H1。"),
    en=("this row has no cycle", "Where the column stands every row needs one, such as 2026H1."),
)
ODD_CHARACTERS = _rule(
    "R417",
    "odd-characters",
    _W,
    zh=("“{value}”含空格或全角字符，已按“{meant}”读取", "请改用半角字符并删去空格。"),
    en=('"{value}" has spaces or full-width characters; read as "{meant}"', "Write it plainly."),
)
LEVEL_UNIT = _rule(
    "R418",
    "level-with-unit",
    _W,
    zh=("“{value}”已按 {meant} 读取", "只写数字即可。"),
    en=('"{value}" was read as {meant}', "The number alone will do."),
)
NAMES_DIFFER = _rule(
    "R419",
    "names-differ",
    _W,
    zh=("此人在 {first} 处用了另一个姓名", "请核对工号是否填错。"),
    en=("this employee has another name at {first}", "Check whether the id is right."),
)
RATED_BOTH_WAYS = _rule(
    "R420",
    "rated-both-ways",
    _E,
    zh=("同一评价人对“{competency}”既给了等级又逐条评了行为（见 {first}），两者都不计入", "请只保留一种。"),
    en=(
        'the same rater gave "{competency}" a level and rated its behaviours (see {first}); neither counts',
        "Keep one of the two.",
    ),
)

BEHAVIOUR_NOT_RATEABLE = _rule(
    "R421",
    "behaviour-not-rateable",
    _E,
    zh=("“{competency}”不分层级，且不用行为的频度量表，不能逐条评行为", "请直接给这项能力评分（{scale}）。"),
    en=(
        '"{competency}" has no levels and another scale than behaviours have: they can\'t be rated singly',
        "Rate the competency itself ({scale}).",
    ),
)

RATER_IDS_ALIKE = _rule(
    "R422",
    "rater-ids-alike",
    _W,
    zh=(
        "“{value}”与 {first} 处的{others}只在{how}上不同，按同一位评价人计",
        "请统一写法；若是不同的人，请改用字母或数字不同的编号。",
    ),
    en=(
        '"{value}" and {others} (first at {first}) differ only in {how}; they count as one rater',
        "Write the id the same way everywhere. Different people need ids that differ in letters or digits.",
    ),
)
RATER_IDS_ZEROS = _rule(
    "R423",
    "rater-ids-zeros",
    _W,
    zh=(
        "“{value}”与 {first} 处的{others}只差补位的零，按不同的评价人计",
        "若是同一人，请统一写法，并把这一列存成文本。",
    ),
    en=(
        '"{value}" and {others} (first at {first}) differ only in leading zeros; they count as different raters',
        "If they are one person, write the id the same way everywhere and store the column as text.",
    ),
)
EMPLOYEE_IDS_ALIKE = _rule(
    "R424",
    "employee-ids-alike",
    _W,
    zh=(
        "“{value}”与 {first} 处的{others}只在{how}上不同，按不同的人计",
        "若是同一人，请统一工号；否则此人的评分会分在几处。",
    ),
    en=(
        '"{value}" and {others} (first at {first}) differ only in {how}; they count as different people',
        "If they are one person, write the id the same way everywhere; until then the ratings are split.",
    ),
)
OWN_RATER = _rule(
    "R425",
    "own-rater",
    _E,
    zh=(
        "评价人“{value}”就是被评价人本人，角色却是“{role}”",
        "若是自评，请把评价人角色设为“{own}”，没有这一列请补上；否则请改正评价人或工号。本行未计入。",
    ),
    en=(
        'the rater "{value}" is the person being rated, but the role is "{role}"',
        'For a self-rating set the rater role to "{own}"; add the column if it is missing. '
        "Otherwise correct the rater id or the employee id. The row was left out.",
    ),
)
ERROR_AS_ID = _rule(
    "R426",
    "error-as-id",
    _E,
    zh=(
        "“{value}”是电子表格的错误值或逻辑值，不是{column}",
        "请在源表中改正这一格（例如公式），再重新导出。本行未计入。",
    ),
    en=(
        '"{value}" is an error or a truth value of a spreadsheet, not {column}',
        "Correct the cell, such as its formula, where the data comes from and export it again. The row was left out.",
    ),
)
SCIENTIFIC_ID = _rule(
    "R427",
    "scientific-id",
    _E,
    zh=(
        "“{value}”是科学计数法，不是完整的{column}，位数可能已丢失",
        "请在源表中把这一列设为文本格式，填好完整的编号，再重新导出。本行未计入。",
    ),
    en=(
        '"{value}" is {column} in scientific notation; digits may be lost',
        "Format the column as text where the data comes from, restore the ids and export it again. "
        "The row was left out.",
    ),
)

# ---------------------------------------------------------------- A5xx: the assessment

UNASSESSED = _rule(
    "A501",
    "unassessed",
    _I,
    zh=("{employee}：岗位要求“{competency}”，但没有可用的评分", "请安排评估；未评估不等于零。"),
    en=('{employee}: the position requires "{competency}", and no rating counts', "Have it assessed; it is not zero."),
)
SELF_ONLY = _rule(
    "A502",
    "self-only",
    _W,
    zh=("{employee}：“{competency}”只有自评", "请补充上级或他人的评分。"),
    en=('{employee}: "{competency}" rests on the self-rating alone', "Have somebody else rate it."),
)
GROUP_WITHHELD = _rule(
    "A503",
    "group-withheld",
    _I,
    zh=("{employee}：“{competency}”有评价人不足的角色，未单独显示", "达到最少人数后才会显示，以免看出是谁评的。"),
    en=(
        '{employee}: "{competency}" has a group with too few raters, which is not shown by itself',
        "It is shown once it has enough raters, so that nobody can be singled out.",
    ),
)
UNWEIGHTED = _rule(
    "A504",
    "unweighted",
    _W,
    zh=("{employee}：“{competency}”只有权重为 0 的角色，取其平均", "请补充有权重的角色的评分。"),
    en=(
        '{employee}: "{competency}" rests on roles of weight 0 alone, averaged as they are',
        "Have a role with a weight rate it.",
    ),
)

LOW_AGREEMENT = _rule(
    "A505",
    "low-agreement",
    _W,
    zh=("{employee}：“{competency}”的评价人意见分歧大", "使用这个评分之前，请先弄清各方看到了什么。"),
    en=(
        '{employee}: the raters of "{competency}" agree little',
        "Find out what each of them saw before the rating is used.",
    ),
)

# ---------------------------------------------------------------- S9xx: safety

FORMULA_TEXT = _rule(
    "S901",
    "formula-like-text",
    _W,
    zh=("“{value}”在电子表格中会被当作公式", "若是文字，请去掉开头的符号；comp 导出 CSV 时会加上单引号。"),
    en=(
        "a spreadsheet would take {value} for a formula",
        "If it is text, remove the sign it starts with; in CSV comp puts an apostrophe before it.",
    ),
)
CONTROL_CHARACTER = _rule(
    "S902",
    "control-character",
    _W,
    zh=("“{value}”含有控制字符", "请删去；这类字符会扰乱终端和其他程序。"),
    en=('"{value}" holds a control character', "Remove it; such characters upset terminals and programs."),
)
BIDI_CHARACTER = _rule(
    "S903",
    "bidirectional-character",
    _W,
    zh=("“{value}”含有改变文字方向的字符", "请删去；它会使显示的内容与实际不同。"),
    en=(
        '"{value}" holds a character that turns the direction of text',
        "Remove it; it makes text look like other text.",
    ),
)
INVISIBLE_CHARACTER = _rule(
    "S904",
    "invisible-character",
    _W,
    zh=("“{value}”含有看不见的字符", "请删去；看上去相同的两个值会因此不同。"),
    en=('"{value}" holds an invisible character', "Remove it; two values that look the same differ by it."),
)

RULES: tuple[Rule, ...] = tuple(_rules)
BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}
COULD_NOT_RUN = frozenset({FILE_MISSING.code, FILE_UNREADABLE.code})
"""Findings that mean the job could not be done (exit 2), not that data are wrong (exit 1)."""
