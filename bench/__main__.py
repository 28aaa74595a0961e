"""Runs the benchmark and prints its table; results go to bench/results/latest.json."""

import argparse
import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.request
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from rich.console import Console
from rich.table import Table

from . import scale, servers
from .load import TOKEN, Load, read, read_as, write

RESULTS = Path(__file__).parent / "results"
SITE_PORT, CONSTANT_PORT, PUSH_PORT = 8917, 8918, 8919
CLIENTS, CLIENTS_WRITING = 32, 8
RESERVERS = WATCHERS = 100_000
PAGE_ROWS = 30
# A server does the night's jobs once when it starts; they are not what is measured.
SETTLE_SECONDS = 75
BOARD = "/" + quote("자유")
# Of `bench.one_row`, which is a program of its own.
ONE_ROW = "bench-one-row"
# Ratios before members shared pages, threads shared their work and one thread of a worker worked.
BEFORE = {
    "hot list, members": "0.02",
    "hot post, members": "0.01",
    "list anew": "0.022",
    "post anew": "0.012",
    "comment, worker beside": "0.46",
    "its 99th percentile": "1.8–2.3",
    "comment during calls": "1.01",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `ratio` is against what `against` names, `goal` what is to reach.

    `before` is the ratio before its last large change, as docs/performance.md tells it.
    """

    name: str
    rate: float
    p50: float
    p99: float
    ratio: float
    against: str
    goal: str
    before: str
    reached: bool


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench", description=__doc__)
    arguments.add_argument("--size", type=int, default=100_000, help="posts in the database")
    arguments.add_argument("--seconds", type=float, default=6, help="time of each measurement")
    given = arguments.parse_args()
    folder = filled(given.size)
    bench = Bench(folder, given.size, given.seconds)
    bench.run()
    result = {
        "size": given.size,
        "machine": machine(),
        "versions": {name: version(name) for name in ("madang", "django", "granian", "jinja2")}
        | {"python": platform.python_version()},
        "memory_mb": round(bench.memory, 1),
        "seconds_to_call": {"people": RESERVERS, "seconds": round(bench.calling, 1)},
        "pushes_per_second": {"watchers": WATCHERS, "rate": round(bench.pushing, 1)},
        "rows": [asdict(row) for row in bench.rows],
    }
    RESULTS.mkdir(exist_ok=True)
    for name in ("latest.json", f"{given.size}.json"):
        (RESULTS / name).write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    show(bench)
    # Of a small site there is nothing to compare a page's time with.
    if sizes := [size for size in scale.SIZES if size <= given.size]:
        scale.run(sizes)


class Bench:
    def __init__(self, folder: Path, size: int, seconds: float) -> None:
        self.folder, self.size, self.seconds = folder, size, seconds
        self.rows: list[Row] = []
        self.memory = 0.0
        self.calling = 0.0
        self.pushing = 0.0
        self.site = f"http://127.0.0.1:{SITE_PORT}"
        self.list = self.site + BOARD
        self.post = f"{self.list}/{size // 2}"

    def run(self) -> None:
        with servers.site(self.folder, SITE_PORT, shared_seconds=1) as process:
            list_size, post_size = self._bytes(self.list), self._bytes(self.post)
            hot_list, hot_post = self._read(self.list), self._read(self.post)
            own_list, own_post = self._read_as_members(self.list), self._read_as_members(self.post)
            self.memory = servers.memory(process)
        as_list, as_post = self._constant(list_size), self._constant(post_size)
        self._add("hot list", hot_list, hot_list.rate / as_list.rate, "constant body", 0.6)
        self._add("hot post", hot_post, hot_post.rate / as_post.rate, "constant body", 0.6)
        of_members = [("list", own_list, as_list, 0.25), ("post", own_post, as_post, 0.15)]
        for page, load, constant, goal in of_members:
            ratio = load.rate / constant.rate
            self._add(f"hot {page}, members", load, ratio, "constant body", goal)
        with servers.site(self.folder, SITE_PORT, shared_seconds=0):
            time.sleep(SETTLE_SECONDS)
            self._anew("list anew", self.list, as_list, 1 / 45)
            self._anew("post anew, 100 comments", self.post, as_post, 1 / 90)
            self._depth()
            self._calls()
        self._one_row()
        self._pushes()
        self._seals()

    def _anew(self, name: str, address: str, constant: Load, goal: float) -> None:
        load = self._read(address)
        self._add(name, load, load.rate / constant.rate, "constant body", goal)

    def _depth(self) -> None:
        """Compare the first page with a deep one by the time of one request after the other."""
        deep = min(100_000, self.size // PAGE_ROWS)
        first = read(f"{self.list}?page=1", seconds=self.seconds, clients=1)
        last = read(f"{self.list}?page={deep}", seconds=self.seconds, clients=1)
        self._add(f"page {deep:,}", last, last.p50 / first.p50, "time of page 1", 1.3, most=True)

    def _one_row(self) -> None:
        """Compare comments with an empty form that writes one row, in turns, a worker beside."""
        _run(self.folder, "bench.one_row")
        loads: dict[str, list[Load]] = {"comment": [], "one row": []}
        with (
            servers.application(self.folder, SITE_PORT, "bench.one_row"),
            servers.background(self.folder),
        ):
            time.sleep(SETTLE_SECONDS)
            for _turn in range(3):
                loads["comment"].append(self._write(self.seconds, CLIENTS_WRITING))
                address = f"{self.site}/{ONE_ROW}"
                loads["one row"].append(self._write(self.seconds, CLIENTS_WRITING, address))
        comment, row = (_median(some) for some in loads.values())
        self._add("comment, worker beside", comment, comment.rate / row.rate, "one row's form", 0.5)
        slowest = comment.p99 / comment.p50
        self._add("its 99th percentile", comment, slowest, "its median", 5, most=True)

    def _calls(self) -> None:
        """Compare comments while many are being called with comments in quiet."""
        quiet = self._write(self.seconds, 1)
        _run(self.folder, "bench.reservers", str(RESERVERS))
        begin = time.monotonic()
        busy = self._write(self.seconds, 1)
        while waiting(self.folder):
            time.sleep(0.2)
        self.calling = time.monotonic() - begin
        self._add("comment during calls", busy, busy.p50 / quiet.p50, "in quiet", 1.3, most=True)

    def _pushes(self) -> None:
        """Compare comments while many browsers are being told with comments in quiet."""
        service = f"127.0.0.1:{PUSH_PORT}"
        with servers.push_service(PUSH_PORT):
            told = {"MADANG_PUSH_SERVICES": service}
            with servers.site(self.folder, SITE_PORT, shared_seconds=0, **told):
                time.sleep(SETTLE_SECONDS)
                quiet = self._write(self.seconds, 1)
                _run(self.folder, "bench.watchers", str(WATCHERS), service)
                while not servers.pushed(PUSH_PORT):
                    time.sleep(0.2)
                begin, before = time.monotonic(), servers.pushed(PUSH_PORT)
                busy = self._write(self.seconds, 1)
                seconds = time.monotonic() - begin
                self.pushing = (servers.pushed(PUSH_PORT) - before) / seconds
            _run(self.folder, "bench.watchers", "0")
        self._add("comment during pushes", busy, busy.p50 / quiet.p50, "in quiet", 1.3, most=True)

    def _seals(self) -> None:
        """Compare comments with and without ciphers.

        One run differs from the next by more than the ciphers cost: six of each, in turns that
        favour neither, one comment after the other, by the medians of their medians.
        """
        names = ("madang.config.rsgi", "bench.nothing_sealed")
        loads: dict[str, list[Load]] = {name: [] for name in names}
        for turn in (names, names[::-1]) * 3:
            for name in turn:
                with servers.application(self.folder, SITE_PORT, name):
                    loads[name].append(self._write(self.seconds / 2, 1))
        sealed, bare = (_median(loads[name]) for name in names)
        ratio = sealed.p50 / bare.p50
        self._add("comment with seals", sealed, ratio, "time without", 1.1, most=True)

    def _write(self, seconds: float, clients: int, address: str = "") -> Load:
        sessions = (self.folder / "sessions").read_text().split()
        address = address or f"{self.list}/{self.size}/comments"
        write(address, sessions, seconds=1, clients=clients)
        return write(address, sessions, seconds=seconds, clients=clients)

    def _add(
        self, name: str, load: Load, ratio: float, against: str, goal: float, *, most: bool = False
    ) -> None:
        shown = f"{'≤' if most else '≥'} {goal:.3g}"
        reached = ratio <= goal if most else ratio >= goal
        figures = load.rate, load.p50, load.p99, ratio
        self.rows.append(Row(name, *figures, against, shown, BEFORE.get(name, ""), reached))

    def _read(self, address: str) -> Load:
        read(address, seconds=1, clients=CLIENTS)
        return read(address, seconds=self.seconds, clients=CLIENTS)

    def _read_as_members(self, address: str) -> Load:
        sessions = (self.folder / "sessions").read_text().split()
        cookies = [f"csrftoken={TOKEN}; sessionid={session}" for session in sessions]
        read_as(cookies, address, seconds=1, clients=CLIENTS)
        return read_as(cookies, address, seconds=self.seconds, clients=CLIENTS)

    def _constant(self, size: int) -> Load:
        with servers.constant(CONSTANT_PORT, size):
            return self._read(f"http://127.0.0.1:{CONSTANT_PORT}/")

    def _bytes(self, address: str) -> int:
        return len(urllib.request.urlopen(address).read())


def _run(folder: Path, module: str, *given: str) -> None:
    command = [sys.executable, "-m", module, *given]
    subprocess.run(command, env=servers.environment(folder), check=True)


def _median(loads: list[Load]) -> Load:
    return Load(
        rate=statistics.median(load.rate for load in loads),
        p50=statistics.median(load.p50 for load in loads),
        p99=statistics.median(load.p99 for load in loads),
    )


def filled(size: int) -> Path:
    """Return a folder with a database of that many posts, made once and kept."""
    folder = RESULTS / f"site-{size}"
    command = [sys.executable, "-m", "bench.fill", str(size)]
    subprocess.run(command, env=servers.environment(folder), check=True)
    return folder


def waiting(folder: Path) -> bool:
    """Tell whether calls are still to be made."""
    database = sqlite3.connect(folder / "database" / "madang.sqlite3", timeout=30)
    try:
        return bool(database.execute("SELECT 1 FROM calls_pendingcall LIMIT 1").fetchone())
    finally:
        database.close()


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"


def show(bench: Bench) -> None:
    table = Table(title=f"{bench.size:,} posts")
    for heading in ("what", "requests/s", "p50 ms", "p99 ms", "ratio", "to", "goal", "before", ""):
        table.add_column(heading, justify="right" if heading not in ("what", "to") else "left")
    for row in bench.rows:
        table.add_row(
            row.name,
            f"{row.rate:,.0f}",
            f"{row.p50:.2f}",
            f"{row.p99:.2f}",
            f"{row.ratio:.3f}",
            row.against,
            row.goal,
            row.before,
            "yes" if row.reached else "NO",
        )
    console = Console()
    console.print(table)
    console.print(f"memory, 2 workers after the load: {bench.memory:.0f} MB (goal ≤ 300)")
    console.print(f"{RESERVERS:,} who reserved a call were called in {bench.calling:.0f} s")
    console.print(f"{WATCHERS:,} watch, and {bench.pushing:.0f} a second are told of a new post")


if __name__ == "__main__":
    main()
