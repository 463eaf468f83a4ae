"""From what people write to ids: by id, Chinese name, English name or alias."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

from ..findings.finding import CannotRun
from ..text import Text

_IGNORED = re.compile(r"[\s_\-·・/()\[\]&,:\ufeff]+")
_IGNORED_ASCII = {code: None for code in range(128) if _IGNORED.match(chr(code))}
_FULL_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F)}


def normal(text: str) -> str:
    """The form in which names are compared: width, case, spaces and punctuation don't count.

    >>> normal("Ｋey Account-Manager")
    'keyaccountmanager'
    """
    if text.isascii():
        return text.casefold().translate(_IGNORED_ASCII)
    # Full-width signs come first: normalizing is slow where there are any, and comes to the same.
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text.translate(_FULL_WIDTH)).casefold())


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


MOST_COMPARED = 20_000
"""Pairs of names that are compared for one kind of thing in a dictionary, which takes about a second."""


class Guesses:
    """The nearest known name for each of many unknown ones; None for those that come after `MOST_COMPARED` pairs.

    >>> Guesses(["communication"])("comunication")
    'communication'
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = list(known)
        self._guesses: dict[str, str | None] = {}
        self._left = MOST_COMPARED

    def __call__(self, text: str) -> str | None:
        if text not in self._guesses:
            # Every name of a dictionary may be wrong, and each would be compared with every other.
            self._left -= len(self._known)
            self._guesses[text] = nearest(text, self._known) if self._left >= 0 else None
        return self._guesses[text]


def did_you_mean(guess: str | None) -> Text:
    """The sentence that offers a near miss, or nothing."""
    return Text("", "") if guess is None else Text(f"是不是“{guess}”？", f'Did you mean "{guess}"?')


def listed(names: Iterable[Text], most: int = 8) -> Text:
    """The first names in a sentence of either language.

    >>> listed([Text("本人", "Self"), Text("上级", "Manager")])
    Text(zh='本人、上级', en='Self, Manager')
    """
    some = list(islice(names, most + 1))
    etc = ["…"] if len(some) > most else []
    return Text("、".join([*(n["zh"] for n in some[:most]), *etc]), ", ".join([*(n["en"] for n in some[:most]), *etc]))


def not_one_of(what: str, given: str, choices: Iterable[str]) -> CannotRun:
    """That something must be one of the choices, and the one most like what was given.

    >>> not_one_of("--by", "team", ["department", "manager"]).text["en"]
    '--by must be one of department, manager (got "team")'
    """
    choices = list(choices)
    guess = nearest(given, choices)
    zh, en = (f"；是不是 {guess}？", f"; did you mean {guess}?") if guess else ("", "")
    return CannotRun(
        f"{what} 可选：{'、'.join(choices)}（输入为“{given}”）{zh}",
        f'{what} must be one of {", ".join(choices)} (got "{given}"){en}',
    )
