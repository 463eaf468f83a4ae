"""Findings M…: the dictionary."""

from ...text import Text
from ..finding import error, info, warning

YAML_SYNTAX = error("M301", "yaml-syntax",
    message=Text("不是有效的 YAML：{reason}", "this is not YAML: {reason}"),
    remedy=Text("请检查缩进、冒号和引号。", "Check indentation, colons and quotes."),
    reason=Text("YAML 靠缩进和标点表示层次，错一处，后面的内容就可能归到别处。字典是所有结论的依据，不能猜着读。", "YAML tells structure from indentation and punctuation; one slip, and what follows may belong elsewhere. Every verdict rests on the dictionary, so it is not read by guessing."))

YAML_KEY_REPEATED = error("M302", "yaml-key-repeated",
    message=Text("“{value}”在同一处写了两次（上一次在第 {first} 行）", '"{value}" stands here twice (first on line {first})'),
    remedy=Text("请删去其中一个。", "Remove one of the two."),
    reason=Text("同一个键写两次，多数程序只取后一个，前一个的内容就无声地丢了。", "Of a key that stands twice most programs keep the last, and what the first one said is silently lost."))

YAML_TOO_LARGE = error("M303", "yaml-too-large",
    message=Text("字典过大或嵌套过深：{reason}", "the dictionary is too large or too deep: {reason}"),
    remedy=Text("请拆开嵌套，直接写出内容而少用别名。", "Write it flatter, and write things out instead of using aliases."),
    reason=Text("几行别名就能展开成几十亿项，过深的嵌套也会让程序崩溃。正常的字典远远到不了这个限度。", "A few lines of aliases can unfold into billions of parts, and nesting without end can crash a program. No honest dictionary comes near the limit."))

YAML_TAG = error("M304", "yaml-tag",
    message=Text("不接受 YAML 标签“{value}”", 'the YAML tag "{value}" is not accepted'),
    remedy=Text("请删去标签，直接写值。", "Remove the tag and write the plain value."),
    reason=Text("YAML 标签可以要求程序去生成任意对象，甚至运行命令。字典只是数据，用不着标签。", "A tag can ask a program to build any object, or even to run a command. A dictionary is plain data and needs none."))

YAML_SELF_REFERENCE = error("M305", "yaml-self-reference",
    message=Text("别名引用了包含它自己的内容", "an alias refers to what it stands in"),
    remedy=Text("请直接写出内容。", "Write the content out."),
    reason=Text("内容里包含它自己，就永远展开不完。", "What contains itself can never be written out: there is no end to it."))

DICTIONARY_NOT_UTF8 = error("M306", "dictionary-not-utf8",
    message=Text("第 {offset} 个字节（{byte}）不是 UTF-8；字典须用 UTF-8", "byte {offset} ({byte}) is not UTF-8; a dictionary always is"),
    remedy=Text("请用 UTF-8 另存。", "Save the file as UTF-8."),
    reason=Text("字典在不同电脑、不同地区之间传递，只有统一用 UTF-8，每条行为描述才不会在别人那里变成乱码。", "A dictionary travels between computers and regions. Only in one agreed encoding do its statements read the same everywhere."))

KEY_UNKNOWN = error("M310", "key-unknown",
    message=Text("不认识的键“{value}”。{suggestion}", 'unknown key "{value}". {suggestion}'),
    remedy=Text("请改正或删去。", "Correct it or remove it."),
    reason=Text("拼错的键若被忽略，写的人以为设置生效了，其实用的是默认值。", "If a misspelled key were ignored, its author would believe the setting holds while the default is in force."))

KEY_MISSING = error("M311", "key-missing",
    message=Text("缺少“{missing}”", '"{missing}" is missing'),
    remedy=Text("请补上。", "Add it."),
    reason=Text("少了这一项，字典就说不清这里指的是什么，后面引用它的地方也都落空。", "Without it the dictionary does not say what is meant here, and whatever refers to it hangs in the air."))

VALUE_TYPE = error("M312", "value-type",
    message=Text("“{value}”应为{expected}", '"{value}" should be {expected}'),
    remedy=Text("请改正；像数字的文字须加引号，名称须有 zh 和 en。", "Correct it; text that looks like a number needs quotes, a name has zh and en."),
    reason=Text("YAML 会自行决定类型：1.0 成了数字，no 成了“否”。类型不对，版本号、名称、等级的意思就会变。", "YAML picks types by itself: 1.0 becomes a number, no becomes false. With the wrong type a version, a name or a level means something else."))

