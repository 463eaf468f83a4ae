"""Settings from `comp.toml`, `[tool.comp]` in `pyproject.toml`, and `COMP_*`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..findings.catalogue import RULES
from ..findings.finding import CannotRun, Severity
from ..findings.policy import Policy, matches_rule
from ..model.names import nearest, not_one_of
from ..ratings.mapping.file import Sources, invalid_setting, read_toml, sources_of
from ..ratings.mapping.files import expand, relative
from ..text import LANGUAGES, Language, Text
from .exits import NO_CACHE
from .settings_sheet import sheet_texts
from .settings_types import AssessSettings, FindingSettings, SettingsFile, SheetSettings
from .thresholds import THRESHOLDS

if TYPE_CHECKING:
    from datetime import datetime

_KEYS = tuple(SettingsFile.__annotations__)
_FINDINGS = tuple(FindingSettings.__annotations__)


class Settings(NamedTuple):
    """Settings of a project folder (from `file`) and the environment; None or () where nothing is set."""

    model: str | None = None
    ratings: tuple[str, ...] = ()
    """The files of mappings among them."""
    roster: str | None = None
    raters: str | None = None
    """Who rates each person of `roster`, for rating sheets."""
    language: Language | None = None
    thresholds: Mapping[str, float] = {}
    policy: Policy = Policy()
    baseline: str | None = None
    file: Path | None = None
    gates: tuple[str, ...] = ()
    """Expressions of `comp assess --fail-on`."""
    sources: Sources | None = None
    """How files of another shape are read."""
    sheet: Mapping[str, Text] = {}
    """What rating sheets tell their raters: `deadline`, `contact`, `note`."""


def load_settings(folder: Path, environment: Mapping[str, str]) -> Settings:
    """Settings of the nearest `comp.toml` or `[tool.comp]` from `folder` upwards; `COMP_*` goes before them.

    Paths in a file are relative to it; `ratings` may hold wildcards. Raises CannotRun where a file
    can't be read or holds something that isn't a setting.
    """
    found = _find(folder)
    settings = _from_file(*found) if found else Settings()
    changes: dict[str, Any] = {}
    if value := environment.get("COMP_MODEL"):
        changes["model"] = value
    if value := environment.get("COMP_ROSTER"):
        changes["roster"] = value
    if value := environment.get("COMP_RATINGS"):
        changes["ratings"] = tuple(value.split(os.pathsep))
    if value := environment.get("COMP_LANG"):
        changes["language"] = _language(value, "COMP_LANG")
    return settings._replace(**changes)


def settings_language() -> Language | None:
    """The language of the nearest settings file; None where there is none, or the file is damaged."""
    with contextlib.suppress(CannotRun, OSError):
        found = _find(Path.cwd())
        return None if found is None else _language(found[1].get("language"), str(found[0]))
    return None


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """The folder of compiled dictionaries: `COMP_CACHE_DIR`, else the user's cache; None with `COMP_NO_CACHE`."""
    if environment.get(NO_CACHE):
        return None
    if given := environment.get("COMP_CACHE_DIR"):
        return Path(given) / "dictionaries"
    from platformdirs import user_cache_path

    usual = user_cache_path("comp", appauthor=False)
    # Without a home the path is relative, and a cache in the current folder is nobody's wish.
    return usual / "dictionaries" if usual.is_absolute() else None


def _find(folder: Path) -> tuple[Path, dict[str, Any], str] | None:
    """The settings file, its settings, and its text."""
    for here in (folder, *folder.parents):
        own = here / "comp.toml"
        if _is_there(own):
            return (own, *read_toml(own))
        project = here / "pyproject.toml"
        if _is_there(project):
            content, text = read_toml(project)
            tools = content.get("tool")
            table = tools.get("comp") if isinstance(tools, dict) else None
            if isinstance(table, dict):
                return project, table, text
            if table is not None:
                raise CannotRun(f"{project}：[tool.comp] 须为表", f"{project}: [tool.comp] must be a table")
    return None


def _is_there(path: Path) -> bool:
    """Whether there is a file of that name."""
    # Also a link that leads nowhere: passed over in silence, the run would go without its settings.
    return os.path.lexists(path) and not os.path.isdir(path)  # noqa: PTH112 - `Path` raises where it may not look


