"""Rehearsing an incident: a made-up company, its customers, and the whole way through."""
