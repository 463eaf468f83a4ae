"""`comp show-model`: the dictionary."""
