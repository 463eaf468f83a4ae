"""What a user asks of an import, as the command line or a program gives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..model.dictionary import Layer
from ..text import Language


@dataclass(frozen=True)
class Options:
    """Options of an import; what is not given is found in the source."""

    format: str | None = None
    map_text: str | None = None
    """The text of the file that `map_path` names."""
    map_path: str = ""
    lang: Language | None = None
    encoding: str | None = None
    layers: Sequence[tuple[str, Layer]] = ()
    """Patterns of ids, codes, names and groups, and the layer of what matches."""
    levels: Mapping[str, int] = field(default_factory=dict)
    """The numbers of levels that are only named."""
    select: Sequence[str] = ()
    positions: str | None = None
    """The sheet, and perhaps the columns (`Sheet!D:G`), that say what positions require."""
    accept: Sequence[str] = ()
    told_in: Language = "en"
    """The language of what is printed, such as comments in a map."""
