"""The language that a run speaks, found before the command line is parsed: help and usage errors have it too."""

import os
import sys
from collections.abc import Mapping, Sequence

from ..text import LANGUAGES, Language

_CHINESE = 0x04
"""LANG_CHINESE of Windows, whatever the region."""


def language_of(asked: object = None) -> Language:
    """The language asked for, else that of `COMP_LANG`, of the settings file, of the locale.

    What names no language is passed over: the run that meets it says so.
    """
    from .settings import settings_language

    given = (asked, os.environ.get("COMP_LANG"))
    named = next((language for text in given for language in LANGUAGES if language == text), None)
    return named or settings_language() or locale_language(os.environ)


def locale_language(environment: Mapping[str, str]) -> Language:
    """Chinese where the locale is Chinese, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    number = 0
    if sys.platform == "win32":
        # Windows has no variables for the language in which it speaks to the user.
        import ctypes

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    # The lower ten bits name the language, the others its region.
    return "zh" if number & 0x3FF == _CHINESE else "en"


def asked_language(arguments: Sequence[str]) -> str | None:
    """The last value of `--lang` in a command line.

    >>> asked_language(["gap", "--lang", "zh", "--help"])
    'zh'
    """
    asked, before = None, ""
    for argument in arguments:
        if before == "--lang":
            asked = argument
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        before = argument
    return asked
