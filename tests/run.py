"""Runs the whole suite: on SQLite, all but the browser's part again on PostgreSQL.

What needs a browser runs beside the rest: it waits most of the time.
"""

import os
import subprocess
import sys
import tempfile
import time

from .services.postgres import postgres

# With what was run again, and what took long.
PYTEST = [sys.executable, "-m", "pytest", "-q", "-rR", "--durations=10"]
BROWSER, OTHERS = ["-m", "browser"], ["-m", "not browser"]


def main() -> int:
    chosen = sys.argv[1:]
    with tempfile.TemporaryFile("w+") as said:
        browser = subprocess.Popen([*PYTEST, *BROWSER, *chosen], stdout=said, stderr=said)
        try:
            codes = [run("SQLite", chosen)]
            with postgres() as url:
                codes.append(run("PostgreSQL", chosen, DATABASE_URL=url))
        finally:
            begun = time.monotonic()
            codes.append(browser.wait())
            said.seek(0)
            waited = time.monotonic() - begun
            print(f"== In a browser, on SQLite (waited {waited:.0f} s more)", said.read(), sep="\n")
    return max(codes)


def run(database: str, chosen: list[str], **environment: str) -> int:
    """Run all that needs no browser; return pytest's answer."""
    print(f"== {database}", flush=True)
    command = [*PYTEST, *OTHERS, *chosen]
    return subprocess.run(command, env={**os.environ, **environment}).returncode


if __name__ == "__main__":
    sys.exit(main())
