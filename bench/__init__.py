"""Measurements of `comp` beside other tools that do the same job: `make bench`."""
