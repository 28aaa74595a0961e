"""Ports for servers that take a while to start."""

import secrets
import socket


def free_port() -> int:
    """Return a port that nobody has, below those that the system gives to anybody meanwhile."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
