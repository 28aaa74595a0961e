"""A browser is told of calls: once, not in quiet hours, and so that its maker cannot read it."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.models import Board, Post, Reservation
from madang.boards.reactions import marks
from madang.calls import dispatch, pushes, watch_fanout
from madang.calls.codec import Kind
from madang.calls.models import PushNote
from madang.calls.preferences import Preferences, preferences_of, want
from madang.calls.queries import my_calls
from madang.calls.watches import watch
from madang.delivery.web_push import client
from madang.delivery.web_push.subscriptions import (
    MAX_DEVICES,
    Device,
    add_device,
    device_of,
    devices_of,
    push_service_of,
)
from madang.identity.boxes import encrypt
from madang.identity.inboxes import inbox_of
from madang.identity.models import JournalEntry
from madang.identity.push_keys import push_public_key
from madang.membership.entry import leave_boards
from madang.moderation import decisions
from madang.moderation.models import DecisionKind
from madang.moderation.subjects import find_subject

from ..factories import let_into, make_account, write_comment, write_post
from ..services.push import Browser, PushService, push_service, text

Browse = Callable[..., Client]


class Clock:
    """The minute that it is for pushes."""

    def __init__(self) -> None:
        self.minute = pushes._minute_now()

    def pass_minutes(self, count: int) -> None:
        self.minute += count


clock = Clock()


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for kept in (pushes._told, dispatch._last, dispatch._taken, dispatch._more):
        kept.clear()
    watch_fanout._begun = -watch_fanout.MIN_SECONDS_APART
    client._session.cache_clear()
    clock.__init__()  # type: ignore[misc]
    monkeypatch.setattr(pushes, "_minute_now", lambda: clock.minute)
    yield


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    with push_service() as service:
        settings.PUSH_SERVICES = (service.address.removeprefix("http://"),)
        yield service


def subscribe(client: Client, service: PushService) -> Browser:
    browser = service.subscribe()
    answer = client.post(
        "/calls/devices", json.dumps(browser.subscription), content_type="application/json"
    )
    assert answer.status_code == 204
    return browser


def work_within_the_minute() -> None:
    """Do all that the worker does for calls, until nothing is left."""
    while dispatch.make_batch():
        pass
    while watch_fanout.fan_out_batch(pushes.note):
        pass
    pushes.send_batch()


def work(minutes: int = 1) -> None:
    """The same, and wait until what is due then has been sent."""
    work_within_the_minute()
    clock.pass_minutes(minutes)
    pushes.send_batch()


@pytest.fixture
def told(member: Account, browse: Browse, service: PushService, post: Post) -> Client:
    """A member whose browser is told of everything."""
    client = browse(member)
    subscribe(client, service)
    want(member, set(Kind), push=set(Kind))
    return client


def test_a_push_is_the_sites_own_and_says_how_much_and_no_more(
    told: Client, post: Post, another: Account, service: PushService
) -> None:
    write_comment(post, another, "비밀스러운 말")
    work()
    (to, headers, body), *more = service.sent
    assert not more
    assert service.is_signed(headers, push_public_key())
    assert headers["content-encoding"] == "aes128gcm" and headers["topic"] == pushes.TOPIC
    assert int(headers["ttl"]) == client.KEPT_SECONDS
    said = service.browsers[to].read(body)
    assert said == {"title": "마당", "body": "댓글 1개"}
    assert "비밀스러운".encode() not in body


def test_several_calls_are_told_together_and_nobody_twice(
    told: Client, post: Post, another: Account, service: PushService
) -> None:
    for _ in range(3):
        write_comment(post, another)
    other = write_post(post.board, another)
    write_comment(other, another)
    said = write_comment(other, another)
    write_comment(other, make_account("third"), "@글쓴이", parent=said.seq)
    work()
    work()
    assert service.said() == ["댓글 1개"]
    write_comment(post, another)
    work_within_the_minute()
    assert len(service.sent) == 1
    work()
    assert len(service.sent) == 2 and not PushNote.objects.exists()


def test_what_was_read_meanwhile_is_not_told(
    told: Client, post: Post, another: Account, service: PushService
) -> None:
    write_comment(post, another)
    while dispatch.make_batch():
        pass
    told.post("/calls/read")
    work()
    assert service.sent == [] and not PushNote.objects.exists()


def test_only_what_was_chosen_is_told(
    told: Client, post: Post, member: Account, another: Account, service: PushService
) -> None:
    want(member, set(Kind), push={Kind.MENTION})
    write_comment(post, another)
    work()
    assert service.sent == []


def test_every_kind_is_told(
    told: Client,
    board: Board,
    member: Account,
    another: Account,
    operator: Account,
    service: PushService,
) -> None:
    other = write_post(board, another)
    said = write_comment(other, member, "먼저 한 말")
    marks.mark(Reservation, other.pk, by=member)
    watch_fanout.fan_out_batch(pushes.note)
    watch(member, board=0, category=None, word="쿠팡")
    write_comment(other, operator, "대답", parent=said.seq)
    write_comment(write_post(board, another, title="쿠팡 소식"), another)
    write_comment(other, another, "새 소식", is_news=True)
    subject = find_subject(other.pk, said.seq)
    assert subject is not None
    decisions.decide(subject, by=operator, kind=DecisionKind.WORD, mute=None, reason="고마워요")
    watch_fanout._begun = -watch_fanout.MIN_SECONDS_APART
    work()
    assert service.said() == ["댓글 1개 · 새 소식 1개 · 새 글 1개 · 운영자 안내 1개"]


def test_a_browser_that_is_gone_is_forgotten(
    told: Client, post: Post, member: Account, another: Account, service: PushService
) -> None:
    service.answers = [410]
    write_comment(post, another)
    work()
    assert not devices_of(member.pk) and not PushNote.objects.exists()


def test_a_service_that_is_busy_is_asked_again_later(
    told: Client, post: Post, another: Account, service: PushService
) -> None:
    service.answers = [503]
    write_comment(post, another)
    work()
    assert service.sent == []
    assert PushNote.objects.get().due > clock.minute
    work(pushes.RETRY_MINUTES)
    assert len(service.sent) == 1


def test_a_worker_that_dies_while_sending_sends_again_under_the_same_topic(
    told: Client, post: Post, another: Account, service: PushService, monkeypatch: Any
) -> None:
    class Killed(Exception):
        pass

    def die(*_args: Any) -> None:
        raise Killed

    write_comment(post, another)
    while dispatch.make_batch():
        pass
    clock.pass_minutes(1)
    with monkeypatch.context() as killed, pytest.raises(Killed):
        killed.setattr(pushes, "writing", die)
        pushes.send_batch()
    pushes._told.clear()
    work()
    assert [headers["topic"] for _to, headers, _body in service.sent] == [pushes.TOPIC] * 2
    assert not PushNote.objects.exists()


def test_who_is_called_while_being_told_is_told_again(
    told: Client,
    post: Post,
    member: Account,
    another: Account,
    service: PushService,
    monkeypatch: Any,
) -> None:
    send = pushes.send

    def called_meanwhile(device: Any, text: str, **more: Any) -> Any:
        sent = send(device, text, **more)
        if len(service.sent) == 1:
            inbox = inbox_of(member.pk)
            pushes.note([(inbox, preferences_of(inbox))])
        return sent

    # In this thread, which holds the test's transaction.
    monkeypatch.setattr(
        pushes.ThreadPoolExecutor, "map", lambda _pool, do, each: list(map(do, each))
    )
    monkeypatch.setattr(pushes, "send", called_meanwhile)
    write_comment(post, another)
    work()
    assert len(service.sent) == 1 and PushNote.objects.get().due > clock.minute
    work()
    assert len(service.sent) == 2


@pytest.mark.parametrize(
    ("quiet", "hour", "waits"),
    [((23, 7), 23, 8), ((23, 7), 3, 4), ((23, 7), 7, 0), ((9, 18), 12, 6), ((9, 18), 18, 0)],
)
def test_quiet_hours(quiet: tuple[int, int], hour: int, waits: int) -> None:
    now = timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0)
    due = Preferences(quiet=quiet).due_minute(now)
    end = now + timedelta(hours=waits)
    assert due == (int(end.timestamp()) // 60 if waits else 0)


def test_nobody_is_told_in_quiet_hours(
    told: Client, post: Post, another: Account, service: PushService, monkeypatch: Any
) -> None:
    form = {"kinds": ["1", "2", "3"], "push": ["1"], "quiet_from": "22", "quiet_to": "8"}
    told.post("/calls/settings", form)
    page = told.get("/calls/settings").content.decode()
    assert (
        page.count('<option value="22" selected>') == page.count('<option value="8" selected>') == 1
    )
    night = timezone.localtime().replace(hour=23)
    monkeypatch.setattr(pushes.timezone, "localtime", lambda *_args: night)
    write_comment(post, another)
    work()
    morning = datetime.fromtimestamp(PushNote.objects.get().due * 60, tz=night.tzinfo)
    assert service.sent == [] and morning.hour == 8 and morning > night


def test_one_half_of_quiet_hours_is_refused(told: Client) -> None:
    answer = told.post("/calls/settings", {"kinds": ["1"], "quiet_from": "22", "quiet_to": ""})
    assert answer.status_code == 422 and "시작과 끝을 모두" in answer.content.decode()


def test_who_signed_out_is_not_told(
    told: Client, post: Post, member: Account, another: Account, service: PushService
) -> None:
    told.post("/accounts/logout")
    write_comment(post, another)
    work()
    assert service.sent == [] and not devices_of(member.pk)


def test_a_board_for_members_is_told_to_members_alone(
    told: Client,
    closed_board: Board,
    member: Account,
    another: Account,
    operator: Account,
    service: PushService,
) -> None:
    watch_fanout.fan_out_batch(pushes.note)
    let_into(closed_board, member)
    watch(member, board=closed_board.pk, category=None, word="")
    leave_boards(member.pk, [closed_board.pk])
    write_post(closed_board, operator, title="안의 글")
    watch_fanout._begun = -watch_fanout.MIN_SECONDS_APART
    work()
    assert service.sent == []


def test_a_walk_over_the_watches_takes_as_many_queries_for_many_posts(
    told: Client, board: Board, member: Account, another: Account, django_assert_num_queries: Any
) -> None:
    watch_fanout.fan_out_batch(pushes.note)
    watch(member, board=board.pk, category=None, word="")
    for count in (1, 30):
        for _ in range(count):
            write_post(board, another)
        watch_fanout._begun = -watch_fanout.MIN_SECONDS_APART
        with django_assert_num_queries(14):
            watch_fanout.fan_out_batch(pushes.note)


@pytest.mark.parametrize(
    "wrong",
    [
        b"{",
        b"[]",
        b"{}",
        json.dumps({"endpoint": "https://fcm.googleapis.com/1", "keys": {}}).encode(),
        json.dumps(
            {"endpoint": "https://fcm.googleapis.com/1", "keys": {"p256dh": "x", "auth": "y"}}
        ).encode(),
    ],
)
def test_what_is_no_subscription_is_refused(
    wrong: bytes, community: Any, member: Account, browse: Browse
) -> None:
    answer = browse(member).post("/calls/devices", wrong, content_type="application/json")
    assert answer.status_code == 422 and answer.json()["error"]
    assert not devices_of(member.pk)


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/1", True),
        ("https://web.push.apple.com/1", True),
        ("https://db5p.notify.windows.com/1", True),
        ("http://fcm.googleapis.com/1", False),
        ("https://fcm.googleapis.com:8443/1", False),
        ("https://fcm.googleapis.com.evil.example/1", False),
        ("https://fcm.googleapis.com@10.0.0.1/1", False),
        ("https://evilpush.apple.com/1", False),
        ("https://127.0.0.1/1", False),
        ("https://[::1]/1", False),
        ("https://[", False),
        ("https://evil.example\\@fcm.googleapis.com/1", False),
        ("https://evil.example\\.push.apple.com/1", False),
        ("https://user@fcm.googleapis.com/1", False),
        ("https://fcm.googleapis.com:/1", False),
        ("https://fcm.googleapis.com", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_the_services_of_browsers_makers_are_told(endpoint: str, known: bool) -> None:
    assert (push_service_of(endpoint) is not None) is known


def test_a_key_that_is_none_is_refused_and_holds_nobody_up(
    told: Client, post: Post, member: Account, another: Account, service: PushService
) -> None:
    values = service.subscribe().subscription
    values["keys"]["p256dh"] = text(b"\4" + b"\1" * 64)
    answer = told.post("/calls/devices", json.dumps(values), content_type="application/json")
    assert answer.status_code == 422
    keys = values["keys"]
    device = Device(values["endpoint"], keys["p256dh"], keys["auth"])
    add_device(member.pk, device, devices_of(member.pk)[0].session)
    write_comment(post, another)
    work()
    assert service.said() == ["댓글 1개"] and len(devices_of(member.pk)) == 1


def test_of_too_many_browsers_the_first_makes_room(
    community: Any, member: Account, browse: Browse, service: PushService
) -> None:
    client = browse(member)
    browsers = [subscribe(client, service) for _ in range(MAX_DEVICES + 1)]
    subscribe(client, service)
    kept = {device.endpoint for device in devices_of(member.pk)}
    assert len(kept) == MAX_DEVICES and browsers[0].endpoint not in kept
    client.post("/calls/devices", {"stop": "1"})
    assert devices_of(member.pk) == []


def test_the_workers_script_has_one_address(community: Any, browse: Browse) -> None:
    answer = browse().get("/push-worker.js")
    assert "showNotification" in answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")


def test_a_flood_of_calls_is_one(
    board: Board,
    member: Account,
    another: Account,
    monkeypatch: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr(dispatch, "MAX_PER_HOUR", 5)
    for _ in range(9):
        write_comment(write_post(board, member), another)
        with django_capture_on_commit_callbacks(execute=True):
            dispatch.make_batch()
    with django_capture_on_commit_callbacks(execute=True):
        dispatch.count_the_rest()
    page = my_calls(member, 1)
    assert page is not None
    assert [(row.kind, row.count) for row in page.rows] == [(Kind.MORE, 4)] + [(Kind.REPLY, 1)] * 5


def test_a_device_is_what_a_browser_says(service: PushService) -> None:
    browser = service.subscribe()
    device = device_of(browser.subscription)
    assert (device.endpoint, device.session) == (browser.endpoint, "")


def test_no_row_that_tells_or_counts_is_written_for_two_threads(
    told: Client,
    board: Board,
    member: Account,
    another: Account,
    operator: Account,
    monkeypatch: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Whoever has the database's log would know that the two threads call one person."""
    monkeypatch.setattr(dispatch, "MAX_PER_HOUR", 2)

    def notes() -> set[Any]:
        return set(PushNote.objects.values_list("pk", flat=True))

    def lines() -> set[Any]:
        return {(key, bytes(box)) for key, box in JournalEntry.objects.values_list("key", "box")}

    kept: dict[str, list[set[Any]]] = {"notes": [], "lines": []}
    for number in range(6):
        thread = write_post(board, member)
        before = notes(), {key for key, _box in lines()}
        old = dict(lines())
        with django_capture_on_commit_callbacks(execute=True):
            write_comment(thread, another)
            dispatch.make_batch()
        new = notes() - before[0]
        again = {key for key, box in lines() if key in old and old[key] != box}
        assert len(new) == 1 and again == set(), number
        work()
        kept["notes"].append(new)
    assert len(set().union(*kept["notes"])) == 6
    subject = find_subject(thread.pk, 0)
    assert subject is not None
    decisions.decide(subject, by=operator, kind=DecisionKind.WORD, mute=None, reason="고마워요")
    assert notes().isdisjoint(set().union(*kept["notes"]))


