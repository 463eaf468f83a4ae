"""`comp check`: reads dictionaries and ratings, writes findings."""

import os
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from .. import system
from ..findings import formats
from ..findings.catalogue import COULD_NOT_RUN
from ..findings.finding import CannotRun, Finding, Findings, Severity, in_order, shown_path
from ..findings.policy import Comparison, Policy, baseline_text, compare
from ..inputs import STDIN, expand_patterns, read_input
from ..model.loading import load_model
from ..model.names import not_one_of
from ..ratings.files.kinds import READ
from ..ratings.files.opening import TEXT
from ..ratings.mapping.file import mappings_of
from ..ratings.reading import check_ratings
from ..reports.formats import table
from ..reports.shared.blocks import Span, text
from .drafts import draft_files
from .exits import CANNOT_RUN, CLEAN, FINDINGS
from .guarding import is_inside
from .outputs import Target, write
from .progress import progress
from .session import MOST_MADE, Session
from .settings import cache_folder
from .writing import append_file, write_file

ENCODINGS = ("utf-8", "gb18030", "utf-16")
LARGEST_BASELINE = 64 * 2**20
"""Bytes of a baseline file."""
_DICTIONARY = (".yaml", ".yml")


class Request(NamedTuple):
    """The request of `comp check`, as the command line gives it."""

    files: Sequence[str]
    roster: str | None
    model: str | None
    format: str
    outputs: Sequence[str]
    fail_on: str | None
    most: int
    statistics: bool
    fix: bool
    diff: bool
    draft: bool
    encoding: str | None
    baseline: str | None
    update_baseline: bool


def check_files(request: Request, session: Session) -> int:
    """Check what is named, else what the settings name; returns the exit code.

    Ratings are checked against `--model`, the settings' dictionary or the built-in one.
    """
    # Whatever will be written is claimed before anything is read, so that no output can replace an input.
    to = session.targets(request.format, request.outputs, formats.formats(), formats)
    _claim_side_outputs(request, session)
    if request.encoding not in (None, *ENCODINGS):
        raise not_one_of("--encoding", request.encoding or "", ENCODINGS)
    policy = _policy(request, session)
    dictionaries, ratings = _select_files(request, session)
    if request.draft:
        roster = _roster(request, session)
        return draft_files([*ratings, *([roster] if request.roster and roster else [])], roster, session)
    if request.fix or request.diff:
        _fix_files(ratings, request, session)
        if request.diff:
            return CLEAN
    found, checked = _collect_findings(dictionaries, ratings, request, session)
    found = policy.apply(found)
    new = found
    compared = _compare_with_baseline(found, {shown_path(path) for path, _ in checked}, request, session)
    if compared is not None:
        new = Findings(compared.new)
    _write(new, checked, request, session, to)
    if any(d.rule.code in COULD_NOT_RUN for d in found):
        return CANNOT_RUN
    return FINDINGS if policy.fails(new) else CLEAN


def _claim_side_outputs(request: Request, session: Session) -> None:
    """Claim the files that are written beside the outputs: the baseline and the summary of a run in CI."""
    if (file := _baseline(request, session)) is not None:
        session.guard.claim(file, "baseline")
        settings = session.settings.file
        # Settings come with a project that somebody else wrote; they must not name a file of the user's elsewhere.
        if request.update_baseline and not request.baseline and settings and not is_inside(file, settings.parent):
            raise CannotRun(
                f"设置中的基线 {file} 不在 {settings} 所在文件夹内，不会写入；可在命令行用 --baseline 指定",
                f"the baseline {file} is outside the folder of {settings}, which names it, and is not written; "
                "name it on the command line: --baseline FILE",
            )
    elif request.update_baseline:
        raise CannotRun("--update-baseline 须与 --baseline 文件 同用", "--update-baseline needs --baseline FILE")
    if (summary := _summary(request)) is not None:
        session.guard.claim(summary)


def _policy(request: Request, session: Session) -> Policy:
    if request.fail_on is None:
        return session.settings.policy
    if request.fail_on not in list(Severity):
        raise not_one_of("--fail-on", request.fail_on, Severity)
    return session.settings.policy._replace(fail_on=Severity(request.fail_on))


def _select_files(request: Request, session: Session) -> tuple[list[str], list[str]]:
    """The paths of the dictionaries and of the ratings files to check. Raises CannotRun where there are none."""
    settings = session.settings
    files = expand_patterns(request.files, READ)
    dictionaries = [f for f in files if Path(f).suffix.lower() in _DICTIONARY]
    ratings = [f for f in files if f not in dictionaries]
    if not request.files:
        dictionaries = [settings.model] if settings.model and request.model is None else []
        ratings = expand_patterns(settings.ratings, READ)
    roster = _roster(request, session)
    named = roster is not None and any(shown_path(f) == shown_path(roster) for f in ratings)
    if roster is not None:
        # A pattern may match the roster; it is read once, as a roster.
        ratings = [f for f in ratings if shown_path(f) != shown_path(roster)]
    if not dictionaries and not ratings and not named and settings.sources is None:
        raise CannotRun(
            "没有要检查的文件；请写在命令之后，或写入 comp.toml",
            "nothing to check; name files after the command, or in comp.toml",
        )
    return dictionaries, ratings


