"""`comp init`: makes a project, and writes over nothing."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from .. import system
from ..findings.finding import CannotRun
from ..inputs import read_input
from ..model.names import not_one_of
from ..model.shipped import shipped_model
from ..reports.formats import table
from ..reports.shared.blocks import Block, Commands, text
from ..text import Text
from .command_lines import quote
from .exits import CLEAN, CLEAN_UP
from .project_files import CI, IGNORED, RATERS, RATINGS, README, ROSTER, Project, project_files
from .session import Session

DICTIONARY = "dictionary.yaml"
_MADE = Text("已在{folder}中生成：{files}", "Made in {folder}: {files}")
_KEPT = Text("已有的文件保持不变：{files}", "Left as they were: {files}")
_IGNORE = Text(
    "请在 {file} 中依次加入以下各行，以免个人数据进入版本库：{lines}",
    "Add these lines to {file}, in this order, to keep personal data out: {lines}",
)
_NEXT = Text("下一步：", "Next: ")
_LOOK = {
    "comp assess": Text("团队总览", "the team overview"),
    "comp report -o site": Text("网页：每个团队，每个人", "pages for each team and person"),
}
_MORE = Text("{readme} 说明如何换成您的人员。", "{readme} says how to use your own people.")
_FILL_IN = Text(
    "请先填写 {roster} 和 {raters}；{readme} 说明后续步骤。", "Fill in {roster} and {raters} first; see {readme}."
)


class Request(NamedTuple):
    """The request of `comp init`, as the command line gives it."""

    folder: str
    empty: bool
    ci: str | None
    model: str | None


def make_project(request: Request, session: Session) -> int:
    """Make a project; returns the exit code. Raises CannotRun where a file is in the way or can't be written."""
    if request.ci is not None and request.ci not in CI:
        raise not_one_of("--ci", request.ci, tuple(CI))
    if not request.folder:
        raise CannotRun("请给出文件夹的名称", "name the folder")
    folder = Path(request.folder)
    # The sample rates the competencies of the built-in dictionary.
    sample = not request.empty and request.model is None
    model = session.dictionary(request.model or str(shipped_model()))
    own = None if request.model is None else _place_in_project(request.model, folder)
    files = project_files(Project(model, session.language, own, sample, request.ci))
    if request.model is not None and own is not None and not _is_same(request.model, folder / own):
        files[own] = read_input(request.model)
    # What a project has already is nobody's to change: it is used as it is, or nothing is made.
    may_stay = {README, IGNORED} if sample else {README, IGNORED, ROSTER, RATERS}
    kept = [name for name in files if name in may_stay and os.path.lexists(folder / name)]
    made = {name: content for name, content in files.items() if name not in kept}
    # Ratings that are there already must not be mixed with those of the sample.
    _refuse_to_overwrite(
        folder, [*(name for name in made if not name.startswith(f"{RATINGS}/")), *([RATINGS] if sample else [])]
    )
    _create(folder, made)
    # Of a file that is left as it was, the lines that the project needs.
    ignored = [line for line in files[IGNORED].decode().splitlines() if line and not line.startswith("#")]
    left = {name: ignored if name == IGNORED else [] for name in kept}
    table.write(_report(request.folder, [*made], left, session, sample), sys.stdout)
    return CLEAN


def _place_in_project(model: str, folder: Path) -> str:
    """The dictionary's file as the project names it: where it is, if that is within the project, else a copy."""
    real, inside = Path(os.path.realpath(model)), Path(os.path.realpath(folder))
    return real.relative_to(inside).as_posix() if real.is_relative_to(inside) else DICTIONARY


def _is_same(one: str, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _refuse_to_overwrite(folder: Path, names: Iterable[str]) -> None:
    """Raise CannotRun where one of the files is there, or a folder that holds anything."""
    there = [name for name in names if os.path.lexists(folder / name) and not _is_empty(folder / name)]
    if there:
        listed = "、".join(there), ", ".join(there)
        raise CannotRun(
            f"{_called(folder).zh}中已有 {listed[0]}，未写入任何文件；请换一个文件夹",
            f"{_called(folder).en} already has {listed[1]}, so nothing was written; choose another folder",
        )


def _is_empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def _create(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write new files, all or none. Raises CannotRun."""
    made: list[Path] = []

    def discard() -> None:
        for path in made:
            with contextlib.suppress(OSError):
                path.unlink()

    CLEAN_UP.add(discard)
    try:
        (folder / RATINGS).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            # "x": a file that has come into being since they were looked for is not written over either.
            with path.open("xb") as file:
                made.append(path)
                file.write(content)
    except (OSError, ValueError) as error:
        discard()
        why = system.reason(error)
        raise CannotRun(f"无法写入 {folder}：{why.zh}", f"can't write to {folder}: {why.en}") from error
    finally:
        CLEAN_UP.discard(discard)


def _called(folder: Path) -> Text:
    """A folder in a sentence, in Chinese with the spaces that a name needs."""
    return Text("当前文件夹", "this folder") if _is_here(folder) else Text(f" {folder} ", str(folder))


def _is_here(folder: Path) -> bool:
    return folder.resolve() == Path.cwd()


def _no_option(folder: str) -> str:
    return f"./{folder}" if folder.startswith("-") else folder


def _report(
    folder: str, made: Sequence[str], kept: Mapping[str, Sequence[str]], session: Session, sample: bool
) -> list[Block]:
    """What was made, what was kept (name → lines that it should have), and what to type next."""
    words = session.words
    blocks: list[Block] = [
        text(words.of(_MADE).format(folder=words.of(_called(Path(folder))), files=words.join([*made])))
    ]
    if kept:
        blocks.append(text(words.of(_KEPT).format(files=words.join([*kept]))))
    if IGNORED in kept:
        blocks.append(text(words.of(_IGNORE).format(file=IGNORED, lines=" ".join(kept[IGNORED]))))
    enter = {} if _is_here(Path(folder)) else {f"cd {quote(_no_option(folder))}": None}
    look = {line: words.of(use) for line, use in _LOOK.items()} if sample else {}
    steps = [(line, use or "") for line, use in {**enter, **look}.items()]
    if steps:
        blocks.append(Commands(words.of(_NEXT), steps))
    closing = _MORE if sample else _FILL_IN
    return [*blocks, text(words.of(closing).format(readme=README, roster=ROSTER, raters=RATERS))]
