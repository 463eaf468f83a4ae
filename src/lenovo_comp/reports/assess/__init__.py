"""`comp assess`: everyone."""
