"""Addresses for programs: tokens, what they may do, and what they are told by web hooks."""
