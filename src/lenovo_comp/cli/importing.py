"""`comp import`: what the command line asks for, checked, and the import with its account."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from .. import system
from ..findings.finding import CannotRun, shown_path
from ..inputs import read_input
from ..model.names import not_one_of
from ..text import LANGUAGES, Language
from .conversions import FORMATS, Shown, check_codes, finish
from .exporting import claim
from .session import Session

if TYPE_CHECKING:
    from ..exchange.options import Options
    from ..model.dictionary import Layer

LARGEST_MAP = 2**20
LARGEST_DICTIONARY = 8_000_000
HIGHEST_LEVEL = 99
_LAYERS = ("core", "general", "professional")


@dataclass(frozen=True)
class Request:
    """The request of `comp import`, as the command line gives it."""

    file: str
    output: str | None = None
    """The dictionary to be written; None for a dry run."""
    claimed: str | None = None
    """The same, also in a dry run, which is refused as what it tries would be."""
    format: str | None = None
    map: str | None = None
    lang: str | None = None
    encoding: str | None = None
    layers: Sequence[str] = ()
    levels: str | None = None
    select: Sequence[str] = ()
    positions: str | None = None
    update: str | None = None
    accept: Sequence[str] = ()
    force: bool = False
    report: str | None = None
    shown_as: str = FORMATS[0]


def import_file(request: Request, session: Session) -> int:
    """Import a file, write the dictionary and the account; returns the exit code."""
    from ..exchange.conversion import File
    from ..exchange.importing import Old, import_framework

    options = _options(request, session.language)
    file = None if request.claimed is None else claim(request.claimed, session)
    report = None if request.report is None else claim(request.report, session)
    if file is not None and request.output is not None and not request.force and file.is_file():
        raise CannotRun(f"{file} 已存在；要覆盖请加 --force", f"{file} already exists; to overwrite it, add --force")
    old = None
    if request.update is not None:
        old = Old(_read(request.update, LARGEST_DICTIONARY), shown_path(request.update))
    imported = import_framework(request.file, options, dict(_told(request)), old)
    target = file if request.output is not None else None
    imported.conversion.target = File(None if target is None else str(target), "comp.dictionary/1")
    shown = Shown(columns=target is None, map=target is None, counts=True)
    return finish(imported.conversion, imported.data, target, report, request.shown_as, session, shown)


def _options(request: Request, told_in: Language) -> Options:
    """The options of an import. Raises CannotRun for what they can't be."""
    from ..exchange import formats
    from ..exchange.options import Options

    if request.lang not in (None, *LANGUAGES):
        raise not_one_of("--lang", request.lang or "", LANGUAGES)
    if request.format is not None and request.format not in formats.names():
        raise not_one_of("--as", request.format, formats.names())
    check_codes(request.accept)
    return Options(
        format=request.format,
        map_text=None if request.map is None else _map_text(request.map),
        map_path=request.map or "",
        lang=next((x for x in LANGUAGES if x == request.lang), None),
        encoding=_encoding(request.encoding),
        layers=[*map(_layer, request.layers)],
        levels=dict(_levels(request.levels)),
        select=request.select,
        positions=request.positions,
        accept=request.accept,
        told_in=told_in,
    )


def _encoding(name: str | None) -> str | None:
    """An encoding that texts can be in. Raises CannotRun."""
    if name is not None:
        try:
            codecs.lookup(name)
            b"".decode(name)
        except (LookupError, ValueError) as error:
            raise CannotRun(
                f"没有编码“{name}”；请改用 utf-8、gb18030、cp1252 等",
                f'unknown encoding "{name}"; use one such as utf-8, gb18030, cp1252',
            ) from error
    return name


def _layer(text: str) -> tuple[str, Layer]:
    """`GLOB=core` as pattern and layer. Raises CannotRun."""
    pattern, _, layer = text.rpartition("=")
    if not pattern or layer not in _LAYERS:
        raise CannotRun(
            f"--layer 须写成 通配符=层次，层次可选：{'、'.join(_LAYERS)}（输入为“{text}”）",
            f'--layer must be GLOB=LAYER, the layer one of {", ".join(_LAYERS)} (got "{text}")',
        )
    return pattern, cast("Layer", layer)


def _levels(text: str | None) -> Iterator[tuple[str, int]]:
    """`Basic=1,Advanced=4` as words and numbers. Raises CannotRun."""
    for part in filter(None, map(str.strip, (text or "").replace("，", ",").split(","))):
        word, _, number = part.rpartition("=")
        if not word.strip() or not number.strip().isdecimal() or int(number) > HIGHEST_LEVEL:
            raise CannotRun(
                f"--levels 须写成 名称=编号,名称=编号（输入为“{part}”）",
                f'--levels must be WORD=N,WORD=N (got "{part}")',
            )
        yield word.strip(), int(number)


def _told(request: Request) -> Iterator[tuple[str, str]]:
    """The options that decide what is written, as the account and the dictionary's first comment tell them."""
    given = {
        "as": request.format,
        "map": None if request.map is None else Path(request.map).name,
        "lang": request.lang,
        "encoding": request.encoding,
        "layer": ", ".join(request.layers),
        "levels": request.levels,
        "select": ", ".join(request.select),
        "positions": request.positions,
    }
    return ((name, value) for name, value in given.items() if value)


def _map_text(path: str) -> str:
    try:
        return _read(path, LARGEST_MAP).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRun(f"{path} 不是 UTF-8", f"{path} is not UTF-8") from error


def _read(path: str, most: int) -> bytes:
    try:
        return read_input(path, most)
    except (OSError, ValueError) as error:
        why = system.reason(error)
        raise CannotRun(f"无法读取 {path}：{why.zh}", f"can't read {path}: {why.en}") from error
