"""The workbook that authors fill in, written by `comp export template`: known by its mark; nothing is guessed."""

from ..conversion import Conversion
from ..framework import Framework
from ..options import Options
from ..source import Source
from ..workbooks.marks import has_mark
from ..workbooks.template import MARK


def recognise(source: Source) -> bool:
    """Whether a sheet has the mark."""
    return has_mark(MARK, source.sheets)


def read(source: Source, options: Options, conversion: Conversion) -> Framework:
    """The framework that was filled in. Raises Refused."""
    from ..workbooks.template_reading import read_template
    from . import Refused

    framework = read_template(source.sheets, conversion, options.lang)
    if conversion.refused:
        raise Refused
    return framework
