"""What people say of a post with a press: what the operator offers, once each, nobody's name."""

from collections.abc import Callable

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Post, PostReaction
from madang.boards.reactions import reactions
from madang.boards.reactions.marks import OwnPost
from madang.core.community import community as site_community
from madang.core.models import Community

from ..factories import make_account

Browse = Callable[..., Client]


@pytest.fixture(autouse=True)
def offered(community: object) -> None:
    offer("👍 🇰🇷 🇺🇸")


def offer(emoji: str) -> None:
    Community.objects.update(reactions=emoji)
    site_community.forget()


def test_one_reacts_once_with_each_and_takes_it_back(
    post: Post, another: Account, browse: Browse
) -> None:
    browser, address = browse(another), f"/자유/{post.pk}"
    for _ in range(2):
        assert browser.post(f"{address}/react", {"emoji": "👍"}).status_code == 302
    # Flags begin alike, and are not one.
    browser.post(f"{address}/react", {"emoji": "🇰🇷"})
    page = browser.get(address).content.decode()
    assert 'value="👍" aria-pressed="true">👍 1<' in page
    assert 'value="🇰🇷" aria-pressed="true">' in page and 'value="🇺🇸" aria-pressed="false">' in page
    third = make_account("third")
    browse(third).post(f"{address}/react", {"emoji": "👍"})
    assert "👍 2" in browse().get(address).content.decode()
    browser.post(f"{address}/react", {"undo": "👍"})
    assert "👍 1" in browse().get(address).content.decode()


def test_what_is_not_offered_or_ones_own_is_refused(
    post: Post, member: Account, another: Account, browse: Browse
) -> None:
    for wrong in ({"emoji": "💩"}, {"emoji": ""}, {}):
        assert browse(another).post(f"/자유/{post.pk}/react", wrong).status_code == 404
    with pytest.raises(OwnPost):
        reactions.react(post.pk, "👍", by=member)
    assert browse().post(f"/자유/{post.pk}/react", {"emoji": "👍"}).status_code == 403
    assert not PostReaction.objects.exists()


def test_without_a_set_nothing_is_shown(post: Post, browse: Browse) -> None:
    offer("")
    assert "reactions" not in browse().get(f"/자유/{post.pk}").content.decode()


def test_a_visitor_is_led_to_sign_in_and_back(post: Post, browse: Browse) -> None:
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert "for=react&amp;next=/%EC%9E%90%EC%9C%A0/" in page
    said = browse().get("/accounts/login?for=react&next=/a").content.decode()
    assert "반응을 남기려면 로그인해 주세요." in said and "보던 글로 돌아가요" in said


def test_leaving_makes_reactions_nobodys(post: Post, another: Account) -> None:
    reactions.react(post.pk, "👍", by=another)
    before = bytes(PostReaction.objects.get().tag)
    reactions.forget_reactions(another.pk)
    assert bytes(PostReaction.objects.get().tag) != before
