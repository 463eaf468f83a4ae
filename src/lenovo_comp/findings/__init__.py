"""What was found, where, how bad it is taken to be, and how it is told."""
