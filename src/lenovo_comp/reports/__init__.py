"""Results → text. One file a format; what is said (`views`) apart from how it looks."""
