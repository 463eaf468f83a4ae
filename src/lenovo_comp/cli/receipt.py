"""`comp.receipt/1`: what a run read and what it wrote, with digests. It is the keeper's and no report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..model.dictionary import Model
from ..reports.shared.document import Document, tool

if TYPE_CHECKING:
    from ..ratings.files import Input


class Made(NamedTuple):
    """An output as it was written: its file ("-": standard output), format and SHA-256."""

    path: str
    format: str
    sha256: str


def receipt_document(models: Sequence[Model], inputs: Sequence[Input], outputs: Sequence[Made]) -> Document:
    """`comp.receipt/1`. `models` are the dictionaries, the one that the ratings were assessed with first."""
    return {
        "schema": "comp.receipt/1",
        "tool": tool(),
        "model": _dictionary(models[0]),
        "model_before": _dictionary(models[1]) if len(models) > 1 else None,
        "settings": dict(sorted(models[0].settings.items())),
        "inputs": [{"path": i.path, "sha256": i.sha256, "encoding": i.encoding, "rows": i.rows} for i in inputs],
        "outputs": [made._asdict() for made in outputs],
    }


def _dictionary(model: Model) -> Document:
    return {"path": model.path, "id": model.id, "version": model.version, "sha256": model.sha256}
