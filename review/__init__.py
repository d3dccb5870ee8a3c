"""The web review queue. Imports `storage` and `rules`."""
