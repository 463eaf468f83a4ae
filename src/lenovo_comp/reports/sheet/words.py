"""What rating sheets, workbooks and the handbook say."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # sheet
    "sheet_title": ("胜任能力评价表", "Rating sheet"),
    "sheet_how": ("填写说明", "How to fill in"),
    "sheet_meaning": ("含义", "What it means"),
    "sheet_employee": ("被评价人工号", "Who is rated (id)"),
    "sheet_name": ("被评价人姓名", "Name"),
    "sheet_manager": ("直接上级", "Line manager"),
    "sheet_cycle": ("周期", "Cycle"),
    "sheet_role": ("评价人角色", "Rated by their"),
    "sheet_rater": ("评价人工号", "Rater (id)"),
    "sheet_made_of": ("字典 {id} {version}", "Dictionary {id} {version}"),
    "sheet_choose": (
        "请从列表中选择；没有把握就留空。",
        "Choose one of the list; leave it blank where you can't say.",
    ),
    "sheet_step_person": (
        "每人填一份：先在上方填写被评价人的工号和姓名、您的角色和您的工号。",
        "One copy a person: first fill in, at the top, the id and name of who is rated, your role and your own id.",
    ),
    "sheet_step_role": (
        "先在上方选择您的角色，填写您的工号。",
        "First choose your role, at the top, and fill in your own id.",
    ),
    "sheet_step_rate": (
        "逐项阅读行为描述，在浅黄色格中从列表选择等级；各档的含义见下表。",
        "Read the behaviours and choose values from the lists in the pale yellow cells; below is what they mean.",
    ),
    "sheet_step_write": (
        "逐项阅读行为描述，把评分写在横线上；各档的含义写在每项能力的名称下面。",
        "Read the behaviours and write a value on each line; what the values mean stands under the competency's name.",
    ),
    "sheet_step_blank": (
        "没有观察到、没有把握的，请留空：留空表示“未评估”，不等于零。",
        "Leave blank what you have not seen or can't judge: blank means “not assessed”, and never zero.",
    ),
    "sheet_step_behaviours": (
        "按行为逐条评：凭您看到的频率打分，层级由系统推算。",
        "Rate each behaviour by how often you have seen it; the level follows from that.",
    ),
    "sheet_step_evidence": (
        "请在“证据”格写一两个您亲见的事例；匿名的角色请不要写能看出您是谁的内容。",
        "Under “Evidence” give an example or two that you saw yourself; if your role is anonymous, nothing that gives "
        "you away.",
    ),
    "sheet_step_save": (
        "只有浅黄色格可以填写。填好后保存为 XLSX，整个文件交回。",
        "Only pale yellow cells can be filled in. Save as XLSX and return the file as a whole.",
    ),
    "sheet_nobody": ("没有可以制作评价表的人。", "There is nobody to make a sheet for."),
    "sheet_no_position": ("没有（有效的）岗位，不制作评价表：{who}", "No (known) position, so no sheet: {who}"),
    "sheet_no_rater": ("没有人评价，不制作评价表：{who}", "Nobody rates them, so no sheet: {who}"),
    "sheets_written": ("{file}：{sheets} 张评价表", "{file} (sheets: {sheets})"),
    # reports as workbooks
    "xlsx_summary": ("汇总", "Summary"),
    "xlsx_people": ("人员", "People"),
    "xlsx_gaps": ("差距", "Gaps"),
    "xlsx_needs": ("待发展", "Needs"),
    "xlsx_findings": ("数据问题", "Findings"),
    "xlsx_fragile": ("取决于一位评价人", "Hangs on one rater"),
    "xlsx_made_of": ("数据来源", "Sources"),
    "xlsx_dictionary": ("字典", "Dictionary"),
    "xlsx_setting": ("设置", "Setting"),
    "xlsx_inputs": ("评分与名册", "Ratings and roster"),
    # the handbook
    "book_contents": ("目录", "Contents"),
    "book_how": ("怎样阅读", "How to read this"),
    "book_about": (
        "本手册列出各岗位所需的胜任能力，以及能看得见的行为。它用来对照自己、准备发展面谈，不是打分表。",
        "This handbook names the competencies that positions require, and the behaviours in which they show. "
        "Hold yourself against it and prepare a talk on your development with it; it is no form to be filled in.",
    ),
    "book_ids": (
        "每条描述前面是它的标识，评分、报告和文末索引都用它指称这条描述。",
        "Every statement has its id in front; ratings, reports and the index at the end call it by that.",
    ),
    "book_levels": (
        "分层级的能力，高一级以低一级为前提；不分层级的，看表现得有多一贯。",
        "Where a competency has levels, each presumes those below it; where it has none, what counts is how "
        "consistently it is shown.",
    ),
    "book_supplement": (
        "{mark}：不是原文，是为使字典完整而补写的。没有此标记的描述出自原文。",
        "{mark}: not in the source but written to complete the dictionary. Statements without the mark are the "
        "source's.",
    ),
    "book_truncated": (
        "{mark}：原文在此处中断，照原样保留。",
        "{mark}: the source breaks off there, and so does the statement.",
    ),
    "book_questions": ("读完请问自己", "Ask yourself"),
    "book_index": ("索引", "Index"),
    "book_index_note": ("按标识排列。", "By id."),
    "book_where": ("所在", "Where"),
}
