"""Comments that people like: once each, in their order, and the best ones first."""

from collections.abc import Callable

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Comment, CommentLike, Post
from madang.boards.reactions import likes
from madang.boards.reactions.marks import OwnPost
from madang.boards.threads import visibility
from madang.boards.threads.errors import NoLongerThere
from madang.boards.threads.thread_page import BEST_FROM, MIN_BEST_LIKES

from .. import writers
from ..factories import make_account, write_comment

Browse = Callable[..., Client]


def count(comment: Comment) -> int:
    comment.refresh_from_db()
    return comment.likes


def test_one_likes_once_and_takes_it_back(
    post: Post, member: Account, another: Account, browse: Browse
) -> None:
    said = write_comment(post, another, "좋은 말")
    browser, address = browse(member), f"/자유/{post.pk}"
    for _ in range(2):
        answer = browser.post(f"{address}/like", {"seq": said.seq})
        assert answer["Location"].endswith("#c1") and count(said) == 1
    page = browser.get(address).content.decode()
    assert 'name="undo" value="1" aria-pressed="true">좋아요 1<' in page
    page = browse().get(address).content.decode()
    assert "좋아요 1" in page and 'form="like"' not in page
    browser.post(f"{address}/like", {"undo": said.seq})
    assert count(said) == 0 and not CommentLike.objects.exists()


def test_nobody_likes_their_own_or_what_is_not_there(
    post: Post, another: Account, member: Account, operator: Account, browse: Browse
) -> None:
    said = write_comment(post, another, "내 말")
    with pytest.raises(OwnPost):
        likes.like(post.pk, said.seq, by=another)
    assert 'form="like"' not in browse(another).get(f"/자유/{post.pk}").content.decode()
    visibility.hide_comment(post.pk, said.seq, by=operator)
    for number in (said.seq, 99):
        with pytest.raises(NoLongerThere):
            likes.like(post.pk, number, by=member)
    for wrong in ({}, {"seq": "²"}, {"seq": "-1"}, {"undo": ""}):
        assert browse(member).post(f"/자유/{post.pk}/like", wrong).status_code == 404
    assert browse().post(f"/자유/{post.pk}/like", {"seq": 1}).status_code == 403


def test_the_best_come_first_where_there_are_many(
    post: Post, another: Account, browse: Browse
) -> None:
    said = [write_comment(post, another, f"{n}번째 말") for n in range(BEST_FROM)]
    for person in (make_account(f"reader-{n}") for n in range(MIN_BEST_LIKES)):
        likes.like(post.pk, said[6].seq, by=person)
    likes.like(post.pk, said[3].seq, by=person)
    page = browse().get(f"/자유/{post.pk}").content.decode()
    best = page.partition('class="best"')[2].partition("</section>")[0]
    assert "6번째 말" in best and "3번째 말" not in best
    assert 'class="best"' not in browse().get(f"/자유/{post.pk}?comments=1").content.decode()
    liked = browse().get(f"/자유/{post.pk}?sort=likes").content.decode()
    thread = liked.partition('id="thread"')[2].partition("</ol>")[0]
    assert thread.index("6번째 말") < thread.index("3번째 말") and "5번째 말" not in thread
    writers.delete_comment(post.pk, said[6].seq, by=another)
    assert 'class="best"' not in browse().get(f"/자유/{post.pk}").content.decode()


def test_an_answer_quotes_what_it_answers(
    post: Post, another: Account, member: Account, browse: Browse
) -> None:
    write_comment(post, another, "첫 줄\n둘째 줄\n\n\n셋째\n넷째\n다섯째")
    page = browse(member).get(f"/자유/{post.pk}?reply=1").content.decode()
    assert "quote=1" in page and "&gt; 첫 줄" not in page
    page = browse(member).get(f"/자유/{post.pk}?reply=1&quote=1").content.decode()
    assert "&gt; 첫 줄\n&gt; 둘째 줄\n" in page and "다섯째</textarea" not in page
    browse(member).post(f"/자유/{post.pk}/comments", {"text": "> 첫 줄\n\n그렇군요", "parent": 1})
    assert Comment.objects.get(seq=2).html == (
        "<blockquote><p>첫 줄</p></blockquote><p>그렇군요</p>"
    )
