"""Runs the whole suite: in Chromium, and beside it on SQLite and then on PostgreSQL.

Chromium is used by two programs, each with a copy of one demo: they wait for pages most of the
time. With `--long`, what takes minutes is run too.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import IO

from .services.demo import FOLDER_VARIABLE
from .services.postgres import postgres

# With what was run again, and what took long.
PYTEST = [sys.executable, "-m", "pytest", "-q", "-rR", "--durations=10"]
BROWSER, OTHERS = ["-m", "browser"], ["-m", "not browser"]
# Each file as a whole, whichever of the two is free.
SHARDS = ["-n", "2", "--dist", "loadfile"]


def main() -> int:
    chosen = [argument for argument in sys.argv[1:] if argument != "--long"]
    environment = {**os.environ, **({"MADANG_TEST_LONG": "1"} if "--long" in sys.argv else {})}

    def run(*arguments: str, said: IO[str] | None = None, **more: str) -> int:
        command = [*PYTEST, *arguments, *chosen]
        given = {**environment, **more}
        return subprocess.run(command, env=given, stdout=said, stderr=said).returncode

    def in_chromium(said: IO[str]) -> int:
        with tempfile.TemporaryDirectory() as folder:
            write = [sys.executable, "-m", "tests.services.demo", folder]
            if code := subprocess.run(write, stdout=said, stderr=said).returncode:
                return code
            return run(*BROWSER, *SHARDS, said=said, **{FOLDER_VARIABLE: folder})

    def on_both_databases() -> list[int]:
        print("== SQLite", flush=True)
        codes = [run(*OTHERS)]
        with postgres() as url:
            print("== PostgreSQL", flush=True)
            return [*codes, run(*OTHERS, DATABASE_URL=url)]

    with tempfile.TemporaryFile("w+") as said, ThreadPoolExecutor() as beside:
        browser = beside.submit(in_chromium, said)
        codes = [*on_both_databases(), browser.result()]
        said.seek(0)
        print("== In a browser", said.read(), sep="\n")
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
