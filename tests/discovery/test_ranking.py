"""Lists by rank: what rises, how fast, and what never does."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from madang.accounts.models import Account
from madang.boards.models import Board, Post
from madang.boards.reactions import marks
from madang.boards.threads import visibility
from madang.discovery.models import Heat, RankDue, RankedPost
from madang.discovery.rankings import ranking
from madang.discovery.rankings.ranking import MAX_RANKED, Counts, credited, heat, points
from madang.moving.jsonl.files import read
from madang.moving.load import load
from madang.moving.spool import Spool

from .. import writers
from ..factories import let_into, make_account, write_comment, write_post

COUNTS = st.builds(Counts, *[st.integers(0, 10**6)] * 3)
Ranked = Callable[..., None]


def titles(page: str) -> list[str]:
    import re

    return re.findall(r'<span class="title">([^<]+)</span>', page.split('<ol class="posts')[-1])


@given(COUNTS, COUNTS)
def test_what_is_credited_comes_to_the_true_counts(before: Counts, now: Counts) -> None:
    counts = before
    for _ in range(200):
        following = credited(counts, now)
        assert all(new <= true for new, true in zip(following, now, strict=True))
        counts = following
    assert counts == now


def test_a_burst_counts_for_little_at_once() -> None:
    counts = Counts(0, 0, 0)
    for _ in range(3):
        counts = credited(counts, Counts(500, 500, 500))
    assert counts.recommends <= 10


@given(COUNTS)
def test_one_more_who_recommends_counts_more_than_any_views(counts: Counts) -> None:
    viewed = counts._replace(views=10**9)
    assert points(viewed) <= points(counts) + 1 + counts.recommends + counts.voices
    assert points(counts._replace(recommends=counts.recommends + 1)) > points(counts)


def test_four_hours_are_worth_twice_as_much() -> None:
    now = timezone.now()
    later = heat(points(Counts(10, 0, 0)), now + timedelta(hours=4))
    assert later == pytest.approx(heat(2 * 40 + 1, now), abs=0.01)


def test_recommended_posts_stand_in_every_list_of_their_time(
    board: Board, member: Account, another: Account, browse: Callable[..., Client], ranked: Ranked
) -> None:
    liked = write_post(board, member, title="추천받은 글")
    talked = write_post(board, member, title="댓글 달린 글")
    write_post(board, member, title="아무도 안 본 글")
    people = [make_account(f"person-{number}") for number in range(3)]

    def heed() -> None:
        for person in people:
            marks.recommend(liked.pk, by=person)
        for _ in range(5):
            write_comment(talked, another)

    ranked(heed)
    # One who talks much counts once.
    assert Heat.objects.get(pk=talked.pk).voices == 1
    for tab in ("", "/day", "/week", "/month", "/ever"):
        page = browse().get(f"/popular{tab}").content.decode()
        assert titles(page) == ["추천받은 글", "댓글 달린 글"], tab
        assert titles(browse().get(f"/popular{tab}?board=자유").content.decode()) == titles(page)
        assert titles(browse().get(f"/popular{tab}?board=이슈").content.decode()) == []
    assert titles(browse().get("/popular/recommended").content.decode()) == ["추천받은 글"]
    assert titles(browse().get("/popular/commented").content.decode()) == ["댓글 달린 글"]


def test_past_days_stay_to_be_looked_through(
    board: Board, member: Account, another: Account, browse: Callable[..., Client], ranked: Ranked
) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    post = write_post(board, member, title="어제의 글", at=yesterday)
    ranked(lambda: marks.recommend(post.pk, by=another))
    day = timezone.localtime(yesterday).date()
    today = browse().get(f"/popular/day?day={timezone.localdate()}").content.decode()
    assert titles(today) == []
    page = browse().get(f"/popular/day?day={day}").content.decode()
    assert titles(page) == ["어제의 글"]
    # While today has none, as just after midnight, the day before is shown.
    assert titles(browse().get("/popular/day").content.decode()) == ["어제의 글"]
    assert f"?day={day - timedelta(days=1)}" in page and f"?day={day + timedelta(days=1)}" in page


@pytest.mark.parametrize("day", ["x", "2026-02-30", "1066-10-14", str(date.max)])
def test_a_day_that_is_none_says_so(day: str, board: Board, browse: Callable[..., Client]) -> None:
    assert browse().get("/popular/day", {"day": day}).status_code == 404


@pytest.mark.parametrize("address", ["/popular/x", "/popular?board=x", "/popular?page=9"])
def test_a_list_that_is_none_says_so(
    address: str, board: Board, browse: Callable[..., Client]
) -> None:
    assert browse().get(address).status_code == 404


def test_what_is_hidden_or_deleted_stands_nowhere_at_once(
    board: Board,
    member: Account,
    another: Account,
    operator: Account,
    browse: Callable[..., Client],
    ranked: Ranked,
) -> None:
    first, second = (write_post(board, member, title=f"글 {number}") for number in (1, 2))
    for post in (first, second):
        ranked(lambda post=post: marks.recommend(post.pk, by=another))
    ranked(lambda: visibility.hide_post(first.pk, by=operator))
    writers.delete_post(second.pk, by=member)
    assert titles(browse().get("/popular").content.decode()) == []
    ranked()
    assert not RankedPost.objects.filter(post__in=(first.pk, second.pk)).exists()


def test_a_post_that_moves_stands_on_its_new_board(
    board: Board,
    member: Account,
    another: Account,
    operator: Account,
    browse: Callable[..., Client],
    ranked: Ranked,
) -> None:
    post = write_post(board, member, title="이사 간 글")
    ranked(lambda: marks.recommend(post.pk, by=another))
    issues = Board.objects.get(slug="이슈")
    writers.move_post(post.pk, by=operator, board_id=issues.pk, category_id=None)
    ranked()
    assert titles(browse().get("/popular?board=이슈").content.decode()) == ["이사 간 글"]
    assert titles(browse().get("/popular?board=자유").content.decode()) == []


def test_a_post_that_moves_behind_a_door_is_in_no_public_list_at_once(
    board: Board,
    closed_board: Board,
    member: Account,
    another: Account,
    operator: Account,
    browse: Callable[..., Client],
    ranked: Ranked,
) -> None:
    post = write_post(board, member, title="이제 비밀")
    ranked(lambda: marks.recommend(post.pk, by=another))
    writers.move_post(post.pk, by=operator, board_id=closed_board.pk, category_id=None)
    for path in ("/popular", "/popular/day", "/live/lists"):
        assert "이제 비밀" not in browse().get(path).content.decode()


def test_what_is_imported_stands_in_the_lists(
    board: Board, keys: object, browse: Callable[..., Client], ranked: Ranked, tmp_path: Path
) -> None:
    line = {"id": "1", "board": "자유", "title": "가져온 글", "body": "내용", "recommends": 5}
    file = tmp_path / "posts.jsonl"
    file.write_text(json.dumps(line))
    with Spool() as spool:
        read(spool, [str(file)], lambda _: None)
        load(spool, lambda _: None)
    ranked()
    assert titles(browse().get("/popular").content.decode()) == ["가져온 글"]


def test_views_alone_lift_nothing(board: Board, member: Account, ranked: Ranked) -> None:
    post = write_post(board, member)
    Post.objects.filter(pk=post.pk).update(views=100_000)
    ranking.note_due([post.pk])
    ranked()
    assert not RankedPost.objects.exists()


def test_comments_that_are_gone_count_no_more(
    board: Board, member: Account, another: Account, operator: Account, ranked: Ranked
) -> None:
    post = write_post(board, member)
    for _ in range(20):
        write_comment(post, member)
    theirs = write_comment(post, another)
    ranking.note_due([post.pk])
    ranked()
    # One's own comments lift nothing, and those of one voice not far.
    assert RankedPost.objects.get(listing="all/commented").score == ranking.MAX_COMMENTS_PER_VOICE
    ranked(lambda: visibility.hide_comment(post.pk, theirs.seq, by=operator))
    assert not RankedPost.objects.filter(listing="all/commented").exists()
    ranked(lambda: visibility.show_comment(post.pk, theirs.seq, by=operator))
    assert RankedPost.objects.filter(listing="all/commented").exists()
    ranked(lambda: writers.delete_comment(post.pk, theirs.seq, by=another))
    assert Heat.objects.get(pk=post.pk).voices == 0


def test_what_is_taken_back_counts_no_more(
    board: Board, member: Account, another: Account, browse: Callable[..., Client], ranked: Ranked
) -> None:
    post = write_post(board, member, title="추천했다 만 글")
    ranked(lambda: marks.recommend(post.pk, by=another))
    ranked(lambda: marks.unmark(marks.Recommendation, post.pk, by=another))
    assert titles(browse().get("/popular").content.decode()) == []


def test_a_closed_board_stands_in_its_own_lists_alone(
    closed_board: Board,
    member: Account,
    another: Account,
    browse: Callable[..., Client],
    ranked: Ranked,
) -> None:
    let_into(closed_board, member, another)
    post = write_post(closed_board, member, title="우리끼리")
    ranked(lambda: marks.recommend(post.pk, by=another))
    assert titles(browse(member).get("/popular").content.decode()) == []
    assert titles(browse(member).get("/popular?board=회사").content.decode()) == ["우리끼리"]
    assert browse().get("/popular?board=회사").status_code == 403
    assert "우리끼리" not in browse(member).get("/live/lists").content.decode()
    assert titles(browse().get("/popular/unanswered").content.decode()) == []
    assert titles(browse(member).get("/popular/unanswered").content.decode()) == ["우리끼리"]


def test_posts_without_comments_are_listed_page_by_page(
    board: Board, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    posts = [write_post(board, member, title=f"글 {number}") for number in range(40)]
    comment = write_comment(posts[39], another)
    page = browse().get("/popular/unanswered").content.decode()
    assert titles(page)[0] == "글 38" and len(titles(page)) == 30
    below = posts[9].pk
    assert f"?below={below}" in page
    rest = browse().get(f"/popular/unanswered?below={below}").content.decode()
    assert titles(rest) == [f"글 {number}" for number in range(8, -1, -1)]
    writers.delete_comment(posts[39].pk, comment.seq, by=another)
    assert titles(browse().get("/popular/unanswered").content.decode())[0] == "글 39"


def test_a_list_keeps_its_best(board: Board, member: Account, ranked: Ranked) -> None:
    posts = Post.objects.bulk_create(
        Post(board=board, title=f"글 {n}", created=timezone.now(), epoch=1, recommends=n)
        for n in range(1, MAX_RANKED + 21)
    )
    ranking.note_due(post.pk for post in posts)
    ranked()
    names = RankedPost.objects.filter(listing="all/ever")
    assert names.count() == MAX_RANKED
    assert posts[0].pk not in set(names.values_list("post", flat=True))
    incremental = set(RankedPost.objects.values_list("listing", "post", "score"))
    assert ranking.rank_all() == len(posts)
    assert set(RankedPost.objects.values_list("listing", "post", "score")) == incremental


def test_what_is_not_yet_credited_stays_due(board: Board, member: Account, ranked: Ranked) -> None:
    post = write_post(board, member)
    Post.objects.filter(pk=post.pk).update(recommends=50)
    ranking.note_due([post.pk])
    ranking.rank_due()
    assert RankDue.objects.filter(pk=post.pk).exists()
    ranked()
    assert Heat.objects.get(pk=post.pk).recommends == 50


@pytest.mark.parametrize("address", ["/popular", "/popular/day", "/popular/unanswered"])
def test_a_list_costs_the_same_however_long_it_is(
    address: str,
    board: Board,
    member: Account,
    another: Account,
    browse: Callable[..., Client],
    ranked: Ranked,
    django_assert_num_queries: Any,
) -> None:
    for count in (2, 35):
        for number in range(count):
            post = write_post(board, member, title=f"글 {number}")
            if number % 2:
                ranked(lambda post=post: marks.recommend(post.pk, by=another))
        browse().get(address)
        with django_assert_num_queries(2):
            browse().get(address)
