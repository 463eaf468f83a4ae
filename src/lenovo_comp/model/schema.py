"""What a dictionary file may hold. Shape only; what must fit together is in `checks`.

Validation takes the languages of the file as pydantic's context: they say which words are needed.
"""

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

Words = Annotated[str, StringConstraints(strict=True, min_length=1, pattern=r"\S")]
Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]{0,63}$")]
StatementId = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$", max_length=120)
]
Url = Annotated[str, StringConstraints(strict=True, pattern=r"^https?://[^\s<>`]+$", max_length=2000)]
Language = Literal["zh", "en"]
Origin = Literal["source", "supplement", "own"]
Layer = Literal["core", "general", "professional"]
ActionKind = Literal["course", "assignment", "coaching"]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e6, le=1e6)]

EMPTY: Any = Field(default_factory=list, json_schema_extra={"default": []})
"""No entries. As a default, `[]` would be copied with `copy.deepcopy` for each part, half the time of validation."""


class Part(BaseModel):
    """A mapping of the file: exactly the keys it knows, of exactly their types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Worded(Part):
    """Words in the languages of the dictionary. Plain text is in the one language, where there is but one."""

    zh: Words | None = Field(None, validate_default=True)
    en: Words | None = Field(None, validate_default=True)

    @model_validator(mode="before")
    @classmethod
    def take_plain(cls, value: Any, info: ValidationInfo) -> Any:
        """Plain text as words in the one language."""
        languages: tuple[Language, ...] = info.context or ()
        if isinstance(value, dict):
            return value
        if len(languages) > 1:
            raise PydanticCustomError("no_words", "no words")
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "no text")
        return {languages[0] if languages else "zh": value}

    @field_validator("zh", "en", mode="wrap")
    @classmethod
    def need(cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        """Words must be there in each of the dictionary's languages."""
        if value is None and info.field_name in (info.context or ()):
            raise PydanticCustomError("missing", "missing")
        return handler(value)


class Text(Worded):
    """A name or a sentence."""


def _as_list(value: Any) -> Any:
    """One thing as the list of it."""
    return value if value is None or isinstance(value, list) else [value]


Group = Annotated[list[Text], BeforeValidator(_as_list), Field(min_length=1, max_length=3)]
Languages = Annotated[list[Language], BeforeValidator(_as_list), Field(min_length=1, max_length=2)]


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
    labels: list[Labelled] = EMPTY
    origin: Origin = "own"


class Statement(Worded):
    """One observable behaviour. Its id may be left out: `statement_ids` makes one."""

    id: StatementId | None = None
    origin: Origin = "own"
    truncated: bool = False
    note: Text | None = None
    same_as: list[Words] = EMPTY


class Action(Worded):
    """One thing to do in order to develop. Its id may be left out: `statement_ids` makes one."""

    id: StatementId | None = None
    kind: ActionKind
    origin: Origin = "own"
    url: Url | None = None


class Level(Part):
    """One level of a competency."""

    level: Annotated[int, Field(ge=0, le=99)]
    name: Text | None = None
    summary: Text | None = None
    stages: list[int] = EMPTY
    behaviours: list[Statement] = EMPTY
    actions: list[Action] = EMPTY
    same_as: list[Words] = EMPTY


class Competency(Part):
    """One thing that people are rated on."""

    id: Id
    layer: Layer | None = None
    group: Group = EMPTY
    name: Text
    short: Text | None = None
    definition: Text | None = None
    aliases: list[Words] = EMPTY
    scale: Id | None = None
    levels: Annotated[list[Level], Field(max_length=20)] = EMPTY
    behaviours: list[Statement] = EMPTY
    actions: list[Action] = EMPTY
    same_as: list[Words] = EMPTY


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
    aliases: list[Words] = EMPTY
    stage: int | None = None
    origin: Origin = "own"
    description: Text | None = None
    requires: Annotated[list[Requirement], Field(min_length=1)]
    same_as: list[Words] = EMPTY


class Stage(Part):
    """A stage of a career."""

    id: Annotated[int, Field(ge=1, le=99)]
    name: Text
    behaviours: list[Statement] = EMPTY


class RaterRole(Part):
    """From which side ratings come."""

    id: Id
    name: Text
    weight: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)] = 1
    min_raters: Annotated[int, Field(ge=1, le=1000)] = 1
    aliases: list[Words] = EMPTY


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
    version: Words = "1"
    languages: Languages = ["zh", "en"]
    name: Text
    license: Words | None = None
    same_as: list[Words] = EMPTY
    sequence: Text | None = None
    source: Text | None = None
    description: Text | None = None
    purposes: list[Purpose] = EMPTY
    questions: list[Text] = EMPTY
    layers: list[LayerInfo]
    stages: list[Stage] = EMPTY
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
    positions: list[Position] = EMPTY
