"""Calls (호출): notices addressed to a voice, or to those who reserved, without naming anyone."""