VALUE_RANGE = error("M313", "value-range",
    message=Text("“{value}”不合要求：{expected}", "\"{value}\" won't do: {expected}"),
    remedy=Text("请改正。", "Correct it."),
    reason=Text("这样的值无法参与计算，或者会让结论没有意义，例如超过 100% 的比例、负的容差。", "Such a value can't be worked with or makes nonsense of the verdicts, as a share above one or a negative tolerance would."))

REFERENCE_UNKNOWN = error("M320", "reference-unknown",
    message=Text("字典中没有{kind}“{value}”。{suggestion}", 'the dictionary has no {kind} "{value}". {suggestion}'),
    remedy=Text("请改正，或先定义它。", "Correct it, or define it first."),
    reason=Text("引用了不存在的名称，岗位就会少一项要求，而大家都会显得更合格。", "A position that refers to something that isn't there has one requirement fewer, and everybody looks better for it."))

REQUIREMENT_OFF_SCALE = error("M321", "requirement-off-scale",
    message=Text("要求 {value} 不在“{competency}”的量表上（{scale}）", 'a requirement of {value} is not on the scale of "{competency}" ({scale})'),
    remedy=Text("请改为量表上的值。", "Use a value of the scale."),
    reason=Text("要求不在量表上，就没有人能刚好达到：要么谁都不达标，要么谁都达标。", "Nobody can be rated at a requirement that isn't on the scale: either all fall short of it or none does."))

LEVEL_EMPTY = error("M322", "level-empty",
    message=Text("{where}没有任何行为描述", "{where} has no behaviours"),
    remedy=Text("请至少写一条，否则无人能说清它的含义。", "Write at least one; else nobody can tell what it means."),
    reason=Text("没有行为描述的层级，每个评价人只能凭自己的理解打分，评分之间就无法比较。", "Where no behaviours say what is meant, every rater has an idea of their own, and the ratings can't be compared."))

ID_REPEATED = error("M323", "id-repeated",
    message=Text("标识“{value}”已在第 {first} 行用过", 'the id "{value}" is already taken on line {first}'),
    remedy=Text("请换一个。", "Choose another."),
    reason=Text("同一个标识指两样东西，评分和要求就不知道该归到哪一样。", "If an id stands for two things, nobody can tell to which of them a rating or a requirement belongs."))

STATEMENT_REPEATED = error("M324", "statement-repeated",
    message=Text("这段文字与第 {first} 行的相同", "this text is the same as on line {first}"),
    remedy=Text("请删去其中一条。", "Remove one of the two."),
    reason=Text("同一句话出现两次，就会被评两次、计两次，还会让人分不清两个层级的差别。", "A statement that stands twice is rated twice and counts twice, and it blurs what sets two levels apart."))

NAME_AMBIGUOUS = error("M325", "name-ambiguous",
    message=Text("名称“{value}”既指“{one}”又指“{other}”", 'the name "{value}" stands for "{one}" and for "{other}"'),
    remedy=Text("请让每个名称只指一样。", "Let every name stand for one thing."),
    reason=Text("评分表里可以写名称。一个名称指两样东西，评分就可能记到另一项能力或另一个岗位上。", "Ratings may use names. If one stands for two things, a rating may go to the wrong competency or position."))

LEVELS_BROKEN = error("M326", "levels-broken",
    message=Text("层级应为 1、2、3……，这里是 {value}", "levels count 1, 2, 3 …; here stands {value}"),
    remedy=Text("请从 1 起连续编号。", "Number them from 1 without gaps."),
    reason=Text("层级是逐级达到的，缺一级或错了号，就算不出一个人到了哪一级。", "Levels are climbed one by one. With one missing or misnumbered it can't be said how far anybody has come."))

SHAPE_UNCLEAR = error("M327", "levels-or-behaviours",
    message=Text("“{value}”须有 levels 或 behaviours，二者取一", '"{value}" needs either levels or behaviours'),
    remedy=Text("分层级的写 levels，不分的写 behaviours。", "Write levels where it has levels, behaviours where it has none."),
    reason=Text("分不分层级，决定了用什么量表、怎样计算。两样都写或都不写，就没有办法评。", "Whether a competency has levels decides its scale and how it is worked out. With both or neither it can't be rated."))

SCALE_BROKEN = error("M328", "scale-broken",
    message=Text("量表不成立：{reason}", "this scale can't be: {reason}"),
    remedy=Text("请检查 min、max 和 step。", "Check min, max and step."),
    reason=Text("量表的上下限和步长对不上，就没有哪个评分是有效的，或者最高分永远取不到。", "If ends and step of a scale don't fit together, no rating is valid on it, or its top can never be reached."))

