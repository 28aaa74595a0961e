"""Keeps a site of this version, for tests of upgrades from it.

    python -m setup.make_fixture

The demo's public content is taken out and brought in again, so that no row belongs to anybody, no
key is needed, and none is in the file: tests/fixtures/site-<version>.sqlite3.gz.
"""

import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from madang import __version__

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        demo, moved, out = (Path(folder) / name for name in ("demo", "moved", "out"))
        _run(demo, "-m", "tests.services.demo", str(demo))
        _run(demo, "-m", "madang.cli", "export", str(out))
        lines = [str(out / name) for name in ("boards.jsonl", "posts.jsonl")]
        _run(moved, "-m", "madang.cli", "import", *lines)
        file = moved / "database" / "madang.sqlite3"
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("DELETE FROM identity_keyrecord")
            # All of it in one file.
            database.execute("PRAGMA journal_mode = DELETE")
            database.execute("VACUUM")
        to = FIXTURES / f"site-{__version__}.sqlite3.gz"
        with file.open("rb") as given, gzip.GzipFile(to, "wb", 9, mtime=0) as kept:
            shutil.copyfileobj(given, kept)
    print(f"{to}: {to.stat().st_size:,} bytes")


def _run(data: Path, *words: str) -> None:
    environment = {**os.environ, "MADANG_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, *words], env=environment, check=True)  # noqa: S603


if __name__ == "__main__":
    main()
