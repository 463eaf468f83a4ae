"""Refusing a source: what is said of it in the account, and the exception that ends the import."""

from ..findings.finding import Finding, Rule
from ..text import Text
from .conversion import Conversion
from .formats import Refused


def refuse(conversion: Conversion, rule: Rule, place: str, sample: str | None = None, **details: str | Text) -> Refused:
    """Say why nothing can be taken; the exception to be raised."""
    conversion.note(rule, place, sample, effect="refused", **details)
    return Refused(rule.code)


def refuse_finding(conversion: Conversion, finding: Finding) -> Refused:
    """The same for what a reader of files found."""
    return refuse(conversion, finding.rule, str(finding.place), finding.value, **finding.details)
