"""Measures the peers that PyPI has beside Madang, with the same posts: `make bench-peers`.

Each is installed into an environment of its own, served by the same server with as many workers and
threads, on the same PostgreSQL, in its own production settings; nobody is signed in.
"""
