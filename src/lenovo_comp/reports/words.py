"""The reports' wording, in both languages."""

from __future__ import annotations

from ..language import Language, Text

_WORDS: dict[str, tuple[str, str]] = {
    # statuses and verdicts
    "met": ("达到", "met"),
    "short": ("不足", "short"),
    "strength": ("优势", "strength"),
    "unassessed": ("未评估", "unassessed"),
    "not_required": ("不要求", "not required"),
    "ready": ("胜任", "ready"),
    "near": ("接近胜任", "near"),
    "developing": ("待发展", "developing"),
    "incomplete": ("评估不全", "incomplete"),
    "no_verdict": ("无结论", "no verdict"),
    # layers
    "core": ("核心", "core"),
    "general": ("通用", "general"),
    "professional": ("专业", "professional"),
    # columns
    "employee": ("工号", "ID"),
    "name": ("姓名", "Name"),
    "department": ("部门", "Department"),
    "position": ("岗位", "Position"),
    "positions": ("岗位", "Positions"),
    "stage": ("阶段", "Stage"),
    "stages": ("职业发展阶段", "Career stages"),
    "verdict": ("结论", "Verdict"),
    "fit": ("匹配度", "Fit"),
    "met_share": ("达标率", "Met share"),
    "coverage": ("评估覆盖", "Coverage"),
    "competency": ("胜任能力", "Competency"),
    "competencies": ("胜任能力", "Competencies"),
    "layer": ("层次", "Layer"),
    "level": ("等级", "Level"),
    "levels": ("层级", "Levels"),
    "scale": ("量表", "Scale"),
    "statements": ("描述", "Statements"),
    "required": ("要求", "Required"),
    "desired": ("期望", "Desired"),
    "rating": ("评分", "Rating"),
    "gap": ("差距", "Gap"),
    "status": ("状态", "Status"),
    "raters": ("评价人数", "Raters"),
    "weight": ("权重", "Weight"),
    "essential": ("必备", "Essential"),
    "required_mean": ("平均要求", "Required"),
    "rating_mean": ("平均评分", "Rating"),
    "gap_mean": ("平均差距", "Gap"),
    "code": ("代码", "Code"),
    "place": ("位置", "Place"),
    "severity": ("级别", "Severity"),
    "message": ("说明", "Message"),
    "others": ("其他", "Others"),
    "id": ("标识", "Id"),
    "description": ("行为描述", "Behaviour"),
    "origin": ("来源", "Origin"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    # progress
    "reading": ("正在读取… {seconds} 秒", "reading … {seconds} s"),
    "rows_read": ("已读 {rows} 行 · 每秒 {rate} 行", "{rows} rows read · {rate} rows/s"),
    # assess
    "who_stands_where": ("谁在什么位置", "Who stands where"),
    "what_hurts": ("哪些能力最薄弱", "Which competencies hurt most"),
    "largest_gaps": ("最大的差距", "The largest gaps"),
    "unassessed_who": ("尚未评估", "Not assessed"),
    "remarks": ("说明", "Remarks"),
    "assessed_people": (
        "{people} 人 · 周期 {cycle} · {ratings} 条评分",
        "{people} people · cycle {cycle} · {ratings} ratings",
    ),
    "assessed_people_no_cycle": ("{people} 人 · {ratings} 条评分", "{people} people · {ratings} ratings"),
    "legend_cells": (
        "格中为评分：+ 优势，= 达到，- 不足（-- 差距大于 {near}），? 未评估，空白为不要求；* 只有权重为 0 的评分；"
        "~ 少了某一位评价人就会翻转；! 评价人分歧大",
        "A cell is the rating: + strength, = met, - short (-- by more than {near}), ? unassessed, "
        "blank not required; * from raters of weight 0 alone; ~ would flip without one rater; ! raters agree little",
    ),
    "more_gaps": (
        "此处列出差距最大的 {shown} 项，另有 {more} 项；全部结果请用 --output 文件.csv。",
        "The {shown} largest are shown, {more} more are not; --output FILE.csv writes them all.",
    ),
    "too_many_people": (
        "共 {people} 人，不逐一列出；全部结果请用 --output 文件.csv。",
        "With {people} people they are not listed one by one; --output FILE.csv writes them all.",
    ),
    "more_rows": (
        "此处列出 {shown} 项，另有 {more} 项；全部结果请用 --output 文件.csv。",
        "{shown} are shown, {more} more are not; --output FILE.csv writes them all.",
    ),
    "fragile_count": (
        "{number} 个结果取决于某一位评价人：少了他，达到与不足就会翻转；comp assess --fragile 逐一列出。",
        "Results that would flip without one of their raters: {number}; comp assess --fragile lists them.",
    ),
    "fragile_title": ("取决于一位评价人的结果", "Results that hang on one rater"),
    "fragile_means": (
        "去掉其中某一位评价人再算一遍（人数不足的角色照样不计），达到与不足就会翻转。是哪一位，不作显示。",
        "Reckoned again without some one of the raters (groups that become too small are left out, as always), "
        "met turns into short, or short into met. Who that is is not shown.",
    ),
    "fragile_none": ("没有这样的结果。", "There are none."),
    "low_agreement_count": (
        "{number} 个评分的评价人分歧大（标 !）：平均分不代表他们任何人的看法。",
        "Ratings whose raters agree little (marked !): {number}; the mean is nobody's view.",
    ),
    "no_position": ("没有（有效的）岗位，不作结论：{who}", "No (known) position, so no verdict: {who}"),
    "two_positions": ("本周期有两个岗位，不作结论：{who}", "Two positions in this cycle, so no verdict: {who}"),
    "only_earlier": ("只在其他周期有评分：{who}", "Rated in other cycles only: {who}"),
    "nothing_assessed": ("没有任何可用评分：{who}", "No rating at all that counts: {who}"),
    "self_only": ("只有自评：{who}", "Rests on the self-rating alone: {who}"),
    "unweighted": ("只有权重为 0 的角色评分：{who}", "Rests on roles of weight 0 alone: {who}"),
    "withheld": (
        "评价人不足的角色：{rolled} 处并入“其他”后计入，{dropped} 处仍不足，未计入。",
        "Groups with too few raters: {rolled} count together as “others”; {dropped} do not count.",
    ),
    "left_out": (
        "{rows} 行因数据有误未计入（{errors} 个错误）；详见 comp check。",
        "Rows left out: {rows} (errors: {errors}); comp check shows them all.",
    ),
    "and_more": ("等另外 {more} 人", "and {more} more"),
    "dictionary_counts": (
        "字典 {id} {version}：{source} 条描述出自原文，{supplement} 条为补充。SHA-256 {sha256}。",
        "Dictionary {id} {version}: {source} statements from the source, {supplement} supplements. SHA-256 {sha256}.",
    ),
    "made_of": (
        "所据：字典 {id} {version}（SHA-256 {sha256}；{source} 条描述出自原文，{supplement} 条为补充）；{files}。",
        "Made of: {id} {version} (SHA-256 {sha256}; {source} statements from the source, {supplement} supplements), "
        "{files}.",
    ),
    "settings_differ": ("设置：{settings}", "Settings: {settings}"),
    # gap
    "unusable": ("整个文件未计入：{files}；详见 comp check。", "Not counted at all: {files}; comp check says why."),
    "legend_matrix": ("括号内为非必备要求。", "In brackets: not essential."),
    "in_cycle": (" · 周期 {cycle}", " · cycle {cycle}"),
    "against": ("对照岗位：{position}", "Against: {position}"),
    "against_other": ("对照岗位：{position}（非本人岗位）", "Against: {position} (not the person's own position)"),
    "figures_line": (
        "{verdict} · 匹配度 {fit} · 达标 {met}/{assessed} · 已评估 {assessed}/{required}",
        "{verdict} · fit {fit} · met {met} of {assessed} · assessed {assessed} of {required}",
    ),
    "stage_line": (
        "评分支持的阶段：{attained} · 岗位阶段：{own}",
        "Stage the ratings support: {attained} · stage of the position: {own}",
    ),
    "stage_none": ("尚未达到第 1 阶段", "none yet"),
    "stage_unknown": ("有维度未评估，无法判断", "not known: a dimension is unassessed"),
    "strengths": ("我的能力优势", "My strengths"),
    "develop": ("还需要发展的能力", "What to develop"),
    "no_strengths": (
        "目前没有高出要求一个单位、或达到量表最高值的能力。",
        "No rating yet stands a whole unit above its requirement or at the top of its scale.",
    ),
    "no_needs": ("已评估的要求全部达到。", "Every requirement that was assessed is met."),
    "nothing_known": ("没有可用的评分，无法判断。", "No rating counts yet, so nothing can be said."),
    "profile": ("评分与要求", "Rating and requirement"),
    "need_line": ("{start} → {goal}，差 {gap}", "{start} → {goal}, short by {gap}"),
    "need_degree": (
        "不分层级：以下行为需表现得更一贯。",
        "It has no levels: show these more consistently.",
    ),
    "level_n": ("{level} 级", "Level {level}"),
    "evidence": ("证据", "Evidence"),
    "not_essential": ("非必备", "not essential"),
    "self_only_mark": ("仅自评", "self only"),
    "unweighted_mark": ("仅权重 0", "weight 0 only"),
    "legend_fragile": (
        "~ 少了某一位评价人，达到与不足就会翻转。",
        "~ met and short would change places without some one of the raters.",
    ),
    "agreement": ("评价人的一致程度", "How far the raters agree"),
    "all_who_count": ("全部", "All who count"),
    "agree_high": ("高", "high"),
    "agree_moderate": ("中", "moderate"),
    "agree_low": ("低", "low"),
    "agreement_figures": (
        "（{n} 人，极差 {range}，平均离差 {deviation}，r_wg {r_wg}）",
        " ({n}: range {range}, average deviation {deviation}, r_wg {r_wg})",
    ),
    "agreement_short": ("一致程度", "Agreement"),
    "role": ("角色", "Role"),
    "mean": ("均值", "Mean"),
    "rows": ("所在行", "Rows"),
    "rater": ("评价人", "Rater"),
    "figure": ("数值", "Figure"),
    "figure_from": ("由来", "From"),
    "fate": ("处理", "What becomes of it"),
    "fate_counts": ("计入，权重 {weight}", "counts, weight {weight}"),
    "fate_weight_zero": ("显示，不计入（权重 0）", "shown, doesn't count (weight 0)"),
    "fate_no_figure": ("所评行为得不出数值", "no figure follows from the behaviours rated"),
    "fate_rolled_up": ("不足 {least} 人，并入“其他”", "fewer than {least} raters: goes into “others”"),
    "fate_dropped": ("不足 {least} 人，不计入", "fewer than {least} raters: left out"),
    "explain_rows": ("来自哪些行", "The rows it rests on"),
    "explain_file": ("文件 {file}，行号如下。", "By their lines in {file}."),
    "explain_raters": ("各评价人", "Rater by rater"),
    "explain_no_rows": ("本周期没有可以计入的评分。", "No rating of it counts in this cycle."),
    "explain_anonymous": (
        "匿名角色的评价人和各人评分不作显示。",
        "Who gave what in the anonymous roles is not shown.",
    ),
    "explain_no_position": ("没有岗位，因此没有要求", "No position, so nothing is required"),
    "explain_not_required": (
        "岗位不要求这项能力，因此没有差距。",
        "The position does not require it, so there is no gap.",
    ),
    "explain_unrated": (
        "没有可以显示的评分，因此没有得分：未评估不等于零。",
        "No rating may be shown, so there is no figure: unassessed is not zero.",
    ),
    "explain_unassessed": ("未评估：没有差距，也不算达到。", "Unassessed: there is no gap, and it is not met."),
    "explain_requirement": (
        "要求 {level}（{essential}，权重 {weight}）：{place}",
        "Required: {level} ({essential}, weight {weight}), at {place}",
    ),
    "essential_yes": ("必备", "essential"),
    "rule_3": (
        "规则 3：各角色均值的加权平均。权重为 0 的角色和人数不足的角色不计入。",
        "Rule 3: the weighted mean of the roles' means. Roles of weight 0 and groups that are too small don't count.",
    ),
    "rule_3_plain": (
        "规则 3：只剩权重为 0 的角色，取其均值的平均。",
        "Rule 3: only roles of weight 0 are left, so it is the plain mean of their means.",
    ),
    "rule_5": (
        "规则 5：差距 = 要求 − 评分；不大于容差 {tolerance} 为达到；高出要求 {strength} 或达到量表最高值为优势。",
        "Rule 5: gap = required − rating; up to the tolerance of {tolerance} it is met; {strength} above the "
        "requirement, or at the top of the scale, it is a strength.",
    ),
    "explain_fit": (
        "规则 6：对匹配度的贡献为 {part}（0 到 1，乘以权重）。",
        "Rule 6: its part of the fit is {part} (0 to 1, times its weight).",
    ),
    "explain_trust": ("可信程度", "How far to trust it"),
    "explain_one_rater": (
        "计入的只有一位评价人，谈不上一致。",
        "Only one rater counts, so there is nothing to agree with.",
    ),
    "self_other_near": ("自评 {mine}，他评 {theirs}", "self {mine}, others {theirs}"),
    "explain_fragile": (
        "少了其中某一位评价人，达到与不足就会翻转。",
        "Without some one of the raters, met and short would change places.",
    ),
    "explain_firm": (
        "少了任何一位评价人，结果都不会翻转。",
        "Whichever one rater is left out, met and short stay as they are.",
    ),
    "explain_change": ("怎样才会改变", "What would change it"),
    "explain_step": (
        "{role}均值提高一级（{mean}）：评分 {rating}，{status}",
        "{role}, a step higher ({mean}): rating {rating}, {status}",
    ),
    "explain_behaviours": ("相关行为：", "The behaviours it takes:"),
    "from_level": ("直接评级", "a level given"),
    "from_degrees": ("{n} 条行为程度的平均", "the mean of {n} behaviours' degrees"),
    "from_share": ("{level} 级 {seen}/{rated}，{yes}", "level {level}: {seen} of {rated}, {yes}"),
    "from_nothing": ("{level} 级未评", "level {level}: none rated"),
    "attained": ("达成", "attained"),
    "not_attained": ("未达成", "not attained"),
    "agreement_note": (
        "一致程度按 r_wg 分档；有匿名评价人时只给档次，不给数字。",
        "By r_wg; a word only where raters are anonymous, so that nobody's rating can be read off.",
    ),
    "self_other": ("自评与他评", "Self and others"),
    "blind_spot": ("自评 {mine}，他评 {theirs}：盲点", "self {mine}, others {theirs}: a blind spot"),
    "hidden_strength": ("自评 {mine}，他评 {theirs}：潜在优势", "self {mine}, others {theirs}: a hidden strength"),
    "self_other_none": (
        "自评与他评相差都不到 {threshold}。",
        "No self-rating is {threshold} or more away from the others'.",
    ),
    # origin marks
    "mark_supplement": ("[补充]", "[supplement]"),
    "mark_truncated": ("[原文残缺]", "[cut off in the source]"),
    "note": ("注", "Note"),
    "source": ("原文", "source"),
    "supplement": ("补充", "supplement"),
    # show-model
    "layers": ("层次", "Layers"),
    "overview": ("胜任能力一览", "Competencies at a glance"),
    "matrix": ("岗位要求", "What positions require"),
    "rater_roles": ("评价人角色", "Rater roles"),
    "min_raters": ("最少人数", "Min. raters"),
    "no_levels": ("不分层级", "no levels"),
    "stage_n": ("第 {stages} 阶段", "stage {stages}"),
    "aliases": ("别名", "Aliases"),
    "scale_line": ("量表 {scale}", "Scale {scale}"),
    "degrees": ("程度", "Degrees"),
    "show_more": (
        "看某项能力：comp show-model {competency}；某一层级：加 --level 2；"
        "某岗位：comp show-model --position {position}",
        "One competency: comp show-model {competency}; one level: add --level 2; "
        "one position: comp show-model --position {position}",
    ),
    "rating_rule": (
        "层级达成：至少 {share} 的行为达到“{observed}”及以上；容差 {tolerance}。",
        "A level is attained when {share} of its behaviours are seen at least “{observed}”; tolerance {tolerance}.",
    ),
    "required_by": ("哪些岗位要求它", "Positions that require it"),
    # findings
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
    "help": ("建议", "help"),
    "findings_count": (
        "{error} 个错误，{warning} 个警告，{info} 个提示",
        "errors: {error}, warnings: {warning}, notes: {info}",
    ),
    "why": ("原因", "why"),
    "number": ("数量", "Count"),
    "name_of_rule": ("名称", "Name"),
    "family_F": ("F 文件", "F files"),
    "family_C": ("C 表格", "C tables"),
    "family_X": ("X 工作簿", "X workbooks"),
    "family_M": ("M 字典", "M dictionaries"),
    "family_R": ("R 评分", "R ratings"),
    "family_A": ("A 评估", "A assessments"),
    "family_S": ("S 安全", "S safety"),
    "not_shown": (
        "另有 {more} 项未显示；--max-diagnostics 0 可看全部。",
        "{more} more are not shown; --max-diagnostics 0 shows them all.",
    ),
    "baseline_line": (
        "对照基线：{known} 项已知，{gone} 项已消失。",
        "Against the baseline: {known} known, {gone} gone.",
    ),
    "baseline_gone": ("已消失：{what}", "Gone: {what}"),
    "baseline_written": ("基线已更新：{file}（{findings} 项）", "Baseline written: {file} ({findings} findings)"),
    "mended": ("已改正 {file}：{changes} 处", "Mended {file}: {changes} changes"),
    "not_mended": ("无法安全改正，未改动：{file}", "Can't be mended safely, left as it is: {file}"),
    "no_findings": ("没有发现问题", "no findings"),
    "checked": ("已检查：{files}", "Checked: {files}"),
    "checked_rows": ("{path}（{rows} 行）", "{path} (rows: {rows})"),
    "more_findings": ("另有 {more} 项；comp check 可看全部。", "{more} more; comp check shows them all."),
}


class Words:
    """The wording in one language: `words("gap")`, `words("no_position", who=…)`."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **details: object) -> str:
        zh, en = _WORDS[key]
        template = zh if self.language == "zh" else en
        return template.format(**details) if details else template

    def of(self, text: Text) -> str:
        """The text in this language."""
        return text[self.language]

    def colon(self) -> str:
        return "\uff1a" if self.language == "zh" else ": "

    def semicolon(self) -> str:
        return "\uff1b" if self.language == "zh" else "; "

    def join(self, parts: list[str]) -> str:
        """A list in running text."""
        return ("、" if self.language == "zh" else ", ").join(parts)


def figure(value: float | None, places: int = 2) -> str:
    """A rating or gap: at most two places, no trailing zeros, a blank for none."""
    if value is None:
        return ""
    shown = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


def short_of(rating: float, required: float) -> tuple[str, str]:
    """A rating below its requirement, and the gap: never rounded so that they look met."""
    shown = figure(rating)
    if shown == figure(required):
        shown = f"<{shown}"
    gap = figure(required - rating)
    return shown, "<0.01" if gap == "0" else gap


def fixed(value: float | None) -> str:
    """A mean with two places, so that a column of them lines up."""
    return "" if value is None else f"{value + 0.0:.2f}"


def percent(value: float | None) -> str:
    """A share of 0 to 1 in whole percent; 100% only where it is all."""
    if value is None:
        return "-"
    return f"{min(round(value * 100), 99 if value < 1 - 1e-9 else 100)}%"


def stages(low: int | None, high: int | None, words: Words) -> str:
    """A stage attained: `2`, `3–4`, none yet, or not known."""
    if low is None or high is None:
        return words("stage_unknown")
    if low == 0:
        return words("stage_none")
    return str(low) if low == high else f"{low}–{high}"
