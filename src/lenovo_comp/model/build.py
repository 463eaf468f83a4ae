"""A checked dictionary file → the dictionary in use, every default filled in.

A part of the file becomes the class of the same name in `dictionary`, and a field the field of the same name.
Only what differs is said here.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ..text import LANGUAGES, Text
from . import dictionary as d
from . import schema as s

Kind = TypeVar("Kind")


def build(file: s.Dictionary, path: str, sha256: str, line: Callable[[tuple[str | int, ...]], int | None]) -> d.Model:
    """The model of a file that `checks` found nothing wrong with. `line` gives a path's line."""
    positions = []
    for i, position in enumerate(file.positions):
        lines = (line(("positions", i, "requires", j)) for j in range(len(position.requires)))
        requires = tuple(_part(r, d.Requirement, line=n) for r, n in zip(position.requires, lines, strict=True))
        positions.append(_part(position, d.Position, requires=requires))
    return d.Model(
        **_fields(file, d.Model, "languages", "competencies", "positions", "attainment"),
        languages=tuple(x for x in LANGUAGES if x in file.languages),
        competencies=tuple(_competency(x, file) for x in file.competencies),
        positions=tuple(positions),
        attainment=_part(file.attainment, d.Attainment, scale=_scale(file.scales[file.attainment.scale])),
        path=path,
        sha256=sha256,
    )


def scale_of(competency: s.Competency, file: s.Dictionary) -> s.Scale | None:
    """The scale a competency is rated on: the one it names, else `level` or `degree`."""
    return file.scales.get(competency.scale or ("level" if competency.levels else "degree"))


def top(scale: s.Scale, levels: Sequence[s.Level] = ()) -> float:
    """The scale's maximum: its own, else the number of the highest level."""
    return scale.max if scale.max is not None else float(max((x.level for x in levels), default=0))


def _competency(competency: s.Competency, file: s.Dictionary) -> d.Competency:
    scale = scale_of(competency, file)
    assert scale is not None  # checks.scales_of_competencies
    return _part(
        competency,
        d.Competency,
        layer=competency.layer or ("professional" if competency.levels else "general"),
        short=_value(competency.short or competency.name),
        scale=_scale(scale, competency.levels),
    )


def _scale(scale: s.Scale, levels: Sequence[s.Level] = ()) -> d.Scale:
    """The scale up to its top. The names of levels are labels where it has none of its own."""
    end = top(scale, levels)
    labels = {float(x.level): x.name for x in levels if x.name is not None}
    labels |= {x.value: x for x in scale.labels if x.value <= end}
    return _part(scale, d.Scale, max=end, labels=tuple((value, _value(labels[value])) for value in sorted(labels)))


def _part(part: Any, kind: type[Kind], **said: Any) -> Kind:
    """A part of the file as `kind`; `said` are the fields that the part does not have as they are."""
    if "text" in kind.__annotations__:  # its words stand in the part itself
        said["text"] = text_of(part)
    return kind(**_fields(part, kind, *said), **said)


def _fields(part: s.Part, kind: type, *without: str) -> dict[str, Any]:
    """The fields that a part and `kind` share, by name, with their values in use."""
    shared = (name for name in kind.__annotations__ if name in type(part).model_fields and name not in without)
    return {name: _value(getattr(part, name)) for name in shared}


def _value(value: Any) -> Any:
    """A field's value in use: tuples for lists, `Text` for words, the class of the same name for a part."""
    if isinstance(value, list):
        return tuple(map(_value, value))
    if isinstance(value, s.Text):
        return text_of(value)
    return _part(value, getattr(d, type(value).__name__)) if isinstance(value, s.Part) else value


def text_of(words: s.Worded) -> Text:
    """The words; empty in a language that they lack."""
    return Text(words.zh or "", words.en or "")
