"""The leak check reads the live database's file, and takes nobody's lock away."""

import sqlite3
from pathlib import Path

from madang.operations.leaks.sqlite_pages import pages_of_live_table, pages_of_table

from ..services.sqlite import others_wait


def test_whoever_writes_meanwhile_keeps_their_lock(tmp_path: Path) -> None:
    file = tmp_path / "live.sqlite3"
    live = sqlite3.connect(file, isolation_level=None)
    live.execute("CREATE TABLE rows_of (id INTEGER PRIMARY KEY, text TEXT)")
    live.executemany("INSERT INTO rows_of VALUES (?, ?)", [(n, "x" * 40) for n in range(200)])
    ((root,),) = live.execute("SELECT rootpage FROM sqlite_master WHERE name = 'rows_of'")
    live.execute("BEGIN IMMEDIATE")
    pages = pages_of_live_table(file, root)
    assert others_wait(file)
    live.execute("COMMIT")
    live.close()
    assert pages == pages_of_table(file, root) and len(pages) > 1