def test_a_title_on_a_closed_board_is_told_to_nobody_outside(
    told: Client,
    board: Board,
    closed_board: Board,
    member: Account,
    another: Account,
    operator: Account,
    service: PushService,
) -> None:
    watch_fanout.fan_out_batch(pushes.note)
    watch(member, board=0, category=None, word="구조조정")
    write_comment(write_post(board, member), another)
    work()
    assert len(service.sent) == 1
    write_post(closed_board, operator, title="내일 구조조정 발표")
    watch_fanout._begun = -watch_fanout.MIN_SECONDS_APART
    work()
    assert len(service.sent) == 1


def test_what_cannot_be_read_or_sent_holds_up_nobody(
    told: Client,
    post: Post,
    another: Account,
    service: PushService,
    monkeypatch: Any,
) -> None:
    PushNote.objects.create(pk=1, box=encrypt("not a number", purpose=pushes.PURPOSE), due=0)
    write_comment(post, another)
    work()
    assert service.said() == ["댓글 1개"] and not PushNote.objects.exists()

    def fail(*_given: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(client, "_send", fail)
        write_comment(post, another)
        work()
    work(pushes.RETRY_MINUTES)
    assert len(service.sent) == 2 and not PushNote.objects.exists()


def test_of_two_browsers_one_that_fails_does_not_ring_the_other(
    told: Client,
    post: Post,
    member: Account,
    another: Account,
    service: PushService,
    browse: Browse,
) -> None:
    subscribe(browse(member), service)
    service.answers = [503]
    write_comment(post, another)
    work()
    work(pushes.RETRY_MINUTES)
    assert len(service.sent) == 1 and not PushNote.objects.exists()


def test_a_browser_that_is_never_reached_is_given_up(
    told: Client, post: Post, another: Account, service: PushService
) -> None:
    service.answers = [503] * 50
    write_comment(post, another)
    work()
    for _ in range(pushes.MAX_TRIES + 1):
        work(pushes.RETRY_MINUTES)
    assert not PushNote.objects.exists() and len(service.answers) == 50 - pushes.MAX_TRIES - 1
