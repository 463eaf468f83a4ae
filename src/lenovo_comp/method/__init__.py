"""The arithmetic: pure functions of a model and ratings (design, section 4)."""
