"""Runs the whole suite: style and types, on SQLite, on PostgreSQL and in Chromium, all at once.

Chromium is used by two programs, each with a copy of one demo: they wait for pages most of the
time. What SQLite's run says is shown as it goes, the others' at the end. With `--long`, what takes
minutes is run too.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from .services.demo import FOLDER_VARIABLE
from .services.postgres import postgres

# With what was run again, and what took long.
PYTEST = [sys.executable, "-m", "pytest", "-q", "-rR", "--durations=10"]
BROWSER, PROGRAMS = ["-m", "browser"], ["-m", "programs"]
OTHERS = ["-m", "not browser and not programs"]
CHECKED = ["src", "tests", "bench", "setup"]
CHECKS = [
    ["lint-imports", "--no-cache"],
    ["ruff", "check", "-q", *CHECKED],
    ["ruff", "format", "-q", "--check", *CHECKED],
    ["mypy", "--no-error-summary"],
]
# Each file as a whole, whichever of the two is free.
SHARDS = ["-n", "2", "--dist", "loadfile"]
CHOSEN = [argument for argument in sys.argv[1:] if argument != "--long"]
ENVIRONMENT = {**os.environ, **({"TEST_LONG": "1"} if "--long" in sys.argv else {})}


def main() -> int:
    with (
        tempfile.TemporaryFile("w+") as on_postgres,
        tempfile.TemporaryFile("w+") as in_browser,
        tempfile.TemporaryFile("w+") as of_style,
        ThreadPoolExecutor() as beside,
    ):
        others = [
            ("On PostgreSQL", on_postgres, beside.submit(_on_postgres, on_postgres)),
            ("In a browser", in_browser, beside.submit(_in_browser, in_browser)),
        ]
        if not CHOSEN:
            others.append(("Style and types", of_style, beside.submit(_checked, of_style)))
        print("== On SQLite", flush=True)
        codes = [_run(OTHERS)]
        for name, said, running in others:
            codes.append(running.result())
            said.seek(0)
            print(f"== {name}", said.read(), sep="\n", flush=True)
    return int(any(codes))


def _checked(said: IO[str]) -> int:
    """Check style and types; what is said of each that is right is left out."""
    folder, codes = Path(sys.executable).parent, []
    for name, *arguments in CHECKS:
        done = subprocess.run([folder / name, *arguments], capture_output=True, text=True)
        codes.append(done.returncode)
        said.write(done.stdout + done.stderr if done.returncode else "")
    return int(any(codes))


def _on_postgres(said: IO[str]) -> int:
    with postgres() as url:
        return _run(OTHERS, said, DATABASE_URL=url)


def _in_browser(said: IO[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        write = [sys.executable, "-m", "tests.services.demo", folder]
        code = subprocess.run(write, stdout=said, stderr=said).returncode
        codes = [code or _run([*BROWSER, *SHARDS], said, **{FOLDER_VARIABLE: folder})]
        # These wait most of the time, and Chromium is done before the others.
        codes.append(_run(PROGRAMS, said))
        return int(any(codes))


def _run(arguments: list[str], said: IO[str] | None = None, **more: str) -> int:
    command = [*PYTEST, *arguments, *CHOSEN]
    return subprocess.run(command, env={**ENVIRONMENT, **more}, stdout=said, stderr=said).returncode


if __name__ == "__main__":
    sys.exit(main())
