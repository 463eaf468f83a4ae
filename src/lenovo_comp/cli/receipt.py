"""`comp.receipt/1`: what a run read and what it wrote, with digests. It is the keeper's and no report."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypedDict

from ..model.dictionary import Model
from ..reports.shared.document import ModelFile, Tool, model_file, tool
from ..reports.shared.kinds import Count, Settings, Sha256

if TYPE_CHECKING:
    from ..ratings.files.opening import Input


class InputFile(TypedDict):
    path: str
    sha256: Sha256
    encoding: str
    rows: Count


class OutputFile(TypedDict):
    path: str
    """`-` is standard output."""
    format: str
    sha256: Sha256


class ReceiptDocument(TypedDict):
    """What `--receipt FILE` writes.

    What a run read and wrote, with digests: for whoever keeps the ratings, as confidential as they are.
    """

    schema: Literal["comp.receipt/1"]
    tool: Tool
    model: ModelFile
    """The dictionary that the ratings were assessed with."""
    model_before: ModelFile | None
    """The dictionary of an earlier cycle (`comp trend --model-before`), or the old one of `comp diff`."""
    settings: Settings
    inputs: list[InputFile]
    """Ratings files and roster. Empty where nothing but dictionaries was read."""
    outputs: list[OutputFile]


def receipt_document(
    models: Sequence[Model], inputs: "Sequence[Input]", outputs: Sequence[OutputFile]
) -> ReceiptDocument:
    """`comp.receipt/1`. `models` are the dictionaries, the one that the ratings were assessed with first."""
    return {
        "schema": "comp.receipt/1",
        "tool": tool(),
        "model": model_file(models[0]),
        "model_before": model_file(models[1]) if len(models) > 1 else None,
        "settings": dict(sorted(models[0].settings.items())),
        "inputs": [{"path": i.path, "sha256": i.sha256, "encoding": i.encoding, "rows": i.rows} for i in inputs],
        "outputs": list(outputs),
    }
