"""Exports of survey tools: which tool wrote a table, and what its own columns say of an answer.

They describe who answered, not who was rated; the answer's number keeps anonymous raters apart.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from ..model.names import normal
from ..text import Text


class Survey(NamedTuple):
    """A tool: what its exports are known by, and its own columns; headers as `normal` writes them."""

    name: Text
    known_by: Sequence[Collection[str]]
    """Headers that an export has, one of each group."""
    own: Collection[str]
    """All headers that are the tool's, those included."""
    answer: Collection[str]
    """The header of the answer's number."""
    respondent: Collection[str] = ()
    """Headers under which whoever answered may be named."""
    skipped: Collection[str] = ()
    """Cells of questions that were skipped."""
    trial: Mapping[str, Collection[str]] = {}
    """Header → cells of answers that were only a trial."""


SURVEYS = (
    Survey(
        Text("问卷星", "Wenjuanxing (问卷星)"),
        [{"序号"}, {"提交答卷时间"}],
        {"序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自ip", "总分", "用户id", "昵称", "地理位置"},
        {"序号"},
        skipped=("(跳过)", "（跳过）", "(空)", "（空）", "-3", "-2"),
    ),
    Survey(
        Text("Microsoft Forms", "Microsoft Forms"),
        [{"id"}, {"starttime", "开始时间"}, {"completiontime", "完成时间"}],
        {
            *("id", "starttime", "开始时间", "completiontime", "完成时间", "email", "电子邮件", "name", "名称", "姓名"),
            *("lastmodifiedtime", "上次修改时间", "language", "语言", "totalpoints", "总分", "quizfeedback"),
        },
        {"id"},
        ("email", "电子邮件"),
    ),
    Survey(
        Text("Qualtrics", "Qualtrics"),
        [{"responseid"}, {"startdate"}, {"status", "finished", "progress"}],
        {
            *(
                "startdate",
                "enddate",
                "status",
                "ipaddress",
                "progress",
                "durationinseconds",
                "finished",
                "recordeddate",
            ),
            *("responseid", "recipientlastname", "recipientfirstname", "recipientemail", "externalreference"),
            *("locationlatitude", "locationlongitude", "distributionchannel", "userlanguage", "qrecaptchascore"),
            *("externaldatareference",),
        },
        {"responseid"},
        ("recipientemail",),
        trial={"status": ("Survey Preview", "Survey Test", "Offline Survey Preview", "1", "2", "17")},
    ),
    Survey(
        Text("SurveyMonkey", "SurveyMonkey"),
        [{"respondentid"}, {"collectorid"}],
        {
            *("respondentid", "collectorid", "startdate", "enddate", "datecreated", "datemodified", "ipaddress"),
            *("emailaddress", "firstname", "lastname", "customdata1", "custom1"),
        },
        {"respondentid"},
        ("emailaddress",),
    ),
    Survey(
        Text("Google 表单", "Google Forms"),
        [{"timestamp", "时间戳记", "时间戳"}],
        {
            "timestamp",
            "时间戳记",
            "时间戳",
            "emailaddress",
            "电子邮件地址",
            "username",
            "用户名",
            "totalscore",
            "总得分",
        },
        {"timestamp", "时间戳记", "时间戳"},
        ("emailaddress", "电子邮件地址", "username", "用户名"),
    ),
)
"""The tools, those known by more first."""
_NOBODY = ("", "anonymous", "匿名", "anonymous user")


class Export(NamedTuple):
    """A table that a survey tool wrote: the tool, and its own columns by header."""

    survey: Survey
    own: Mapping[str, int]

    @property
    def answer(self) -> int:
        """The column of the answer's number."""
        return next(i for header, i in self.own.items() if header in self.survey.answer)

    def rater(self, named: int | None) -> pl.Expr:
        """Who answered, by the table's columns: as `named` in a column, else by the tool, else the answer's number."""
        number = pl.concat_str(pl.lit("#"), pl.col(str(self.answer)))
        columns = [i for header, i in self.own.items() if header in self.survey.respondent]
        for i in [*columns, *([] if named is None else [named])]:
            text = pl.col(str(i)).str.strip_chars()
            number = pl.when(~text.str.to_lowercase().is_in(_NOBODY)).then(text).otherwise(number)
        return number

    def is_trial(self) -> pl.Expr | None:
        """Whether an answer was only a trial; None where the table can't say."""
        trials = [(self.own[header], cells) for header, cells in self.survey.trial.items() if header in self.own]
        return pl.any_horizontal(pl.col(str(i)).is_in(cells) for i, cells in trials) if trials else None


def survey_of(headers: Sequence[str]) -> Export | None:
    """The tool that wrote a table with these headers, if it is known."""
    plain = [normal(header) for header in headers]
    for survey in SURVEYS:
        # The tools put their own columns first; a question may have the same name.
        if not all(any(header in group for header in plain[: len(survey.own)]) for group in survey.known_by):
            continue
        if survey.known_by == SURVEYS[-1].known_by and plain[0] not in survey.answer:
            continue
        own: dict[str, int] = {}
        for i, header in enumerate(plain):
            if header in survey.own:
                own.setdefault(header, i)
        return Export(survey, own)
    return None
