"""`comp diff`: two dictionaries side by side."""
