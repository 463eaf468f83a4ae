"""Reading a dictionary file: from its compiled form where there is one, else from the YAML."""

from pathlib import Path

from .. import system
from ..findings import catalogue
from ..findings.finding import Finding, Place, shown_path
from ..inputs import open_input
from ..text import Text
from . import compiled
from .dictionary import Model

LARGEST = 8_000_000
"""Bytes of a dictionary file, which has at most a million characters."""


def load_model(path: str | Path, cache: Path | None = None) -> tuple[Model | None, list[Finding]]:
    """Read a dictionary file.

    Returns the model and what was found, sorted by place; no model if anything found is an error.
    Never raises for what a file may hold. `cache` is a folder in which dictionaries without
    errors are kept compiled, with their findings, so that the next run need not parse them.
    """
    name = shown_path(str(path))
    try:
        with open_input(path) as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None, [Finding(catalogue.FILE_MISSING, Place(name))]
    except (OSError, ValueError) as error:
        return None, [Finding(catalogue.FILE_UNREADABLE, Place(name), details={"reason": system.reason(error)})]
    if len(data) > LARGEST:
        reason = Text(f"超过 {LARGEST:,} 字节", f"more than {LARGEST:,} bytes")
        return None, [Finding(catalogue.YAML_TOO_LARGE, Place(name), details={"reason": reason})]
    if cache is not None and (known := compiled.recall(data, name, cache)) is not None:
        return known
    from .parsing import parse_model

    model, found = parse_model(data, name)
    if cache is not None and model is not None:
        compiled.keep(model, found, data, cache)
    return model, found
