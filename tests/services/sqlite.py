"""Another process beside a SQLite database that is being written."""

import subprocess
import sys
from pathlib import Path

WRITE = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], timeout=0)
try:
    other.execute("BEGIN IMMEDIATE")
    print("wrote")
except sqlite3.OperationalError:
    print("waits")
"""


def others_wait(file: Path) -> bool:
    """Tell whether another process has to wait until this one has written."""
    command = [sys.executable, "-c", WRITE, str(file)]
    return subprocess.run(command, capture_output=True, check=True).stdout.strip() == b"waits"
