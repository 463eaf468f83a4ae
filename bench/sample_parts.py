"""Who plays which part in the sample: raters' ids, small groups, what is left blank, and what raters wrote."""

from __future__ import annotations

from typing import NamedTuple

_NUMBERS = (
    *(111, 133, 112, 107, 121, 125, 108, 131, 116, 127, 118, 122, 115, 114, 124),
    *(119, 105, 126, 120, 109, 128, 129, 117, 106, 130, 123, 113, 102, 104, 132),
)
RATER_IDS = {f"E{i:03}": f"R{number}" for i, number in enumerate(_NUMBERS, start=1)}
"""Under which id each rated employee rates. The two newcomers of the roster rate nobody yet."""

HEAD_OF_SALES, HEAD_OF_SOLUTIONS, HEAD_OF_OPERATIONS = "R190", "R191", "R192"
DOTTED_LINE = {
    "E004": RATER_IDS["E001"],
    "E009": HEAD_OF_SOLUTIONS,
    "E010": HEAD_OF_OPERATIONS,
    "E017": HEAD_OF_SOLUTIONS,
    "E018": HEAD_OF_SOLUTIONS,
    "E019": HEAD_OF_OPERATIONS,
    "E023": RATER_IDS["E021"],
    "E027": HEAD_OF_SOLUTIONS,
    "E028": HEAD_OF_OPERATIONS,
    "E029": HEAD_OF_OPERATIONS,
}
"""A second manager, as specialists have where sales and their own line both lead them."""

CUSTOMERS = {"金融行业部": range(201, 211), "电信行业部": range(211, 221), "政府与教育行业部": range(221, 231)}
"""Numbers of the customers whom each department serves."""

FEW: dict[tuple[str, str], int] = {
    ("E003", "customer"): 2,
    ("E005", "customer"): 1,
    ("E008", "customer"): 0,
    ("E008", "peer"): 2,
    ("E014", "customer"): 2,
    ("E014", "peer"): 2,
    ("E026", "customer"): 1,
    ("E026", "peer"): 2,
    ("E029", "peer"): 2,
    ("E030", "customer"): 2,
}
"""Groups that stay too small to be shown: each role's raters are then combined as others, or withheld."""

FIRST, SECOND = "2025H2", "2026H1"
POSITIONS_BEFORE = {"E013": "account_representative"}
"""Positions in the first cycle, where they were others than the roster's."""
LEFT = "E030"
"""Whoever is rated in the first cycle only, and rates nobody else."""

BLANK = {
    ("E005", "sales_operations"),
    ("E016", "logical_analysis"),
    ("E024", "market_information"),
    ("E027", "market_information"),
    ("E029", "sales_operations"),
}
"""Where managers and self hand in a blank in the second cycle, and nobody else answers."""
SELF_ALONE = {("E016", "market_information"), ("E024", "sales_operations")}
"""What nobody but the person rates in the second cycle."""


class ByStatements(NamedTuple):
    """Who rates a competency statement by statement in the second cycle, and a level that nobody of them sees."""

    roles: tuple[str, ...]
    unseen: int | None = None


BY_STATEMENTS = {
    ("E004", "communication"): ByStatements(("manager",)),
    ("E004", "market_information"): ByStatements(("manager",)),
    ("E007", "sales_operations"): ByStatements(("manager", "peer"), unseen=2),
    ("E010", "market_information"): ByStatements(("manager", "peer")),
    ("E013", "customer_relationship"): ByStatements(("manager", "peer")),
    ("E018", "product_technology"): ByStatements(("manager", "peer"), unseen=2),
    ("E022", "communication"): ByStatements(("manager", "report")),
    ("E025", "customer_relationship"): ByStatements(("manager", "peer", "customer"), unseen=2),
}

