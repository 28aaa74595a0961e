"""Watching a board, a category or a word: new posts wait in 호출 내역, and nobody learns whose."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from madang.accounts.models import Account
from madang.boards.directory.access import NotAMember
from madang.boards.models import Board, Category
from madang.boards.threads import visibility
from madang.calls.models import Watch
from madang.calls.queries import unread
from madang.calls.reading import note_read_up_to
from madang.calls.watches import (
    MAX_POSTS,
    MAX_WATCHES,
    WatchRefused,
    news_of,
    watch,
    watches_of,
)
from madang.operations.leaks.database import Stolen
from madang.operations.leaks.run import check_database

from .. import writers
from ..factories import let_into, write_comment, write_post
from .calling import make_all


def titles(account: Account) -> list[list[str]]:
    return [[row.title for row in news.posts] for news in news_of(account)]


@pytest.mark.parametrize("stop", ["²", "٣", "-1", "99999", "x", ""])
def test_there_is_nothing_to_stop(stop: str, member: Account, board: Board) -> None:
    watch(member, board=board.pk, category=None, word="")
    browser = Client()
    browser.force_login(member)
    assert browser.post("/calls/watch", {"stop": stop}).status_code == 302
    assert len(watches_of(member)) == 1


def test_new_posts_of_a_board_and_of_a_category_wait(
    board: Board, member: Account, another: Account
) -> None:
    question = Category.objects.get(name="질문").pk
    write_post(board, another, title="전에 있던 글")
    watch(member, board=board.pk, category=None, word="")
    watch(member, board=board.pk, category=question, word="")
    assert titles(member) == []
    write_post(board, another, title="새 글")
    write_post(board, another, title="새 질문", category_id=question)
    assert titles(member) == [["새 질문", "새 글"], ["새 질문"]]
    note_read_up_to(member, {}, 10**12)
    assert titles(member) == [] and unread(member) == 0


@pytest.mark.parametrize("title", ["쿠팡에서 안내문을 받았어요", "쿠 팡 이야기", "또 쿠팡"])
def test_a_word_is_found_in_the_titles_of_all_open_boards(
    title: str, board: Board, closed_board: Board, member: Account, another: Account
) -> None:
    let_into(closed_board, another)
    watch(member, board=0, category=None, word="쿠팡")
    write_post(board, another, title=title)
    write_post(board, another, title="다른 이야기")
    write_post(closed_board, another, title="쿠팡, 우리끼리")
    assert titles(member) == [[title]]


def test_what_is_hidden_or_deleted_is_not_new(
    board: Board, member: Account, another: Account, operator: Account
) -> None:
    watch(member, board=board.pk, category=None, word="")
    posts = [write_post(board, another, title=f"글 {n}") for n in range(3)]
    writers.delete_post(posts[0].pk, by=another)
    visibility.hide_post(posts[1].pk, by=operator)
    assert titles(member) == [["글 2"]]


def test_a_board_for_members_is_watched_by_members(
    closed_board: Board,
    member: Account,
    another: Account,
    operator: Account,
    browse: Callable[..., Client],
) -> None:
    let_into(closed_board, another)
    with pytest.raises(NotAMember):
        watch(member, board=closed_board.pk, category=None, word="")
    answer = browse(member).post("/calls/watch", {"place": f"{closed_board.pk}/"})
    assert answer.status_code == 422 and "게시판을 찾을 수 없어요" in answer.content.decode()
    watch(another, board=closed_board.pk, category=None, word="")
    write_post(closed_board, another, title="내가 쓴 글")
    write_post(closed_board, operator, title="새 글")
    assert titles(another) == [["새 글"]]


def test_what_cannot_be_watched_is_refused(board: Board, member: Account) -> None:
    for word in ("", "한", "가" * 21):
        with pytest.raises(WatchRefused):
            watch(member, board=0, category=None, word=word)
    for number in range(MAX_WATCHES + 3):
        if number < MAX_WATCHES:
            watch(member, board=board.pk, category=None, word=f"단어{number}")
            watch(member, board=board.pk, category=None, word=f"단어{number}")
        else:
            with pytest.raises(WatchRefused):
                watch(member, board=board.pk, category=None, word=f"단어{number}")
    assert len(watches_of(member)) == MAX_WATCHES == Watch.objects.count()


def test_one_begins_at_a_board_and_stops(
    board: Board, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(member)
    link = f"/calls/settings?place={board.pk}/"
    assert link in browser.get("/자유").content.decode()
    assert f'value="{board.pk}/" selected' in browser.get(link).content.decode()
    browser.post("/calls/watch", {"place": f"{board.pk}/", "word": "고양이"})
    write_post(board, another, title="고양이 <b>자랑</b>")
    page = browser.get("/calls").content.decode()
    assert "고양이 &lt;b&gt;자랑" in page and "“고양이”" in page
    assert browser.get("/calls/count").json() == {"unread": 1}
    browser.post("/calls/read")
    assert browser.get("/calls/count").json() == {"unread": 0}
    assert "“고양이”" in browser.get("/calls/settings").content.decode()
    for odd in ("x", "99999999", "-1"):
        browser.post("/calls/watch", {"stop": odd})
    assert Watch.objects.count() == 1
    browser.post("/calls/watch", {"stop": "0"})
    assert not Watch.objects.exists()


def test_the_database_tells_nobody_who_watches_what(board: Board, member: Account) -> None:
    watch(member, board=board.pk, category=None, word="고양이")
    assert [str(finding) for finding in check_database(Stolen(connection))] == []
    assert "고양이" not in Watch.objects.get().box


def test_a_word_is_found_under_many_other_posts(
    board: Board, member: Account, another: Account
) -> None:
    watch(member, board=0, category=None, word="쿠팡")
    watch(member, board=0, category=None, word="개인정보")
    write_post(board, another, title="쿠팡 이야기")
    for number in range(MAX_POSTS + 1):
        write_post(board, another, title=f"다른 글 {number}")
    assert titles(member) == [["쿠팡 이야기"]]


def test_what_came_after_the_page_was_shown_is_not_marked_as_read(
    board: Board, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    watch(member, board=board.pk, category=None, word="")
    write_post(board, another, title="본 글")
    browser = browse(member)
    page = browser.get("/calls").content.decode()
    (upto,) = re.findall(r'name="upto" value="([^"]+)"', page)
    write_post(board, another, title="못 본 글")
    write_comment(write_post(board, member), another, "못 본 댓글")
    make_all()
    browser.post("/calls/read", {"upto": upto})
    assert titles(member) == [["못 본 글"]] and unread(member) == 2
    for odd in ("", "x", "1 2:", "9" * 40, "-1"):
        browser.post("/calls/read", {"upto": odd})
    assert unread(member) == 0
