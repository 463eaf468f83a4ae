"""`comp check --draft`: mappings for files at hand, to be looked through and pasted into comp.toml."""

import sys
from collections.abc import Sequence
from pathlib import Path

from ..findings.finding import CannotRun, Findings
from ..inputs import STDIN
from .exits import FINDINGS
from .session import Session


def draft_files(paths: Sequence[str], roster: str | None, session: Session) -> int:
    """Print drafts of mappings for ratings files; returns the exit code."""
    from ..ratings.mapping.drafting import draft_mappings
    from ..ratings.mapping.writing import as_toml

    if not paths or STDIN in paths:
        raise CannotRun(
            "--draft 须写明文件：comp check --draft 评分.xlsx", "--draft needs files: comp check --draft ratings.xlsx"
        )
    settings = session.settings.file
    drafts, problems = draft_mappings(paths, session.model, roster)
    session.print_findings(problems, all=True)
    if not drafts:
        return session.exit_code(problems) or FINDINGS
    folder = Path.cwd() if settings is None else settings.parent
    sys.stdout.write(as_toml(drafts, session.language, str(folder)))
    return session.exit_code(Findings(problems))
