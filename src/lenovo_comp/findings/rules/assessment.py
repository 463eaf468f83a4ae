"""Findings A…: what an assessment notices."""

from ...text import Text
from ..finding import info, warning

UNASSESSED = info("A501", "unassessed",
    message=Text("{employee}：岗位要求“{competency}”，但没有可用的评分", '{employee}: the position requires "{competency}", and no rating counts'),
    remedy=Text("请安排评估；未评估不等于零。", "Have it assessed; it is not zero."),
    reason=Text("未评估不等于不足，也不等于达标。若不说明，一份空白会被当成零分，或者被当成没有问题。", "Unassessed is neither short nor met. Left unsaid, a blank would be taken for a zero, or for all being well."))
SELF_ONLY = warning("A502", "self-only",
    message=Text("{employee}：“{competency}”只有自评", '{employee}: "{competency}" rests on the self-rating alone'),
    remedy=Text("请补充上级或他人的评分。", "Have somebody else rate it."),
    reason=Text("自评通常比他评高，也可能低得多。只凭自评下的结论，不宜用于晋升、调岗或薪酬。", "People rate themselves otherwise than others do, mostly higher. What rests on that alone is no ground for promotion, transfer or pay."))
GROUP_WITHHELD = info("A503", "group-withheld",
    message=Text("{employee}：“{competency}”有评价人不足的角色，未单独显示", '{employee}: "{competency}" has a group with too few raters, which is not shown by itself'),
    remedy=Text("达到最少人数后才会显示，以免看出是谁评的。", "It is shown once it has enough raters, so that nobody can be singled out."),
    reason=Text("一两个人的评分单独列出来，本人一看就知道是谁评的，以后就没有人敢说真话了。", "Shown by themselves, the ratings of one or two people give away who gave them, and next time nobody would be frank."))
UNWEIGHTED = warning("A504", "unweighted",
    message=Text("{employee}：“{competency}”只有权重为 0 的角色，取其平均", '{employee}: "{competency}" rests on roles of weight 0 alone, averaged as they are'),
    remedy=Text("请补充有权重的角色的评分。", "Have a role with a weight rate it."),
    reason=Text("权重为 0 表示这个角色本来不该影响结果。现在只剩下它，评分仅供参考，不能当作正常的结论。", "Weight 0 says that a role is not meant to decide. Here nothing else is left, so the figure is a hint and not a proper result."))
LOW_AGREEMENT = warning("A505", "low-agreement",
    message=Text("{employee}：“{competency}”的评价人意见分歧大", '{employee}: the raters of "{competency}" agree little'),
    remedy=Text("使用这个评分之前，请先弄清各方看到了什么。", "Find out what each of them saw before the rating is used."),
    reason=Text("平均分看不出大家是一致认为中等，还是一半说好一半说差。分歧大的平均分不代表任何人的看法。", "A mean of 2 may be three raters who say 2, or some who say 0 and some who say 4. Where they agree little it is nobody's view."))
LEVEL_NOT_RATED = info("A506", "level-not-rated",
    message=Text("{employee}：“{competency}”至少为 {rating}，更高层级评得太少，是否达到要求尚不可知", '{employee}: "{competency}" is at least {rating}; too little of a higher level was rated to know whether the requirement is met'),
    remedy=Text("请评价人补评下一层级的行为；没看到的行为留空，看到但不做到的打低分。", "Ask the raters to rate the behaviours of the next level: leave blank what they could not see, and rate low what they saw missing."),
    reason=Text("没有看到不等于做不到。若把没评的当作没有，评价人看到得越少，评分就越低。", "Not seen is not the same as not there. If what was not rated counted as missing, the less raters saw, the lower the rating would be."))
