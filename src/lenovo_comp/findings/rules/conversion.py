"""Findings T6…: what a conversion of a framework refused, lost, guessed or changed."""

from ...text import Text
from ..finding import error, info, warning

# ---------------------------------------------------------------- refused: nothing is written

FORMAT_NOT_KNOWN = error("T601", "format-not-known",
    message=Text("无法识别框架的格式：{reason}", "can't recognise the format of this framework: {reason}"),
    remedy=Text("请用 --map 写明其中各列的含义，或用 --as 写明格式；已经是字典的文件可直接用于 --model。", "Say with --map what the columns mean, or set the format with --as. A file that is already a dictionary can be used with --model directly."),
    reason=Text("按错误的格式读取，名称会成为层级，层级会成为类别，而结果看上去仍像一部字典。", "Read in the wrong format, names become levels and levels become groups, and the result still looks like a dictionary."))
NOT_A_FRAMEWORK = error("T602", "not-a-framework",
    message=Text("其中没有胜任能力框架：{reason}", "this contains no competency framework: {reason}"),
    remedy=Text("请用 comp import 文件 --dry-run 查看各列如何识别；若确是框架，请用 --map 写明各列的含义。", "Type comp import FILE --dry-run to see how each column is read. If it is a framework, say with --map what the columns mean."),
    reason=Text("框架至少要有胜任能力名称，以及层级、行为描述或定义中的一项。岗位职级表也有名称和等级，读成字典毫无意义。", "A framework has names of competencies, and levels, statements or definitions. A list of job grades has names and grades too, but makes no dictionary."))
FRAMEWORK_TOO_LARGE = error("T604", "framework-too-large",
    message=Text("框架过大：{size}，上限为 {most}", "the framework is too large: {size}; the limit is {most}"),
    remedy=Text("请用 --select 只取需要的部分，如 --select \"数据*\"。", "Select what you need with --select, for example --select \"Data*\"."),
    reason=Text("上限远大于任何一家公司能够评估的胜任能力数量。更大的文件多半是选错了，或是被撑大的。", "The limit is far beyond what any company can assess. A larger file is probably the wrong one, or was inflated."))
LANGUAGE_NOT_KNOWN = error("T605", "language-not-known",
    message=Text("文字既不是中文，也不是英文：{reason}", "the texts are neither Chinese nor English: {reason}"),
    remedy=Text("请用 --lang zh 或 --lang en 写明文字应归入哪种语言。", "Say with --lang zh or --lang en which language the texts should be stored under."),
    reason=Text("字典只有中文和英文两种语言。别的语言归入哪一种，只能由了解情况的人决定。", "A dictionary has Chinese and English. Only a person can say which of them another language should appear under."))
NOTHING_IN_IT = error("T606", "nothing-in-it",
    message=Text("其中没有任何胜任能力：{reason}", "this contains no competency: {reason}"),
    remedy=Text("请填写后再导入；若用了 --select，请检查所写的名称。", "Fill it in, then import it. With --select, check the names."),
    reason=Text("没有胜任能力的字典什么也评估不了。", "A dictionary without competencies can't assess anything."))
RESULT_NOT_VALID = error("T607", "result-not-valid",
    message=Text("转换结果不是有效的字典：{reason}", "the result would not be a valid dictionary: {reason}"),
    remedy=Text("请在来源文件或映射中改正；comp rule {code} 有详细说明。", "Correct the source or the map. Type comp rule {code} for what is behind it."),
    reason=Text("有错误的字典不能用来评估。不写文件，就不会有人误用。", "A dictionary with errors can't be used. If it is not written, nobody uses it by mistake."))
MAP_NOT_UNDERSTOOD = error("T608", "map-not-understood",
    message=Text("映射中的 {setting} 有误：{reason}{suggestion}", "{setting} in the map is wrong: {reason}{suggestion}"),
    remedy=Text("请改正；comp import 文件 --dry-run 可给出一份完整的映射。", "Correct it. comp import FILE --dry-run prints a complete map."),
    reason=Text("有映射时一概不猜。拼错的设置若被忽略，内容就会读错而无人发现。", "With a map nothing is guessed. If a slip were ignored, the source would be read in another way."))
MAP_DOES_NOT_FIT = error("T609", "map-does-not-fit",
    message=Text("来源中没有{what}“{value}”。{suggestion}", 'the source has no {what} "{value}". {suggestion}'),
    remedy=Text("请改正映射或选项；名称须与来源一致。", "Correct the map or the option. Names must match the source."),
    reason=Text("映射或选项所指的内容不存在，多半是写错了，或是为另一个文件写的。", "The name is probably misspelled, or the map was made for another file or version."))

# ---------------------------------------------------------------- lost

