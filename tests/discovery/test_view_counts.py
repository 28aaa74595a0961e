"""조회: one a reader and day, counted aside, and who read is kept nowhere."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.accounts.models import Account
from madang.boards.models import Board, Post
from madang.core.http.viewed import tell_viewed
from madang.discovery import hooks
from madang.discovery import view_counts as module
from madang.discovery.view_counts import ReaderFilter, ViewCounts, view_counts

from ..factories import write_post

PHONE = "Mozilla/5.0 (Linux; Android 16) Mobile"
TODAY = date(2026, 11, 24)


@pytest.fixture
def counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ViewCounts:
    """Counts that are flushed by hand: the thread that does it belongs to a server."""
    monkeypatch.setattr(ViewCounts, "_start", lambda self: None)
    return ViewCounts(tmp_path / "readers", b"s" * 32, flush_seconds=3600)


@pytest.fixture
def read(counts: ViewCounts, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Serve a post's page to a reader, as the layer before Django tells it."""
    monkeypatch.setattr(hooks, "view_counts", lambda: counts)

    def served(post: Post, **environ: str) -> None:
        given = {"REMOTE_ADDR": "192.0.2.1", "HTTP_USER_AGENT": PHONE}
        tell_viewed({**given, **environ}, f"post:{post.pk}")

    return served


def test_a_reader_counts_once_a_day(post: Post, counts: ViewCounts, read: Any) -> None:
    for _ in range(3):
        read(post)
    read(post, REMOTE_ADDR="192.0.2.2")
    read(post, HTTP_USER_AGENT=PHONE + " other")
    assert counts.waiting == {post.pk: 3}


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_USER_AGENT": "Googlebot/2.1"},
        {"HTTP_USER_AGENT": "facebookexternalhit/1.1"},
        {"HTTP_USER_AGENT": "kakaotalk-scrap/1.0"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_SEC_PURPOSE": "prefetch"},
    ],
)
def test_what_is_no_reading_does_not_count(
    environ: dict[str, str], post: Post, counts: ViewCounts, read: Any
) -> None:
    read(post, **environ)
    assert not counts.waiting


def test_another_kind_of_thing_is_no_reading_of_a_post(post: Post, counts: ViewCounts) -> None:
    tell_viewed({"REMOTE_ADDR": "192.0.2.1", "HTTP_USER_AGENT": PHONE}, f"incident:{post.pk}")
    assert not counts.waiting


def test_a_posts_page_says_which_post_was_viewed(post: Post, client: Any) -> None:
    assert client.get(f"/자유/{post.pk}").headers["Madang-Viewed"] == f"post:{post.pk}"
    for path in ("/자유", f"/자유/{post.pk}/related", f"/자유/{post.pk}9"):
        assert "Madang-Viewed" not in client.get(path).headers


def test_reading_writes_nothing_and_a_flush_writes_all(
    board: Board, member: Account, counts: ViewCounts, read: Any, django_assert_num_queries: Any
) -> None:
    posts = [write_post(board, member) for _ in range(2)]
    with django_assert_num_queries(0):
        for number in range(5):
            read(posts[number % 2], REMOTE_ADDR=f"192.0.2.{number}")
    counts.flush()
    assert [Post.objects.get(pk=post.pk).views for post in posts] == [3, 2]
    counts.flush()
    assert Post.objects.get(pk=posts[0].pk).views == 3


def test_what_could_not_be_written_waits_for_the_next_time(
    post: Post, counts: ViewCounts, read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    def fail() -> Any:
        raise OperationalError("locked")

    read(post)
    with monkeypatch.context() as broken:
        broken.setattr(module, "writing", fail)
        with pytest.raises(OperationalError):
            counts.flush()
    assert counts.waiting == {post.pk: 1}
    counts.flush()
    post.refresh_from_db()
    assert post.views == 1


@given(marks=st.lists(st.binary(min_size=16, max_size=16), min_size=1, max_size=30))
def test_a_mark_is_new_once_and_again_on_the_next_day(
    marks: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    seen = ReaderFilter(tmp_path_factory.mktemp("filter") / "readers")
    for mark in marks:
        seen.is_new(mark, TODAY)
    assert not any(seen.is_new(mark, TODAY) for mark in marks)
    assert seen.is_new(marks[0], TODAY + timedelta(days=1))


def test_workers_share_what_was_read(tmp_path: Path) -> None:
    one, two = (ReaderFilter(tmp_path / "readers") for _ in range(2))
    assert one.is_new(b"m" * 16, TODAY) and not two.is_new(b"m" * 16, TODAY)


def test_neither_address_nor_browser_is_kept(
    post: Post, counts: ViewCounts, read: Any, tmp_path: Path
) -> None:
    read(post)
    counts.flush()
    kept = (tmp_path / "readers").read_bytes()
    assert b"192.0.2.1" not in kept and b"Mozilla" not in kept
    assert sum(byte.bit_count() for byte in kept[4:]) <= module.HASHES


def test_a_worker_that_is_a_copy_of_a_process_counts_by_itself() -> None:
    ours = view_counts()
    child = os.fork()
    if child == 0:
        os._exit(0 if view_counts() is not ours else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert view_counts() is ours
