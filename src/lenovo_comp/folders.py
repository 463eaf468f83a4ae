"""Lists of modules and packages, read off a package's folder."""

import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from types import ModuleType


# A list kept elsewhere is a trap: what is not on it works in small and is passed over in large (decision 0016).
def modules_of(package: str) -> tuple[str, ...]:
    """The names of a package's public modules and packages, sorted.

    >>> modules_of("lenovo_comp.reports.formats")
    ('csv', 'html', 'json', 'markdown', 'parquet', 'table', 'xlsx')
    """
    return tuple(sorted(name for path in import_module(package).__path__ for name in _listed(path) if name[0] != "_"))


def folders_with(package: str, module: str) -> tuple[str, ...]:
    """The names of a package's folders that hold a module of that name, sorted.

    >>> folders_with("lenovo_comp.reports", "frame")
    ('assess', 'match', 'sheet', 'sheet_status', 'show_model', 'stage', 'trend')
    """
    found = [(path, name) for path in import_module(package).__path__ for name in _listed(path)]
    return tuple(sorted(name for path, name in found if module in _listed(os.path.join(path, name))))


def module_of(package: str, name: str) -> ModuleType:
    """The module of that name in a package. Raises ImportError."""
    return import_module(f"{package}.{name}")


def default_first(names: Sequence[str], default: str) -> tuple[str, ...]:
    """The names, sorted, the default first.

    >>> default_first(["json", "table", "csv"], "table")
    ('table', 'csv', 'json')
    """
    return tuple(sorted(names, key=lambda name: (name != default, name)))


def _listed(path: str) -> Iterator[str]:
    """The names of the modules and packages in a folder; none where it is no folder."""
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
