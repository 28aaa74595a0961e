"""Measures speed: `python -m bench --size 100000`, or `make bench SIZE=100000`.

Every figure is a ratio to a constant-body server of the same kind, driven in the same run.
"""
