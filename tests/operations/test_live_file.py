"""The leak check reads the live database's file, and takes nobody's lock away."""

import sqlite3
import subprocess
import sys
from pathlib import Path

from madang.operations.leaks.sqlite_pages import pages_of_live_table, pages_of_table

WRITE = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], timeout=0)
try:
    other.execute("BEGIN IMMEDIATE")
    print("wrote")
except sqlite3.OperationalError:
    print("waits")
"""


def test_whoever_writes_meanwhile_keeps_their_lock(tmp_path: Path) -> None:
    file = tmp_path / "live.sqlite3"
    live = sqlite3.connect(file, isolation_level=None)
    live.execute("CREATE TABLE rows_of (id INTEGER PRIMARY KEY, text TEXT)")
    live.executemany("INSERT INTO rows_of VALUES (?, ?)", [(n, "x" * 40) for n in range(200)])
    ((root,),) = live.execute("SELECT rootpage FROM sqlite_master WHERE name = 'rows_of'")
    live.execute("BEGIN IMMEDIATE")
    pages = pages_of_live_table(file, root)
    command = [sys.executable, "-c", WRITE, str(file)]
    other = subprocess.run(command, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == "waits"
    live.execute("COMMIT")
    live.close()
    assert pages == pages_of_table(file, root) and len(pages) > 1
