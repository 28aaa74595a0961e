"""Runs the whole suite: in Chromium, and beside it on SQLite and then on PostgreSQL.

Two programs at a time, for two cores. With `--long`, what takes minutes is run too.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable

from .services.postgres import postgres

# With what was run again, and what took long.
PYTEST = [sys.executable, "-m", "pytest", "-q", "-rR", "--durations=10"]
BROWSER, OTHERS = ["-m", "browser"], ["-m", "not browser"]


def main() -> int:
    chosen = [argument for argument in sys.argv[1:] if argument != "--long"]
    environment = {**os.environ, **({"MADANG_TEST_LONG": "1"} if "--long" in sys.argv else {})}

    def run(*arguments: str, **more: str) -> int:
        command = [*PYTEST, *arguments, *chosen]
        return subprocess.run(command, env={**environment, **more}).returncode

    with tempfile.TemporaryFile("w+") as said:
        beside = subprocess.Popen(
            [*PYTEST, *BROWSER, *chosen], env=environment, stdout=said, stderr=said
        )
        try:
            codes = _on_both(run)
            codes.append(beside.wait())
        finally:
            beside.kill()
        said.seek(0)
        print("== In a browser", said.read(), sep="\n")
    return int(any(codes))


def _on_both(run: Callable[..., int]) -> list[int]:
    print("== SQLite", flush=True)
    codes = [run(*OTHERS)]
    with postgres() as url:
        print("== PostgreSQL", flush=True)
        codes.append(run(*OTHERS, DATABASE_URL=url))
    return codes


if __name__ == "__main__":
    sys.exit(main())
