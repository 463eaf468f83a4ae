"""An import from end to end: open, recognise, read, select, update, write, and check what was written."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from ..findings import catalogue
from ..findings.finding import Severity
from ..model.names import nearest
from ..model.parsing import parse_model
from ..text import LANGUAGES, Text
from . import formats
from .conversion import Conversion, File, Summary
from .dictionary import read_dictionary
from .formats import Refused
from .framework import MOST_ITEMS, Framework
from .framework_data import all_words, languages_of, named_words, to_data
from .ids import assign, assign_statements, slug
from .options import Options
from .refusing import refuse, refuse_finding
from .scales import fit_scales
from .selecting import select, set_layers
from .source import CannotOpen, Source, open_source
from .texts import LANGUAGE_NAMES
from .updating import update
from .yaml_writing import write_yaml

MOST_CHARACTERS = 1_000_000
_MOST_FAULTS = 5


class Imported(NamedTuple):
    """What came of an import: the account, and the dictionary's bytes, None where it was refused."""

    conversion: Conversion
    data: bytes | None


class Old(NamedTuple):
    """The dictionary that is to be updated."""

    data: bytes
    name: str


def import_framework(path: str, options: Options, told: Mapping[str, str], old: Old | None = None) -> Imported:
    """Import a file as a dictionary. `told` are the options as they go into the account and the head comment."""
    conversion = Conversion("import", options.accept)
    conversion.options = dict(told)
    conversion.source = File(path)
    try:
        source = open_source(path, options.encoding)
        framework = _read(source, options, conversion)
        if old is not None:
            _update(framework, old, conversion)
        return Imported(conversion, _write(framework, source, conversion))
    except CannotOpen as error:
        refuse_finding(conversion, error.finding)
    except Refused:
        pass
    return Imported(conversion, None)


def _read(source: Source, options: Options, conversion: Conversion) -> Framework:
    """The framework of a source, selected, with ids. Raises Refused."""
    name = options.format or _recognise(source, options, conversion)
    conversion.source = File(source.path, name, None, source.sha256, source.encoding)
    for finding in source.notes:
        conversion.note_with(finding.rule, str(finding.place), finding.value, finding.details, effect="kept")
    framework = formats.format_of(name).read(source, options, conversion)
    if gone := select(framework, options.select):
        conversion.note(catalogue.NOT_SELECTED, source.path, count=len(gone))
    if not framework.competencies:
        reason = Text("表中没有胜任能力", "its table has no rows") if not options.select else Text(
            "没有与 --select 相符的胜任能力", "nothing matches --select")  # fmt: skip
        raise refuse(conversion, catalogue.NOTHING_IN_IT, source.path, reason=reason)
    _limit(framework, source, conversion)
    for pattern in set_layers(framework, options.layers):
        names = [
            text
            for c in framework.competencies
            for text in (*c.name.values(), *(w for g in c.group for w in g.values()))
        ]
        guess = nearest(pattern.replace("*", ""), names)
        suggestion = Text(f"是不是“{guess}”？", f'Did you mean "{guess}"?') if guess else Text("", "")
        what = Text("胜任能力或类别（--layer）", "competency or group (--layer)")
        raise refuse(conversion, catalogue.MAP_DOES_NOT_FIT, source.path, pattern, what=what, suggestion=suggestion)
    framework.id = framework.id or slug(framework.name.get("en", "")) or slug(source.stem) or "framework"
    if not framework.name:
        framework.name = dict.fromkeys(languages_of(framework), source.stem or framework.id)
    assign(framework, conversion)
    return framework


def _recognise(source: Source, options: Options, conversion: Conversion) -> str:
    """The format of a source. Raises Refused where it is none or several."""
    found = [formats.FALLBACK] if options.map_text is not None else formats.recognised(source)
    if len(found) == 1:
        return found[0]
    if isinstance(source.data, dict) and isinstance(source.data.get("competencies"), list) and "name" in source.data:
        reason = Text("它已经是 comp 的字典", "it is already a dictionary of comp")
    elif found:
        reason = Text(f"可能是 {'、'.join(found)}", f"it may be {', '.join(found)}")
    else:
        reason = Text("JSON 和 YAML 中的列表须用 --map 写明", "a list in JSON or YAML needs --map")
    raise refuse(conversion, catalogue.FORMAT_NOT_KNOWN, source.path, reason=reason)


def _limit(framework: Framework, source: Source, conversion: Conversion) -> None:
    """Refuse a framework beyond any use."""
    items = len(framework.competencies) + len(framework.positions)
    items += sum(1 + len(level.statements) for c in framework.competencies for level in c.levels)
    items += sum(len(c.statements) for c in framework.competencies) + sum(len(p.requires) for p in framework.positions)
    characters = sum(len(text) for words in all_words(framework) for text in words.values())
    for number, most, zh, en in (
        (items, MOST_ITEMS, "项", "items"),
        (characters, MOST_CHARACTERS, "个字符", "characters"),
    ):
        if number > most:
            size, limit = Text(f"{number:,} {zh}", f"{number:,} {en}"), Text(f"{most:,}", f"{most:,}")
            raise refuse(conversion, catalogue.FRAMEWORK_TOO_LARGE, source.path, size=size, most=limit)


def _update(framework: Framework, old: Old, conversion: Conversion) -> None:
    """Bring an older dictionary up to date, in place. Raises Refused where that can't be used."""
    known, found = read_dictionary(old.data, old.name)
    if known is None:
        for finding in found:
            if finding.severity is Severity.ERROR:
                refuse_finding(conversion, finding)
        raise Refused
    update(framework, known, conversion)
    for language in known.languages:
        if language not in languages_of(framework):
            lacking = [part for part, words in named_words(framework) if language not in words]
            conversion.note(
                catalogue.LANGUAGE_DROPPED,
                lacking,
                about=language,
                count=len(lacking),
                language=LANGUAGE_NAMES[language],
            )


def _write(framework: Framework, source: Source, conversion: Conversion) -> bytes:
    """The framework as the bytes of a dictionary that passes `comp check`. Raises Refused where it doesn't."""
    assign_statements(framework)
    if not framework.is_dictionary:
        fit_scales(framework)
        framework.languages = languages_of(framework)
    conversion.languages = framework.languages
    statements = [
        s for c in framework.competencies for s in (*c.statements, *(s for x in c.levels for s in x.statements))
    ]
    conversion.summary = Summary(
        len(framework.competencies),
        len(statements),
        len(framework.positions),
        sum(len(p.requires) for p in framework.positions),
    )
    data = write_yaml(to_data(framework), _head(source, conversion.options))
    _, found = parse_model(data, source.path)
    faults = [f for f in found if f.severity is Severity.ERROR]
    for code, number in Counter(f.rule.code for f in faults).items():
        first = next(f for f in faults if f.rule.code == code)
        reason = Text(*(f"{code} {first.key}: {first.message(language)}" for language in LANGUAGES))
        conversion.note(
            catalogue.RESULT_NOT_VALID, source.path, first.value, about=code, count=number, code=code, reason=reason
        )
    if faults:
        raise Refused
    return data


def _head(source: Source, told: Mapping[str, str]) -> list[str]:
    """The first lines of the dictionary: where it came from."""
    lines = [f"Imported by comp from {source.path.rpartition('/')[2]}", f"SHA-256: {source.sha256}"]
    if told:
        lines.append(f"Options: {' '.join(f'--{name} {value}'.strip() for name, value in told.items())}")
    return lines