COLUMN_LOST = error("T610", "column-lost",
    message=Text("“{column}”列没有读取", 'the column "{column}" was not read'),
    remedy=Text("请在映射中写明它是什么；确实不需要就写 ignore。comp 自己的工作簿和模板没有映射，请改用其中的列，或删去这一列。", 'Say in the map what it means, or "ignore" if it is not needed. Workbooks and templates of comp have no map: use their own columns, or delete this one.'),
    reason=Text("这一列的含义无法确定。字典里没有它的位置，内容就丢失了。", "The meaning of this column is unknown. The dictionary has no place for it, so its content is lost."))
ROW_LOST = error("T611", "row-lost",
    message=Text("{what}没有读取", "{what} was not read"),
    remedy=Text("请补上缺少的内容，如所属胜任能力的名称；若是说明文字，请删去，或在映射中用 skip_rows 或 ignore 略去。", "Add what is missing, such as the name of its competency. If it is a remark, delete it, or leave it out with skip_rows or ignore in the map."),
    reason=Text("不属于任何胜任能力的内容在字典里没有位置，因此丢失了。", "Content that belongs to no competency has no place in a dictionary and is lost."))
FIELD_LOST = error("T613", "field-lost",
    message=Text("“{column}”中的内容没有读取：{what}", 'a cell of "{column}" was not read: {what}'),
    remedy=Text("请在来源文件中改正这一格。", "Correct the cell in the source."),
    reason=Text("这一格与同列的内容不符，无法用在字典中。", "The cell does not match the rest of its column, so the dictionary can't use it."))
ITEM_REPEATED = error("T617", "item-repeated",
    message=Text("“{value}”重复出现，只取第一处", '"{value}" appears again; only the first counts'),
    remedy=Text("请在来源文件中只留一处，或改用不同的名称。", "Keep one of them in the source, or give them different names."),
    reason=Text("两处名称相同而内容不同，无法确定以哪一处为准。", "Two entries of one name say different things, and nothing says which is right."))
NOT_SELECTED = info("T618", "not-selected",
    message=Text("未被 --select 选中，因此没有读取", "left out by --select"),
    remedy=Text("无需处理；需要时请放宽 --select。", "Nothing to do. Widen --select if they are needed."),
    reason=Text("按您的要求略去，列在这里以便核对数量。", "They were left out as you asked. They are listed to make the counts add up."))
IGNORED_BY_MAP = info("T619", "ignored-by-map",
    message=Text("略去：{what}", "left out: {what}"),
    remedy=Text("无需处理；需要时请在映射中写明它是什么。", "Nothing to do. If you need it, say in the map what it means."),
    reason=Text("按映射略去，或者只是行号。列在这里以便核对数量。", "It was left out because the map says so, or because it only numbers the rows. It is listed to make the counts add up."))
POSITIONS_NOT_NAMED = error("T628", "positions-not-named",
    message=Text("{what}像是岗位要求，没有读取", "{what}: numbers or ticks that look like position requirements; not read"),
    remedy=Text("请用 --positions \"{option}\" 写明；若不是岗位要求，请在映射中写 ignore。", "If they are, type --positions \"{option}\". If not, set it to \"ignore\" in the map."),
    reason=Text("岗位要求决定谁胜任、谁不足，因此从不猜测。", "Requirements decide who is ready and who is short, so they are never guessed."))
LANGUAGE_DROPPED = error("T629", "language-dropped",
    message=Text("字典原有{language}；新的内容缺少{language}，languages 中不再列出", "the dictionary was also in {language}; the new content lacks it, so `languages` no longer lists it"),
    remedy=Text("请在写出的字典中补上缺少的文字，并在 languages 中恢复这种语言。", "Add the missing texts to the new dictionary, and add the language to `languages` again."),
    reason=Text("已有的文字都保留。但 languages 中的语言必须每处都有文字，否则 comp check 报错。", "Existing texts stay. But every text needs all `languages`, or comp check reports it."))

# ---------------------------------------------------------------- guessed

COLUMN_GUESSED = error("T625", "column-guessed",
    message=Text("“{column}”列推测为 {target}：{why}", 'the column "{column}" was read as {target}: {why}'),
    remedy=Text("请核对；正确的话用 --accept T625，否则在映射中改正。", "Check it. If it is right, type --accept T625; otherwise correct it in the map."),
    reason=Text("表头不在词汇表中，只能从内容推测。推测可能有误，因此须由人确认。", "The header is not in the vocabulary, so the column was judged by its cells. A guess may be wrong and needs confirmation."))
