"""`comp stage`: the career stage that people's ratings support."""
