"""`comp sheet`: rating sheets to be filled in."""
