"""Importing: whole, in the order of time, once, and with a reason for each refused line."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from madang.boards.directory import directory
from madang.boards.lists import listings
from madang.boards.models import Board, Comment, PageRun, Post
from madang.identity.models import Voice
from madang.operations.importers.jsonl import load as loading
from madang.operations.importers.jsonl.load import Loaded, load
from madang.operations.importers.jsonl.spool import Reading, Spool

REAL = Path(__file__).parents[3] / "shared" / "data" / "community"


def line(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"post-{number}",
        "board": "영화",
        "title": f"글 {number}",
        "body": f"본문 {number}",
        "created": f"2015-01-{number:02}",
        **fields,
    }


@pytest.fixture
def imported(db: Any, tmp_path: Path) -> Callable[..., tuple[Reading, Loaded]]:
    """Import lines (dictionaries, or text as it is) from a file."""

    def run(*lines: Any, collection: str = "", zipped: bool = False) -> tuple[Reading, Loaded]:
        texts = [each if isinstance(each, str) else json.dumps(each) for each in lines]
        content = "\n".join(texts).encode()
        file = tmp_path / "collection.jsonl"
        file.write_bytes(gzip.compress(content) if zipped else content)
        with Spool(collection) as spool:
            reading = spool.read([str(file)], lambda count: None)
            return reading, load(spool, lambda count: None)

    return run


def test_posts_come_in_the_order_of_time_whatever_the_order_of_lines(imported: Any) -> None:
    imported(line(3), line(1), line(2), zipped=True)
    page = listings.list_page(directory.board_directory().by_slug["영화"], None, 1)
    assert page is not None
    assert [row.title for row in page.rows] == ["글 3", "글 2", "글 1"]
    assert page.total == 3


def test_authors_become_voices(imported: Any) -> None:
    said = [("나", "글쓴이"), ("너", "첫째"), ("그", "둘째"), ("너", "또"), (None, "모르는 이")]
    comments = [{"author": author, "body": body} for author, body in said]
    imported(line(1, author="나", comments=comments))
    assert [c.voice for c in Comment.objects.order_by("seq")] == [0, 1, 2, 1, None]
    assert sorted(Voice.objects.values_list("number", flat=True)) == [0, 1, 2]


def test_replies_and_counts_are_right(imported: Any) -> None:
    comments = [{"body": "하나"}, {"body": "답", "reply_to": 1}, {"body": "답의 답", "reply_to": 2}]
    imported(line(1, views=7, recommends=3, source="책", comments=comments))
    post = Post.objects.get()
    assert (post.comment_count, post.last_seq, post.views, post.recommends) == (3, 3, 7, 3)
    assert [(c.parent, c.root, c.replies) for c in Comment.objects.order_by("seq")] == [
        (None, None, 1),
        (1, 1, 1),
        (2, 1, 0),
    ]


def test_a_second_import_adds_only_what_is_new(imported: Any) -> None:
    imported(line(1), line(2))
    _, loaded = imported(line(1), line(2), line(3))
    assert (loaded.posts, loaded.known, Post.objects.count()) == (1, 2, 3)
    _, loaded = imported(line(1), collection="another")
    assert loaded.posts == 1


def test_an_import_that_was_cut_off_goes_on(imported: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH_ROWS", 4)
    lines = [line(n, comments=[{"body": "댓글"}]) for n in range(1, 10)]
    write, calls = loading._write, []

    def cut_off(*arguments: Any) -> None:
        calls.append(1)
        write(*arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(loading, "_write", cut_off)
        imported(*lines)
    assert (Post.objects.count(), Comment.objects.count()) == (4, 4)
    imported(*lines)
    assert (Post.objects.count(), Comment.objects.count()) == (9, 9)
    assert sum(PageRun.objects.filter(level=3).values_list("live", flat=True)) == 9


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", "truncated"),
        ("[]", "object"),
        ("\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), "malformed"),
        ({"id": "x", "board": "영화", "title": "제목"}, "body"),
        (line(2, title="  "), "title"),
        (line(2, title="가" * 301), "title"),
        (line(2, body="\u200b"), "body"),
        (line(2, created="어제"), "created"),
        (line(2, created="2999-01-01"), "created"),
        (line(2, created="0001-01-01"), "created"),
        (line(2, views=-1), "views"),
        (line(2, board="accounts"), "board"),
        (line(2, board="///"), "board"),
        (line(2, commets=[]), "commets"),
        (line(2, comments=[{"body": "좋음"}, {"body": ""}]), "comments[2].body"),
        (line(2, comments=[{"body": "나", "reply_to": 1}]), "comments[1].reply_to"),
        (line(1), "id"),
    ],
)
def test_a_bad_line_is_refused_as_a_whole_with_its_number_and_reason(
    bad: Any, reason: str, imported: Any
) -> None:
    reading, loaded = imported(line(1), "", bad, line(3))
    assert (reading.refused, loaded.posts, Post.objects.count()) == (1, 2, 2)
    assert reading.refusals[0].line == 3 and reason in reading.refusals[0].reason
    assert not Comment.objects.exists()


def test_boards_and_categories_are_made(imported: Any) -> None:
    imported(line(1, category="후기"), line(2, category="잡담"), line(3, board="이슈 · 뉴스"))
    board = directory.board_directory().by_slug["영화"]
    assert [category.name for category in board.categories] == ["후기", "잡담"]
    assert Board.objects.get(name="이슈 · 뉴스").slug == "이슈-뉴스"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real collection is not on this machine")
def test_a_part_of_the_real_collection_reads_right(
    community: directory.BoardDirectory, imported: Any, browse: Callable[..., Client]
) -> None:
    with gzip.open(REAL / "films.jsonl.gz", "rt") as file:
        lines = [json.loads(next(file)) for _ in range(60)]
    reading, loaded = imported(*lines)
    assert reading.refused == 0 and loaded.posts == 60
    assert loaded.comments == sum(len(each["comments"]) for each in lines)
    page = browse().get("/영화?page=2").content.decode()
    oldest = min(lines, key=lambda each: each["created"])
    assert " ".join(oldest["title"].split())[:10].replace("&", "&amp;").split("<")[0] in page
