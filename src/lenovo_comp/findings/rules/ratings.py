"""Findings R…: ratings."""

from ...text import Text
from ..finding import error, warning

LEVEL_OUT_OF_RANGE = error("R401", "level-out-of-range",
    message=Text("“{value}”超出“{competency}”的量表（{scale}）", '{value} is off the scale of "{competency}" ({scale})'),
    remedy=Text("请改为量表上的值；未评估则留空。本行未计入。", "Use a value of the scale; leave blank what was not assessed. The rating was left out."),
    reason=Text("量表之外的数字没有对应的含义，算进平均却会把所有人的结果拉高或拉低。常见的原因是沿用了另一套量表。", "A figure beyond the scale means nothing, yet in a mean it would pull everything up or down. Often it comes from another scale that was in use before."))

LEVEL_NOT_A_NUMBER = error("R402", "level-not-a-number",
    message=Text("“{value}”不是数字", '"{value}" is not a number'),
    remedy=Text("请填“{competency}”量表上的值（{scale}）；未评估则留空。", 'Use a value of the scale of "{competency}" ({scale}); leave blank what was not assessed.'),
    reason=Text("文字不能参与计算，而当作零或空白都是在替评价人改答案。", "Words can't be averaged, and taking them for zero or for blank would change the rater's answer."))

LEVEL_OFF_STEP = error("R403", "level-off-step",
    message=Text("“{value}”落在“{competency}”量表的两档之间（{scale}）", '{value} lies between two steps of the scale of "{competency}" ({scale})'),
    remedy=Text("请填量表上的一档；系统不会自动四舍五入。", "Use a step of the scale; nothing is ever rounded for you."),
    reason=Text("量表只有整档，半档没有定义。替评价人取整，可能恰好把不达标变成达标。", "The scale defines its steps and nothing in between. Rounding for the rater could turn a shortfall into a pass."))

COMPETENCY_UNKNOWN = error("R404", "competency-unknown",
    message=Text("字典中没有胜任能力“{value}”。{suggestion}", 'the dictionary has no competency "{value}". {suggestion}'),
    remedy=Text("可用标识、中英文名称或别名；见 comp show-model。", "Ids, names in both languages and aliases will do: comp show-model lists them."),
    reason=Text("名称对不上，这条评分就不知道属于哪一项能力；若被跳过，此人在这一项上会显得未评估。", "The rating belongs to no competency that is known. Were it skipped, the person would look unassessed there."))

POSITION_UNKNOWN = error("R405", "position-unknown",
    message=Text("字典中没有岗位“{value}”。{suggestion}", 'the dictionary has no position "{value}". {suggestion}'),
    remedy=Text("可用标识、中英文名称或别名；见 comp show-model。", "Ids, names in both languages and aliases will do: comp show-model lists them."),
    reason=Text("岗位决定要求。岗位对不上，就没有标准可比，也不能替人挑一个相近的岗位。", "The position decides what is required. Without a known one there is nothing to compare with, and comp won't pick a similar one for anybody."))

ROLE_UNKNOWN = error("R406", "role-unknown",
    message=Text("字典中没有评价人角色“{value}”。{suggestion}", 'the dictionary has no rater role "{value}". {suggestion}'),
    remedy=Text("可用：{known}。", "Known: {known}."),
    reason=Text("不同角色的权重和保密规则不同。归错角色，既会算错分，也可能暴露是谁评的。", "Roles differ in weight and in what is kept confidential. In the wrong role a rating counts wrongly and may give its rater away."))

ID_BLANK = error("R407", "id-blank",
    message=Text("本行没有工号", "this row has no employee id"),
    remedy=Text("请补上工号；本行未计入。", "Add it; the row was left out."),
    reason=Text("没有工号，就不知道评的是谁。同名的人很多，姓名不能代替工号。", "Without an id nobody knows who was rated. A name won't do instead, since several people may share it."))

ROLE_BLANK = error("R408", "role-blank",
    message=Text("本行没有评价人角色", "this row has no rater role"),
    remedy=Text("有此列时每行都须填写：{known}。", "Where the column stands every row needs one: {known}."),
    reason=Text("角色不明的评分无法确定权重：当作上级会算得过重，当作自评又等于不算。", "A rating of unknown role has no weight: as a manager's it would count too much, as a self-rating not at all."))

COMPETENCY_BLANK = error("R409", "competency-blank",
    message=Text("本行有等级却没有胜任能力", "this row has a level and no competency"),
    remedy=Text("请补上胜任能力；本行未计入。", "Add the competency; the row was left out."),
    reason=Text("有分数却没有能力名称，这个分数就无处可归，评价人填的内容会白白丢失。", "A level without a competency belongs nowhere, and what the rater said is lost."))

RATING_REPEATED = error("R410", "rating-repeated",
    message=Text("与 {first} 的评分完全相同，只计一次", "the same rating stands at {first}; it counts once"),
    remedy=Text("请删去其中一行。", "Remove one of the two rows."),
    reason=Text("重复的行若计两次，这位评价人的意见就比别人重一倍。常见的原因是粘贴或合并文件时多带了一份。", "Counted twice, this rater's view would weigh double. Mostly the row came in twice when files were pasted together."))

