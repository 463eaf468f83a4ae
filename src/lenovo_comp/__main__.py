"""`python -m lenovo_comp`."""

from .cli import main

main()
