"""Runs the whole suite on SQLite, and beside it all but the browser's part on PostgreSQL."""

import os
import subprocess
import sys
import tempfile

from .services.postgres import postgres

# With what was run again, and what took long.
PYTEST = [sys.executable, "-m", "pytest", "-q", "-rR", "--durations=10"]
BROWSER, OTHERS = ["-m", "browser"], ["-m", "not browser"]


def main() -> int:
    chosen = sys.argv[1:]
    with postgres() as url, tempfile.TemporaryFile("w+") as said:
        environment = {**os.environ, "DATABASE_URL": url}
        command = [*PYTEST, *OTHERS, *chosen]
        beside = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        try:
            print("== SQLite", flush=True)
            codes = [subprocess.run([*PYTEST, *OTHERS, *chosen]).returncode]
            print("== SQLite, in a browser", flush=True)
            codes.append(subprocess.run([*PYTEST, *BROWSER, *chosen]).returncode)
            codes.append(beside.wait())
        finally:
            beside.kill()
        said.seek(0)
        print("== PostgreSQL", said.read(), sep="\n")
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
