"""Installs, fills and measures the peers and Madang; writes peers.json, .md and .svg."""

import argparse
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from tests.services.postgres import postgres

from .. import servers
from ..load import TOKEN, read, read_as, read_each
from ..plot import draw_bars
from ..words import Texts, discussed

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "bench" / "results"
PORT, CLIENTS, SETTLE_SECONDS = 8941, 8, 75
GRANIAN = version("granian")


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer: what pip installs, the module that makes its site, and what its pages are called."""

    name: str
    packages: tuple[str, ...]
    module: str
    pages: dict[str, str]


def peers(size: int) -> list[Peer]:
    word = quote(Texts().words[300])
    return [
        Peer(
            "Spirit",
            ("django-spirit==0.14.3", "psycopg2-binary==2.9.11", "whoosh==2.7.4"),
            "bench.peers.spirit_site",
            {
                "list": "/category/{category}/board/",
                "last page": "/category/{category}/board/?page={last}",
                "thread": "/topic/{thread}/thread/",
                # Its search is for who is signed in.
            },
        ),
        Peer(
            "Misago",
            ("Misago==0.39.6",),
            "bench.peers.misago_site",
            {
                "list": "/c/first-category/{category}/",
                "last page": "/c/first-category/{category}/?start={start}",
                "thread": "/t/thread/{thread}/",
                "search": f"/api/search/threads/?q={word}",
            },
        ),
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench.peers", description=__doc__)
    arguments.add_argument("--size", type=int, default=20_000, help="threads in each database")
    arguments.add_argument("--seconds", type=float, default=5, help="time of each measurement")
    given = arguments.parse_args()
    results = {}
    with postgres() as database:
        results["Madang"] = _madang(database, given.size, given.seconds)
        for peer in peers(given.size):
            results[f"{peer.name}"] = _peer(peer, database, given.size, given.seconds)
    RESULTS.mkdir(exist_ok=True)
    versions = {"Madang": version("madang"), "Granian": GRANIAN}
    versions |= dict(p.packages[0].split("==") for p in peers(given.size))
    said = {"size": given.size, "clients": CLIENTS, "versions": versions, "results": results}
    (RESULTS / "peers.json").write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n")
    table = _table(results)
    (RESULTS / "peers.md").write_text(table)
    title = f"Requests a second, {CLIENTS} clients, {given.size:,} posts"
    draw_bars(_rates(results), RESULTS / "peers.svg", title)
    print(table)


def _madang(database: str, size: int, seconds: float) -> dict[str, list[float]]:
    address = _database(database, "madang_peers")
    folder = RESULTS / "peers" / "madang"
    folder.mkdir(parents=True, exist_ok=True)
    environment = servers.environment(folder, DATABASE_URL=address)
    subprocess.run([sys.executable, "-m", "bench.fill", str(size)], env=environment, check=True)
    board = "/" + quote("자유")
    pages = {
        "list": board,
        "last page": f"{board}?page={size // 30}",
        "thread": f"{board}/{size // 2}",
        "search": f"/search?q={quote(Texts().words[300])}",
    }
    found = {}
    session = (folder / "sessions").read_text().split()[0]
    cookie = f"csrftoken={TOKEN}; sessionid={session}"
    threads = [f"{board}/{number}" for number in discussed(size)]
    words = Texts().words[300 : 300 + len(threads)]
    searches = [f"/search?q={quote(word)}" for word in words]
    with servers.site(folder, PORT, shared_seconds=0, DATABASE_URL=address):
        # It does the night's jobs once when it starts, of which peers have none.
        time.sleep(SETTLE_SECONDS)
        found["different threads"] = _measured_each(threads, seconds)
        found["different searches"] = _measured_each(searches, seconds)
        found |= _measured(pages, seconds)
        found |= _signed_in(pages, cookie, seconds)
    with servers.site(folder, PORT, shared_seconds=1, DATABASE_URL=address):
        shared = _measured(pages, seconds) | _signed_in(pages, cookie, seconds)
    return found | {f"{name}, shared": value for name, value in shared.items()}


def _peer(peer: Peer, database: str, size: int, seconds: float) -> dict[str, list[float]]:
    folder = RESULTS / "peers" / peer.name.lower()
    python = _environment(folder, peer)
    address = _database(database, f"{peer.name.lower()}_peers")
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("MADANG_", "DJANGO_"))},
        "PYTHONPATH": f"{folder}:{ROOT}",
        "PEER_FOLDER": str(folder),
        "PEER_DATABASE": address,
        "PATH": f"{python.parent}:{os.environ['PATH']}",
    }
    command = [str(python), "-m", peer.module, str(size)]
    made = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    said = json.loads(made.stdout.splitlines()[-1])
    pages = {name: path.format(**said) for name, path in peer.pages.items()}
    threads = [peer.pages["thread"].format(thread=thread) for thread in said["threads"]]
    with _served(python, said["application"], environment | said["environment"]):
        found = {"different threads": _measured_each(threads, seconds)}
        if "search" in pages:
            before, _equals, _word = pages["search"].rpartition("=")
            searches = [f"{before}={quote(word)}" for word in Texts().words[300:5300]]
            found["different searches"] = _measured_each(searches, seconds)
        return found | _measured(pages, seconds) | _signed_in(pages, said["cookie"], seconds)


def _measured(pages: dict[str, str], seconds: float) -> dict[str, list[float]]:
    """Return requests a second, and the median milliseconds of one client, of each page."""
    found = {}
    for name, path in pages.items():
        address = f"http://127.0.0.1:{PORT}{path}"
        try:
            urllib.request.urlopen(address, timeout=60).read()
        except urllib.error.HTTPError as error:
            print(f"{path}: {error}", file=sys.stderr)
            continue
        many = read(address, seconds=seconds, clients=CLIENTS)
        one = read(address, seconds=seconds, clients=1)
        found[name] = [round(many.rate, 1), round(one.p50, 2)]
    return found


def _measured_each(paths: list[str], seconds: float) -> list[float]:
    """Return the same of many pages in random order, none twice; the last ones by one client."""
    addresses = [f"http://127.0.0.1:{PORT}{path}" for path in paths]
    many = read_each(addresses[:-300], seconds=seconds, clients=CLIENTS)
    one = read_each(addresses[-300:], seconds=seconds, clients=1)
    return [round(many.rate, 1), round(one.p50, 2)]


def _signed_in(pages: dict[str, str], cookie: str, seconds: float) -> dict[str, list[float]]:
    """Return the same of the pages that a member reloads."""
    found = {}
    for name in ("list", "thread"):
        address = f"http://127.0.0.1:{PORT}{pages[name]}"
        many = read_as([cookie], address, seconds=seconds, clients=CLIENTS)
        one = read_as([cookie], address, seconds=seconds, clients=1)
        found[f"{name} signed in"] = [round(many.rate, 1), round(one.p50, 2)]
    return found


def _environment(folder: Path, peer: Peer) -> Path:
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(folder / "venv", with_pip=True)
        wanted = [*peer.packages, f"granian=={GRANIAN}"]
        subprocess.run([python, "-m", "pip", "install", "-q", *wanted], check=True)
    return python


def _database(server: str, name: str) -> str:
    """Make an empty database on a server; return its address."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')  # noqa: S608
        connection.execute(f'CREATE DATABASE "{name}"')  # noqa: S608
    return f"{server.rpartition('/')[0]}/{name}"


@contextmanager
def _served(python: Path, application: str, environment: dict[str, str]) -> Iterator[None]:
    command = [str(python.with_name("granian")), "--interface", "wsgi", "--port", str(PORT)]
    command += ["--workers", str(servers.WORKERS), "--blocking-threads", str(servers.THREADS)]
    command += ["--log-level", "warning", application]
    process = subprocess.Popen(command, env=environment)
    try:
        _wait(process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=30).read()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError("the peer's server did not answer")


def _rates(results: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, float]]:
    """Return requests a second by page; shared pages stand beside the others."""
    rates: dict[str, dict[str, float]] = {}
    for peer, found in results.items():
        for name, (rate, _milliseconds) in found.items():
            page, comma, how = name.partition(", ")
            rates.setdefault(page, {})[f"{peer}{comma}{how}"] = rate
    return rates


def _table(results: dict[str, dict[str, list[float]]]) -> str:
    names = list(dict.fromkeys(name for found in results.values() for name in found))
    lines = ["| page | " + " | ".join(results) + " |", "| --- |" + " --- |" * len(results)]
    for name in names:
        cells = [
            f"{found[name][0]:,.0f}/s, {found[name][1]:.1f} ms" if name in found else "–"
            for found in results.values()
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
