"""What gates say."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "gate_fails": (
        "门槛 {gate} 未通过：{people} 人（共 {concerned} 人）：{who}",
        "gate {gate} fails for {people} of {concerned} people: {who}",
    ),
    "gate_nobody": ("门槛 {gate} 不涉及任何人", "gate {gate} concerns nobody"),
    "gate_figure": ("{who}（{what}）", "{who} ({what})"),
    "gate_unknown": ("未知", "unknown"),
}
