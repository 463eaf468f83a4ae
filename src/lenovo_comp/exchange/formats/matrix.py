"""Tables of competencies by level, in columns or in rows: Excel, CSV; lists in JSON and YAML by map."""

from ..conversion import Conversion
from ..framework import Framework
from ..matrix.importing import read_matrix
from ..options import Options
from ..source import Source


def recognise(source: Source) -> bool:
    """Any table may be one; what it holds is seen when it is read."""
    return bool(source.sheets)


def read(source: Source, options: Options, conversion: Conversion) -> Framework:
    """The framework of a source, by its map where there is one, else by recognition. Raises Refused."""
    return read_matrix(source, options, conversion)
