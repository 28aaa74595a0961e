"""The search part of `bench.quality`, in a process of its own with the site's environment."""

import sys
from itertools import chain
from pathlib import Path

import django

django.setup()

from madang.discovery.search.post_search import Scope, SearchRequest, search  # noqa: E402
from madang.search.query import read_query  # noqa: E402

from .quality import THREADS, build, load, measure, passages, threads  # noqa: E402


def main() -> None:
    data = Path(sys.argv[1])
    posts, questions = passages(data)
    numbers = load(chain(posts, threads(data, THREADS)))
    seconds, rate = build()
    print(f"index: {len(numbers):,} posts in {seconds:.1f} s, {rate:,.0f} a second")
    asked = [(query, numbers[answer]) for query, answer in questions]

    def ranked(query: str, scope: Scope) -> list[int]:
        return [hit.id for hit in search(SearchRequest(read_query(query), scope)).hits]

    print("title and body:", measure(lambda q: ranked(q, Scope.ALL), asked))
    # Without the titles of the articles, which say what many questions are about.
    print("body alone:    ", measure(lambda q: ranked(q, Scope.BODY), asked))


if __name__ == "__main__":
    main()
