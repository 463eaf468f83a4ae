"""`comp export xlsx` and `comp export template`: workbooks, and the account of what has no place in them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..findings.finding import CannotRun
from ..model.names import not_one_of
from ..reports.formats import table
from ..reports.shared.blocks import text
from ..text import LANGUAGES, Language, Text
from .conversions import FORMATS, check_codes, finish
from .exits import CLEAN
from .outputs import check_file
from .session import Session
from .writing import write_file

MOST_LEVELS = 20


@dataclass(frozen=True)
class Request:
    """The request of `comp export xlsx`, as the command line gives it."""

    output: str
    plain: bool = False
    lang: str | None = None
    accept: Sequence[str] = ()
    report: str | None = None
    format: str = FORMATS[0]


def export_xlsx(request: Request, session: Session) -> int:
    """Write the workbook of a dictionary and its account; returns the exit code."""
    from ..exchange import exporting

    check_codes(request.accept)
    file = claim(request.output, session)
    report = None if request.report is None else claim(request.report, session)
    model, path = session.dictionary(session.model_path), session.model_path
    kind = "template" if request.plain else "xlsx"
    conversion = exporting.account(model, path, str(file), kind, request.accept)
    conversion.options = {"lang": request.lang} if request.lang else {}
    framework = exporting.framework_of(model, path)
    if request.plain:
        languages = _languages_of(request.lang, model.languages)
        content = exporting.export_plain(framework, model, languages, session.language, conversion)
    else:
        content = exporting.export_whole(framework, model, session.language, conversion)
    return finish(conversion, content, file, report, request.format, session)


def _languages_of(asked: str | None, known: Sequence[Language]) -> Sequence[Language]:
    """The languages of the filled-in template. Raises CannotRun for one that the dictionary is not in."""
    if asked is None:
        return known
    if asked not in known:
        name = {"zh": Text("中文", "Chinese"), "en": Text("英文", "English")}[asked]
        raise CannotRun(f"字典中没有{name.zh}；请去掉 --lang", f"the dictionary has no {name.en}; leave out --lang")
    return [language for language in known if language == asked]


def export_template(output: str, lang: str | None, levels: int, session: Session) -> int:
    """Write the workbook for authors to fill in; returns the exit code."""
    from ..exchange.workbooks.template_writing import blank_template

    if lang not in (None, "both", *LANGUAGES):
        raise not_one_of("--lang", lang or "", (*LANGUAGES, "both"))
    if not 0 <= levels <= MOST_LEVELS:
        raise CannotRun(
            f"--levels 须为 0 至 {MOST_LEVELS} 的整数（输入为“{levels}”）",
            f'--levels must be a whole number from 0 to {MOST_LEVELS} (got "{levels}")',
        )
    heads = next((x for x in LANGUAGES if x == lang), session.language)
    languages = LANGUAGES if lang == "both" else (heads,)
    file = claim(output, session)
    write_file([blank_template(languages, levels, heads)], file)
    done = Text(
        f"{file}：请填写后输入 comp import {file} -o 字典.yaml",
        f"{file}: fill it in, then type comp import {file} -o dictionary.yaml",
    )
    table.write([text(done[session.language])], sys.stdout)
    return CLEAN


def claim(name: str, session: Session) -> Path:
    """The file of that name, reserved for writing. Raises CannotRun where it must not be written over."""
    file = check_file(name)
    session.guard.claim(file)
    return file
