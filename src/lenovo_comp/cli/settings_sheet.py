"""`[sheet]` of the settings file: what rating sheets tell their raters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ..findings.finding import CannotRun
from ..text import LANGUAGES, Text

LONGEST = 500
"""Characters of a text."""


def sheet_texts(path: Path, table: dict[str, Any]) -> dict[str, Text]:
    """The texts of `[sheet]`, each given for both languages or one per language. Raises CannotRun."""
    return {key: _text(path, key, value) for key, value in table.items()}


def _text(path: Path, key: str, value: object) -> Text:
    given = value if isinstance(value, dict) else dict.fromkeys(LANGUAGES, value)
    found = {language: _written(key, text) for language, text in given.items()}
    if not found or not found.keys() <= {*LANGUAGES} or not all(found.values()):
        raise CannotRun(
            f"{path}：设置“sheet.{key}”须为文字（最多 {LONGEST} 字），或按语言分别写：{{zh = …, en = …}}",
            f'{path}: the setting "sheet.{key}" must be text of at most {LONGEST} characters, '
            "or one text per language: {zh = …, en = …}",
        )
    if key == "deadline" and any(map(_is_no_day, found.values())):
        raise CannotRun(
            f"{path}：设置“sheet.deadline”须为日历上的日期，如 2026-12-15",
            f'{path}: the setting "sheet.deadline" must be a day of the calendar, such as 2026-12-15',
        )
    return Text(found.get("zh", ""), found.get("en", ""))


def _written(key: str, text: object) -> str:
    """A text as it is shown; "" where it won't do. A deadline may be a date of TOML's own."""
    from datetime import date

    if key == "deadline" and type(text) is date:
        return text.isoformat()
    written = text.strip() if isinstance(text, str) else ""
    return written if len(written) <= LONGEST else ""


def _is_no_day(text: str) -> bool:
    """Whether a text looks like a date and is none."""
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text) is not None
    return False
