"""Every kind of finding: a family a file, an entry a kind."""
