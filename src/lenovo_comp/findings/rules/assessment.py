"""Findings A…: what an assessment notices."""

from ...text import Text
from ..finding import info, warning

UNASSESSED = info("A501", "unassessed",
    message=Text("{employee}：岗位要求“{competency}”，但暂无有效评分", '{employee}: the position requires "{competency}", but there is no valid rating'),
    remedy=Text("请安排评估；未评估不等于零。", "Have it assessed. Not assessed is not zero."),
    reason=Text("未评估不等于不足，也不等于达到。若不说明，一份空白会被当成零分，或者被当成没有问题。", "Not assessed is neither short nor met. Without a note, a blank would be taken for a zero, or for no problem."))
SELF_ONLY = warning("A502", "self-only",
    message=Text("{employee}：“{competency}”仅有自评", '{employee}: "{competency}" has a self-rating only'),
    remedy=Text("请补充上级或其他评价人的评分。", "Ask somebody else to rate it."),
    reason=Text("自评通常高于其他人的评分，也可能低得多。仅凭自评得出的结论，不宜用于晋升、调岗或薪酬。", "People mostly rate themselves higher than others do. A self-rating alone is not enough for promotion, transfer or pay."))
GROUP_WITHHELD = info("A503", "group-withheld",
    message=Text("{employee}：“{competency}”有评价人不足的角色，未单独显示", '{employee}: "{competency}" has a role with too few raters, which is not shown separately'),
    remedy=Text("达到最少人数后才会显示，以免认出评价人。", "It is shown once there are enough raters. This protects their anonymity."),
    reason=Text("一两个人的评分单独列出来，本人一看就知道是谁评的，以后就没有人敢说真话了。", "One or two ratings shown separately reveal who gave them. Next time nobody would be frank."))
UNWEIGHTED = warning("A504", "unweighted",
    message=Text("{employee}：“{competency}”只有权重为 0 的角色的评分，取其平均", '{employee}: "{competency}" has ratings from roles of weight 0 only; their mean is shown'),
    remedy=Text("请补充有权重的角色的评分。", "Ask a role with a weight to rate it."),
    reason=Text("权重为 0 表示这个角色本来不该影响结果。现在只剩下它，评分仅供参考，不能当作正常的结论。", "Weight 0 means that a role should not decide. No other rating is left, so this one is a hint, not a result."))
LOW_AGREEMENT = warning("A505", "low-agreement",
    message=Text("{employee}：“{competency}”的评价人一致程度低", '{employee}: low agreement among the raters of "{competency}"'),
    remedy=Text("使用这个评分之前，请先弄清各方看到了什么。", "Before you use the rating, find out what each rater saw."),
    reason=Text("平均分看不出大家是一致认为中等，还是一半说好一半说差。一致程度低时，平均分不代表任何人的看法。", "A mean of 2 may come from three ratings of 2, or from some 0 and some 4. With low agreement, the raters see the person differently."))
LEVEL_NOT_RATED = info("A506", "level-not-rated",
    message=Text("{employee}：“{competency}”至少为 {rating}；更高层级评得太少，无法判断是否达到要求", '{employee}: "{competency}" is at least {rating}; too little of a higher level was rated to know more'),
    remedy=Text("请评价人补评下一层级的行为描述：没有机会看到的留空，看到未做到的打低分。", "Ask the raters to rate the behaviours of the next level. Leave blank what they could not see; rate low what was missing."),
    reason=Text("没有看到不等于做不到。若把未评的当作没有，评价人看到得越少，评分就越低。", "Not seen is not the same as not there. If unrated behaviours counted as missing, raters who saw less would give lower ratings."))