RATING_CONFLICTING = error("R411", "rating-conflicting",
    message=Text("“{value}”与 {first} 的评分冲突，两者都不计入", "{value} contradicts the rating at {first}; neither counts"),
    remedy=Text("请保留正确的一行；若是两位评价人，请填 rater_id。", "Keep the right one; if two people rated, give each a rater_id."),
    reason=Text("同一个人对同一件事给了两个不同的分数，哪一个才算数只有本人知道。取平均或取后者都是在编造。", "The same rater gave the same thing two figures, and only they know which one holds. To take their mean or the later one would be to make it up."))

POSITION_CONFLICTING = error("R412", "position-conflicting",
    message=Text("同一周期内此人已有另一岗位（见 {first}），不作结论", "this person has another position in the same cycle (see {first}); no verdict is given"),
    remedy=Text("请统一此人在本周期的岗位。", "Give one position a cycle."),
    reason=Text("两个岗位有两套要求，同一份评分可能对一个达标、对另一个不足。随便取一个，结论就靠不住。", "Two positions have two sets of requirements; the same ratings may meet one and miss the other. A verdict on either would be a coin toss."))

POSITION_BLANK = warning("R413", "position-blank",
    message=Text("此人没有岗位，不作结论", "this person has no position, so no verdict is given"),
    remedy=Text("请补上岗位，或在花名册中给出。", "Add the position here or in the roster."),
    reason=Text("不知道岗位就没有要求可比。此人会列在名单里，但既没有差距，也没有结论。", "Without a position there is nothing to compare with. The person is listed, but has no gaps and no verdict."))

BEHAVIOUR_UNKNOWN = error("R414", "behaviour-unknown",
    message=Text("字典中没有行为“{value}”。{suggestion}", 'the dictionary has no behaviour "{value}". {suggestion}'),
    remedy=Text("行为标识见 comp show-model 胜任能力。", "comp show-model COMPETENCY lists the ids."),
    reason=Text("行为标识对不上，就不知道评的是哪一条描述，也无法判断达到了哪一级。", "The rating is of no statement that is known, so it can't help to tell which level was reached."))

BEHAVIOUR_ELSEWHERE = error("R415", "behaviour-elsewhere",
    message=Text("行为“{value}”属于“{owner}”，不属于“{competency}”", 'behaviour "{value}" belongs to "{owner}", not to "{competency}"'),
    remedy=Text("请改正其中一格。", "Correct one of the two cells."),
    reason=Text("两格互相矛盾：按行为归是一项能力，按能力归是另一项。归到哪边都可能是错的。", "Two cells contradict each other: the behaviour belongs to one competency, the row names another. Either may be the mistake."))

CYCLE_BLANK = error("R416", "cycle-blank",
    message=Text("本行没有周期", "this row has no cycle"),
    remedy=Text("有此列时每行都须填写，例如 2026H1。", "Where the column stands every row needs one, such as 2026H1."),
    reason=Text("不知道周期，就分不清是今年的还是往年的评分；当作最新会用旧结果评现在的人。", "Without a cycle a rating may be of this year or of years ago. Taken for the newest, it would judge people by what is long past."))

ODD_CHARACTERS = warning("R417", "odd-characters",
    message=Text("“{value}”含空格或全角字符，已按“{meant}”读取", '"{value}" has spaces or full-width characters; read as "{meant}"'),
    remedy=Text("请改用半角字符并删去空格。", "Write it plainly."),
    reason=Text("这一格已按原意读取，但别的程序会把全角的“３”当作文字，把带空格的工号当作另一个人。", "The cell was read as meant, but other programs take a full-width digit for text, and an id with a space for another person."))

LEVEL_UNIT = warning("R418", "level-with-unit",
    message=Text("“{value}”已按 {meant} 读取", '"{value}" was read as {meant}'),
    remedy=Text("只写数字即可。", "The number alone will do."),
    reason=Text("“2级”在这里能读懂，在电子表格里却是文字，既不能排序，也不能求平均。", "comp understands a level with its unit, but a spreadsheet takes it for text, which it can neither sort nor average."))

NAMES_DIFFER = warning("R419", "names-differ",
    message=Text("此人在 {first} 处用了另一个姓名", "this employee has another name at {first}"),
    remedy=Text("请核对工号是否填错。", "Check whether the id is right."),
    reason=Text("同一个工号对应两个姓名，很可能有一行填错了工号，把一个人的评分记到了另一个人名下。改过名的除外。", "One id with two names suggests that a row has the wrong id, and one person's rating went to another. Unless somebody changed their name."))

RATED_BOTH_WAYS = error("R420", "rated-both-ways",
    message=Text("同一评价人对“{competency}”既给了等级又逐条评了行为（见 {first}），两者都不计入", 'the same rater gave "{competency}" a level and rated its behaviours (see {first}); neither counts'),
    remedy=Text("请只保留一种。", "Keep one of the two."),
    reason=Text("等级和逐条行为都能得出评分。两样都算，这位评价人等于评了两次；只取一样，又不知道该信哪样。", "A level and single behaviours each give a rating. With both, this rater would count twice; with one, nobody knows which to believe."))

