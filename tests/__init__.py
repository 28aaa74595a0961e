"""Tests mirror src/madang; `python -m tests.run` runs them on SQLite, then on PostgreSQL."""
