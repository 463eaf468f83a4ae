"""Refusing a source: what is said of it in the account, and the exception that ends the import."""

from ..findings.finding import Finding, Rule
from ..text import Text
from .conversion import Conversion
from .formats import Refused


def refuse(conversion: Conversion, rule: Rule, place: str, sample: str | None = None, **details: str | Text) -> Refused:
    """Say why nothing can be taken; the exception to be raised."""
    conversion.note_with(rule, place, sample, details, effect="refused")
    return Refused(rule.code)


def refuse_finding(conversion: Conversion, finding: Finding) -> Refused:
    """The same for what a reader of files found."""
    conversion.note_with(finding.rule, str(finding.place), finding.value, finding.details, effect="refused")
    return Refused(finding.rule.code)
