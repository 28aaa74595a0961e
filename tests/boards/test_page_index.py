"""Lists by the page index show what plain counting and skipping would show, always."""

import random
import threading
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.accounts.models import Account
from madang.boards.directory import directory
from madang.boards.lists import listings, page_index
from madang.boards.models import Board, Category, PageRun, Post, State
from madang.boards.threads import visibility

from .. import writers
from ..factories import make_account, write_post

ROWS = 3
Operation = tuple[str, int, int]

operations = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "write", "delete", "hide", "show", "file", "move"]),
        st.integers(0, 50),
        st.integers(0, 3),
    ),
    max_size=40,
)


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of 4, 16 and 64 ids and pages of 3 rows, so that few posts reach every level."""
    monkeypatch.setattr(page_index, "BITS", 2)
    monkeypatch.setattr(listings, "ROWS", ROWS)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=operations)
def test_every_page_is_what_offset_would_give(
    community: directory.BoardDirectory,
    small_pages: None,
    operator: Account,
    steps: list[Operation],
) -> None:
    Post.objects.all().delete()
    PageRun.objects.all().delete()
    for step in steps:
        carry_out(step, operator)
    assert_lists_are_right(community)


@pytest.mark.django_db(transaction=True)
def test_every_page_is_right_after_writers_at_once(
    community: directory.BoardDirectory, small_pages: None
) -> None:
    operator = make_account("operator", is_operator=True)
    failures: list[BaseException] = []

    def write(seed: int) -> None:
        chance = random.Random(seed)
        kinds = ["write"] * 4 + ["delete", "hide", "show", "file", "move"]
        try:
            for _ in range(15):
                step = (chance.choice(kinds), chance.randrange(60), chance.randrange(4))
                carry_out(step, operator)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert_lists_are_right(community)


def test_it_can_be_made_anew(
    board: Board, member: Account, community: directory.BoardDirectory
) -> None:
    posts = [write_post(board, member) for _ in range(5)]
    writers.delete_post(posts[2].pk, by=member)
    before = set(PageRun.objects.filter(live__gt=0).values_list("listing", "level", "run", "live"))
    PageRun.objects.all().delete()
    page_index.rebuild()
    assert set(PageRun.objects.values_list("listing", "level", "run", "live")) == before


def carry_out(step: Operation, by: Account) -> None:
    """Do one thing that people do to lists; to a post that is there, or to none."""
    kind, which, category = step
    board = Board.objects.get(slug="자유")
    categories: list[int | None] = [None]
    categories += Category.objects.filter(board=board).order_by("id").values_list("id", flat=True)
    if kind == "write":
        write_post(board, by, category_id=categories[category])
        return
    ids = list(
        Post.objects.exclude(state=State.DELETED).order_by("id").values_list("id", flat=True)
    )
    if not ids:
        return
    post_id = ids[which % len(ids)]
    try:
        if kind == "delete":
            writers.delete_post(post_id, by=by)
        elif kind == "hide":
            visibility.hide_post(post_id, by=by)
        elif kind == "show":
            visibility.show_post(post_id, by=by)
        elif kind == "file":
            place = categories[category]
            writers.move_post(post_id, by=by, board_id=board.pk, category_id=place)
        else:
            other = Board.objects.get(slug="이슈")
            writers.move_post(post_id, by=by, board_id=other.pk, category_id=None)
    except writers.NoLongerThere:
        pass  # somebody else was quicker


def assert_lists_are_right(site: directory.BoardDirectory) -> None:
    for board in site.boards:
        for category in (None, *board.categories):
            posts = Post.objects.filter(board_id=board.id, state=State.LIVE).order_by("-id")
            if category:
                posts = posts.filter(category_id=category.id)
            expected: list[Any] = list(posts.values_list("id", flat=True))
            pages = [expected[first : first + ROWS] for first in range(0, len(expected), ROWS)]
            for number, ids in enumerate(pages or [[]], start=1):
                page = listings.list_page(board, category, number)
                assert page is not None
                assert [row.id for row in page.rows] == ids
                assert (page.total, page.last) == (len(expected), max(1, len(pages)))
                for post_id in ids:
                    assert_neighbours_are_right(board, category, post_id, expected, number)
            assert listings.list_page(board, category, len(pages) + 1 + (not pages)) is None


def assert_neighbours_are_right(
    board: directory.BoardInfo,
    category: directory.CategoryInfo | None,
    post_id: int,
    expected: list[int],
    number: int,
) -> None:
    near = listings.neighbours(board, category, post_id)
    at = expected.index(post_id)
    assert near.page.number == number
    assert [row.id for row in near.page.rows] == expected[(number - 1) * ROWS :][:ROWS]
    assert (near.newer.id if near.newer else None) == (expected[at - 1] if at else None)
    assert (near.older.id if near.older else None) == (expected[at + 1 :] or [None])[0]
