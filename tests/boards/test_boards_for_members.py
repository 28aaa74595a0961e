"""A board for members is read and written by those who belong, and by nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.activity.export import export_items
from madang.boards.directory.access import NotAMember
from madang.boards.directory.setup import BoardPlan, open_planned_board
from madang.boards.models import Board, Comment, Post, Scrap
from madang.boards.reactions import marks
from madang.boards.threads import visibility
from madang.boards.threads.errors import StaysAmongMembers

from .. import writers
from ..factories import let_into, write_comment, write_post

SECRET = "사장님이 들으면 안 되는 이야기"


@pytest.fixture
def told(closed_board: Board, member: Account) -> Post:
    let_into(closed_board, member)
    post = write_post(closed_board, member, title=SECRET, text=SECRET, source=SECRET)
    write_comment(post, member, SECRET)
    return post


def paths_to(post: Post) -> list[str]:
    own = f"/회사/{post.pk}"
    return [
        *("/", "/회사", "/회사/feed", "/회사/write", "/회사/enter", own, f"{own}?reply=1"),
        *(f"/자유/{post.pk}", f"{own}/c1", f"{own}/c1/edit", f"{own}/edit", f"{own}/delete"),
        *(f"/live/{post.pk}/0", f"{own}/live/0", "/sitemap.xml", "/sitemap/0.xml", "/write"),
        *("/회사?page=1", "/회사?category=x", "/about/anonymity", f"/동네/{post.pk}/live/0"),
    ]


def test_nobody_else_learns_what_is_written_there(
    told: Post, another: Account, browse: Callable[..., Client]
) -> None:
    for reader in (None, another):
        browser = browse(reader)
        for path in paths_to(told):
            answer = browser.get(path, follow=True)
            assert SECRET not in answer.content.decode(), (reader, path)
        assert browser.get(f"/회사/{told.pk}").status_code == 403
        assert "멤버만" in browser.get("/회사").content.decode()


def test_what_is_there_and_what_is_not_look_alike(
    told: Post, another: Account, browse: Callable[..., Client]
) -> None:
    for reader in (None, another):
        for number in (told.pk, told.pk + 1):
            for path in ("", "/more", "/c1/more", "/c2/more"):
                answer = browse(reader).get(f"/회사/{number}{path}")
                assert answer.status_code == 403, (reader, number, path)


def test_an_open_boards_address_does_not_lead_around_the_door(
    told: Post, board: Board, another: Account, browse: Callable[..., Client]
) -> None:
    for path in ("", "/live/0"):
        answer = browse(another).get(f"/자유/{told.pk}{path}", follow=True)
        assert SECRET not in answer.content.decode()


def test_nobody_else_writes_there(
    told: Post, closed_board: Board, another: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(another)
    own = f"/회사/{told.pk}"
    form = {"title": "몰래", "text": "몰래", "idempotency_key": "x"}
    for path in ("/회사/write", f"{own}/comments", f"{own}/recommend", f"{own}/scrap"):
        assert browser.post(path, form).status_code == 403, path
        # An open board's address is not a way in either.
        elsewhere = browser.post(path.replace("회사", "자유"), form)
        assert elsewhere.status_code == (302 if path.endswith("write") else 404)
    assert Post.objects.filter(title="몰래", board=closed_board).count() == 0
    assert Comment.objects.count() == 1
    told.refresh_from_db()
    assert told.recommends == 0
    for act in (
        lambda: write_post(closed_board, another),
        lambda: write_comment(told, another),
        lambda: marks.recommend(told.pk, by=another),
        lambda: marks.mark(Scrap, told.pk, by=another),
    ):
        with pytest.raises(NotAMember):
            act()


def test_those_who_belong_read_and_write(
    told: Post, closed_board: Board, another: Account, browse: Callable[..., Client]
) -> None:
    let_into(closed_board, another)
    browser = browse(another)
    for path in ("/회사", "/회사/feed", f"/회사/{told.pk}", f"/회사/{told.pk}/live/0"):
        answer = browser.get(path)
        assert SECRET in answer.content.decode(), path
        assert answer["Cache-Control"] == "private, no-store", path
    browser.post(f"/회사/{told.pk}/comments", {"text": "저도요"})
    page = browser.get(f"/회사/{told.pk}").content.decode()
    assert "저도요" in page and f'data-live="/%ED%9A%8C%EC%82%AC/{told.pk}/live/"' in page
    browser.post(f"/회사/{told.pk}/recommend")
    told.refresh_from_db()
    assert told.recommends == 1


def test_whoever_keeps_the_site_may_enter(
    told: Post, operator: Account, browse: Callable[..., Client]
) -> None:
    assert SECRET in browse(operator).get(f"/회사/{told.pk}").content.decode()


def test_what_is_written_there_does_not_leave_it(
    told: Post, board: Board, operator: Account, browse: Callable[..., Client]
) -> None:
    with pytest.raises(StaysAmongMembers):
        writers.move_post(told.pk, by=operator, board_id=board.pk, category_id=None)
    answer = browse(operator).post(f"/회사/{told.pk}/move", {"to": f"{board.pk}/"})
    assert answer.status_code == 403
    assert "다른 게시판으로 옮길 수 없어요" in answer.content.decode()


def test_a_page_takes_one_query_more_to_know_who_belongs(
    told: Post, closed_board: Board, browse: Any, another: Account, django_assert_num_queries: Any
) -> None:
    let_into(closed_board, another)
    browser = browse(another)
    for path, queries in (("/회사", 8), (f"/회사/{told.pk}", 13), (f"/회사/{told.pk}/live/0", 5)):
        browser.get(path)
        with django_assert_num_queries(queries):
            browser.get(path)


@pytest.fixture
def moved(closed_board: Board, board: Board, another: Account, operator: Account) -> Post:
    """A post and a comment of somebody's who does not belong where an operator moved them."""
    post = write_post(board, another, title="옮겨질 글")
    write_comment(post, another, "옮겨질 댓글")
    writers.move_post(post.pk, by=operator, board_id=closed_board.pk, category_id=None)
    return post


