"""What the workbooks say to those who fill them in. `{…}` is filled in by whoever writes the page."""

from typing import NamedTuple

from ...text import Text


class Page(NamedTuple):
    """The page that explains a workbook: its sheet's name, a title, steps, and a table of two columns."""

    sheet: Text
    title: Text
    steps: tuple[Text, ...]
    heads: tuple[Text, Text]
    entries: tuple[tuple[Text, Text], ...]


READ_ME = Text("说明", "Read me")

DICTIONARY = Page(
    READ_ME,
    Text("字典：{name}", "Dictionary: {name}"),
    (
        Text("整部字典都在这里：一张工作表是一类内容，每件事只写一处。", "The whole dictionary is here. Each sheet is one kind of thing, and each fact appears once."),
        Text("可以修改、增加、删除行；请保留第一行的表头和隐藏的第一列。", "Change, add or delete rows. Keep the headers in row 1 and the hidden first column."),
        Text("各表用标识互相引用，例如行为描述写明所属胜任能力的标识。已有的标识请不要改：以往的评分按标识对应。", "Sheets refer to each other by id: a statement names its competency. Keep existing ids, because past ratings use them."),
        Text("空格表示没有写，按默认处理。新的行为描述和发展行动可以不写标识。", "A blank cell says nothing, so the default applies. New statements and actions need no id."),
        Text("“别名”“来源标识”中一行是一项；换行用 Alt+Enter。", "In “Other names” and “Same as”, each line is one entry. Press Alt+Enter for a new line."),
        Text("改完后保存为 XLSX，输入：comp import 文件.xlsx -o 新字典.yaml", "When you are done, save as XLSX and type: comp import FILE.xlsx -o new.yaml"),
        Text("想看改了什么，输入：comp diff 旧字典.yaml 新字典.yaml", "To see what changed, type: comp diff old.yaml new.yaml"),
    ),
    (Text("工作表", "Sheet"), Text("内容", "What it holds")),
    (),
)  # fmt: skip
"""`entries` are those of `OF_TABLES`."""

OF_TABLES: dict[str, Text] = {
    "settings": Text("名称、版本、来源，以及判定结论所用的数值", "Name, version, source, and the figures behind verdicts"),
    "competencies": Text("胜任能力：一行一项", "Competencies, one per row"),
    "levels": Text("胜任能力的层级，及其对应的职业发展阶段", "Levels of competencies, and their career stages"),
    "statements": Text("行为描述：属于某项胜任能力、某一层级，或某一阶段", "Statements of a competency, of a level, or of a stage"),
    "actions": Text("发展行动：针对某项胜任能力，或达到某一层级", "Development actions for a competency, or to reach a level"),
    "positions": Text("岗位：一行一个", "Positions, one per row"),
    "requirements": Text("岗位对胜任能力的要求：一行一项", "What positions require, one competency per row"),
    "layers": Text("层次的名称和备注", "Names of layers, and notes"),
    "stages": Text("职业发展阶段", "Stages of a career"),
    "scales": Text("量表：最小值、最大值、步长", "Scales: lowest value, highest value, step"),
    "labels": Text("量表各值的含义", "What the values of scales mean"),
    "rater_roles": Text("评价人角色、权重，以及显示结果所需的最少人数", "Rater roles, weights, and the least raters for a result to show"),
    "purposes": Text("字典的用途", "What the dictionary is for"),
    "questions": Text("字典要回答的问题", "Questions that the dictionary answers"),
}  # fmt: skip

