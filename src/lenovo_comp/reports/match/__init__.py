"""`comp match`: who fits a position, which positions fit a person, and the bench."""
