"""What `comp stage` says."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "stage_title": ("评分支持的职业发展阶段", "Career stages that the ratings support"),
    "stage_informs": (
        "仅供薪酬和职级评议参考，不决定任何人的薪酬或职级：评分只是其中一项依据。",
        "This informs reviews of pay and title and decides none: ratings are one piece of evidence among others.",
    ),
    "stage_above": ("高于岗位阶段", "above the position's stage"),
    "stage_at": ("与岗位阶段一致", "at the position's stage"),
    "stage_below": ("低于岗位阶段", "below the position's stage"),
    "stage_unknown_group": ("无法判断：有维度未评估", "not known: a dimension is unassessed"),
    "stage_no_stage": ("岗位不分阶段，或没有岗位", "no stage to compare with"),
    "stage_own": ("岗位", "Own"),
    "stage_supported": ("评分", "Rated"),
    "stage_held": ("哪些维度未到", "What is not there yet"),
    "stage_toward": ("到第 {stage} 阶段：{what}", "for stage {stage}: {what}"),
    "stage_dimension": ("{competency} {rating}→{needed}", "{competency} {rating}→{needed}"),
    "stage_top": ("已到最高阶段", "the highest there is"),
    "stage_missing": ("未评估：{what}", "not assessed: {what}"),
    "stage_no_position": ("没有岗位", "no position"),
    "stage_means": (
        "“岗位”是岗位的阶段，“评分”是评分支持的阶段：取各专业维度中最低的；达到要求的维度不低于岗位的阶段。"
        "箭头左边为现在的评分，右边为到该阶段所需的评分。",
        "Own is the stage of the position, Rated the one that the ratings support: the lowest of the dimensions, where "
        "one that meets its requirement is never below the position's own. An arrow leads from the rating to the one "
        "that stage takes.",
    ),
    "stage_more": (
        "此组另有 {more} 人；全部见 --output 文件.csv。",
        "{more} more in this group; --output FILE.csv writes them all.",
    ),
}
