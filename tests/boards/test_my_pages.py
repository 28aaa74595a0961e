"""One's own pages: what one wrote, recommended and kept, and nobody else's."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Board, Post, Recommendation, Scrap
from madang.boards.reactions import marks
from madang.boards.threads import visibility
from madang.identity import epochs
from madang.identity.journals import Journal, read_all
from madang.identity.keys import ring

from .. import writers
from ..factories import make_account, write_comment, write_post

DEVICES = 8
Browse = Callable[[Account | None], Client]


def test_they_list_ones_own(
    board: Board, member: Account, another: Account, browse: Browse
) -> None:
    mine, other = (
        write_post(board, member, title="내 첫 글"),
        write_post(board, another, title="남의 글"),
    )
    write_comment(other, member, "내가 단 댓글")
    marks.recommend(other.pk, by=member)
    marks.mark(Scrap, other.pk, by=member)
    browser = browse(member)
    assert "내 첫 글" in browser.get("/me").text and "남의 글" not in browser.get("/me").text
    comments = browser.get("/me/comments").text
    assert "내가 단 댓글" in comments and f"/{other.pk}?comments=1#c1" in comments
    for kind in ("recommendations", "scraps"):
        assert "남의 글" in browser.get(f"/me/{kind}").text
        assert "남의 글" not in browse(another).get(f"/me/{kind}").text
    assert f"/{mine.pk}" in browser.get("/me").text


def test_they_ask_to_sign_in(community: object, browse: Browse) -> None:
    assert browse(None).get("/me").headers["location"].startswith("/accounts/login")
    assert browse(None).post("/me/scraps/202611/0").status_code == 302


def test_they_say_what_to_do_when_they_are_empty(
    community: object, member: Account, browse: Browse
) -> None:
    for kind in ("posts", "comments", "recommendations", "scraps"):
        assert 'class="empty"' in browse(member).get(f"/me/{kind}").text
    assert browse(member).get("/me/nonsense").status_code == 404
    assert browse(member).get("/me/posts?page=2").status_code == 404


def test_they_are_right_after_deleting_and_moving(
    board: Board, member: Account, operator: Account, browse: Browse
) -> None:
    gone, moved = (
        write_post(board, member, title="지울 글"),
        write_post(board, member, title="옮길 글"),
    )
    write_comment(moved, member, "지울 댓글")
    writers.delete_post(gone.pk, by=member)
    writers.delete_comment(moved.pk, 1, by=member)
    writers.move_post(
        moved.pk, by=operator, board_id=Board.objects.get(slug="이슈").pk, category_id=None
    )
    page = browse(member).get("/me").text
    assert "지울 글" not in page and f"/%EC%9D%B4%EC%8A%88/{moved.pk}" in page
    assert "지울 댓글" not in browse(member).get("/me/comments").text


def test_a_hidden_post_is_marked_as_such(
    post: Post, member: Account, operator: Account, browse: Browse
) -> None:
    visibility.hide_post(post.pk, by=operator)
    assert "숨겨진 글" in browse(member).get("/me").text


def test_what_is_in_hidden_posts_is_said_to_be(
    post: Post, another: Account, operator: Account, browse: Browse
) -> None:
    write_comment(post, another)
    visibility.hide_post(post.pk, by=operator)
    page = browse(another).get("/me/comments").content.decode()
    assert "지금 읽을 수 없는 글에 있어요" in page and "아직 쓴 댓글이 없어요" not in page


def test_a_scrap_is_kept_once_and_dropped(post: Post, another: Account, browse: Browse) -> None:
    browser = browse(another)
    for _ in range(2):
        browser.post(f"/자유/{post.pk}/scrap")
    assert browser.get("/me/scraps").text.count("제목이에요</span>") == 1
    assert "스크랩됨" in browser.get(f"/자유/{post.pk}").text
    browser.post(f"/자유/{post.pk}/scrap", {"undo": "1"})
    assert "제목이에요" not in browser.get("/me/scraps").text
    assert not Scrap.objects.exists()


def test_a_vote_taken_back_leaves_the_list(post: Post, another: Account, browse: Browse) -> None:
    for _ in range(2):
        marks.recommend(post.pk, by=another)
        marks.unmark(Recommendation, post.pk, by=another)
    marks.recommend(post.pk, by=another)
    assert browse(another).get("/me/recommendations").text.count("제목이에요</span>") == 1


def test_leaving_out_a_line_keeps_the_post_and_undoes_a_vote(
    post: Post, member: Account, another: Account, browse: Browse
) -> None:
    marks.recommend(post.pk, by=another)
    epoch = post.epoch
    browse(member).post(f"/me/posts/{epoch}/0")
    assert "제목이에요" not in browse(member).get("/me").text
    assert browse(member).get(f"/자유/{post.pk}/edit").status_code == 200
    browse(another).post(f"/me/recommendations/{epoch}/0")
    post.refresh_from_db()
    assert post.recommends == 0


@pytest.mark.parametrize("place", ["0/0", "202611/99999", "999999999999/0", "202611/4294967296"])
def test_leaving_out_what_is_not_there_changes_nothing(
    post: Post, member: Account, browse: Browse, place: str
) -> None:
    assert browse(member).post(f"/me/posts/{place}").status_code == 302
    assert "제목이에요" in browse(member).get("/me").text


def test_a_post_outlives_its_key_and_its_authors_powers_end(
    post: Post, member: Account, another: Account, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_comment(post, another, "그때의 댓글")
    monkeypatch.setattr(
        ring(), "epochs", {e: key for e, key in ring().epochs.items() if e != post.epoch}
    )
    monkeypatch.setattr(ring(), "_read", lambda: None)
    monkeypatch.setattr(type(ring().store), "write", lambda store, text: None)
    monkeypatch.setitem(ring().destroyed, post.epoch, post.created.date())
    assert not epochs.is_open(post.epoch)
    for someone in (None, member, another):
        page = browse(someone).get(f"/자유/{post.pk}")
        assert page.status_code == 200 and f"/{post.pk}/edit" not in page.text
    assert browse(member).get(f"/자유/{post.pk}/edit").status_code == 403
    assert "제목이에요" not in browse(member).get("/me").text
    later = write_comment(post, another, "나중의 댓글")
    assert later.voice == 2
    marks.recommend(post.pk, by=another)
    marks.mark(Scrap, post.pk, by=another)
    assert "제목이에요" in browse(another).get("/me/scraps").text
    assert "추천됨" in browse(another).get(f"/자유/{post.pk}").text


def test_a_page_holds_twenty_and_leads_on(board: Board, member: Account, browse: Browse) -> None:
    for n in range(21):
        write_post(board, member, title=f"{n}번째 글")
    first, second = (browse(member).get(f"/me/posts?page={n}").text for n in (1, 2))
    assert first.count('class="title"') == 20 and "/me/posts?page=2" in first
    assert "0번째 글" in second and second.count('class="title"') == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_attachments_from_many_devices_at_once_loses_no_line(community: object) -> None:
    """A gap in a journal would hide all that follows it."""
    person = make_account("busy")
    post = write_post(Board.objects.get(slug="자유"), person)
    start, failures = threading.Barrier(DEVICES), []

    def speak() -> None:
        try:
            start.wait()
            for _ in range(4):
                write_comment(post, person)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    devices = [threading.Thread(target=speak) for _ in range(DEVICES)]
    for device in devices:
        device.start()
    for device in devices:
        device.join()
    assert not failures
    lines = list(read_all(Journal("comments", person.pk)))
    assert [line.number for line in lines] == list(range(4 * DEVICES - 1, -1, -1))
    assert len({line.content for line in lines}) == 4 * DEVICES
