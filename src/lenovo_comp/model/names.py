"""From what people write to ids: by id, Chinese name, English name or alias."""

import re
import unicodedata
from collections.abc import Iterable

from ..text import Text

_IGNORED = re.compile(r"[\s_\-·・/()\[\]&,:\ufeff]+")


def normal(text: str) -> str:
    """The form in which names are compared: width, case, spaces and punctuation don't count.

    >>> normal("Ｋey Account-Manager")
    'keyaccountmanager'
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())


class Names:
    """A dictionary's names for one kind of thing, each leading to an id.

    >>> Names([("communication", ["沟通", "Communication skills"])]).find("communication_skills")
    'communication'
    """

    def __init__(self, entries: Iterable[tuple[str, Iterable[str]]]) -> None:
        self.ids: list[str] = []
        self._ids: dict[str, str] = {}
        self._written: dict[str, str] = {}
        self._guesses: dict[tuple[str, float], str | None] = {}
        for id, names in entries:
            self.ids.append(id)
            for name in (id, *names):
                if key := normal(name):  # a name that a language lacks is nobody's
                    self._ids.setdefault(key, id)
                    self._written.setdefault(key, name)

    def find(self, text: str) -> str | None:
        """The id of that name, or None."""
        return self._ids.get(normal(text))

    def nearest(self, text: str, alike: float = 0.5) -> str | None:
        """The known name that looks most like the text, as it is written, or None."""
        asked = normal(text), alike
        if asked not in self._guesses:  # a slip is often made a thousand times
            guess = nearest(asked[0], self._written, alike)
            self._guesses[asked] = None if guess is None else self._written[guess]
        return self._guesses[asked]


LONGEST_GUESS = 60


def nearest(text: str, known: Iterable[str], alike: float = 0.5) -> str | None:
    """The known word that looks most like the text, or None; `alike` runs from 0 to 1.

    Short words (three characters, often Chinese) may differ more, since one character is much.

    >>> nearest("comunication", ["coordination", "communication"])
    'communication'
    """
    from difflib import get_close_matches

    cutoff = max(alike, 0.6) if len(text) > 3 else alike
    text = text[:LONGEST_GUESS]
    least, has = cutoff / 2, set(text).__contains__
    # As alike as `difflib` would say if all characters that both have stood in order: mostly too little.
    likely = [word for word in known if sum(map(has, word)) >= least * (len(text) + len(word))]
    return next(iter(get_close_matches(text, likely, n=1, cutoff=cutoff)), None) if likely else None


def did_you_mean(guess: str | None) -> Text:
    """The sentence that offers a near miss, or nothing."""
    return Text("", "") if guess is None else Text(f"是不是“{guess}”？", f'Did you mean "{guess}"?')
