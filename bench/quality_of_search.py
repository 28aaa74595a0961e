"""The search part of `bench.quality`: one kind of text, in a process of its own.

    python -m bench.quality_of_search DATA KIND

Beside the product stand BM25 over words and over pairs of syllables, both by FTS5, as one would
have them in an afternoon.
"""

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from madang.discovery.search.post_search import Scope, SearchRequest, search  # noqa: E402
from madang.search.query import read_query  # noqa: E402
from madang.search.terms import folded, terms_of  # noqa: E402

from .kinds_of_text import KINDS, Kind  # noqa: E402
from .quality import build, load, measure  # noqa: E402

MOST_TERMS = 200


def main() -> None:
    data, name = Path(sys.argv[1]), sys.argv[2]
    kind = KINDS[name](data)
    numbers = load(iter(kind.posts))
    seconds, rate = build()
    letters = sum(len(post["title"]) + len(post["body"]) for post in kind.posts)
    print(
        f"{name}: {len(numbers):,} posts of {letters / len(kind.posts):,.0f} letters, indexed "
        f"{rate:,.0f} a second, {letters / seconds / 1e6:.1f} million letters a second"
    )
    asked = [(query, numbers[answer]) for query, answer in kind.questions]

    def ranked(query: str) -> list[int]:
        found = search(SearchRequest(read_query(query), Scope.ALL))
        return [hit.id for hit in found.hits]

    print("  product:       ", measure(ranked, asked))
    for label, parts in (("words, BM25:  ", _words), ("pairs, BM25:  ", terms_of)):
        print(f"  {label} ", measure(baseline(kind, numbers, parts), asked))


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in folded(text)).split()


def baseline(
    kind: Kind, numbers: dict[str, int], parts: Callable[[str], list[str]]
) -> Callable[[str], list[int]]:
    """Return a search by FTS5's bm25() over parts of the texts, any of which may match."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize='ascii')")
    rows = (
        (numbers[post["id"]], " ".join(parts(f"{post['title']}\n{post['body']}")))
        for post in kind.posts
    )
    base.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", rows)

    def ranked(query: str) -> list[int]:
        terms = dict.fromkeys(parts(query)[:MOST_TERMS])
        match = " OR ".join(f'"{term}"' for term in terms)
        if not match:
            return []
        found = base.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT 10", (match,)
        )
        return [number for (number,) in found]

    return ranked


if __name__ == "__main__":
    main()
