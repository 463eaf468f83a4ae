"""The account of a conversion: what was read, kept, merged and dropped, and everything that is to be said of it.

`read = kept + merged + dropped` holds for every kind of thing, and `dropped` is what the entries of effect `lost` of
that kind add up to: both are counted by one object, `Conversion`, and nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from ..findings.finding import Rule, Severity
from ..text import Language, Text, shorten

Effect = Literal["lost", "moved", "guessed", "changed", "added", "kept", "refused"]
Kind = Literal[
    "cell", "row", "item", "association", "criterion_level", "competency", "level", "occupation", "element", "anchor",
    "rating", "statement", "position", "action",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_PLACES = 20
"""Places that an entry names."""
_BY_NUMBER: tuple[tuple[int, Effect], ...] = (
    (610, "refused"), (620, "lost"), (625, "moved"), (628, "guessed"), (630, "lost"), (640, "changed"), (700, "kept"),
)  # fmt: skip
"""The effect of rules T6xx below a number."""


def effect_of(rule: Rule) -> Effect:
    """What a rule of a conversion does; findings of other families refuse the file.

    >>> from lenovo_comp.findings import catalogue
    >>> effect_of(catalogue.COLUMN_LOST), effect_of(catalogue.FILE_EMPTY)
    ('lost', 'refused')
    """
    if not rule.code.startswith("T"):
        return "refused"
    return next(effect for below, effect in _BY_NUMBER if int(rule.code[1:]) < below)


@dataclass(slots=True)
class Entry:
    """One thing to be said of a conversion, for all places where it is so."""

    rule: Rule
    effect: Effect
    kind: Kind | None
    details: dict[str, str | Text]
    """What fills the rule's sentences."""
    sample: str | None = None
    """The first value, made safe to show."""
    count: int = 0
    places: list[str] = field(default_factory=list)
    """The first `MOST_PLACES`."""
    accepted: bool = False

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    def message(self, language: Language) -> str:
        return self._filled(self.rule.message, language)

    def remedy(self, language: Language) -> str:
        return self._filled(self.rule.remedy, language)

    def _filled(self, text: Text, language: Language) -> str:
        shown = {k: shorten(v[language] if isinstance(v, Text) else v) for k, v in self.details.items()}
        return text[language].format_map({"value": self.sample or "", **shown}).strip()


class Count(NamedTuple):
    """How many things of a kind were read, and what became of them."""

    read: int = 0
    kept: int = 0
    merged: int = 0
    dropped: int = 0


class Column(NamedTuple):
    """What a column of a source is taken for. `sheet` is empty where there are none."""

    sheet: str
    head: str
    target: str
    reason: Text
    guessed: bool


class File(NamedTuple):
    """The source or the target of a conversion; None where something is not known or does not apply."""

    path: str | None
    format: str | None = None
    version: str | None = None
    sha256: str | None = None
    encoding: str | None = None


class Summary(NamedTuple):
    """How large the framework is."""

    competencies: int = 0
    statements: int = 0
    positions: int = 0
    requirements: int = 0


class Conversion:
    """The account of one conversion; formats write into it as they go."""

    def __init__(self, command: Literal["import", "export"], accept: Iterable[str] = ()) -> None:
        self.command: Literal["import", "export"] = command
        self.source, self.target = File(None), File(None)
        self.languages: Sequence[Language] = ()
        self.options: dict[str, str] = {}
        self.summary = Summary()
        self.columns: list[Column] = []
        self.map: str | None = None
        self._accept = frozenset(accept)
        self._entries: dict[tuple[str, Kind | None, str], Entry] = {}
        self._taken: dict[Kind, list[int]] = {}

    def note(
        self,
        rule: Rule,
        places: str | Sequence[str],
        sample: str | None = None,
        *,
        kind: Kind | None = None,
        count: int | None = None,
        about: str = "",
        effect: Effect | None = None,
        **details: str | Text,
    ) -> Entry:
        """`note_with`, what fills the rule's sentences given by name."""
        return self.note_with(rule, places, sample, details, kind=kind, count=count, about=about, effect=effect)

    def note_with(
        self,
        rule: Rule,
        places: str | Sequence[str],
        sample: str | None,
        details: Mapping[str, str | Text],
        *,
        kind: Kind | None = None,
        count: int | None = None,
        about: str = "",
        effect: Effect | None = None,
    ) -> Entry:
        """Say something of one or several places. What a rule says `about` one thing becomes one entry.

        With the effect `lost` and a `kind`, `count` things of the kind are dropped: as many as there are places,
        unless it says otherwise.
        """
        where = [places] if isinstance(places, str) else places
        effect = effect or effect_of(rule)
        entry = self._entries.get((rule.code, kind, about))
        if entry is None:
            shown = None if sample is None else shorten(sample)
            entry = Entry(
                rule, effect, kind, dict(details), shown, accepted=effect != "refused" and rule.code in self._accept
            )
            self._entries[rule.code, kind, about] = entry
        number = len(where) if count is None else count
        entry.count += number
        for place in where:
            if len(entry.places) < MOST_PLACES and place not in entry.places:
                entry.places.append(place)
        if kind is not None and effect == "lost":
            self._count(kind)[2] += number
        return entry

    def keep(self, kind: Kind, number: int = 1) -> None:
        """Things of a kind that are in what is written."""
        self._count(kind)[0] += number

    def merge(self, kind: Kind, number: int = 1) -> None:
        """Things of a kind that say the same as others that are kept."""
        self._count(kind)[1] += number

    def take_back(self, kind: Kind, *, is_merged: bool = False) -> None:
        """One thing that was kept, or merged, is not after all; what became of it is said next."""
        self._count(kind)[is_merged] -= 1

    @property
    def counts(self) -> dict[Kind, Count]:
        """What became of the things of each kind, in the order of `KINDS`."""
        return {kind: Count(sum(n), *n) for kind in KINDS if (n := self._taken.get(kind)) is not None}

    @property
    def entries(self) -> list[Entry]:
        """Everything there is to say, the worst first, then by code and in the order in which it came up."""
        return sorted(self._entries.values(), key=lambda e: (e.effect != "refused", e.severity.rank, e.rule.code))

    @property
    def refused(self) -> bool:
        """Whether nothing may be written (exit 2)."""
        return any(entry.effect == "refused" for entry in self._entries.values())

    @property
    def failing(self) -> list[Entry]:
        """What was lost, moved or guessed and not agreed to (exit 1)."""
        return [e for e in self.entries if e.severity is Severity.ERROR and e.effect != "refused" and not e.accepted]

    def _count(self, kind: Kind) -> list[int]:
        return self._taken.setdefault(kind, [0, 0, 0])