def test_what_was_moved_there_is_not_changed_from_outside(
    moved: Post, another: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(another)
    form = {"title": "밖에서", "text": "밖에서"}
    for board in ("자유", "회사"):
        for end in ("edit", "delete", "c1/edit", "c1/delete"):
            path = f"/{board}/{moved.pk}/{end}"
            assert browser.get(path).status_code in (403, 404), path
            assert browser.post(path, form).status_code in (403, 404), path
    with pytest.raises(NotAMember):
        writers.edit_comment(moved.pk, 1, by=another, text="밖에서")
    with pytest.raises(NotAMember):
        writers.edit_post(moved.pk, by=another, category_id=None, title="밖", text="밖", source="")
    assert Comment.objects.get().html == "<p>옮겨질 댓글</p>"


def test_a_wrong_address_does_not_tell_that_it_is_there(
    told: Post, another: Account, browse: Callable[..., Client]
) -> None:
    for reader in (None, another):
        assert browse(reader).get(f"/자유/{told.pk}").status_code == 404


def test_nor_does_it_go_to_another_board_for_members(told: Post, operator: Account) -> None:
    other = open_planned_board(BoardPlan("다른 회사", members_only=True))
    with pytest.raises(StaysAmongMembers):
        writers.move_post(told.pk, by=operator, board_id=other.pk, category_id=None)


def test_ones_own_pages_show_no_title_that_one_may_not_read(
    board: Board,
    closed_board: Board,
    member: Account,
    another: Account,
    operator: Account,
    browse: Callable[..., Client],
) -> None:
    posts = [write_post(board, member, title=f"곧 숨을 글 {n}") for n in range(2)]
    for post in posts:
        write_comment(post, another, "내 댓글")
        marks.mark(Scrap, post.pk, by=another)
        marks.recommend(post.pk, by=another)
    writers.move_post(posts[0].pk, by=operator, board_id=closed_board.pk, category_id=None)
    visibility.hide_post(posts[1].pk, by=operator)
    browser = browse(another)
    for kind in ("scraps", "recommendations", "comments"):
        assert "곧 숨을 글" not in browser.get(f"/me/{kind}").content.decode(), kind
        taken = list(export_items(another, kind))
        assert not any("곧 숨을 글" in thing.title for thing in taken)
    assert [thing.html for thing in export_items(another, "comments")] == ["<p>내 댓글</p>"] * 2


@pytest.mark.parametrize("act", ["scrap", "recommend", "reserve", "like", "comments", "vote"])
def test_nothing_tells_through_another_boards_address_what_is_there(
    act: str, board: Board, closed_board: Board, member: Account, another: Account, browse: Any
) -> None:
    let_into(closed_board, another)
    live, deleted = write_post(closed_board, another), write_post(closed_board, another)
    writers.delete_post(deleted.pk, by=another)
    form = {"text": "여보세요", "seq": "1", "choice": "0"}
    answers = {
        browse(member).post(f"/자유/{number}/{act}", form).status_code
        for number in (live.pk, deleted.pk, deleted.pk + 1000)
    }
    assert answers == {404}
