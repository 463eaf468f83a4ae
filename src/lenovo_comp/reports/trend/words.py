"""What `comp trend` says."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "trend_title": ("变化：{start} → {end}", "Trend: {start} → {end}"),
    "trend_people": (
        "两个周期都有评分 {both} 人，新增 {added} 人，不再有评分 {gone} 人",
        "{both} people rated in both cycles, {added} added, {gone} gone",
    ),
    "trend_turns": (
        "差距消除 {closed} 项，新出现 {new} 项，仍不足 {still_short} 项，仍达到 {still_met} 项",
        "gaps closed {closed}, new {new}, still short {still_short}, still met {still_met}",
    ),
    "trend_competencies": ("各项能力", "Competencies"),
    "trend_departments": ("各部门", "Departments"),
    "trend_persons": ("谁变化最大", "Who changed most"),
    "trend_compared": ("可比人数", "People"),
    "trend_change": ("变化", "Change"),
    "trend_closed": ("消除", "Closed"),
    "trend_new": ("新增", "New"),
    "trend_line": ("走势", "Trend"),
    "trend_what": ("消除与新增的差距", "Gaps closed and new"),
    "trend_scale": ("量表占比", "Of scale"),
    "trend_legend": (
        "只比较两个周期都有评分的人和能力。走势按各周期（{cycles}）在量表中的位置画出；量表占比为评分在量表中的平均位置（百分比）。",
        "Only people and competencies that are rated in both cycles are compared. The line shows where in its scale "
        "the mean stands in each cycle ({cycles}); so does “of scale”, in percent from the bottom to the top.",
    ),
    "trend_item_closed": ("消除：{what}", "closed: {what}"),
    "trend_item_new": ("新增：{what}", "new: {what}"),
    "trend_step": ("{competency} {before}→{after}", "{competency} {before}→{after}"),
    "trend_withheld": ("不足 {least} 人，不显示", "withheld"),
    "trend_withheld_means": (
        "x：可比的人不足 {least} 个，不予显示；为防推算，有时连同下一个最小的部门。"
        "部门的数字不含本部门可比的人过少的胜任能力。",
        "x: withheld, fewer than {least} people can be compared. The next smallest department is withheld too where "
        "the figure would follow from it. Departments leave out competencies with too few people of theirs.",
    ),
    "trend_more": (
        "另有 {more} 人有消除或新增的差距；全部见 --output 文件.csv。",
        "{more} more people closed gaps or have new ones; --output FILE.csv writes them all.",
    ),
    "trend_nobody": ("没有人消除差距，也没有新的差距。", "Nobody closed a gap or has a new one."),
    "trend_nothing": ("没有在两个周期都有评分的人和能力。", "Nobody is rated on the same competency in both cycles."),
    "trend_added": ("只在 {cycle} 有评分（新增）：{who}", "Rated in {cycle} only (added): {who}"),
    "trend_gone": ("只在 {cycle} 有评分（不再出现）：{who}", "Rated in {cycle} only (gone): {who}"),
    "trend_neither": ("两个周期都没有评分：{who}", "Rated in neither cycle: {who}"),
    "trend_moved": (
        "换了岗位：{who}。评分照样比较；两个周期的要求不同，差距不算消除或新增。",
        "Changed position: {who}. Ratings are compared all the same; where the requirement is another, no gap counts "
        "as closed or new.",
    ),
    "trend_move": ("{who}（{before} → {after}）", "{who} ({before} → {after})"),
    "trend_requirement_changed": (
        "{number} 项的要求在两个周期不同，不算消除或新增。",
        "Requirements that differ between the cycles, so that no gap counts as closed or new: {number}.",
    ),
    "trend_basis_changed": (
        "{number} 项在其中一个周期只有权重为 0 的评分（如自评），不作比较。",
        "Rated in one of the cycles by roles of weight 0 (such as self) alone, so not compared: {number}.",
    ),
    "trend_assessment": (
        "{assessed} 项新得到评估，{lapsed} 项不再有评估。",
        "Newly assessed: {assessed}; no longer assessed: {lapsed}.",
    ),
    "trend_model": (
        "{start} 及以前用字典 {before}（SHA-256 {before_hash}），之后用 {after}（SHA-256 {after_hash}）。",
        "Up to {start} by the dictionary {before} (SHA-256 {before_hash}), later by {after} (SHA-256 {after_hash}).",
    ),
    "trend_model_requirements": (
        "字典之间要求不同：{what}",
        "Requirements that the dictionaries have different: {what}",
    ),
    "trend_model_requirement": (
        "{position} · {competency} {before}→{after}",
        "{position}: {competency} {before}→{after}",
    ),
    "trend_model_rescaled": (
        "量表不同或只在一个字典里，不比较评分：{what}",
        "On another scale, or in one dictionary only, so that ratings are not compared: {what}",
    ),
    "trend_model_restated": ("行为描述有改动：{what}", "Behaviours that read differently: {what}"),
    "trend_model_thresholds": (
        "字典之间还不同：{what}；评分的变化可能部分来自这里。",
        "The dictionaries also differ in {what}; a change of rating may partly come from there.",
    ),
    "trend_and_more": ("等另外 {more} 项", "and {more} more"),
}
