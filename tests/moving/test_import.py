"""Importing: whole, in the order of time, once, and with a reason for each refused line."""

import gzip
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from madang.boards.directory import directory
from madang.boards.lists import listings
from madang.boards.models import Board, Comment, ImportedPost, PageRun, Post
from madang.core.richtext import to_text
from madang.identity.models import Voice
from madang.moving import load as loading
from madang.moving.jsonl.files import read
from madang.moving.load import Loaded, load
from madang.moving.spool import Reading, Spool

from ..services.programs import clean_environment

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
            reading = read(spool, [str(file)], lambda count: None)
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
    write, calls = loading.insert_rows, []

    def cut_off(*arguments: Any) -> None:
        write(*arguments)
        if arguments[0] is not ImportedPost:
            return
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(loading, "insert_rows", cut_off)
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


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_a_byte_order_mark_is_no_letter(mark: bytes, ends: bytes, db: Any, tmp_path: Path) -> None:
    file = tmp_path / "windows.jsonl"
    file.write_bytes(mark + ends.join(json.dumps(line(n)).encode() for n in (1, 2)))
    assert take(file) == (0, 2)


def take(file: Path) -> tuple[int, int]:
    """Import a file; return how many lines were refused, and how many posts came in."""
    with Spool() as spool:
        reading = read(spool, [str(file)], lambda count: None)
        return reading.refused, load(spool, lambda count: None).posts


@pytest.mark.parametrize("kept", [0.6, 0.99])
def test_a_zipped_file_that_ends_too_early_is_named_and_its_whole_lines_come_in(
    kept: float, db: Any, tmp_path: Path
) -> None:
    texts = [json.dumps(line(n % 28 + 1, id=str(n), body=os.urandom(40).hex())) for n in range(300)]
    whole = gzip.compress("\n".join(texts).encode())
    file = tmp_path / "cut.jsonl.gz"
    file.write_bytes(whole[: int(len(whole) * kept)])
    with Spool() as spool:
        reading = read(spool, [str(file)], lambda count: None)
    assert reading.refused == 1 and 0 < reading.posts < 300
    (refusal,) = reading.refusals
    assert (refusal.file, refusal.line) == (str(file), reading.posts + 1)
    assert "온전하지" in refusal.reason


def test_a_zipped_file_that_is_broken_is_named(db: Any, tmp_path: Path) -> None:
    file = tmp_path / "broken.jsonl.gz"
    whole = bytearray(gzip.compress(json.dumps(line(1)).encode() * 50))
    whole[20:30] = b"\xff" * 10
    file.write_bytes(whole)
    assert take(file)[0] >= 1


@pytest.mark.parametrize("name", ["folder", "nothing"])
def test_what_is_no_file_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    command = [Path(sys.executable).with_name("madang"), "import", str(tmp_path / name)]
    environment = clean_environment(MADANG_DATA=str(tmp_path / "data"), LANG="ko_KR.UTF-8")
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 2 and str(tmp_path / name) in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_longer_than_people_may_write_comes_in_whole(imported: Any) -> None:
    body = "긴 청원이에요. " * 4_000
    comment = {"body": "긴 댓글 " * 1_000}
    imported(line(1, title="가" * 250, body=body, comments=[comment]))
    post = Post.objects.get()
    assert post.title == "가" * 250 and to_text(post.text.html) == body.strip()
    assert to_text(Comment.objects.get().html) == comment["body"].strip()


def test_names_that_come_to_one_address_are_boards_of_their_own(imported: Any) -> None:
    names = ["C++", "C#", "일상/잡담", "일상 잡담", "Résumé", "Resume", "H₂O", "H2O", "①반", "1반"]
    lines = [line(n + 1, board=name, title=name) for n, name in enumerate(names)]
    for _again in range(2):
        imported(*lines)
    assert set(Board.objects.values_list("name", flat=True)) == set(names)
    for post in Post.objects.select_related("board"):
        assert post.title == post.board.name


def test_a_name_in_parts_is_the_board_that_is_there(imported: Any) -> None:
    apart = unicodedata.normalize("NFD", "영화")
    imported(line(1), line(2, board=apart), line(3, board=unicodedata.normalize("NFD", "각" * 40)))
    assert Board.objects.count() == 2 and Post.objects.filter(board__name="영화").count() == 2


@pytest.mark.parametrize("letter", ["\0", "\x1b", "\u202e", "\ud800", "\u2028"])
def test_no_letter_breaks_an_import(letter: str, imported: Any) -> None:
    parts = {"board": f"영{letter}화", "category": f"새{letter}것", "title": f"제{letter}목"}
    comments = [{"body": f"댓{letter}글", "author": f"a{letter}"}]
    reading, loaded = imported(line(1, id=f"x{letter}", **parts, comments=comments), line(2))
    assert reading.refused + loaded.posts == 2 and loaded.posts >= 1
    for board in Board.objects.all():
        assert "\u202e" not in board.name and board.name.isprintable()


@pytest.mark.parametrize("blank", ["\u3164", "\u2800 ", "\u200d", "\ufe0f"])
def test_what_shows_nothing_is_refused_with_its_field(blank: str, imported: Any) -> None:
    for field in ("board", "title", "body"):
        reading, _loaded = imported(line(1, **{field: blank}))
        assert reading.refused == 1 and field in reading.refusals[0].reason
    imported(line(2, category=blank))
    assert Post.objects.get().category is None


def test_a_line_that_nests_without_end_is_refused(imported: Any) -> None:
    reading, loaded = imported("[" * 100_000, '{"comments":' * 50_000, line(1))
    assert (reading.refused, loaded.posts) == (2, 1)
