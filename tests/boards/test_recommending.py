"""추천: once each, never one's own."""

from collections.abc import Callable

from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Post, Recommendation


def test_it_counts_once(post: Post, another: Account, browse: Callable[..., Client]) -> None:
    browser = browse(another)
    for _ in range(2):
        browser.post(f"/자유/{post.pk}/recommend")
    post.refresh_from_db()
    assert post.recommends == 1
    assert "추천됨 1" in browser.get(f"/자유/{post.pk}").content.decode()


def test_it_can_be_taken_back(post: Post, another: Account, browse: Callable[..., Client]) -> None:
    browser = browse(another)
    browser.post(f"/자유/{post.pk}/recommend")
    for _ in range(2):
        browser.post(f"/자유/{post.pk}/recommend", {"undo": "1"})
    post.refresh_from_db()
    assert post.recommends == 0 and not Recommendation.objects.exists()


def test_ones_own_post_is_refused(
    post: Post, member: Account, browse: Callable[..., Client]
) -> None:
    answer = browse(member).post(f"/자유/{post.pk}/recommend")
    assert (
        answer.status_code == 403 and "자기가 쓴 것은 추천할 수 없어요" in answer.content.decode()
    )
    post.refresh_from_db()
    assert post.recommends == 0


def test_it_needs_an_account_and_a_button(post: Post, browse: Callable[..., Client]) -> None:
    assert browse().post(f"/자유/{post.pk}/recommend").status_code == 403
    assert browse().get(f"/자유/{post.pk}/recommend").status_code == 405
