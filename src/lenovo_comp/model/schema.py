"""What a dictionary file may hold. Shape only; what must fit together is in `checks`."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(strict=True, min_length=1, pattern=r"\S")]
Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]{0,63}$")]
StatementId = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$", max_length=120)
]
Origin = Literal["source", "supplement"]
Layer = Literal["core", "general", "professional"]
ActionKind = Literal["course", "assignment", "coaching"]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e6, le=1e6)]


class Part(BaseModel):
    """A mapping of the file: exactly the keys it knows, of exactly their types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Text(Part):
    """Words in Chinese and English."""

    zh: Words
    en: Words


class Labelled(Text):
    """A value of a scale and what it means."""

    value: Number


class Purpose(Text):
    """What the model is for."""

    id: Id


class Scale(Part):
    """The values a rating may have; without `max`, a competency's number of levels is the top."""

    min: Number = 0
    max: Number | None = None
    step: Annotated[float, Field(ge=1e-6, allow_inf_nan=False, le=1e6)] = 1
    labels: list[Labelled] = []
    origin: Origin = "supplement"


class Statement(Part):
    """One observable behaviour."""

    id: StatementId
    zh: Words
    en: Words
    origin: Origin
    truncated: bool = False
    note: Text | None = None


class Action(Part):
    """One thing to do in order to develop."""

    id: StatementId
    kind: ActionKind
    zh: Words
    en: Words
    origin: Origin


class Level(Part):
    """One level of a competency."""

    level: int
    stages: list[int] = []
    behaviours: list[Statement]
    actions: list[Action] = []


class Competency(Part):
    """One thing that people are rated on."""

    id: Id
    layer: Layer
    name: Text
    short: Text | None = None
    definition: Text | None = None
    aliases: list[Words] = []
    scale: Id | None = None
    levels: Annotated[list[Level], Field(max_length=9)] = []
    behaviours: list[Statement] = []
    actions: list[Action] = []


class Requirement(Part):
    """What a position asks of one competency."""

    competency: Id
    level: Number
    desired: Number | None = None
    essential: bool = True
    weight: Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)] = 1


class Position(Part):
    """A position and the combination of competencies it requires."""

    id: Id
    name: Text
    aliases: list[Words] = []
    stage: int | None = None
    origin: Origin = "supplement"
    description: Text | None = None
    requires: Annotated[list[Requirement], Field(min_length=1)]


class Stage(Part):
    """A stage of a career."""

    id: Annotated[int, Field(ge=1, le=99)]
    name: Text
    behaviours: list[Statement] = []


class RaterRole(Part):
    """From which side ratings come."""

    id: Id
    name: Text
    weight: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)] = 1
    min_raters: Annotated[int, Field(ge=1, le=1000)] = 1
    aliases: list[Words] = []


class LayerInfo(Part):
    """A layer's name and a remark."""

    id: Layer
    name: Text
    note: Text | None = None


class Attainment(Part):
    """When a level counts as attained from rated behaviours."""

    scale: Id
    observed_from: Number
    share: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
    rated: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]


class Agreement(Part):
    """From which r_wg on raters agree moderately, and highly."""

    moderate: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
    high: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Dictionary(Part):
    """A whole dictionary file."""

    id: Id
    version: Words
    name: Text
    sequence: Text | None = None
    source: Text | None = None
    description: Text | None = None
    purposes: list[Purpose] = []
    questions: list[Text] = []
    layers: list[LayerInfo]
    stages: list[Stage] = []
    scales: dict[Id, Scale]
    attainment: Attainment
    tolerance: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
    near: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
    near_short: Annotated[int, Field(ge=0, le=1000)]
    strength: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
    agreement: Agreement
    self_other: Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)]
    min_group: Annotated[int, Field(ge=1, le=1000)]
    rater_roles: Annotated[list[RaterRole], Field(min_length=1)]
    competencies: Annotated[list[Competency], Field(min_length=1)]
    positions: list[Position] = []
