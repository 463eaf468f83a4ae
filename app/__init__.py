"""What goes into the single-file build (`make app`)."""
