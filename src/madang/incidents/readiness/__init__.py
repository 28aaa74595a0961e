"""Readiness: whether everything is there that the first hour takes, looked at before it comes."""
