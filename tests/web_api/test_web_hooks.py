"""Web hooks: addresses are told what happened, signed, tried again, and what they answered."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.models import Board, Post
from madang.moderation.reports import announce_waiting
from madang.web_api.models import Delivery, WebHook
from madang.web_api.web_hooks import sending
from madang.web_api.web_hooks.sending import PAUSES, drop_old, step
from madang.web_api.web_hooks.telling import add_hook, delete_hook

from ..factories import let_into, write_comment, write_post
from ..services.hooks import Receiver, receiver
from .calling import Program

Browse = Callable[..., Client]
EVENTS = ["post.published", "comment.published", "reports.waiting"]


@pytest.fixture
def there(community: Any, settings: Any) -> Iterator[Receiver]:
    """A receiver that the operator allows though it is on this machine."""
    with receiver() as found:
        settings.LINKS_INSIDE = [found.host]
        yield found


@pytest.fixture
def hook(there: Receiver) -> WebHook:
    made, there.secret = add_hook(there.address, EVENTS)
    return made


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(sending.timezone, "now", lambda: moment)


def test_what_was_written_is_told_signed_and_without_words(
    there: Receiver, hook: WebHook, board: Board, member: Account
) -> None:
    post = write_post(board, member, title="제목은 안 보내요")
    write_comment(post, member, "댓글도 안 보내요")
    while step():
        pass
    assert there.forged == 0
    assert [one["type"] for one in there.received] == ["post.published", "comment.published"]
    first = there.received[0]["data"]
    assert (first["post"], first["board"]) == (post.pk, "자유")
    assert first["address"].endswith(f"/{post.pk}")
    said = str(there.received)
    assert "안 보내요" not in said and member.login_name not in said


def test_another_secret_proves_nothing(
    there: Receiver, hook: WebHook, board: Board, member: Account
) -> None:
    there.secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    write_post(board, member)
    step()
    assert (there.forged, there.received) == (1, [])


def test_nothing_of_boards_for_members_is_told(
    hook: WebHook, closed_board: Board, member: Account
) -> None:
    let_into(closed_board, member)
    write_comment(write_post(closed_board, member), member)
    assert not Delivery.objects.exists()


def test_what_does_not_arrive_is_tried_again_under_the_same_id_and_given_up(
    there: Receiver,
    hook: WebHook,
    board: Board,
    member: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there.status = 500
    write_post(board, member)
    moment = timezone.now()
    for pause in [timedelta(), *PAUSES]:
        moment += pause + timedelta(seconds=1)
        at(monkeypatch, moment)
        step()
    told = Delivery.objects.get()
    assert len(there.ids) == len(PAUSES) + 1 and len(set(there.ids)) == 1
    assert (told.answered, told.next_try) == (500, None)
    assert not step()


def test_whoever_is_gone_hears_no_more(
    there: Receiver, hook: WebHook, board: Board, member: Account
) -> None:
    there.status = 410
    write_post(board, member)
    step()
    assert not WebHook.objects.get().is_on
    write_post(board, member)
    assert Delivery.objects.count() == 1


def test_one_that_is_away_keeps_no_other_waiting(
    there: Receiver,
    board: Board,
    member: Account,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_hook("http://127.0.0.1:9/nobody", EVENTS)
    _hook, there.secret = add_hook(there.address, EVENTS)
    settings.LINKS_INSIDE = [there.host, "127.0.0.1:9"]
    for _number in range(5):
        write_post(board, member)
    step()
    assert len(there.received) == 5
    away = Delivery.objects.filter(hook__address__endswith="nobody").order_by("pk")
    assert [one.tries for one in away] == [1, 0, 0, 0, 0]
    at(monkeypatch, timezone.now() + timedelta(seconds=6))
    step()
    assert [one.tries for one in away.all()] == [2, 0, 0, 0, 0]


def test_messages_come_in_the_order_of_what_happened(
    there: Receiver, hook: WebHook, board: Board, member: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.status = 503
    posts = [write_post(board, member).pk for _number in range(3)]
    step()
    there.received.clear()
    there.status = 204
    at(monkeypatch, timezone.now() + timedelta(seconds=6))
    step()
    assert [one["data"]["post"] for one in there.received] == posts


def test_an_address_inside_is_not_reached_unless_allowed(
    there: Receiver, hook: WebHook, board: Board, member: Account, settings: Any
) -> None:
    settings.LINKS_INSIDE = []
    write_post(board, member)
    step()
    assert there.received == [] and Delivery.objects.get().answered == 0


def test_a_post_is_written_though_its_hook_was_just_deleted(
    hook: WebHook, board: Board, member: Account
) -> None:
    write_post(board, member)
    WebHook.objects.filter(pk=hook.pk).delete()
    write_post(board, member)
    assert Post.objects.count() == 2
    drop_old()
    assert not Delivery.objects.exists()


def test_moderators_are_told_how_many_wait_and_never_when_one_came(
    there: Receiver, hook: WebHook, post: Post, another: Account
) -> None:
    announce_waiting()
    Delivery.objects.all().delete()
    Program(another).send("POST", "/reports", {"post": post.pk, "complaint": "spam"})
    assert not Delivery.objects.exists()
    announce_waiting()
    step()
    assert there.received[-1]["data"] == {"waiting": 1}


def test_operators_add_try_change_and_delete_one(
    there: Receiver, operator: Account, browse: Browse
) -> None:
    browser = browse(operator)
    sent = {"address": there.address, "events": ["post.published"]}
    page = browser.post("/console/hooks", sent).content.decode()
    found = re.search(r"whsec_[\w+/=]+", page)
    assert found is not None
    there.secret = found[0]
    hook = WebHook.objects.get()
    path = f"/console/hooks/{hook.pk}"
    browser.post(path, {"ping": "1"})
    step()
    assert there.received[0]["type"] == "ping"
    assert "도착 (204)" in browser.get(path).content.decode()
    assert there.secret not in browser.get(path).content.decode()
    browser.post(path, {**sent, "events": ["comment.published"], "change": "1"})
    hook.refresh_from_db()
    assert (hook.events, hook.is_on) == ("comment.published", False)
    browser.post(path, {"delete": "1"})
    assert not WebHook.objects.exists() and not Delivery.objects.exists()


def test_only_addresses_that_are_safe_to_tell_are_taken(
    community: Any, operator: Account, browse: Browse
) -> None:
    for address in ("http://example.org/hook", "ftp://example.org", "nowhere", "https://a:b:c/"):
        sent = {"address": address, "events": ["post.published"]}
        answer = browse(operator).post("/console/hooks", sent)
        assert answer.status_code == 422 and address in answer.content.decode()


def test_members_see_none_of_it(
    hook: WebHook, member: Account, browse: Browse, operator: Account
) -> None:
    for path in ("/console/hooks", f"/console/hooks/{hook.pk}"):
        assert browse(member).get(path).status_code == 403
    delete_hook(hook)
    assert browse(operator).get(f"/console/hooks/{hook.pk}").status_code == 404
