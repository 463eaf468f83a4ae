"""The documentation site: what its build makes besides `docs/` as it stands. Knows nothing of the site's generator."""
