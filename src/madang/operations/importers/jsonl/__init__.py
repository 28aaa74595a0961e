"""Importing posts with their comments from JSON Lines; the format is in docs/import.md.

`lines` reads and checks, `spool` puts everything in the order of time, `load` writes it in batches.
"""
