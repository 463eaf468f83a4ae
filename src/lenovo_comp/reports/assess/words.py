"""What `comp assess --by` says."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "by_department": ("按部门", "By department"),
    "by_manager": ("按上级", "By manager"),
    "by_position": ("按岗位", "By position"),
    "group_department": ("部门", "Department"),
    "group_manager": ("上级", "Manager"),
    "group_position": ("岗位", "Position"),
    "group_people": ("人数", "People"),
    "group_none": ("（无）", "(none)"),
    "group_all": ("全部", "All"),
    "groups_ratings": ("平均评分与不足人数", "Mean rating and how many are short"),
    "groups_levels": ("各等级人数", "How many people at each level"),
    "groups_legend": (
        "格中为平均评分/不足人数，只算岗位要求且已评估的人；空白为不要求，? 为无人评估，"
        "x 为不显示：已评估的人不足 {least} 个，或者由此可以推算出别的格。",
        "A cell is the mean rating/people short, of those whose position requires it and who are rated; blank: nobody "
        "is required to; ?: nobody is rated; x: withheld, for fewer than {least} are rated, or such a cell would "
        "follow from it.",
    ),
    "groups_levels_legend": (
        "从量表最低一级起，各级的人数（评分向下取整）；量表较长时为 等级:人数。",
        "People from the lowest step of the scale up, ratings rounded down; on a long scale step:people.",
    ),
    "groups_more": (
        "此处列出人数最多的 {shown} 组，另有 {more} 组；全部见 --output 文件.json。",
        "The {shown} largest groups are shown, {more} more are not; --output FILE.json writes them all.",
    ),
    "groups_people_in_files": (
        "本表不逐人列出；--output 写出的 json、csv、parquet、xlsx 逐人列出。",
        "Nobody is listed one by one here; json, csv, parquet and xlsx hold every person.",
    ),
    # gates
    "gate_fails": (
        "门槛 {gate} 未通过：{people} 人（共 {concerned} 人）：{who}",
        "gate {gate} fails for {people} of {concerned} people: {who}",
    ),
    "gate_nobody": ("门槛 {gate} 不涉及任何人", "gate {gate} concerns nobody"),
    "gate_figure": ("{who}（{what}）", "{who} ({what})"),
    "gate_unknown": ("未知", "unknown"),
}
