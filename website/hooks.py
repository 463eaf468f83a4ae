"""MkDocs' hook: the site is built from `docs/` as staged."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # MkDocs reads this file by its path and takes the entry out again

from website.staging import stage  # noqa: E402


def on_config(config: Any) -> Any:
    """Build from the staged copy instead of `docs/` itself."""
    staged = ROOT / "build" / "docs"
    stage(ROOT, staged)
    config["docs_dir"] = str(staged)
    return config
