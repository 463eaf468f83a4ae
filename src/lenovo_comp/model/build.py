"""A checked dictionary file → the dictionary in use, every default filled in."""

from __future__ import annotations

from collections.abc import Callable

from ..text import Text
from . import dictionary as d
from . import schema as s


def build(file: s.Dictionary, path: str, sha256: str, line: Callable[[tuple[str | int, ...]], int | None]) -> d.Model:
    """The model of a file that `checks` found nothing wrong with. `line` gives a path's line."""
    return d.Model(
        id=file.id,
        version=file.version,
        name=_text(file.name),
        sequence=_maybe(file.sequence),
        source=_maybe(file.source),
        description=_maybe(file.description),
        purposes=tuple(map(_text, file.purposes)),
        questions=tuple(map(_text, file.questions)),
        layers=tuple(d.LayerInfo(x.id, _text(x.name), _maybe(x.note)) for x in file.layers),
        stages=tuple(d.Stage(x.id, _text(x.name), _statements(x.behaviours)) for x in file.stages),
        competencies=tuple(_competency(x, file) for x in file.competencies),
        positions=tuple(_position(x, i, line) for i, x in enumerate(file.positions)),
        rater_roles=tuple(
            d.RaterRole(x.id, _text(x.name), x.weight, x.min_raters, tuple(x.aliases)) for x in file.rater_roles
        ),
        attainment=d.Attainment(
            _scale(file.scales[file.attainment.scale], 0), file.attainment.observed_from, file.attainment.share
        ),
        tolerance=file.tolerance,
        near=file.near,
        strength=file.strength,
        agreement=d.Agreement(file.agreement.moderate, file.agreement.high),
        self_other=file.self_other,
        min_group=file.min_group,
        path=path,
        sha256=sha256,
    )


def scale_of(competency: s.Competency, file: s.Dictionary) -> s.Scale | None:
    """The scale a competency is rated on: the one it names, else `level` or `degree`."""
    return file.scales.get(competency.scale or ("level" if competency.levels else "degree"))


def top(scale: s.Scale, levels: int) -> float:
    """The scale's maximum: its own, else the number of levels."""
    return scale.max if scale.max is not None else float(levels)


def _competency(competency: s.Competency, file: s.Dictionary) -> d.Competency:
    scale = scale_of(competency, file)
    assert scale is not None  # checks.scales
    name = _text(competency.name)
    return d.Competency(
        id=competency.id,
        layer=competency.layer,
        name=name,
        short=_maybe(competency.short) or name,
        definition=_maybe(competency.definition),
        aliases=tuple(competency.aliases),
        scale=_scale(scale, len(competency.levels)),
        levels=tuple(
            d.Level(x.level, tuple(x.stages), _statements(x.behaviours), _actions(x.actions)) for x in competency.levels
        ),
        behaviours=_statements(competency.behaviours),
        actions=_actions(competency.actions),
    )


def _position(position: s.Position, index: int, line: Callable[[tuple[str | int, ...]], int | None]) -> d.Position:
    return d.Position(
        id=position.id,
        name=_text(position.name),
        stage=position.stage,
        origin=position.origin,
        description=_maybe(position.description),
        aliases=tuple(position.aliases),
        requires=tuple(
            d.Requirement(
                x.competency, x.level, x.desired, x.essential, x.weight, line(("positions", index, "requires", i))
            )
            for i, x in enumerate(position.requires)
        ),
    )


def _scale(scale: s.Scale, levels: int) -> d.Scale:
    labels = tuple((x.value, Text(x.zh, x.en)) for x in scale.labels if x.value <= top(scale, levels))
    return d.Scale(scale.min, top(scale, levels), scale.step, labels)


def _statements(statements: list[s.Statement]) -> tuple[d.Statement, ...]:
    return tuple(d.Statement(x.id, Text(x.zh, x.en), x.origin, x.truncated, _maybe(x.note)) for x in statements)


def _actions(actions: list[s.Action]) -> tuple[d.Action, ...]:
    return tuple(d.Action(x.id, x.kind, Text(x.zh, x.en), x.origin) for x in actions)


def _text(text: s.Text) -> Text:
    return Text(text.zh, text.en)


def _maybe(text: s.Text | None) -> Text | None:
    return None if text is None else _text(text)
