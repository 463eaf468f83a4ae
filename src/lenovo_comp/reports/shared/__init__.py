"""What the reports share: what they are given, what they give back, and how things are named and shown."""
