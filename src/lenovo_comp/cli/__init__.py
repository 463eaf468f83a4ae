"""The command line: parse, build, run, write. The only place that prints or exits."""

from .entry import main

__all__ = ["main"]
