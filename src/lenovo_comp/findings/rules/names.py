"""Findings R45…: people who are named instead of numbered."""

from ...text import Text
from ..finding import error, info

PERSON_UNKNOWN = error("R453", "person-unknown",
    message=Text("花名册中没有姓名“{value}”（{rows} 行）。{suggestion}", 'nobody on the roster is called "{value}" (rows: {rows}). {suggestion}'),
    remedy=Text("请改正姓名，或在花名册中补上此人；也可在表中加上工号列。这些行未计入。", "Correct the name, or add the person to the roster; or add a column employee_id. The rows were left out."),
    reason=Text("表中没有工号，只能凭姓名找人。找不到的姓名若自成一人，就会多出一个没有岗位、没有其他评分的人。", "The table has no ids, so people are found by name. A name that is not found would otherwise become a person of its own, without position and without the other ratings."))
PERSON_AMBIGUOUS = error("R454", "person-ambiguous",
    message=Text("花名册中有几个人叫“{value}”（{ids}；{rows} 行）", 'several people on the roster are called "{value}" ({ids}; rows: {rows})'),
    remedy=Text("请在表中加上工号列并填写工号，或在姓名后写明工号，例如“{value}（{first}）”。这些行未计入。", 'Add a column employee_id with their ids, or write the id behind the name, as in "{value} ({first})". The rows were left out.'),
    reason=Text("同名的人很多。随便选一个，就会把一个人的评分算到另一个人名下。", "Namesakes are common. To choose one would give one person the ratings of another."))
PEOPLE_BY_NAME = info("R455", "people-by-name",
    message=Text("表中没有工号，已按“{value}”在花名册中查找（{people} 人）", 'the table has no ids; its people were found on the roster by "{value}" (people: {people})'),
    remedy=Text("无需处理。", "Nothing to do."),
    reason=Text("姓名写错或同名时会另有提示。若花名册不全，与未列入者同名的人可能被认错，请留意。", "Names that are misspelled or borne by several people are reported. Where the roster is not complete, a namesake who is not on it could be taken for somebody who is."))
