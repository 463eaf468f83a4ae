"""Lists that are read off a folder: what lies in it is what there is, and no list is kept beside it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def modules_of(package: str) -> tuple[str, ...]:
    """The names of a package's modules and packages, sorted; those with a leading underscore are nobody else's.

    >>> modules_of("lenovo_comp.reports.formats")
    ('csv', 'html', 'json', 'markdown', 'parquet', 'table', 'xlsx')
    """
    return tuple(sorted(m.name for m in iter_modules(import_module(package).__path__) if m.name[0] != "_"))


def folders_with(package: str, module: str) -> tuple[str, ...]:
    """The names of a package's folders that hold a module of that name, sorted.

    >>> folders_with("lenovo_comp.reports", "frame")
    ('assess', 'match', 'sheet', 'show_model', 'stage', 'trend')
    """
    paths = import_module(package).__path__
    return tuple(
        name
        for name in modules_of(package)
        if any(found.name == module for found in iter_modules([f"{path}/{name}" for path in paths]))
    )


def module_of(package: str, name: str) -> ModuleType:
    """A module of a package."""
    return import_module(f"{package}.{name}")


def default_first(names: Sequence[str], default: str) -> tuple[str, ...]:
    """Sorted, but for the default, which comes first."""
    return tuple(sorted(names, key=lambda name: (name != default, name)))
