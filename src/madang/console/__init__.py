"""The console: where operators work."""
