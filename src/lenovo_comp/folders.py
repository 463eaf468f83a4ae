"""Lists that are read off a folder: what lies in it is what there is, and no list is kept beside it (decision 0016)."""

import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from types import ModuleType


def modules_of(package: str) -> tuple[str, ...]:
    """The names of a package's modules and packages, sorted; those with a leading underscore are nobody else's.

    >>> modules_of("lenovo_comp.reports.formats")
    ('csv', 'html', 'json', 'markdown', 'parquet', 'table', 'xlsx')
    """
    return tuple(sorted(name for path in import_module(package).__path__ for name in _listed(path) if name[0] != "_"))


def folders_with(package: str, module: str) -> tuple[str, ...]:
    """The names of a package's folders that hold a module of that name, sorted.

    >>> folders_with("lenovo_comp.reports", "frame")
    ('assess', 'match', 'sheet', 'show_model', 'stage', 'trend')
    """
    found = [(path, name) for path in import_module(package).__path__ for name in _listed(path)]
    return tuple(sorted(name for path, name in found if module in _listed(os.path.join(path, name))))


def module_of(package: str, name: str) -> ModuleType:
    """A module of a package."""
    return import_module(f"{package}.{name}")


def default_first(names: Sequence[str], default: str) -> tuple[str, ...]:
    """Sorted, but for the default, which comes first.

    >>> default_first(["json", "table", "csv"], "table")
    ('table', 'csv', 'json')
    """
    return tuple(sorted(names, key=lambda name: (name != default, name)))


def _listed(path: str) -> Iterator[str]:
    """The modules and packages in a folder; none where it is no folder."""
    try:
        entries = os.listdir(path)
    except (FileNotFoundError, NotADirectoryError):
        # Within a zip file nothing can be listed so. pkgutil could, but takes a millisecond at every start.
        from pkgutil import iter_modules

        entries = [f"{module.name}.py" for module in iter_modules([path])]
    for entry in entries:
        name, dot, ending = entry.partition(".")
        if ending == "py" or not dot:
            yield name
