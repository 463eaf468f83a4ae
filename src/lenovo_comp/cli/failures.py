"""Exceptions → one line on standard error and an exit code; a traceback only if asked for."""

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import typer

from .. import system
from ..findings.finding import CannotRun
from ..text import Text, defuse_command, visible
from .exits import CANNOT_RUN, INTERNAL, INTERRUPTED, TRACEBACK
from .language import language_of

LONGEST = 1000
"""Characters of a message that are shown; what somebody typed or a file says may be in it."""


def exit_code(run: Callable[[], int], lang: object = None) -> int:
    """The exit code of a run, whatever it raises: 2 where the job couldn't be done, 70 for a fault of ours."""
    try:
        return run()
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        print_error("interrupted")
        return INTERRUPTED
    except SystemExit as leaving:
        # A shell that asks what it may complete, or a reader that has seen enough.
        return CANNOT_RUN if leaving.code and not isinstance(leaving.__context__, BrokenPipeError) else 0
    # Panics of the columnar engine are no `Exception`; uncaught, they exit with 1, which means findings.
    except BaseException as error:
        if os.environ.get(TRACEBACK):
            import traceback

            for line in traceback.format_exc().splitlines():
                print(defuse_command(visible(line)), file=sys.stderr)
        # It may be standard output that can't be written to: the flush at exit would raise again.
        if isinstance(error, OSError):
            silence_stdout()
        reason = _reason(error)
        if reason is None:
            print_error(_internal(error)[language_of(lang)])
            return INTERNAL
        print_error(reason[language_of(lang)])
        return CANNOT_RUN


def print_error(message: str) -> None:
    """Print what went wrong on standard error, in one line."""
    print_line(f"comp: {message}")


def print_line(text: str) -> None:
    """Print one line on standard error, made safe to show; nothing where standard error is closed."""
    shown = visible(text)
    if len(shown) > LONGEST:
        shown = f"{shown[: LONGEST * 2 // 3]} … {shown[-LONGEST // 3 :]}"
    with contextlib.suppress(OSError, ValueError):
        print(shown, file=sys.stderr)


def silence_stdout() -> None:
    """Point standard output at the null device, so that the flush at exit can't fail."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _reason(error: BaseException) -> Text | None:
    """Why the job couldn't be done; None where the fault is ours."""
    if isinstance(error, CannotRun):
        return error.text
    if isinstance(error, OSError):
        why = system.reason(error)
        return Text(f"无法读写：{why.zh}", f"can't read or write: {why.en}")
    if isinstance(error, MemoryError):
        return Text("内存不足", "not enough memory")
    if isinstance(error, RecursionError):
        return Text("输入嵌套过深", "the input is nested too deeply")
    if isinstance(error, ImportError):
        from .missing import how_to_install

        return how_to_install(error)
    if isinstance(error, OverflowError):
        return Text("数值过大", "a number is too large")
    if isinstance(error, UnicodeError):
        return Text("文字无法按该编码读写", "text can't be read or written in its encoding")
    # By name, since the engine may not have been imported, and need not be for this.
    if type(error).__name__ == "PanicException":
        return Text("表格引擎无法处理该数据", "the table engine can't process these data")
    return None


def _internal(error: BaseException) -> Text:
    # The message of an unforeseen exception may quote somebody's data: it is shown on request only.
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    at = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    what = f"{type(error).__name__}{at}"
    return Text(
        f"内部错误（{what}）；用 comp --traceback … 查看详情", f"internal error ({what}); comp --traceback … shows more"
    )
