"""Mappings: how files of another shape are read, by `[[source]]` of `comp.toml` (decision 0021)."""