def _collect_findings(
    dictionaries: Sequence[str], ratings: Sequence[str], request: Request, session: Session
) -> tuple[Findings, list[tuple[str, int | None]]]:
    """Everything found, in order, and what was checked: path and number of rows (None for a dictionary)."""
    problems: list[Finding] = []
    found = Findings()
    checked: list[tuple[str, int | None]] = []
    invalid: list[str] = []
    for path in dictionaries:
        loaded, more = load_model(path, cache_folder(os.environ))
        problems += more
        checked.append((path, None))
        if loaded is None:
            invalid.append(path)
    roster = _roster(request, session)
    # A dictionary that can't be used would end the run here, before its findings are written.
    needed = ratings or (roster and not dictionaries) or (session.settings.sources and not request.files)
    if needed and (request.model or session.settings.model) not in invalid:
        # A baseline counts every finding; otherwise the first of each rule will do (decision 0007).
        all_of_them = request.most == 0 or _baseline(request, session) is not None
        most = 0 if all_of_them else max(request.most, MOST_MADE)
        model = session.model
        with progress(session.words) as advance:
            mappings = mappings_of(session.settings.sources, model, roster)
            read = check_ratings(ratings, model, roster, advance, most=most, mappings=mappings)
        found = read.diagnostics
        checked += [(i.path, i.rows) for i in read.inputs]
        if mappings.sources:
            checked.append((shown_path(str(session.settings.file)), None))
    found = found + problems
    return found.with_totals(in_order(found)), checked


def _compare_with_baseline(
    found: Sequence[Finding], checked: Collection[str], request: Request, session: Session
) -> Comparison | None:
    """The findings compared with the baseline; None without one. Raises CannotRun where it can't be used."""
    file = _baseline(request, session)
    if file is None:
        return None
    try:
        if request.update_baseline:
            before = read_input(file, LARGEST_BASELINE).decode() if Path(file).is_file() else None
            write_file([baseline_text(found, checked, before).encode("utf-8", "backslashreplace")], Path(file))
            _print_note(session, "baseline_written", file=file, findings=f"{len(found):,}")
            return Comparison([], len(found), Counter())
        compared = compare(found, checked, read_input(file, LARGEST_BASELINE).decode())
    except FileNotFoundError as error:
        raise CannotRun(
            f"没有基线文件 {file}；可用 --update-baseline 建立",
            f"there is no baseline {file}; to create it, add --update-baseline",
        ) from error
    except (OSError, ValueError) as error:
        why = system.reason(error)
        raise CannotRun(f"基线文件 {file} 不可用：{why.zh}", f"the baseline {file} can't be used: {why.en}") from error
    _print_note(session, "baseline_line", known=f"{compared.known:,}", gone=f"{compared.gone.total():,}")
    for (path, code), number in sorted(compared.gone.items()):
        _print_note(session, "baseline_gone", what=f"{path}: {code} × {number}")
    return compared


def _write(
    found: Findings, checked: Sequence[tuple[str, int | None]], request: Request, session: Session, to: Sequence[Target]
) -> None:
    shown = found if request.most == 0 else found[: request.most]
    if len(shown) < found.total:
        _print_note(session, "not_shown", more=f"{found.total - len(shown):,}")
    seen = formats.Checked(found, shown, checked, request.statistics)
    write(lambda name: formats.format_of(name).render(seen, session.words), to)
    if (summary := _summary(request)) is not None:
        from ..findings.formats import github

        append_file(github.summary(found, session.words).encode("utf-8", "replace"), summary)


def _fix_files(ratings: Sequence[str], request: Request, session: Session) -> None:
    """Replace the ratings files that have slips (`--fix`), or only show what would change (`--diff`)."""
    from ..ratings.fixing import diff, fix

    model = session.model
    roster = _roster(request, session)
    for path in [*ratings, *([roster] if roster else [])]:
        if path == STDIN or Path(path).suffix.lower() not in TEXT or not Path(path).is_file():
            continue
        if session.settings.sources and session.settings.sources.has(path):
            # What a mapping lists must stay as it is, and what is meant by the rest only the mapping knows.
            _print_note(session, "not_mended_mapped", file=path)
            continue
        old = read_input(path)
        fixed = fix(old, path, model, encoding=request.encoding, roster=path == roster)
        if fixed is None:
            _print_note(session, "not_mended", file=path)
        elif request.diff:
            sys.stdout.write(diff(old, fixed.data, path))
        elif fixed.data != old:
            write_file([fixed.data], Path(path))
            _print_note(session, "mended", file=path, changes=session.words.number("n_changes", fixed.changes))


def _roster(request: Request, session: Session) -> str | None:
    return request.roster or session.settings.roster


def _baseline(request: Request, session: Session) -> str | None:
    return request.baseline or session.settings.baseline


def _summary(request: Request) -> Path | None:
    """The file whose content GitHub shows on the page of a run; None elsewhere."""
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    return Path(file) if file and request.format == "github" else None


def _print_note(session: Session, key: str, **details: object) -> None:
    table.write([text(Span(session.words(key, **details), "dim"))], sys.stderr)
