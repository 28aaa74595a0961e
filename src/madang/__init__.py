"""Madang (마당): a self-hosted anonymous community that has nothing to leak."""

__version__ = "0.2.0"
