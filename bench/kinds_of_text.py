"""Kinds of text that search is measured on: what is asked, and what should be found.

Real texts (`../shared/data`), long and short, written with care and in haste: passages of an
encyclopaedia with real questions, petitions with their titles as questions, and what somebody half
remembers, that is some words of one sentence, of petitions, comments and reviews.
"""

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FEW_THREADS, MANY_THREADS = 1_500, 8_000
QUESTIONS, PETITIONS, REMEMBERED = 1_500, 800, 500
COMMENTS_A_POST, REVIEWS, REVIEWED = 8, 10, 1_200
_SENTENCE = re.compile(r"(?<=[.!?…\n])\s+")
_WORD = re.compile(r"[가-힣A-Za-z0-9]{2,}")

Row = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """Posts as the importer takes them, and questions, each with the id of the post it is about."""

    posts: list[Row]
    questions: list[tuple[str, str]]


def threads(data: Path, most: int) -> Iterator[Row]:
    """Yield film threads as the importer takes them."""
    for _, row in zip(range(most), _lines(data / "community" / "films.jsonl.gz"), strict=False):
        yield row


def passages(data: Path, *, with_titles: bool = True) -> Kind:
    """Return KorQuAD's passages and questions among film threads."""
    posts: list[Row] = []
    asked = []
    for article in json.loads((data / "search" / "KorQuAD_v1.0_dev.json").read_text())["data"]:
        for paragraph in article["paragraphs"]:
            title = article["title"] if with_titles else str(len(posts))
            posts.append(_post(len(posts), title, paragraph["context"]))
            asked += [(each["question"], posts[-1]["id"]) for each in paragraph["qas"]]
    chosen = random.Random(1).sample(asked, QUESTIONS)  # noqa: S311 - a sample
    return Kind([*posts, *threads(data, MANY_THREADS)], chosen)


def petitions(data: Path) -> Kind:
    """Return petitions without their titles, which are what is asked, among film threads."""
    # Some have no text left: nothing is a post that says nothing.
    rows = [row for row in _lines(data / "search" / "petitions.jsonl.gz") if row["body"].strip()]
    posts = [_post(n, str(n), row["body"]) for n, row in enumerate(rows)]
    chosen = random.Random(7).sample(range(len(rows)), PETITIONS)  # noqa: S311 - a sample
    asked = [(rows[n]["title"], posts[n]["id"]) for n in chosen]
    return Kind([*posts, *threads(data, FEW_THREADS)], asked)


def petitions_remembered(data: Path) -> Kind:
    posts = petitions(data).posts
    own = [post for post in posts if post["board"] == "백과"]
    return Kind(posts, _remembered(own, 1, words=(3, 6)))


def chats_remembered(data: Path) -> Kind:
    """Return comments below news, some a post, among film threads."""
    posts: list[Row] = []
    for row in _lines(data / "community" / "news.jsonl.gz"):
        said = [comment["body"] for comment in row["comments"]]
        for first in range(0, len(said), COMMENTS_A_POST):
            text = "\n".join(said[first : first + COMMENTS_A_POST])
            posts.append(_post(len(posts), str(len(posts)), text))
    return Kind([*posts, *threads(data, FEW_THREADS)], _remembered(posts, 2, words=(2, 4)))


def reviews_remembered(data: Path) -> Kind:
    """Return reviews of a line or two, each a post."""
    said = [
        comment["body"] for row in threads(data, REVIEWED) for comment in row["comments"][:REVIEWS]
    ]
    posts = [_post(n, str(n), text) for n, text in enumerate(said)]
    return Kind(posts, _remembered(posts, 3, words=(2, 4)))


KINDS: dict[str, Callable[[Path], Kind]] = {
    "passages": passages,
    "passages without titles": lambda data: passages(data, with_titles=False),
    "petitions": petitions,
    "petitions, remembered": petitions_remembered,
    "chats, remembered": chats_remembered,
    "reviews, remembered": reviews_remembered,
}


def _lines(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt") as lines:
        yield from map(json.loads, lines)


def _post(number: int, title: str, body: str) -> Row:
    return {"id": f"text-{number}", "board": "백과", "title": title, "body": body}


def _remembered(posts: list[Row], seed: int, *, words: tuple[int, int]) -> list[tuple[str, str]]:
    """Return some words of one sentence of some posts, in their order, as questions."""
    chance, asked = random.Random(seed), []  # noqa: S311 - a sample
    for post in chance.sample(posts, len(posts)):
        said = map(_WORD.findall, _SENTENCE.split(post["body"]))
        sentences = [found for found in said if len(found) >= 4]
        if not sentences or len(asked) == REMEMBERED:
            continue
        sentence = chance.choice(sentences)
        count = min(len(sentence), chance.randint(*words))
        kept = sorted(chance.sample(range(len(sentence)), count))
        asked.append((" ".join(sentence[place] for place in kept), post["id"]))
    return asked
