"""Findings R45…: people who are named instead of numbered, and tables of who rates whom."""

from ...text import Text
from ..finding import error, info

PERSON_UNKNOWN = error("R453", "person-unknown",
    message=Text("花名册中没有姓名“{value}”。{suggestion}", 'nobody on the roster is called "{value}". {suggestion}'),
    remedy=Text("请改正姓名，或在花名册中补上此人；也可在表中加上工号列。这些行未计入。", "Correct the name, or add the person to the roster. You can also add a column employee_id. The rows were left out."),
    reason=Text("表中没有工号，只能凭姓名找人。找不到的姓名若自成一人，就会多出一个没有岗位、也没有别的评分的人。", "The table has no ids, so people are found by name. An unknown name would become a new person without position and other ratings."))
PERSON_AMBIGUOUS = error("R454", "person-ambiguous",
    message=Text("花名册中有几个人叫“{value}”（{ids}）", 'several people on the roster are called "{value}" ({ids})'),
    remedy=Text("请在表中加上工号列并填写工号，或在姓名后写明工号，例如“{value}（{first}）”。这些行未计入。", 'Add a column employee_id with their ids, or write the id after the name, as in "{value} ({first})". The rows were left out.'),
    reason=Text("同名的人很多。随便选一个，就会把一个人的评分算到另一个人名下。", "Many people share a name. A guess would give one person the ratings of another."))
PEOPLE_BY_NAME = info("R455", "people-by-name",
    message=Text("表中没有工号，已按“{value}”在花名册中查找（{people} 人）", 'the table has no ids; its people were found on the roster by "{value}" (people: {people})'),
    remedy=Text("无需处理。", "Nothing to do."),
    reason=Text("姓名写错或同名时会另有提示。若花名册不全，与未列入者同名的人可能被认错，请留意。", "Misspelled and shared names are reported. If the roster is incomplete, a person with the same name could be taken for someone on it."))
ROLES_ACROSS = info("R456", "roles-across",
    message=Text("{names}各列已作为该角色的评价人读取", "columns {names} were read as the raters in these roles"),
    remedy=Text("无需处理；若某列填的不是评价人，请删去该列，或改用评价人角色、评价人两列，每行一位评价人。", "Nothing to do. If one of them holds no raters, delete it, or use columns rater_role and rater_id with one rater per row."),
    reason=Text("每人一行、每个角色一列的表，列名说明了角色，单元格说明了评价人。", "A table may have a row per person and a column per role. Then the header is the role, and the cell is the rater."))
IDS_IN_ONE_CELL = info("R457", "ids-in-one-cell",
    message=Text("“{value}”含有几个人，已分开读取（这样的单元格：{cells} 个）", '"{value}" holds several people; each was read (cells like it: {cells})'),
    remedy=Text("无需处理。", "Nothing to do."),
    reason=Text("一格里填了几位评价人时，若当成一位，这位评价人并不存在，谁也收不到评价表。", "Several raters in one cell, read as one, would be a rater who doesn't exist. None of them would get a sheet."))
IDS_UNCLEAR = error("R458", "ids-unclear",
    message=Text("“{value}”是一个人还是几个人，无法确定", 'it is not clear whether "{value}" is one person or several'),
    remedy=Text("几个人请用分号（;）隔开，或每行写一位；一个人的姓名请不要带逗号。此格未计入。", "Separate several people with semicolons (;), or write one per row. Write one person's name without a comma. The cell was left out."),
    reason=Text("“P1 / P2”可能是两个人，也可能是一个人的编号。猜错了，评价表会发给不存在的人。", "Li, Lei may be one person, and P1 / P2 two. A wrong guess would make a sheet for somebody who doesn't exist."))
