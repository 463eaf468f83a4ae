"""Findings X230 to X240: rating sheets that people changed."""

from ...text import Text
from ..finding import error, info, warning

SHEET_SHOWS_OTHER = error("X230", "sheet-shows-other",
    message=Text("此格显示{seen}，而本表是为“{given}”制作的", 'this cell shows {seen}, but the sheet was made for "{given}"'),
    remedy=Text("若“{given}”是对的，请把此格改回“{original}”；否则请把答案抄到为实际人员制作的评价表上。对此人的评分未计入。", 'If "{given}" is right, write "{original}" here again. Else copy the answers to a sheet made for the right person and rater. No rating of this person was counted.'),
    reason=Text("评价表在隐藏列中存有工号和角色，旁边显示的只是供人阅读的文字。两者不一致时，无法知道评的是谁、谁评的。", "A sheet keeps ids and roles in hidden columns and shows them beside. Where the two differ, nobody can know who was rated, or by whom."))
SHEET_ROW_SHOWS_OTHER = error("X231", "sheet-row-shows-other",
    message=Text("此格显示{seen}，而这一行存的是“{given}”的评分{more}", 'this cell shows {seen}, but the row holds the rating of "{given}"{more}'),
    remedy=Text("若评的是“{given}”，请把此格改回“{original}”；若行被移动或排序过，请把答案抄到一张新的评价表上。本表未计入。", 'If "{given}" was rated, write "{original}" here again. If rows were sorted or moved, copy the answers to a new sheet. Nothing on this sheet was counted.'),
    reason=Text("排序或移动时，隐藏列可能没有一起移动，评分就会落到别的能力上，而每个数字看上去都正常。", "Sorting or moving rows can leave the hidden columns behind. The ratings then belong to other competencies, and every figure looks normal."))
SHEET_NAME_UNKNOWN = warning("X232", "sheet-name-unknown",
    message=Text("字典中“{given}”没有“{value}”这个名称，已按“{given}”读取{more}", '"{value}" is not a name of "{given}" in the dictionary; read as "{given}"{more}'),
    remedy=Text("若只是字典改了名称，无需处理；若有人改写了此格，请核实评的是什么，并改回“{original}”。", 'Nothing to do if the dictionary was reworded. If somebody typed over the cell, ask what was meant, and write "{original}" here again.'),
    reason=Text("旧评价表上的名称可能与现在的字典不同，这没有问题；但也可能有人改写了它，评分就不是给它的。", "A sheet made with an older dictionary may show older names, which is fine. But somebody may have typed over one, and then the rating is of something else."))
SHEET_ANSWER_BESIDE = error("X233", "sheet-answer-beside",
    message=Text("此格的“{value}”未读取；{what}应填在 {cell}，那里是空的{more}", '"{value}" in this cell is not read; {what} belongs in {cell}, which is blank{more}'),
    remedy=Text("若它就是{what}，请移到 {cell}；否则请删去。", "If this is {what}, move it to {cell}. Else remove it."),
    reason=Text("填错一格的评分不会被读取，这一项会显示为“未评估”，而评价人以为已经填好了。", 'A rating that was typed one cell off is not read. It would show as "not assessed", while the rater thinks it was given.'))
SHEET_NUMBER_NOT_READ = warning("X234", "sheet-number-not-read",
    message=Text("此格不是填写评分的格，“{value}”未读取{more}", 'this cell takes no rating, so "{value}" was not read{more}'),
    remedy=Text("若是评分，请填到浅黄色格中；否则请删去。", "If it is a rating, write it into a pale yellow cell. Else remove it."),
    reason=Text("写在其他格里的数字可能是评分。comp 不知道它评的是什么，所以没有计入。", "A number in another cell may be a rating. comp can't know of what, so it does not count."))
SHEET_TEXT_NOT_READ = info("X235", "sheet-text-not-read",
    message=Text("表上另加的内容“{value}”未读取{more}", '"{value}" was added to the sheet and not read{more}'),
    remedy=Text("若是备注，无需处理；评分和证据请写在浅黄色格中。", "Nothing to do if it is a note. Ratings and evidence belong in the pale yellow cells."),
    reason=Text("评价人可以另加备注，但只有浅黄色格中的评分和证据会被读取。", "Raters may add notes of their own, but only ratings and evidence in the pale yellow cells are read."))
SHEETS_DISAGREE = error("X236", "sheets-disagree",
    message=Text("此表与 {first} {how}；两张表都未计入", "this sheet and {first} {how}; neither counts"),
    remedy=Text("{todo}若其中一张已作废，请删去那张；若其中一张是评别人的，或是别人评的，请把答案抄到为其制作的评价表上。", "{todo}If one of the two is outdated, remove it. If one is for somebody else or by somebody else, copy its answers to a sheet made for them."),
    reason=Text("复制评价表后忘了换人，两张表就都算在同一个人头上；哪一张才对，只有填表的人知道。", "After a sheet is copied and its person not changed, both count for one person. Only those who filled them in know which is right."))
SHEET_COPIED = info("X237", "sheet-copied",
    message=Text("此表的答案与 {first} 完全相同，只计一次", "this sheet has the same answers as {first}, so they count once"),
    remedy=Text("无需处理；若是复制后忘了修改，请填写正确的答案。", "Nothing to do, unless the copy was meant to be changed."),
    reason=Text("同一张评价表常常存了两份。算两次会让一位评价人变成两位。", "One sheet is often saved twice. Counted twice, one rater would become two."))
SHEET_CHANGED = error("X238", "sheet-changed",
    message=Text("评价表的结构被改动：{what}", "the layout of the sheet was changed: {what}"),
    remedy=Text("请撤销插入或删除的行、列，或把答案抄到一张新的评价表上。本表未计入。", "Undo inserted or deleted rows and columns, or copy the answers to a new sheet. Nothing on this sheet was counted."),
    reason=Text("插入或删除行列后，格子的含义就变了：证据可能被当作评分，没有角色的评分可能被当作别人的评分。", "Inserted and deleted cells change what the others mean. Evidence would be read as a rating, and ratings without a role as somebody else's."))
SHEET_EVIDENCE_AS_RATING = error("X239", "sheet-evidence-as-rating",
    message=Text("“{value}”是文字，不是评分", '"{value}" is text, not a rating'),
    remedy=Text("请移到右边的证据格；此格请从列表中选择，没有把握就留空。", "Move it one cell to the right, into the evidence. Choose a value from the list here, or leave the cell blank."),
    reason=Text("写在评分格里的事例既不能计算，也不会作为证据显示。", "An example in the cell of a rating can't be calculated with, and is not shown as evidence."))
SHEET_PLACES_DISAGREE = error("X240", "sheet-places-disagree",
    message=Text("此处的评分是“{value}”，而 {cell} 中是“{other}”；两者都未计入", 'the rating is "{value}" here and "{other}" in {cell}; neither counts'),
    remedy=Text("请在两处填写相同的评分，或删去其中一个。", "Make the two ratings equal, or delete one of them."),
    reason=Text("同一项评分既可填在总览中，也可填在该员工的单独工作表中。两处不一致时，无法知道以哪个为准。", "A rating may be given on the overview or on the person's own sheet. Where the two differ, nobody can know which is meant."))