LEVEL_NUMBER_GUESSED = error("T626", "level-number-guessed",
    message=Text("层级“{value}”推测为第 {number} 级（按{why}）", 'the level "{value}" was read as level {number} ({why})'),
    remedy=Text("请核对；正确的话用 --accept T626，否则用 --levels \"{value}={number}\" 写明。", "Check it. If it is right, type --accept T626; otherwise type --levels \"{value}={number}\" with the right number."),
    reason=Text("来源只写了层级的名称。编号决定差距的大小，顺序错了结论就全错。", "The source only names the level. Its number decides the size of every gap. In the wrong order all verdicts would be wrong."))
LANGUAGE_GUESSED = error("T627", "language-guessed",
    message=Text("语言推测为{language}：{why}", "the language is probably {language}: {why}"),
    remedy=Text("请核对；正确的话用 --accept T627，否则用 --lang 写明。", "Check it. If it is right, type --accept T627; otherwise set --lang."),
    reason=Text("文字太少或中英混排，无法确定语言。归错语言，另一种语言的读者就会看到读不懂的文字。", "There is too little text, or it is mixed. Under the wrong language, readers would see text that they can't read."))

# ---------------------------------------------------------------- changed

BULLET_REMOVED = info("T632", "bullet-removed",
    message=Text("去掉了行首的编号或项目符号，如“{value}”", 'numbers and bullets before statements were removed, such as "{value}"'),
    remedy=Text("无需处理。", "Nothing to do."),
    reason=Text("编号属于版面，不是行为描述的内容；去掉后更新时才能按文字对应。", "Numbers belong to the layout, not to the statement. Without them, an update recognises a statement by its text."))
CELL_SPLIT = warning("T633", "cell-split",
    message=Text("一行文字按编号拆成了多条行为描述", "a line was split into several statements at its numbers"),
    remedy=Text("请核对；若不应拆开，请在映射中写 split = false。", "Check it. If it is one statement, set split = false in the map."),
    reason=Text("“1. … 2. …”多半是没有换行的几条行为描述，但也可能只是一句话里的列举。", "A sequence of 1. … 2. … is mostly several statements without line breaks. It may also be a list within one sentence."))
STATEMENT_MERGED = warning("T634", "statement-merged",
    message=Text("同一层级中重复的行为描述合并为一条：“{value}”", 'a statement that appears twice in one level was merged: "{value}"'),
    remedy=Text("请核对来源；若本应不同，请改正文字。", "Check the source. If they should differ, correct one of them."),
    reason=Text("同一层级的两条相同描述会让评价人重复打分，并使它的分量加倍。", "The same statement twice in a level would be rated twice and count double."))
ID_MADE = info("T635", "id-made",
    message=Text("标识是新编的，如 {value}", "new ids were created, such as {value}"),
    remedy=Text("无需处理；可在字典中改成更好记的标识。", "Nothing to do. You can change them in the dictionary."),
    reason=Text("名称只有中文，来源也没有编码，标识按顺序编号。评分按名称或标识都能对应。", "The names are Chinese and the source has no codes, so ids are numbered in order. Ratings may use names or ids."))
NAME_MADE_UNIQUE = warning("T636", "name-made-unique",
    message=Text("名称“{value}”出现多次，已加上类别：“{new}”", 'the name "{value}" appears more than once; its group was added: "{new}"'),
    remedy=Text("请核对；可在字典中改成更好的名称。", "Check it. You can change the name in the dictionary."),
    reason=Text("评分按名称对应胜任能力，两项同名就无法区分。", "Ratings refer to competencies by name. Two with the same name could not be distinguished."))
TEXT_MADE_SAFE = warning("T637", "text-made-safe",
    message=Text("去掉了看不见的控制字符：“{value}”", 'invisible control characters were removed: "{value}"'),
    remedy=Text("请核对文字。", "Check the text."),
    reason=Text("这类字符会扰乱终端，或使显示的文字与实际不同。", "Such characters disturb terminals, or make text look different from what it is."))

# ---------------------------------------------------------------- else

LANGUAGE_DECLARED = info("T653", "language-declared",
    message=Text("文字既非中文也非英文，按 --lang 归入{language}", "the texts are neither Chinese nor English; --lang stores them under {language}"),
    remedy=Text("无需处理。", "Nothing to do."),
    reason=Text("按您的选择归入；报告和页面会在这种语言下显示原文。", "You chose this. Reports and pages show the texts under that language."))
GONE_FROM_SOURCE = warning("T661", "gone-from-source",
    message=Text("来源中已没有{what}，字典中保留", "{what} is no longer in the source; the dictionary keeps it"),
    remedy=Text("若不再需要，请在字典中删去。", "Remove it from the dictionary if it is no longer needed."),
    reason=Text("旧的评分可能引用它，所以更新时不删除。", "Earlier ratings may refer to it, so an update removes nothing."))
