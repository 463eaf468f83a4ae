"""What `comp match` says."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "match_for": ("谁适合：{position}", "Who fits: {position}"),
    "match_person": ("{who} 适合哪些岗位", "Which positions fit {who}"),
    "match_order": (
        "排序：先看结论，再看匹配度（超出要求的部分不计），再看最大差距，最后按工号。",
        "In the order of verdict, then fit (a surplus counts for nothing), then the largest gap, then id.",
    ),
    "match_order_positions": (
        "排序：先看结论，再看匹配度（超出要求的部分不计），再看最大差距。",
        "In the order of verdict, then fit (a surplus counts for nothing), then the largest gap.",
    ),
    "match_own": ("本人岗位", "own position"),
    "match_why": ("为什么在这个位置", "Why here"),
    "match_all_met": ("{required} 项要求全部达到", "meets all {required} requirements"),
    "match_essential_met": ("必备要求全部达到", "meets all essential requirements"),
    "match_short": ("差：{what}", "short: {what}"),
    "match_missing": ("未评估：{what}", "not assessed: {what}"),
    "match_nothing": ("没有任何可用评分", "no rating that counts"),
    "match_hanging": ("取决于一位评价人：{what}", "hangs on one rater: {what}"),
    "match_weightless": ("只有权重为 0 的评分（如自评）：{what}", "rests on weight 0 (such as self) alone: {what}"),
    "match_optional": ("{gap}（非必备）", "{gap} (not essential)"),
    "match_more": (
        "另有 {more} 人；全部见 --output 文件.csv。",
        "{more} more people; --output FILE.csv writes them all.",
    ),
    "match_reads": (
        "这是评分对照要求的结果，供选拔时讨论；不代替任何人事决定。未评估既不算零，也不算达到。",
        "This holds ratings against requirements, as a basis for a talk; it decides about nobody. "
        "Unassessed is neither zero nor met.",
    ),
    "bench_title": ("后备情况", "The bench"),
    "bench_holders": ("在岗", "Hold it"),
    "bench_ready": ("胜任", "Ready"),
    "bench_elsewhere": ("其中不在岗", "elsewhere"),
    "bench_near": ("接近", "Near"),
    "bench_points": ("单点风险", "Single points of failure"),
    "bench_point_means": (
        "单点风险：胜任该岗位的人中，恰好只有一人达到的要求。所有人都参与比较，不论其现任岗位。",
        "A single point of failure is a requirement that exactly one of those who are ready for the position meets. "
        "Everybody is compared, whatever position they hold.",
    ),
    "bench_nobody": ("无人胜任", "nobody is ready"),
    "bench_none": ("无", "none"),
    "bench_only": (
        "{who}：唯一胜任者，{number} 项要求都靠此一人",
        "{who} alone is ready, so {number} requirements rest on one person",
    ),
    "bench_point": (
        "{competency} {required}：胜任者中只有 {who} 达到",
        "{competency} {required}: of the ready only {who}",
    ),
    "bench_backed": ("接近者中没有人达到：{what}", "no one near meets: {what}"),
    "bench_all_backed": ("每项都有接近者达到", "each is met by someone who is near"),
}
