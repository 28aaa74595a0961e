"""Comments and replies: writing, changing, deleting, and finding them again."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Comment, Post
from madang.boards.threads import queries, visibility

from .. import writers
from ..factories import write_comment


def test_a_comment_is_there_at_once_and_counted(
    post: Post, another: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(another)
    answer = browser.post(f"/자유/{post.pk}/comments", {"text": "반가워요"})
    assert answer["Location"] == f"/%EC%9E%90%EC%9C%A0/{post.pk}?comments=1#c1"
    page = browser.get(answer["Location"]).content.decode()
    assert "반가워요" in page and 'id="c1"' in page
    post.refresh_from_db()
    assert post.comment_count == 1


def test_sent_twice_it_is_one_comment(
    post: Post, another: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(another)
    form = {"text": "한 번만", "idempotency_key": "token"}
    places = [browser.post(f"/자유/{post.pk}/comments", form)["Location"] for _ in range(2)]
    assert places[0] == places[1] and Comment.objects.count() == 1
    post.refresh_from_db()
    assert (post.comment_count, post.last_seq) == (1, 1)


def test_a_reply_stands_under_what_it_answers(
    post: Post, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    write_comment(post, by=another, text="첫째")
    write_comment(post, by=another, text="둘째")
    browse(member).post(f"/자유/{post.pk}/comments", {"text": "첫째의 답", "parent": "1"})
    write_comment(post, by=another, text="답의 답", parent=3)
    page = browse().get(f"/자유/{post.pk}").content.decode()
    order = [page.index(text) for text in ("첫째<", "첫째의 답", "답의 답", "둘째<")]
    assert order == sorted(order)
    assert re.search(r'class="answering" href="[^"]*/c3">글쓴이에게</a>', page)


def test_the_form_says_who_is_being_answered(
    post: Post, another: Account, browse: Callable[..., Client]
) -> None:
    write_comment(post, by=another)
    page = browse(another).get(f"/자유/{post.pk}?reply=1").content.decode()
    assert (
        "익인1에게 답글을 써요." in page and '<input type="hidden" name="parent" value="1">' in page
    )


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "길" * 2001])
def test_a_refused_comment_keeps_what_was_typed(
    text: str, post: Post, another: Account, browse: Callable[..., Client]
) -> None:
    write_comment(post, by=another, text="원래 댓글")
    answer = browse(another).post(
        f"/자유/{post.pk}/comments", {"text": text, "parent": "1", "idempotency_key": "token"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page and "익인1에게 답글을 써요." in page
    if text.strip():
        assert text in page
    assert Comment.objects.count() == 1


def test_a_comment_on_what_is_gone_is_not_lost(
    post: Post, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    write_comment(post, by=another)
    browser = browse(another)
    form = {"text": "잃기 아까운 말", "parent": "1"}
    writers.delete_comment(post.pk, 1, by=another)
    answer = browser.post(f"/자유/{post.pk}/comments", form)
    assert answer.status_code == 410 and "잃기 아까운 말" in answer.content.decode()
    writers.delete_post(post.pk, by=member)
    answer = browser.post(f"/자유/{post.pk}/comments", {"text": "잃기 아까운 말"})
    assert answer.status_code == 410 and "잃기 아까운 말" in answer.content.decode()


def test_an_edit_shows(post: Post, another: Account, browse: Callable[..., Client]) -> None:
    write_comment(post, by=another, text="처음\n\n두 문단")
    browser = browse(another)
    assert "처음\n\n두 문단</textarea>" in browser.get(f"/자유/{post.pk}/c1/edit").content.decode()
    browser.post(f"/자유/{post.pk}/c1/edit", {"text": "고친 말"})
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert "고친 말" in page and '<span class="quiet">수정됨</span>' in page


def test_buttons_to_change_it_are_its_writers_alone(
    post: Post, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    write_comment(post, by=another)
    assert "/c1/edit" in browse(another).get(f"/자유/{post.pk}").content.decode()
    for reader in (None, member):
        assert "/c1/edit" not in browse(reader).get(f"/자유/{post.pk}").content.decode()
    stranger = browse(member)
    for path in ("edit", "delete"):
        assert stranger.get(f"/자유/{post.pk}/c1/{path}").status_code == 403
        assert stranger.post(f"/자유/{post.pk}/c1/{path}", {"text": "x"}).status_code == 403


def test_a_deleted_comment_without_answers_disappears(
    post: Post, another: Account, browse: Callable[..., Client]
) -> None:
    write_comment(post, by=another, text="지울 말")
    browse(another).post(f"/자유/{post.pk}/c1/delete")
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert "지울 말" not in page and 'id="c1"' not in page and "아직 댓글이 없어요" in page
    gone = Comment.objects.get()
    assert (gone.html, bytes(gone.author)) == ("", b"")


def test_a_deleted_comment_with_answers_leaves_its_place_as_long_as_they_stay(
    post: Post, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    write_comment(post, by=another, text="지울 말")
    write_comment(post, by=member, text="가운데 말", parent=1)
    write_comment(post, by=another, text="마지막 답", parent=2)
    writers.delete_comment(post.pk, 1, by=another)
    writers.delete_comment(post.pk, 2, by=member)
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert page.count("삭제된 댓글이에요.") == 2 and "마지막 답" in page
    writers.delete_comment(post.pk, 3, by=another)
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert "삭제된 댓글이에요." not in page
    post.refresh_from_db()
    assert (post.comment_count, post.last_seq) == (0, 3)


def test_a_comment_keeps_its_page_when_others_are_deleted(post: Post, another: Account) -> None:
    for _ in range(102):
        write_comment(post, by=another)
    writers.delete_comment(post.pk, 50, by=another)
    found = queries.read_post(post.pk)
    assert found
    page = queries.comments_page(found, 1)
    assert page is not None
    assert len(page.strands) == 99 and page.strands[-1].comment.seq == 100


def test_new_comments_come_as_a_fragment_that_may_be_shared(
    post: Post, another: Account, browse: Callable[..., Client]
) -> None:
    write_comment(post, by=another, text="본 댓글")
    assert browse().get(f"/live/{post.pk}/1").status_code == 204
    write_comment(post, by=another, text="새 댓글", parent=1)
    answer = browse().get(f"/live/{post.pk}/1")
    page = answer.content.decode()
    assert "새 댓글" in page and "본 댓글" not in page and 'data-root="1"' in page
    assert f'href="/%EC%9E%90%EC%9C%A0/{post.pk}/c2"' in page
    assert "s-maxage=1" in answer["Cache-Control"]


def test_a_hidden_threads_comments_are_not_told(
    post: Post, another: Account, operator: Account, browse: Callable[..., Client]
) -> None:
    write_comment(post, by=another, text="숨은 말")
    visibility.hide_post(post.pk, by=operator)
    assert browse().get(f"/live/{post.pk}/0").status_code == 204


def test_what_was_added_to_a_form_whose_answer_was_lost_is_not(
    post: Post, member: Account, browse: Callable[..., Client]
) -> None:
    path, browser = f"/자유/{post.pk}/comments", browse(member)
    for text in ("처음 말", "처음 말", "처음 말에 더한 말"):
        browser.post(path, {"text": text, "idempotency_key": "one-form"})
    said = [one.html for one in Comment.objects.order_by("seq")]
    assert said == ["<p>처음 말</p>", "<p>처음 말에 더한 말</p>"]
    for text in ("처음 글", "처음 글", "처음 글에 더한 글"):
        browser.post("/자유/write", {"title": "제목", "text": text, "idempotency_key": "another"})
    assert Post.objects.exclude(pk=post.pk).count() == 2
