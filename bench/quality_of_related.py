"""The part of `bench.quality` about related posts, in a process with the site's environment.

Both sentences of every pair that means the same stand as posts among the film threads, at moments
drawn from theirs: how often is the other one among the first five?
"""

import gzip
import json
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from madang.boards.threads.queries import read_post  # noqa: E402
from madang.discovery.related.related import Tab, related  # noqa: E402

from .kinds_of_text import threads  # noqa: E402
from .quality import build, load  # noqa: E402

ALIKE, FIRST, ALL_THREADS = 4.0, 5, 20_000


def main() -> None:
    data = Path(sys.argv[1])
    films = list(threads(data, ALL_THREADS))
    chance = random.Random(1)
    moments = [film["created"] for film in films if film["created"]]
    pairs, posts = [], []
    with gzip.open(data / "related" / "sts.jsonl.gz", "rt") as lines:
        for number, pair in enumerate(map(json.loads, lines)):
            if pair["score"] < ALIKE:
                continue
            pairs.append((f"{number}-a", f"{number}-b"))
            for name in "ab":
                said = pair[name]
                post = {"id": f"{number}-{name}", "board": "문장", "title": said[:100]}
                posts.append({**post, "body": said, "created": chance.choice(moments)})
    numbers = load(iter(films + posts))
    build()
    both = [(numbers[one], numbers[other]) for one, other in pairs]
    both += [(other, one) for one, other in both]
    words = _words({number: name for name, number in numbers.items()}, films + posts)
    newest = sorted(numbers.values(), reverse=True)
    print(f"{len(pairs)} pairs among {len(numbers):,} posts, the other in the first {FIRST}:")
    print(f"  related posts: {_share(both, _related)}")
    print(f"  word overlap:  {_share(both, lambda post: _overlapping(post, words))}")
    print(f"  newest first:  {_share(both, lambda post: [n for n in newest if n != post])}")


def _related(post_id: int) -> list[int]:
    post = read_post(post_id)
    assert post is not None
    return [hit.id for hit in related(post, Tab.ALL, is_closed=False, closed=())]


def _words(names: dict[int, str], posts: list[dict[str, str]]) -> dict[int, set[str]]:
    texts = {post["id"]: f"{post['title']} {post['body']}" for post in posts}
    return {number: set(re.findall(r"\w+", texts[name])) for number, name in names.items()}


def _overlapping(post: int, words: dict[int, set[str]]) -> list[int]:
    """Rank by the share of words, as they are written, that two posts have in common (Jaccard)."""
    own, scores = words[post], defaultdict(float)
    for number, others in words.items():
        if number != post and (shared := len(own & others)):
            scores[number] = shared / len(own | others)
    return sorted(scores, key=lambda number: (scores[number], number), reverse=True)


def _share(pairs: list[tuple[int, int]], ranked: Callable[[int], list[int]]) -> str:
    begin = time.perf_counter()
    found = sum(other in ranked(post)[:FIRST] for post, other in pairs)
    each = 1000 * (time.perf_counter() - begin) / len(pairs)
    return f"{found / len(pairs):.3f} ({each:.2f} ms each)"


if __name__ == "__main__":
    main()
