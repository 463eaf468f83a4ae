"""*Low* agreement of anonymous raters who rated statements: with the mean that is shown it tells nobody's own mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from lenovo_comp.method.assessment import assess
from lenovo_comp.model.dictionary import Model
from lenovo_comp.model.parsing import parse_model

from .oracle import Row
from .strategies import plain_csv
from .test_arithmetic import read

SIZES = range(2, 7)
"""Statements of a competency."""
RATERS = 3
Panel = tuple[tuple[int, ...], ...]
"""Degrees, raters by statements."""


def model_of_sizes() -> Model:
    """A dictionary with a competency of each size, named after it."""
    competencies = "\n".join(
        f"  - {{id: c{size}, layer: general, name: {{zh: 能力{size}, en: Competency {size}}}, behaviours: ["
        + ", ".join(
            f"{{id: c{size}.{i}, zh: 行为{size}之{i}, en: Behaviour {i} of {size}, origin: supplement}}"
            for i in range(size)
        )
        + "]}"
        for size in SIZES
    )
    required = ", ".join(f"{{competency: c{size}, level: 3}}" for size in SIZES)
    text = f"""
id: sizes
version: "1"
name: {{zh: 大小, en: Sizes}}
stages: [{{id: 1, name: {{zh: 学习, en: Learning}}}}]
scales: {{level: {{min: 0, max: 3, step: 1}}, degree: {{min: 0, max: 4, step: 1}}}}
rater_roles: [{{id: peer, name: {{zh: 同事, en: Peer}}, weight: 1, min_raters: 3}}]
competencies:
{competencies}
positions: [{{id: all, name: {{zh: 全部, en: All}}, requires: [{required}]}}]
"""
    found, problems = parse_model(text.encode(), "sizes.yaml")
    assert found is not None, problems
    return found


def panels(size: int, total: int) -> set[Panel]:
    """All panels with that sum of degrees; those that differ in the order of raters or statements once."""
    found = {tuple((0,) * size for _ in range(RATERS))}
    for _ in range(total):
        found = {canonical(raised) for panel in found for raised in one_more(panel)}
    return found


def one_more(panel: Panel) -> Iterator[Panel]:
    """The panels with one degree a step higher."""
    for i, row in enumerate(panel):
        for j, degree in enumerate(row):
            if degree < 4:
                yield (*panel[:i], (*row[:j], degree + 1, *row[j + 1 :]), *panel[i + 1 :])


def canonical(panel: Iterable[Iterable[int]]) -> Panel:
    """One of the panels that differ in order only."""
    rows = sorted(map(tuple, panel), key=sorted)
    return tuple(sorted(zip(*sorted(zip(*rows, strict=True)), strict=True)))


def rows_of(employee: str, panel: Panel) -> list[Row]:
    competency = f"c{len(panel[0])}"
    return [
        Row(employee, competency, Fraction(degree), "peer", f"P{i}", f"{competency}.{j}", position="all")
        for i, given in enumerate(panel)
        for j, degree in enumerate(given)
    ]


def test_a_word_on_statements_leaves_every_mean_open() -> None:
    model = model_of_sizes()
    everybody = [panel for size in SIZES for total in range(7) for panel in panels(size, total)]
    # The same from the other end of the scale.
    everybody += [tuple(tuple(4 - x for x in row) for row in panel) for panel in everybody]
    people = {f"E{i:04}": panel for i, panel in enumerate(everybody)}
    found = assess(model, read(plain_csv(row for id, panel in people.items() for row in rows_of(id, panel)), model))
    sides: dict[tuple[int, int], dict[str | None, set[tuple[int, ...]]]] = defaultdict(lambda: defaultdict(set))
    for (id, _), shown in found.role_rows().items():
        panel, word = people[id], shown["peer"].agreement.band
        of_raters = tuple(sorted(map(sum, panel)))
        sides[len(panel[0]), sum(of_raters)][word].add(of_raters)
    assert sum(len(x) > 1 for x in sides.values()) > 1
    for (size, total), words in sides.items():
        assert set(words) <= {None, "low"}
        if "low" in words:
            assert min(map(len, words.values())) > 1 == len(words) - 1, (size, total, words)
    # With few statements a single answer can make r*_wg(J) low: of four statements only 0, 0 and 4 of 16 is, for a sum
    # of 4. Of six it can't.
    assert {size for (size, _), words in sides.items() if "low" in words} == {6}
