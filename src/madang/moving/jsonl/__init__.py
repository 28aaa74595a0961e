"""Importing posts with their comments from JSON Lines; the format is in docs/import.md."""
