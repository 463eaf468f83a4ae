"""The catalogue: every kind of finding, read off the families in `rules`. A code is never used again."""

from .finding import Rule
from .rules.assessment import *  # noqa: F403 - so that a rule is one entry, and no list
from .rules.conversion import *  # noqa: F403
from .rules.conversion_export import *  # noqa: F403
from .rules.cycles import *  # noqa: F403
from .rules.dictionary import *  # noqa: F403
from .rules.files import *  # noqa: F403
from .rules.files import FILE_MISSING, FILE_UNREADABLE, FOLDER_EMPTY, URL_NAMED
from .rules.folders import *  # noqa: F403
from .rules.folders import LAKE_TABLE
from .rules.mapping import *  # noqa: F403
from .rules.names import *  # noqa: F403
from .rules.ratings import *  # noqa: F403
from .rules.safety import *  # noqa: F403
from .rules.sheets import *  # noqa: F403
from .rules.tables import *  # noqa: F403
from .rules.workbooks import *  # noqa: F403

FAMILIES = "FCXMRAST"
"""The first letters of codes, in the order in which families are listed."""
RULES: tuple[Rule, ...] = tuple(
    sorted(
        (rule for rule in globals().values() if isinstance(rule, Rule)),
        key=lambda rule: (FAMILIES.index(rule.code[0]), rule.code),
    )
)
BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}
COULD_NOT_RUN = frozenset(rule.code for rule in (FILE_MISSING, FILE_UNREADABLE, URL_NAMED, FOLDER_EMPTY, LAKE_TABLE))
"""Findings that mean the job could not be done (exit 2), not that data are wrong (exit 1)."""
