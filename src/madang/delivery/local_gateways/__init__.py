"""Gateways on this machine that follow the published protocols: for rehearsals and tests."""