TRUE_LEVELS = {
    ("E002", "customer_relationship"): 2.6,
    ("E004", "market_information"): 2.3,
    ("E005", "customer_relationship"): 1.2,
    ("E006", "communication"): 3.7,
    ("E006", "customer_relationship"): 1.9,
    ("E007", "market_information"): 0.8,
    ("E007", "sales_operations"): 1.6,
    ("E008", "logical_analysis"): 1.1,
    ("E009", "product_technology"): 2.4,
    ("E011", "customer_relationship"): 2.8,
    ("E012", "communication"): 3.2,
    ("E012", "logical_analysis"): 2.0,
    ("E012", "coordination"): 3.3,
    ("E012", "market_information"): 4.0,
    ("E012", "product_technology"): 2.7,
    ("E012", "customer_relationship"): 2.8,
    ("E012", "sales_operations"): 0.8,
    ("E015", "communication"): 3.0,
    ("E016", "market_information"): 0.1,
    ("E019", "coordination"): 3.6,
    ("E022", "coordination"): 3.4,
    ("E025", "customer_relationship"): 1.8,
    ("E026", "product_technology"): 0.3,
    ("E028", "market_information"): 2.4,
    ("E030", "customer_relationship"): 1.7,
}
"""Levels that aren't drawn: the manual follows E012 from strength to need, and what raters wrote asks for some."""


class Evidence(NamedTuple):
    """What a rater wrote beside a level of that range."""

    employee: str
    competency: str
    role: str
    lowest: int
    highest: int
    text: str
    behaviour: str = ""
    cycle: str = SECOND


EVIDENCE = (
    Evidence(
        "E002", "customer_relationship", "manager", 2, 3, "牵头组织某股份制银行的高层会晤，双方签订了两年合作备忘录"
    ),
    Evidence("E004", "coordination", "peer", 3, 4, "项目延期时每天更新进度表，并主动通知客户方对接人"),
    Evidence(
        "E004",
        "market_information",
        "manager",
        3,
        4,
        "提交的保险行业综合分析报告数据完整，结论清楚",
        behaviour="market_information.2.4",
    ),
    Evidence("E006", "communication", "manager", 3, 4, '她在评审会上说:"先听清客户的需求,再谈产品",得到了客户的认可'),
    Evidence("E006", "customer_relationship", "customer", 2, 3, "每次来访都做足准备，提出的建议很实用"),
    Evidence("E007", "market_information", "manager", 0, 1, "行业分析报告多为摘抄，缺少自己的判断"),
    Evidence("E007", "market_information", "peer", 0, 1, "很少在例会上分享竞争对手的动态"),
    Evidence("E009", "product_technology", "manager", 2, 3, "独立完成了灾备方案的设计和讲解，一次通过专家评审"),
    Evidence("E011", "customer_relationship", "report", 2, 3, "亲自带我们拜访省公司领导，示范如何跟进约定事项"),
    Evidence("E012", "sales_operations", "manager", 0, 1, "逾期应收账款连续两季度上升，尚未形成改进措施"),
    Evidence("E015", "communication", "peer", 3, 4, "面对三十多人的客户培训从容不迫，讲解清楚"),
    Evidence("E016", "market_information", "self", 0, 1, "本期主要在跟单，只做过一次竞争产品的简单比较"),
    Evidence("E019", "coordination", "manager", 3, 4, "推动商务、物流、财务三个部门统一了合同评审流程"),
    Evidence("E021", "sales_operations", "manager", 0, 1, "三季度预测偏差超过三成，事后能说明原因，但未及时调整资源"),
    Evidence("E022", "coordination", "report", 3, 4, "任务分工明确，遇到困难会及时帮我们协调资源"),
    Evidence("E026", "product_technology", "manager", 0, 1, "对新款服务器的存储配置还不熟悉，需要同事协助答疑"),
    Evidence(
        "E028", "market_information", "manager", 2, 3, "教育行业半年报告被多个部门引用，预测与实际相差不到百分之五"
    ),
    Evidence("E030", "customer_relationship", "manager", 1, 2, "新接手的两个客户已建立稳定联系", cycle=FIRST),
)
