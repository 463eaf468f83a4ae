"""A made-up dictionary as large as a public skills framework: 150 competencies, 670 statements, 30 positions."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

POSITIONS, REQUIREMENTS = 30, 20
FIVE_LEVELS = 70
"""So many of the competencies have five levels, the others four: 670 in all."""


class Words(NamedTuple):
    """The same in Chinese and English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f'{{zh: {self.zh}, en: "{self.en}"}}'


def words(text: str) -> tuple[Words, ...]:
    """`数据 data, 成本 cost` → the words of a list."""
    return tuple(Words(*entry.split(" ", 1)) for entry in text.split(", "))


GROUPS = {
    Words("方向", "Direction"): words("市场 market, 预算 budget, 风险 risk, 组合 portfolio, 标准 standards"),
    Words("设计", "Design"): words("需求 requirements, 数据 data, 接口 interface, 流程 process, 界面 screen"),
    Words("建设", "Building"): words("程序 software, 网络 network, 设备 hardware, 样机 prototype, 工具 tooling"),
    Words("运行", "Running"): words("服务 service, 容量 capacity, 故障 incident, 备份 backup, 机房 site"),
    Words("人员", "People"): words("招聘 hiring, 培训 training, 绩效 performance, 排班 roster, 知识 knowledge"),
    Words("伙伴", "Partners"): words("客户 customer, 供应商 supplier, 合同 contract, 投诉 complaint, 渠道 channel"),
}
STAGES = words("入门 Entry, 独立 Independent, 资深 Senior")
ACTIVITIES = words("规划 planning, 分析 analysis, 实施 delivery, 验证 verification, 改进 improvement")
DEPTHS = (
    Words("在他人指导下完成{}的常规工作，遇到问题及时求助", "Does routine work in {} under guidance and asks early"),
    Words("独立完成{}的一般任务，并记录所用的做法", "Completes usual tasks in {} alone and records the way taken"),
    Words("负责{}中的复杂任务，权衡不同方案并说明理由", "Takes on hard tasks in {}, weighs options, and gives reasons"),
    Words("带领团队做好{}，安排分工并对结果负责", "Leads a team in {}, shares out the work, and answers for results"),
    Words(
        "为整个组织确定{}的方法和标准，影响外部同行", "Sets methods and standards of {} for the organisation and peers"
    ),
)
TAIL = Words(
    "；结果写成书面说明，由相关部门复核后存档，并在下一次回顾中对照计划检查偏差",
    "; the outcome is written down, reviewed by those it concerns, and compared with the plan at the next review",
)


def dictionary() -> Iterator[str]:
    """The lines of the dictionary; the same each time."""
    yield from ("id: made_up_framework", 'version: "1"', f"name: {Words('虚构能力框架', 'Made-up skills framework')}")
    ids: list[str] = []
    yield "stages:"
    for number, stage in enumerate(STAGES, 1):
        yield f"  - {{id: {number}, name: {stage}}}"
    yield "competencies:"
    for group, subjects in GROUPS.items():
        for subject, activity in product(subjects, ACTIVITIES):
            number = len(ids)
            levels = 5 if number * FIVE_LEVELS // 150 < (number + 1) * FIVE_LEVELS // 150 else 4
            ids.append(f"{subject.en}_{activity.en}")
            yield from competency(
                ids[-1], group, Words(subject.zh + activity.zh, f"{subject.en} {activity.en}"), levels
            )
    yield "positions:"
    for number in range(POSITIONS):
        yield from position(number, [(number * 7 + i * 11) % len(ids) for i in range(REQUIREMENTS)], ids)


def competency(id: str, group: Words, name: Words, levels: int) -> Iterator[str]:
    """A competency with a definition, and a statement for each level."""
    yield f"  - id: {id}"
    yield "    layer: professional"
    yield f"    group: {group}"
    yield f"    name: {{zh: {name.zh}, en: {name.en.capitalize()}}}"
    definition = Words(f"{group.zh}类：{name.zh}的方法与职责", f"{group.en}: methods and duties of {name.en}")
    yield f"    definition: {definition}"
    yield "    levels:"
    for level, depth in enumerate(DEPTHS[:levels], 1):
        yield f"      - level: {level}"
        yield "        behaviours:"
        yield f"          - id: {id}.{level}.1"
        yield f"            zh: {depth.zh.format(name.zh)}{TAIL.zh}。"
        yield f"            en: {depth.en.format(name.en)}{TAIL.en}."
        yield "            origin: source"


def position(number: int, requires: Sequence[int], ids: Sequence[str]) -> Iterator[str]:
    """A position and its requirements, which rise with its stage."""
    stage = 1 + number % len(STAGES)
    yield f"  - id: position_{number + 1}"
    yield f"    name: {Words(f'岗位 {number + 1}', f'Position {number + 1}')}"
    yield f"    stage: {stage}"
    yield "    requires:"
    for i in requires:
        yield f"      - {{competency: {ids[i]}, level: {stage + i % 2}, essential: {'true' if i % 3 else 'false'}}}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text("\n".join(dictionary()) + "\n", encoding="utf-8")
