"""The pages of HTML, and `comp gap --pretty`."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "all": ("全部", "All"),
    "search": ("查找工号或姓名", "ID or name"),
    "reset": ("清除", "Clear"),
    "contents": ("目录", "Contents"),
    "shown_of": ("显示 {shown} / {all} 人", "{shown} of {all} people shown"),
    "people_count": ("人数", "People"),
    "ratings_count": ("评分", "Ratings"),
    "rows_left_out": ("未计入的行", "Rows left out"),
    "tile_withheld": ("人数不足的角色", "Groups too small"),
    "tile_fragile": ("取决于一人 ~", "Hang on one rater ~"),
    "tile_low": ("分歧大 !", "Raters at odds !"),
    "page_leaves_out": (
        "共 {people} 人，本页只列出差距最大的 {shown} 人，另有 {more} 人未列出；"
        "以下各项统计包括所有人。全部结果请用 --output 文件.csv。",
        "Of {people} people, the {shown} with the largest gaps are listed here, and {more} are not; the counts further "
        "down are of everybody. --output FILE.csv writes them all.",
    ),
    "has_short": ("有不足", "short somewhere"),
    "has_far": ("差距大于 {near}", "short by more than {near}"),
    "has_unassessed": ("有未评估", "unassessed somewhere"),
    "has_fragile": ("有取决于一人的结果 ~", "a result that hangs on one rater ~"),
    "has_low": ("有评价人分歧大 !", "raters at odds somewhere !"),
    "has_none": ("全部达到", "everything met"),
    "distribution": ("各项能力的分布", "Competency by competency"),
    "bar_met": ("优势 · 达到 · 不足 · 未评估", "Strength · met · short · unassessed"),
    "levels_of_people": ("各等级有多少人", "How many people at each level"),
    "levels_note": (
        "评分向下取整；只计岗位要求该能力且已评估的人。颜色越深，占该行的比例越大。",
        "By rating, rounded down, of those whose position requires it and who are assessed. "
        "The darker, the larger the share of the row.",
    ),
    "bench": ("各岗位的人才储备", "Bench: who is how far in each position"),
    "bench_note": ("各人对照其本人岗位。", "Everybody against their own position."),
    "no_band": ("仅一位或匿名", "one rater, or anonymous"),
    "bar_agreement": ("高 · 中 · 低 · 仅一位或匿名", "High · moderate · low · one rater, or anonymous"),
    "data_findings": ("数据检查", "What was found in the data"),
    "findings_note": (
        "comp rule 代码 可看原因与办法；comp check 可看每一处。",
        "comp rule CODE says why and what to do; comp check shows every place.",
    ),
    "legend_pretty": (
        "每条横线为该能力的整个量表：● 评分，│ 要求，◆ 两者相同。* 只有权重为 0 的评分；括号内为非必备。",
        "Each line is the competency's whole scale: ● rating, │ required, ◆ both at one place. "
        "* from raters of weight 0 alone; in brackets: not essential.",
    ),
    "radar_label": (
        "雷达图：评分与要求；数字见表",
        "Radar of rating and requirement; the figures are in the table",
    ),
    "radar_caption": (
        "实线为评分，虚线为要求；每根轴为该能力的整个量表。",
        "Solid: rating; dashed: required. Each axis is the competency's whole scale.",
    ),
    "roles_caption": (
        "各角色的均值；人数不足的角色不显示。",
        "What each role's raters gave on average; groups that are too small are not shown.",
    ),
    "short_by": ("差 {gap}", "short by {gap}"),
    "trend": ("各周期的变化", "Cycle by cycle"),
    "trend_line": ("走势", "Trend"),
    "trend_note": (
        "各周期按其自身的评价人和规则计算；空白为未评估或不予显示。本次所评周期标 *。",
        "Each cycle by its own raters and the same rules; blank: unassessed, or not to be shown. "
        "* is the cycle of this report.",
    ),
    "how_made": ("每个数字的由来", "How each figure was made"),
}
