"""Minutes of whatever a machine can think of: run with `make test-long`."""