def _from_file(path: Path, table: dict[str, Any], text: str) -> Settings:
    for key in table:
        if key not in _KEYS:
            raise _unknown_setting(path, key, nearest(key, _KEYS))
    model, roster, raters = (_path(path, key, table.get(key)) for key in ("model", "roster", "raters"))
    one = table.get("ratings")
    patterns = [one] if isinstance(one, str) else _strings(path, table, "", "ratings")
    ratings = [file for pattern in patterns for file in expand(path, pattern, "ratings")]
    sources = sources_of(path, table, text, ("tool", "comp") if path.name == "pyproject.toml" else ())
    ratings += sources.files if sources else []
    language = table.get("language")
    thresholds = table.get("thresholds", {})
    if not isinstance(thresholds, dict):
        raise invalid_setting(path, "thresholds")
    for key, value in thresholds.items():
        if key not in THRESHOLDS or not THRESHOLDS[key].allow(value):
            raise invalid_setting(path, f"thresholds.{key}")
    findings = _table(path, table, "findings", _FINDINGS)
    return Settings(
        model=model,
        ratings=tuple(dict.fromkeys(ratings)),
        roster=roster,
        raters=raters,
        language=None if language is None else _language(language, str(path)),
        thresholds=thresholds,
        policy=_policy(path, findings),
        baseline=_path(path, "baseline", findings.get("baseline")),
        file=path,
        gates=_strings(path, _table(path, table, "assess", tuple(AssessSettings.__annotations__)), "assess", "fail_on"),
        sources=sources,
        sheet=sheet_texts(path, _table(path, table, "sheet", tuple(SheetSettings.__annotations__))),
    )


def _table(path: Path, table: dict[str, Any], key: str, known: Sequence[str]) -> dict[str, Any]:
    """A table of the file, of known keys only; empty where it isn't there."""
    found = table.get(key, {})
    if not isinstance(found, dict):
        raise invalid_setting(path, key)
    for name in found:
        if name not in known:
            raise _unknown_setting(path, f"{key}.{name}", nearest(name, known))
    return found


def _strings(path: Path, table: dict[str, Any], name: str, key: str) -> tuple[str, ...]:
    """A list of strings in a table of that name."""
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise invalid_setting(path, f"{name}.{key}" if name else key)
    return tuple(found)


def _policy(path: Path, findings: dict[str, Any]) -> Policy:
    """`[findings]`: which rules, and how bad. Every name must stand for a rule."""
    names: dict[str, tuple[str, ...]] = {}
    for key in ("select", "ignore"):
        value = findings.get(key, [])
        if not isinstance(value, list):
            raise invalid_setting(path, f"findings.{key}")
        names[key] = tuple(_rule_name(path, name) for name in value)
    severity = findings.get("severity", {})
    if not isinstance(severity, dict):
        raise invalid_setting(path, "findings.severity")
    levels = {_rule_name(path, name): _severity(path, f"severity.{name}", level) for name, level in severity.items()}
    return Policy(
        select=names["select"],
        ignore=names["ignore"],
        severity=levels,
        fail_on=_severity(path, "fail_on", findings.get("fail_on", "error")),
    )


def _rule_name(path: Path, name: object) -> str:
    if isinstance(name, str) and any(matches_rule(name, rule) for rule in RULES):
        return name
    guess = nearest(str(name), [x for rule in RULES for x in (rule.code, rule.name)])
    raise _unknown_setting(path, str(name), guess)


def _severity(path: Path, key: str, value: object) -> Severity:
    if value not in list(Severity):
        raise invalid_setting(path, f"findings.{key}")
    return Severity(str(value))


def _path(path: Path, key: str, value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise invalid_setting(path, key)
    return relative(path.parent / value)


def _language(value: object, where: str) -> Language:
    for language in LANGUAGES:
        if value == language:
            return language
    raise not_one_of(f"{where}: language", str(value), LANGUAGES)


def _unknown_setting(path: Path, key: str, guess: str | None) -> CannotRun:
    zh, en = (f"是不是“{guess}”？", f'; did you mean "{guess}"?') if guess else ("", "")
    return CannotRun(f"{path}：不认识的设置“{key}”。{zh}", f'{path}: unknown setting "{key}"{en}')


def made_at(environ: Mapping[str, str] = os.environ) -> datetime | None:
    """The time that outputs give for their making: `SOURCE_DATE_EPOCH`; None if it isn't set. Raises CannotRun."""
    # Never the clock's: the same input gives the same bytes.
    from datetime import UTC, datetime

    given = environ.get("SOURCE_DATE_EPOCH")
    try:
        return None if not given else datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise CannotRun(
            f"SOURCE_DATE_EPOCH 须为秒数（现为“{given}”）",
            f'SOURCE_DATE_EPOCH must be a number of seconds (got "{given}")',
        ) from error
