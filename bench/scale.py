"""Measures how pages grow with the site: the same pages at 10,000 to 3,000,000 posts.

`python -m bench.scale 10000 100000 1000000 3000000`, with `--postgres` first on a PostgreSQL of its
own. Each page is rendered anew (no micro-cache), asked for by one client, one after the other;
sites are measured in turn, so that what the machine does meanwhile falls on all of them.
"""

import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import psycopg

from . import servers
from .plot import draw
from .words import NOWHERE, RARE, Texts

RESULTS = Path(__file__).parent / "results"
PORT, ASKED, ROUNDS = 8931, 60, 3
SIZES = [10_000, 100_000, 1_000_000, 3_000_000]
BOARD = "/" + quote("자유")
DEEP = 100_000
PAGE_ROWS = 30


def main() -> None:
    given = sys.argv[1:]
    sizes = [int(one) for one in given if one.isdigit()] or SIZES[:2]
    if "--postgres" not in given:
        run(sizes)
        return
    from tests.services.postgres import postgres

    with postgres() as server:
        for size in sizes:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE madang_{size}")
        os.environ["DATABASE_URL"] = server
        run(sizes)


def run(sizes: list[int]) -> None:
    """Fill what is not filled yet, measure all, write the figures and draw them."""
    database = "postgresql" if "DATABASE_URL" in os.environ else "sqlite"
    for size in sizes:
        filled(size)
    times: dict[str, dict[int, list[float]]] = {}
    for _ in range(ROUNDS):
        for size in sizes:
            for name, milliseconds in measured(size).items():
                times.setdefault(name, {}).setdefault(size, []).append(milliseconds)
    medians = {
        name: {size: round(statistics.median(some), 3) for size, some in by_size.items()}
        for name, by_size in times.items()
    }
    like = (
        {size: round(like_seconds(size) * 1000, 1) for size in sizes}
        if database == "sqlite"
        else {}
    )
    result = {"database": database, "machine": platform.machine(), "cores": os.cpu_count()}
    result |= {"milliseconds": medians, "like_milliseconds": like}
    RESULTS.mkdir(exist_ok=True)
    name = f"scale-{database}"
    (RESULTS / f"{name}.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    draw(medians, RESULTS / f"{name}.svg", f"Madang on {database}: ms a page, one client")
    show(medians, like)


def pages(size: int) -> dict[str, str]:
    """Return what is measured: a name, and an address of a site of so many posts."""
    words = Texts().words
    deep = min(DEEP, size // PAGE_ROWS)
    return {
        "list": BOARD,
        f"list, page {DEEP:,} or the last": f"{BOARD}?page={deep}",
        "post with 100 comments": f"{BOARD}/{size // 2}",
        "old post": f"{BOARD}/{size // 3}",
        "popular now": "/popular",
        "popular, all time": "/popular/ever",
        "unanswered": "/popular/unanswered",
        "live lists": "/live/lists",
        "related posts": f"{BOARD}/{size // 3}/related",
        "search, rare word": f"/search?q={quote(RARE)}",
        "search, no such word": f"/search?q={quote(NOWHERE)}",
        "search, common word": f"/search?q={quote(words[5])}",
        "search, by time": f"/search?q={quote(words[300])}&sort=time",
        "search, three words": f"/search?q={quote(' '.join(words[50:53]))}",
        "my posts": "/me",
    }


def measured(size: int) -> dict[str, float]:
    """Return the median milliseconds of each page of a site."""
    found = {}
    folder = _folder(size)
    with servers.site(folder, PORT, shared_seconds=0, **_database(size)):
        session = (folder / "sessions").read_text().split()[0]
        for name, path in pages(size).items():
            headers = {"Cookie": f"sessionid={session}"} if path == "/me" else {}
            asked = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", headers=headers)
            found[name] = statistics.median(_time(asked) for _ in range(ASKED)) * 1000
    return found


def filled(size: int) -> None:
    folder = _folder(size)
    command = [sys.executable, "-m", "bench.fill", str(size)]
    environment = servers.environment(folder, **_database(size))
    subprocess.run(command, env=environment, check=True)


def like_seconds(size: int) -> float:
    """Return how long LIKE takes for a word that stands in few posts, in the same database."""
    database = sqlite3.connect(RESULTS / f"site-{size}" / "database" / "madang.sqlite3")
    sql = (
        "SELECT id FROM boards_post JOIN boards_posttext ON post_id = id "
        "WHERE state = 0 AND (title LIKE ? OR html LIKE ?) ORDER BY id DESC LIMIT 20"
    )
    times = []
    for _ in range(2):
        begin = time.perf_counter()
        database.execute(sql, (f"%{RARE}%", f"%{RARE}%")).fetchall()
        times.append(time.perf_counter() - begin)
    database.close()
    return min(times)


def show(medians: dict[str, dict[int, float]], like: dict[int, float]) -> None:
    sizes = list(next(iter(medians.values())))
    print("ms".ljust(36) + "".join(f"{size:>12,}" for size in sizes) + "       growth")
    for name, by_size in medians.items():
        row = "".join(f"{by_size[size]:>12.2f}" for size in sizes)
        print(f"{name:36}{row}{by_size[sizes[-1]] / by_size[sizes[0]]:>12.2f}x")
    if like:
        print(f"{'LIKE for the rare word':36}" + "".join(f"{like[size]:>12.1f}" for size in sizes))


def _folder(size: int) -> Path:
    return RESULTS / (f"postgres-{size}" if "DATABASE_URL" in os.environ else f"site-{size}")


def _database(size: int) -> dict[str, str]:
    """Return the site's database: on PostgreSQL one of its own, on the server that is given."""
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        return {}
    head, _, _ = address.rpartition("/")
    return {"DATABASE_URL": f"{head}/madang_{size}"}


def _time(asked: urllib.request.Request) -> float:
    begin = time.perf_counter()
    urllib.request.urlopen(asked).read()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
