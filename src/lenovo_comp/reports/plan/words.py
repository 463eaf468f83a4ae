"""What `comp plan` says, and how development actions are called."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "plan_title": ("{who} 发展计划", "Development plan of {who}"),
    "work_on_first": ("先发展什么", "What to work on first"),
    "plan_rule": (
        "排序：先必备要求，再看权重，再看差距。",
        "In this order: essential requirements first, then the weightier, then the larger gap.",
    ),
    "steps_observed": (
        "最近的一步：以下行为尚未经常表现。",
        "The nearest step: these behaviours are not yet seen often.",
    ),
    "step_unknown": ("（没有可显示的评分，有待表现）", " (no rating that may be shown: still to be shown)"),
    "steps_all_seen": (
        "评了单项行为的人都经常看到以下行为；评分不足，是因为还有人直接评了等级：请在更多场合表现。",
        "Those who rated single behaviours see all of these often; the rating is short since others gave a level: "
        "show them more widely.",
    ),
    "steps_levels": (
        "最近的一步：没有可显示的单项行为评分，以下为到达要求之前各层级的行为。",
        "The nearest step: no ratings of single behaviours may be shown, so these are the behaviours up to the "
        "level required.",
    ),
    "steps_degree": (
        "最近的一步：没有可显示的单项行为评分，以下行为需表现得更一贯。",
        "The nearest step: no ratings of single behaviours may be shown; show these more consistently.",
    ),
    "learn_from": ("可以向谁学", "Whom to learn it from"),
    "no_mentor": (
        "这些评分中，没有别人稳妥地达到这项要求。",
        "Nobody else in these ratings meets this requirement firmly.",
    ),
    "mentor_meets": ("评分达到 {goal}", "rated {goal} or more"),
    "mentor_met": ("达到本岗位要求", "meets their own position's requirement"),
    "mentor_strength": ("为其优势", "a strength"),
    "mentor_same": ("同部门", "same department"),
    "mentor_ready": ("胜任本岗位", "ready for their own position"),
    "plan_informs": (
        "计划供发展面谈参考，不作任何人事决定。",
        "This is for a talk about development; it decides nothing.",
    ),
    "team_title": ("培训需求", "Training demand"),
    "team_rule": (
        "评分与要求之间的每个层级各计一次（不分层级的能力按所要求的程度计）；人数多的在前。",
        "Every level between rating and requirement counts (without levels, the degree required); most people first.",
    ),
    "people": ("人数", "People"),
    "team_who": ("谁（评分→要求）", "Who (rating→required)"),
    "team_none": ("没有人有差距。", "Nobody is short of anything."),
    "team_more": (
        "此处列出 {shown} 项，另有 {more} 项；--format json 有全部。",
        "{shown} are shown, {more} more are not; --format json has them all.",
    ),
    "team_unassessed": (
        "有 {number} 项要求尚未评估，不在其内：未评估不等于不足。",
        "Requirements not assessed: {number}. They are not in it: unassessed is not short.",
    ),
    "actions": ("怎样发展", "What helps to develop it"),
    "action_course": ("课程", "Course"),
    "action_assignment": ("任务", "Assignment"),
    "action_coaching": ("辅导", "Coaching"),
    "action_counts": (
        "另有发展行动 {actions} 项（其中补充 {supplement} 项），不计入描述。",
        "Development actions: {actions} ({supplement} supplements), not counted among the statements.",
    ),
}