TEMPLATE = Page(
    READ_ME,
    Text("如何填写", "How to fill in this workbook"),
    (
        Text("在“胜任能力”表中，一行写一项胜任能力。只有名称是必填的。", "On the sheet “Competencies”, write one competency per row. Only the name is needed."),
        Text("在“1级”“2级”等列中写各层级的行为描述：一行是一条，换行用 Alt+Enter。没有的层级留空。", "In “Level 1”, “Level 2” and so on, write the behaviours of each level. One line is one behaviour: press Alt+Enter for a new line. Leave a level blank if there is none."),
        Text("不分层级的胜任能力，行为描述写在“行为描述”列。同一项胜任能力只用一种写法。", "For a competency without levels, use the column “Behaviours”. Use levels or “Behaviours”, never both."),
        Text("层次：核心（全员）、通用（序列内各岗位）、专业。留空时，分层级的为专业，不分的为通用。类别可自定，也可留空。", "Layer: Core (everyone), General (every position of the job family) or Professional. Blank means Professional with levels, General without. Groups are up to you."),
        Text("在“岗位”表中，一列是一个岗位：第一行写岗位名称，下面写每项胜任能力要求的等级（写法见下表）。", "On the sheet “Positions”, each column is a position. Write its name in row 1, and below it what it requires of each competency (see the table below)."),
        Text("分层级的胜任能力，等级就是层级；不分层级的胜任能力按频率：0 从不、1 很少、2 有时、3 经常、4 一贯。", "With levels, the figure is the level. Without levels it says how often the behaviours are shown: 0 never, 1 seldom, 2 sometimes, 3 often, 4 consistently."),
        Text("可以增加或删除行和列；请保留表头和隐藏的列。改名时请直接改写原来那一行。", "You may add or delete rows and positions. Keep the headers and the hidden columns. To rename a competency, type over its name in its own row."),
        Text("填好后保存为 XLSX，输入：comp import 文件.xlsx -o 字典.yaml", "When you are done, save as XLSX and type: comp import FILE.xlsx -o dictionary.yaml"),
        Text("再输入 comp check 字典.yaml 检查；评分时加上 --model 字典.yaml。", "Then type comp check dictionary.yaml. With ratings, add --model dictionary.yaml."),
    ),
    (Text("岗位表中写", "Written on “Positions”"), Text("含义", "What it means")),
    (
        (Text("3", "3"), Text("要求 3", "3 is required")),
        (Text("3/4", "3/4"), Text("要求 3，期望 4", "3 is required, 4 is desired")),
        (Text("(2)", "(2)"), Text("要求 2，但不是必备", "2 is asked for, but not essential")),
        (Text("（空）", "(blank)"), Text("该岗位不要求这项胜任能力", "The position does not require it")),
        (Text("阶段", "Stage"), Text("可选的一行：各岗位所处的职业发展阶段，如 1、2", "An optional row: the career stage of each position, such as 1 or 2")),
        (Text("权重", "Weight"), Text("可选的一行，写在某项胜任能力的下一行：它在各岗位的权重，不写为 1", "An optional row right below a competency: how much it counts in each position; 1 if blank")),
    ),
)  # fmt: skip

NOTES: dict[str, Text] = {
    "name": Text("必填。一行一项胜任能力。", "Needed. One competency per row."),
    "group": Text("可不填。自定的类别，如“领导力”。", "Optional. A heading of your own, such as Leadership."),
    "layer": Text("可不填。从列表中选择。", "Optional. Choose from the list."),
    "short": Text("可不填。报告中用的简称。", "Optional. A short name for reports."),
    "definition": Text("可不填。", "Optional."),
    "level": Text("该层级的行为描述，一行一条（Alt+Enter 换行）。没有该层级就留空。", "Behaviours of this level, one per line (Alt+Enter). Blank if there is no such level."),
    "behaviours": Text("不分层级的胜任能力：行为描述写在这里，一行一条（Alt+Enter 换行）。", "For a competency without levels: its behaviours, one per line (Alt+Enter)."),
    "of_positions": Text("胜任能力的名称，与“胜任能力”表一致。", "Names of competencies, as on the sheet “Competencies”."),
    "position": Text("一列一个岗位：这里写岗位名称，下面写要求，如 3、3/4、(2)。写法见“说明”。", "One position per column: its name here, and below what it requires, such as 3, 3/4 or (2). See “Read me”."),
}  # fmt: skip
"""Comments on the heads of the template."""
