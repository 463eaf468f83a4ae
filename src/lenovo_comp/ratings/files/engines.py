"""Engines written in another language: their panics become exceptions, and what they print of them goes nowhere."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Panicked(Exception):
    """An engine came upon what its authors held to be impossible."""


@contextmanager
def quiet() -> Iterator[None]:
    """Let an engine work. Raises Panicked where it panics, which is no Exception by itself."""
    try:
        with _quiet:
            yield
    except Exception:
        raise
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # each engine has a class of its own by this name
            raise
        raise Panicked(str(error).split("\n")[0]) from error


class _Quiet:
    """While it is entered, by whatever threads, nothing reaches the standard error of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entered = 0
        self._saved: int | None = None

    def __enter__(self) -> None:
        with self._lock:
            self._entered += 1
            if self._entered == 1:
                self._saved = _redirected()

    def __exit__(self, *_error: object) -> None:
        with self._lock:
            self._entered -= 1
            if not self._entered and self._saved is not None:
                os.dup2(self._saved, 2)
                os.close(self._saved)


_quiet = _Quiet()


def _redirected() -> int | None:
    """Point standard error at the null device; returns a copy of what it was, None where it is closed."""
    try:
        saved = os.dup(2)
    except OSError:
        return None
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    os.close(null)
    return saved
