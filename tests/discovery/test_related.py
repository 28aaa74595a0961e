"""이런 글은 어떠세요?, and the lists beside every page."""

import html
import re
from collections.abc import Callable
from typing import Any

from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Board
from madang.boards.reactions import marks
from madang.boards.threads import visibility
from madang.search import term_statistics

from ..factories import let_into, make_account, write_comment, write_post


def titles(page: bytes) -> list[str]:
    part = re.split('<ol class="(?:short|posts of-many)"', page.decode())
    return [
        html.unescape(t)
        for one in part[1:]
        for t in re.findall(r'class="title">([^<]*)<', one.split("</ol>")[0])
    ]


def test_what_shares_rare_words_is_like_a_post(
    board: Board,
    member: Account,
    browse: Callable[..., Client],
    indexed: Callable[[], None],
) -> None:
    post = write_post(board, member, title="텀블러에서 나는 냄새 없애는 법")
    write_post(board, member, title="텀블러 냄새 어떻게 없애요?")
    write_post(board, member, title="새로 산 텀블러 자랑")
    for number in range(12):
        write_post(board, member, title=f"오늘 점심 이야기 {number}")
    indexed()
    term_statistics.count_terms()
    shown = titles(browse().get(f"/자유/{post.pk}/related").content)
    assert shown[0] == "텀블러 냄새 어떻게 없애요?"
    assert "새로 산 텀블러 자랑" in shown and post.title not in shown


def test_its_tabs_show_the_hot_and_the_unanswered(
    board: Board,
    member: Account,
    another: Account,
    browse: Callable[..., Client],
    indexed: Callable[[], None],
    ranked: Callable[..., None],
) -> None:
    post = write_post(board, member, title="호두 하나")
    hot = write_post(board, member, title="호두 둘")
    talked = write_post(board, member, title="호두 셋")
    people = [make_account(f"person-{number}") for number in range(3)]

    def heed() -> None:
        for person in people:
            marks.recommend(hot.pk, by=person)
        write_comment(talked, another)

    ranked(heed)
    indexed()
    address = f"/자유/{post.pk}/related"
    assert set(titles(browse().get(address).content)) == {"호두 둘", "호두 셋"}
    assert titles(browse().get(f"{address}?tab=hot").content) == ["호두 둘"]
    assert titles(browse().get(f"{address}?tab=unanswered").content) == ["호두 둘"]
    assert browse().get(f"{address}?tab=x").status_code == 404
    part = browse().get(f"{address}?part=1").content.decode()
    assert "<html" not in part and "호두 둘" in part


def test_what_may_not_be_seen_is_like_nothing(
    board: Board,
    closed_board: Board,
    member: Account,
    another: Account,
    operator: Account,
    browse: Callable[..., Client],
    indexed: Callable[[], None],
) -> None:
    from madang.filters import actions as filters
    from madang.filters.rules import How, What, rule

    let_into(closed_board, member)
    post = write_post(board, member, title="호두 하나")
    hidden = write_post(board, member, title="호두 숨김")
    inside = write_post(closed_board, member, title="호두 비밀")
    write_post(closed_board, member, title="호두 비밀 둘")
    write_post(board, member, title="호두 스포일러")
    indexed()
    visibility.hide_post(hidden.pk, by=operator)
    filters.add_rule(rule(What.WORD, "스포일러", How.FOLD), by=another)
    address = f"/자유/{post.pk}/related"
    assert titles(browse().get(address).content) == ["호두 스포일러"]
    assert titles(browse(another).get(address).content) == []
    # What is like a post of a closed board is of that board.
    closed = f"/회사/{inside.pk}/related"
    assert titles(browse(member).get(closed).content) == ["호두 비밀 둘"]
    assert browse(another).get(closed).status_code == 403
    assert browse().get(f"/자유/{hidden.pk}/related").status_code == 404


def test_nobody_learns_which_posts_a_closed_board_has(
    board: Board,
    closed_board: Board,
    member: Account,
    another: Account,
    browse: Callable[..., Client],
) -> None:
    let_into(closed_board, member)
    inside = write_post(closed_board, member).pk
    for number in (inside, inside + 1000):
        assert browse().get(f"/자유/{number}/related").status_code == 404
        assert browse().get(f"/없음/{number}/related").status_code == 404
        assert browse(another).get(f"/회사/{number}/related").status_code == 403


def test_it_costs_the_same_however_much_is_like_it(
    board: Board,
    member: Account,
    indexed: Callable[[], None],
    browse: Callable[..., Client],
    django_assert_max_num_queries: Any,
) -> None:
    post = write_post(board, member, title="호두와 땅콩 이야기", text="캐슈넛 아몬드 마카다미아")
    for _ in range(2):
        for number in range(40):
            write_post(board, member, title=f"호두와 땅콩 {number}")
        indexed()
        with django_assert_max_num_queries(23):
            browse().get(f"/자유/{post.pk}/related")


def test_the_lists_beside_a_page_are_everybodys(
    board: Board,
    closed_board: Board,
    member: Account,
    another: Account,
    browse: Callable[..., Client],
    ranked: Callable[..., None],
    django_assert_num_queries: Any,
) -> None:
    let_into(closed_board, member)
    post = write_post(board, member, title="모두의 글")
    write_post(closed_board, member, title="우리끼리")
    ranked(lambda: marks.recommend(post.pk, by=another))
    answer = browse(member).get("/live/lists")
    with django_assert_num_queries(3):
        browse().get("/live/lists")
    assert titles(answer.content) == ["모두의 글", "모두의 글"]
    assert "s-maxage=5" in answer["Cache-Control"]
    assert browse().get("/live/lists").content == answer.content


def test_without_scripts_a_frame_shows_it_within_the_page(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    post = write_post(board, member)
    page = browse().get(f"/자유/{post.pk}")
    assert f"/{post.pk}/related?frame=1" in page.content.decode()
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    frame = browse().get(f"/자유/{post.pk}/related?frame=1")
    assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]
    assert (
        frame["X-Frame-Options"] == "SAMEORIGIN"
        and '<base target="_top">' in frame.content.decode()
    )
    assert browse().get(f"/자유/{post.pk}/related")["X-Frame-Options"] == "DENY"
