"""Measures how well search and related posts find: `python -m bench.quality ../shared/data`.

Questions over several kinds of real text (`kinds_of_text`), words of threads' own titles, and pairs
of sentences that mean the same (KLUE-STS), through the product's own importer, index, search and
related posts. With `--postgres` behind it, on a PostgreSQL of its own.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import servers
from .kinds_of_text import KINDS

TOP = 10


def main() -> None:
    data = Path(sys.argv[1])
    for step, *more in [*(["search", kind] for kind in KINDS), ["titles"], ["related"]]:
        with tempfile.TemporaryDirectory() as folder, _database() as database:
            environment = servers.environment(Path(folder), **database)
            command = [sys.executable, "-m", f"bench.quality_of_{step}", str(data), *more]
            subprocess.run(command, env=environment, check=True)


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """Give a step its database: SQLite in its folder, or a PostgreSQL of its own."""
    if "--postgres" not in sys.argv:
        yield {}
        return
    from tests.services.postgres import postgres

    with postgres() as address:
        yield {"DATABASE_URL": address}


def load(posts: Iterator[dict[str, Any]]) -> dict[str, int]:
    """Import posts; return the numbers that they have here."""
    from django.core.management import call_command

    from madang.boards.models import ImportedPost
    from madang.core.community import found_community
    from madang.moving.addresses import key_of
    from madang.moving.jsonl.files import read
    from madang.moving.load import load as write
    from madang.moving.spool import Spool
    from madang.operations.start import ensure_keys, make_folders

    make_folders()
    call_command("migrate", verbosity=0)
    ensure_keys()
    found_community("마당", "")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file, Spool() as spool:
        keys = {}
        for post in posts:
            keys[key_of("", post["board"], post["id"])] = post["id"]
            file.write(json.dumps(post, ensure_ascii=False) + "\n")
        file.flush()
        read(spool, [file.name], lambda _: None)
        write(spool, lambda _: None)
    return {keys[bytes(key)]: post for key, post in ImportedPost.objects.values_list("key", "post")}


def build() -> tuple[float, float]:
    """Make the index; return its seconds, and the posts (with their comments apart) a second."""
    from madang.boards.models import Post
    from madang.search import index, term_statistics
    from madang.search.models import SearchIndex

    index.ensure()
    (one,) = SearchIndex.objects.all()
    begin = time.perf_counter()
    while index._extend(one, "posts"):
        pass
    index._backend().finish(index._table(one, "posts"))
    seconds = time.perf_counter() - begin
    # Comments stay out: the baselines are of posts.
    SearchIndex.objects.update(is_active=True)
    term_statistics.count_terms()
    return seconds, Post.objects.count() / seconds


def measure(ranked: Callable[[str], list[int]], questions: list[tuple[str, int]]) -> str:
    found = reciprocal = 0.0
    times = []
    for asked, answer in questions:
        begin = time.perf_counter()
        ids = ranked(asked)[:TOP]
        times.append(time.perf_counter() - begin)
        if answer in ids:
            found += 1
            reciprocal += 1 / (ids.index(answer) + 1)
    times.sort()
    return (
        f"MRR@10 {reciprocal / len(questions):.4f}, recall@10 {found / len(questions):.4f}, "
        f"{1000 * sum(times) / len(times):.2f} ms a query "
        f"(p50 {1000 * times[len(times) // 2]:.2f}, p99 {1000 * times[int(len(times) * 0.99)]:.2f})"
    )


if __name__ == "__main__":
    main()
