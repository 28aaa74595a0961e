"""Workers are killed between a comment and its calls: nobody is missed, nobody twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Many where there is time for it.
ROUNDS = 40 if os.environ.get("TEST_LONG") else 6


@pytest.mark.each_database
def test_nobody_is_missed_and_nobody_called_twice(tmp_path: Path) -> None:
    # On PostgreSQL the database beside that of the other tests, which is empty.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MADANG_")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.calls.killing", str(ROUNDS)],
        env={**kept, "MADANG_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
