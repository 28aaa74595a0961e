"""Runs the whole suite on SQLite, and all but the browser's part again on PostgreSQL."""

import os
import subprocess
import sys

from .services.postgres import postgres

# With what was run again, and what took long.
PYTEST = [sys.executable, "-m", "pytest", "-q", "-rR", "--durations=10"]


def main() -> int:
    print("== SQLite", flush=True)
    failed = subprocess.run([*PYTEST, *sys.argv[1:]]).returncode
    with postgres() as url:
        print("== PostgreSQL", flush=True)
        command = [*PYTEST, "-m", "not browser", *sys.argv[1:]]
        again = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
    return failed or again


if __name__ == "__main__":
    sys.exit(main())
