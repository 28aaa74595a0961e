"""The titles' part of `bench.quality`: does a word of two syllables of a title find that post?"""

import random
import re
import sys
from dataclasses import replace
from pathlib import Path

import django

django.setup()

from madang.boards.models import Post  # noqa: E402
from madang.discovery.search.post_search import SearchRequest, search  # noqa: E402
from madang.search.query import read_query  # noqa: E402

from .kinds_of_text import MANY_THREADS, threads  # noqa: E402
from .quality import build, load  # noqa: E402

TITLES = 400
_WORD = re.compile(r"(?<![가-힣])[가-힣]{2}(?![가-힣])")


def main() -> None:
    load(threads(Path(sys.argv[1]), MANY_THREADS))
    build()
    chance = random.Random(3)
    titled = [
        (post, words)
        for post, title in Post.objects.values_list("id", "title")
        if (words := _WORD.findall(title))
    ]
    asked = chance.sample(titled, TITLES)
    presses = [_presses(chance.choice(words), post) for post, words in asked]
    found = [one for one in presses if one is not None]
    print(
        f"{TITLES} words of two syllables of real titles: {len(found)} find their post, "
        f"{sum(not one for one in found)} among the newest, "
        f"the others {max(found)} times further at most"
    )


def _presses(word: str, post: int) -> int | None:
    """Return how often one asks for older posts until a word finds a post; None: never."""
    asked, presses = SearchRequest(read_query(word)), 0
    while True:
        found = search(asked)
        pages = range(1, found.last + 1)
        if any(hit.id == post for page in pages for hit in search(replace(asked, page=page)).hits):
            return presses
        if found.older is None:
            return None
        asked, presses = replace(asked, before=found.older), presses + 1


if __name__ == "__main__":
    main()
