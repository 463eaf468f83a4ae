"""A whole dictionary as a workbook, written by `comp export xlsx`: known by its mark, read back in full."""

from ..conversion import Conversion
from ..framework import Framework
from ..options import Options
from ..source import Source
from ..workbooks.marks import has_mark
from ..workbooks.tables import MARK


def recognise(source: Source) -> bool:
    """Whether a sheet has the mark."""
    return has_mark(MARK, source.sheets)


def read(source: Source, options: Options, conversion: Conversion) -> Framework:  # noqa: ARG001 - all that it says is known
    """The framework, with every setting of the dictionary. Raises Refused."""
    from ..workbooks.reading import read_dictionary_workbook
    from . import Refused

    framework = read_dictionary_workbook(source.sheets, conversion)
    if conversion.refused:
        raise Refused
    return framework