STAGE_REQUIRES_LESS = warning("M330", "stage-requires-less",
    message=Text("阶段 {stage} 的岗位对“{competency}”要求 {value}，低于阶段 {lower_stage} 的“{position}”（{lower}）", 'a position of stage {stage} asks {value} of "{competency}", less than "{position}" of stage {lower_stage} ({lower})'),
    remedy=Text("若有意如此可忽略。", "Nothing to do where this is meant."),
    reason=Text("阶段越高，通常要求越高。倒过来往往是填错了岗位或数字，晋升的人反而会被降低要求。", "Requirements usually rise with the stage. Where they fall, a figure or a position is often mistaken, and a promotion would lower the bar."))

COMPETENCY_UNUSED = info("M331", "competency-unused",
    message=Text("没有岗位要求“{value}”", 'no position requires "{value}"'),
    remedy=Text("若有意如此可忽略。", "Nothing to do where this is meant."),
    reason=Text("没有岗位要求的能力，评了也不影响任何结论，评价人的时间就白花了。", "If no position asks for it, ratings of it change no verdict, and the raters' time is wasted."))

DESIRED_NOT_HIGHER = warning("M332", "desired-not-higher",
    message=Text("期望值 {value} 不高于要求值 {level}", "the desired level {value} is not above the required {level}"),
    remedy=Text("请删去 desired，或写得更高。", "Remove it, or raise it."),
    reason=Text("期望值是达标之后的努力方向。它若不高于要求，就没有说出任何新的东西，多半是填错了。", "The desired level says where to go beyond what is required. If it is no higher it says nothing, and is probably a mistake."))

YAML_DIRECTIVE = error("M350", "yaml-directive",
    message=Text("不接受 YAML 指令“{value}”", 'the YAML directive "{value}" is not accepted'),
    remedy=Text("请删去这一行。", "Delete the line."),
    reason=Text("指令会改变整份文件的读法，例如让 yes 变成 true。字典只有一种读法，才能人人看到同样的内容。", "A directive changes how the whole file is read: under an older version of YAML, yes becomes true. A dictionary is read in one way only, so that everybody sees the same."))

YAML_MERGE_KEY = error("M351", "yaml-merge-key",
    message=Text("不接受合并键“<<”", 'the merge key "<<" is not accepted'),
    remedy=Text("请直接写出要合并的内容。", "Write out what it would merge."),
    reason=Text("合并键不属于现行的 YAML 标准，各种软件的处理也不一样，合并后的内容从文件里看不出来。", "The merge key is not part of today's YAML, and programs differ in what they make of it. What is in effect could not be read off the file."))

YAML_CHARACTER = error("M352", "yaml-character",
    message=Text("此处的{character}（{code}）在 YAML 中没有作用，应为{meant}", "{character} ({code}) has no meaning in YAML here; it should be {meant}"),
    remedy=Text("请关闭中文输入法，重新输入这个字符。", "Type the character again, without a Chinese input method."),
    reason=Text("全角的逗号、冒号、引号和空格看上去与 YAML 的符号很像，在 YAML 里却只是普通文字，整段内容会因此连成一片。", "Full-width commas, colons, quotes and spaces look like the characters of YAML and are ordinary text to it, so what they should separate runs together."))

CONTROL_IN_TEXT = error("M360", "control-in-text",
    message=Text("文字“{value}”含有控制字符或改变文字方向的字符 {character}", 'the text "{value}" contains {character}, a control character or one that changes the direction of text'),
    remedy=Text("请删去该字符，或重新输入这段文字。", "Delete the character, or type the text again."),
    reason=Text("字典里的文字会出现在每份报告中。控制字符可以改变终端的颜色、清屏或伪造输出；改变方向的字符会让人读到与文件不同的内容。", "Texts of a dictionary appear in every report. A control character can recolour or clear a terminal and forge what it shows; a character that changes the direction makes people read something that the file does not say."))

UNSEEN_IN_TEXT = warning("M361", "invisible-in-text",
    message=Text("文字“{value}”含有看不见的字符 {character}", 'the text "{value}" contains {character}, an invisible character'),
    remedy=Text("请删去该字符；报告中会显示它的代码。", "Delete the character; reports show its code."),
    reason=Text("看不见的字符多半是从网页或文档中带来的。两个看上去相同的名称会因此不同，查找和匹配都会落空。", "Invisible characters usually come along when text is copied from a page or a document. Two names that look the same then differ, and neither search nor matching finds them."))
