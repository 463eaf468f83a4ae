"""The mappings of a project: `[[source]]` of its settings file, and the files that they are for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import system
from ...findings.finding import CannotRun, shown_path
from ...inputs import read_input
from .files import existing

if TYPE_CHECKING:
    from ...model.dictionary import Model
    from .source import Mappings

LARGEST = 1_000_000
"""Bytes of a settings file."""
_DEEPEST = 30
_PART = r"""(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_LONG_KEY = rf"{_PART}(?:\.[ \t]*+{_PART}){{{_DEEPEST}}}"
"""Matches a key of very many parts, on which tomllib's time is quadratic and more."""


class Sources(NamedTuple):
    """The mappings of a settings file as they stand there: `text` is the file, `within` the table that holds them."""

    file: Path
    tables: Sequence[Mapping[str, Any]]
    text: str
    within: tuple[str, ...]

    @property
    def files(self) -> list[str]:
        """The files that they are for, as far as they name some."""
        given = [table.get("files") for table in self.tables]
        some = [[files] if isinstance(files, str) else files if isinstance(files, list) else [] for files in given]
        patterns = [pattern for files in some for pattern in files if isinstance(pattern, str) and pattern]
        return [file for pattern in patterns for file in existing(self.file, pattern)]

    def has(self, path: str) -> bool:
        """Whether one of them is for a file."""
        from .source import identities, identity

        return identity(path) in identities(self.files)


def load_mappings(file: str | Path, model: Model, roster: str | Path | None = None) -> Mappings:
    """The mappings (`[[source]]`) of a `comp.toml`, by the ids of a dictionary, and what is wrong with them.

    Their files are looked for from its folder on. A mapping may be for the `roster`. Other settings are not looked at.
    Raises CannotRun for a file that can't be read, or is no TOML.
    """
    content, text = read_toml(Path(file))
    return mappings_of(sources_of(Path(file), content, text), model, None if roster is None else str(roster))


def mappings_of(sources: Sources | None, model: Model, roster: str | None) -> Mappings:
    """The mappings of a settings file by the ids of a dictionary, and what is wrong with them."""
    from .source import NO_MAPPINGS

    if sources is None:
        return NO_MAPPINGS
    from .parsing import parse_mappings
    from .places import TomlPlaces

    file, tables, text, within = sources
    places = TomlPlaces(text, shown_path(str(file)), within)
    return parse_mappings(tables, places, model, lambda pattern: existing(file, pattern), roster)


def sources_of(path: Path, table: Mapping[str, Any], text: str, within: tuple[str, ...] = ()) -> Sources | None:
    """The tables of `[[source]]`. What is wrong within one is a finding, once the dictionary is known."""
    given = table.get("source", [])
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise invalid_setting(path, "source")
    return Sources(path, tuple(given), text, within) if given else None


def read_toml(path: Path) -> tuple[dict[str, Any], str]:
    """The content of a settings file, and its text. Raises CannotRun where it can't be read."""
    import tomllib

    try:
        text = read_input(path, LARGEST).decode("utf-8-sig")
        if re.search(_LONG_KEY, text):
            raise ValueError(f"a key of more than {_DEEPEST} parts")
        return tomllib.loads(text), text
    except RecursionError as error:
        raise CannotRun(f"设置文件 {path} 嵌套过深", f"the settings file {path} is nested too deeply") from error
    except (OSError, ValueError) as error:
        why = system.reason(error)
        raise CannotRun(
            f"无法读取设置文件 {path}：{why.zh}", f"can't read the settings file {path}: {why.en}"
        ) from error


def invalid_setting(path: Path, key: str) -> CannotRun:
    """The error for a setting that can't have this value."""
    return CannotRun(f"{path}：设置“{key}”的值无效", f'{path}: the value of "{key}" is not valid')
