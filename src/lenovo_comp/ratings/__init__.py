"""Ratings files: columns in, checked columns out, with a place for everything that is wrong."""
