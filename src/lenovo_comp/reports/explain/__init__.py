"""`comp explain`: where one figure comes from."""
