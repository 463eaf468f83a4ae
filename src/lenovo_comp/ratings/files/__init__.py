"""Files → tables of text cells: one file a kind of file, or a step on the way."""