BEHAVIOUR_NOT_RATEABLE = error("R421", "behaviour-not-rateable",
    message=Text("“{competency}”不分层级，且不用行为的频度量表，不能逐条评行为", "\"{competency}\" has no levels and another scale than behaviours have: they can't be rated singly"),
    remedy=Text("请直接给这项能力评分（{scale}）。", "Rate the competency itself ({scale})."),
    reason=Text("行为按频度打分，而这项能力用的是另一种量表。两种量表的数字不能直接换算，硬算出来的评分没有意义。", "Behaviours are rated on how often they are seen, this competency on another scale. Figures of the one say nothing on the other."))

RATER_IDS_ALIKE = warning("R422", "rater-ids-alike",
    message=Text("“{value}”与 {first} 处的{others}只在{how}上不同，按同一位评价人计", '"{value}" and {others} (first at {first}) differ only in {how}; they count as one rater'),
    remedy=Text("请统一写法；若是不同的人，请改用字母或数字不同的编号。", "Write the id the same way everywhere. Different people need ids that differ in letters or digits."),
    reason=Text("同一个人的编号写成两样，就会算成两位评价人：三位同事其实只有两位，匿名的评分就能看出是谁给的。", "One person whose id is spelled in two ways would count as two. Three anonymous peers may then be only two, and their ratings could be traced."))

RATER_IDS_ZEROS = warning("R423", "rater-ids-zeros",
    message=Text("“{value}”与 {first} 处的{others}只差补位的零，按不同的评价人计", '"{value}" and {others} (first at {first}) differ only in leading zeros; they count as different raters'),
    remedy=Text("若是同一人，请统一写法，并把这一列存成文本。", "If they are one person, write the id the same way everywhere and store the column as text."),
    reason=Text("“007”和“7”可能是两个人，也可能是存成数字时丢了前导零。系统无法判断，所以不合并，只作提醒。", "The ids 007 and 7 may be two people, or one whose zeros were lost when a spreadsheet stored a number. comp can't know, so it merges nothing."))

EMPLOYEE_IDS_ALIKE = warning("R424", "employee-ids-alike",
    message=Text("“{value}”与 {first} 处的{others}只在{how}上不同，按不同的人计", '"{value}" and {others} (first at {first}) differ only in {how}; they count as different people'),
    remedy=Text("若是同一人，请统一工号；否则此人的评分会分在几处。", "If they are one person, write the id the same way everywhere; until then the ratings are split."),
    reason=Text("同一个人的工号写成两样，评分就分在两个人名下，各自都不完整。两个工号也可能真是两个人，所以不合并。", "If one person has two spellings of an id, each of them has only some of the ratings. They may also be two people, so comp merges nothing."))

OWN_RATER = error("R425", "own-rater",
    message=Text("评价人“{value}”就是被评价人本人，角色却是“{role}”", 'the rater "{value}" is the person being rated, but the role is "{role}"'),
    remedy=Text("若是自评，请把评价人角色设为“{own}”，没有这一列请补上；否则请改正评价人或工号。本行未计入。", 'For a self-rating set the rater role to "{own}"; add the column if it is missing. Otherwise correct the rater id or the employee id. The row was left out.'),
    reason=Text("自评混进同事或下属的评分里，别人的意见就被冲淡；自己的分数是知道的，从平均分里一减，就能得出其他人的评分。", "As a peer's, a self-rating distorts what others say. People also know their own figure: subtracted from the mean, it reveals the figures of the others."))

ERROR_AS_ID = error("R426", "error-as-id",
    message=Text("“{value}”是电子表格的错误值或逻辑值，不是{column}", '"{value}" is an error or a truth value of a spreadsheet, not {column}'),
    remedy=Text("请在源表中改正这一格（例如公式），再重新导出。本行未计入。", "Correct the cell, such as its formula, where the data comes from and export it again. The row was left out."),
    reason=Text("公式出错的格子导出后就成了“#N/A”这样的文字。当成工号，几个人的评分会合在一个不存在的人名下。", "A formula that failed is exported as text such as #N/A. Taken for an id, it collects the ratings of several people under somebody who doesn't exist."))

SCIENTIFIC_ID = error("R427", "scientific-id",
    message=Text("“{value}”是科学计数法，不是完整的{column}，位数可能已丢失", '"{value}" is {column} in scientific notation; digits may be lost'),
    remedy=Text("请在源表中把这一列设为文本格式，填好完整的编号，再重新导出。本行未计入。", "Format the column as text where the data comes from, restore the ids and export it again. The row was left out."),
    reason=Text("表格软件把很长的编号显示成“4.10101E+17”。后面的位数已经没有了，几个人的编号会变成同一个。", "Spreadsheets show long ids as 4.10101E+17. The other digits are gone from the file, and the ids of several people become one."))
