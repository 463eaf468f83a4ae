"""The files of a new project, made of `templates/` in one language."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..model.dictionary import Model, Position, RaterRole
from ..ratings.columns import COLUMNS
from ..text import Language, visible
from ..version import __version__
from .thresholds import thresholds_of

SETTINGS, ROSTER, RATERS, RATINGS = "comp.toml", "people.csv", "raters.csv", "ratings"
README, IGNORED = "README.md", ".gitignore"
CI = {"github": ".github/workflows/ratings.yml", "gitlab": ".gitlab-ci.yml"}
"""The service → the file that it runs."""
_TEMPLATES = Path(__file__).parent / "templates"
_PERSON, _RATER = (
    ("employee_id", "name", "department", "manager", "position"),
    ("employee_id", "rater_role", "rater_id"),
)
_MOST_LISTED = 30
_TAGS = "zh|en|sample|empty|builtin|model|private|ci|github|gitlab"
_TAGGED = re.compile(rf"((?:(?:{_TAGS}) ?)+)\|(?: |$)(.*)")


class Project(NamedTuple):
    """A project to be made: `model_file` is its own dictionary's, as comp.toml names it."""

    model: Model
    language: Language
    model_file: str | None
    sample: bool
    ci: str | None

    @property
    def tags(self) -> set[str]:
        """The tags of the lines that belong into this project's files."""
        tags = {self.language, "sample" if self.sample else "empty", "builtin" if self.model_file is None else "model"}
        return tags | ({"private"} if self.ci is None else {"ci", self.ci})


def project_files(project: Project) -> dict[str, bytes]:
    """Name in the project → content, the tables in the project's language."""
    values = {
        "language": project.language,
        "model": visible(project.model_file or ""),
        "model_in_toml": json.dumps(project.model_file, ensure_ascii=False).replace("\x7f", "\\u007f"),
        "version": __version__,
        **{name: f"{value:.10g}" for name, value in thresholds_of(project.model).items()},
        "positions": _list_names(project.model.positions, project.language),
        "roles": _list_names(project.model.rater_roles, project.language),
    }
    texts = {SETTINGS: "comp.toml", README: "README.md", IGNORED: "gitignore"}
    if project.ci is not None:
        texts[CI[project.ci]] = f"{project.ci}.yml"
    files = {name: _fill(_read(template), project.tags, values).encode() for name, template in texts.items()}
    return {**files, **{name: _table(rows, project.language) for name, rows in _tables(project).items()}}


def _read(template: str) -> str:
    return (_TEMPLATES / template).read_text("utf-8")


def _fill(template: str, tags: Collection[str], values: Mapping[str, str]) -> str:
    """The lines of a template that have no tags, or only some of `tags`, with `{name}` replaced by its value.

    >>> _fill("zh| 岗位\\nen| Position\\n{id}\\nen empty| (none)\\n", {"en", "sample"}, {"id": "x"})
    'Position\\nx\\n'
    """
    lines = []
    for line in template.splitlines():
        tagged = _TAGGED.fullmatch(line)
        if tagged is None or set(tagged[1].split()) <= {*tags}:
            lines.append(line if tagged is None else tagged[2])
    filled = re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), "\n".join(lines))
    return re.sub(r"\n{3,}", "\n\n", filled) + "\n"


def _list_names(named: Sequence[Position] | Sequence[RaterRole], language: Language) -> str:
    """A list in Markdown: each name with its id."""
    form = "- {}（`{}`）" if language == "zh" else "- {} (`{}`)"
    lines = [form.format(visible(one.name[language]), visible(one.id)) for one in named[:_MOST_LISTED]]
    return "\n".join([*lines, "- …"] if len(named) > _MOST_LISTED else lines)


def _tables(project: Project) -> dict[str, list[list[str]]]:
    """Name → header and rows of each table: who is rated, by whom, and a file of ratings for each cycle."""
    language, model = project.language, project.model
    people, ratings = (_records("people.csv"), _records("ratings.csv")) if project.sample else ([], [])
    roles = {role.id: role.name[language] for role in model.rater_roles}
    tables = {ROSTER: [_headers(_PERSON, language)], RATERS: [_headers(_RATER, language)]}
    for person in people:
        position = model.position(person["position"]).name[language]
        of_language = {name: person[f"{name}_{language}"] for name in ("name", "department")}
        tables[ROSTER].append([{**person, **of_language, "position": position}[name] for name in _PERSON])
    newest = max((r["cycle"] for r in ratings), default="")
    head = ("cycle", *_RATER)
    for rating in ratings:
        rating["rater_role"] = roles[rating["rater_role"]]
        competencies = [name for name in rating if name not in head]
        names = [model.competency(id).name[language] for id in competencies]
        table = tables.setdefault(f"{RATINGS}/sample_{rating['cycle']}.csv", [[*_headers(head, language), *names]])
        table.append([rating[name] for name in (*head, *competencies)])
        if rating["cycle"] == newest:
            tables[RATERS].append([rating[name] for name in _RATER])
    return tables


def _records(template: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_read(template))))


def _headers(columns: Iterable[str], language: Language) -> list[str]:
    return [COLUMNS[name].headers[0] if language == "zh" else name for name in columns]


def _table(rows: Iterable[Sequence[str]], language: Language) -> bytes:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    # Excel takes Chinese text in UTF-8 for GBK unless the file begins with a byte-order mark.
    return text.getvalue().encode("utf-8-sig" if language == "zh" else "utf-8")
