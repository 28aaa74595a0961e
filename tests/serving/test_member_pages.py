"""Pages that members share: the same as Django's for each, and nothing of one in another's."""

import asyncio
import gzip
import re
from collections.abc import Callable, Iterator
from copy import copy
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.middleware.csrf import _does_token_match
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.accounts.models import Account
from madang.accounts.sessions.store import end_all
from madang.boards.directory.directory import board_directory
from madang.boards.models import Board, Post, Recommendation, Reservation, Scrap, ThreadMute
from madang.boards.reactions.likes import like, unlike
from madang.boards.reactions.marks import mark, recommend, unmark
from madang.boards.reactions.reactions import react
from madang.core.community import change_community, community
from madang.filters.actions import add_rule, hide_post
from madang.filters.rules import Rule, What
from madang.serving import member_pages
from madang.serving.form_tokens import masked
from madang.serving.holes import Holed
from madang.serving.member_pages import MemberPages
from madang.site.writers import late_writers

from ..factories import make_account, write_comment, write_post
from .asking import Headers, Proto, Said, Scope, ask_site, in_this_thread

SECRET, OTHER = "s" * 32, "t" * 32
pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemberPages]:
    """The shared pages, empty; their clock stands still."""
    from madang.config.rsgi import application

    members = application.members
    monkeypatch.setattr(member_pages, "time", SimpleNamespace(monotonic=lambda: 1.0))
    forget(members)
    yield members
    forget(members)


def forget(members: MemberPages) -> None:
    members.kept.clear()
    members.hints.clear()
    members.kept.bytes, members.tidying = 0, None
    late_writers.forget()


def session(account: Account) -> str:
    client = Client()
    client.force_login(account)
    return str(client.cookies["sessionid"].value)


def ask(path: str, key: str, secret: str = SECRET, method: str = "GET", **headers: str) -> Said:
    cookie = f"csrftoken={secret}; sessionid={key}"
    return ask_site(path, method, host="localhost", cookie=cookie, **headers)


def ask_all(path: str, keys: list[str]) -> list[Said]:
    """Ask for one page as several members at once."""
    from madang.config.rsgi import application

    async def all_at_once() -> list[Said]:
        protos = [Proto() for _key in keys]
        scopes = [
            Scope(path, headers=Headers([("host", "localhost"), ("cookie", _cookies(key))]))
            for key in keys
        ]
        asked = zip(scopes, protos, strict=True)
        await asyncio.gather(*(application.__rsgi__(*both) for both in asked))
        return [proto.said for proto in protos if proto.said]

    with in_this_thread():
        return asyncio.run(all_at_once())


def _cookies(key: str) -> str:
    return f"csrftoken={SECRET}; sessionid={key}"


def asked_of_django(members: MemberPages, path: str, key: str) -> Said:
    """Return the page that Django renders for this reader alone."""
    before, members.seconds = members.seconds, 0.0
    try:
        return ask(path, key)
    finally:
        members.seconds = before


def bare(body: bytes) -> str:
    """Return a page without its random values."""
    text = re.sub(r'value="[A-Za-z0-9]{64}"', 'value="TOKEN"', body.decode())
    return re.sub(r'(name="idempotency_key" value=")[^"]*"', r'\1ONCE"', text)


class Counted:
    """Counts how often Django is asked."""

    def __init__(self, members: MemberPages, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.render = 0, members.render
        monkeypatch.setattr(members, "render", self)

    async def __call__(self, environ: dict[str, Any]) -> Any:
        self.asked += 1
        return await self.render(environ)


@pytest.fixture
def django(shared: MemberPages, monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(shared, monkeypatch)


@pytest.fixture
def thread(board: Board, member: Account, another: Account) -> Post:
    """A thread with reactions, ten comments of three people, and some likes."""
    now = community()
    change_community(
        name=now.name, tagline=now.tagline, rules="", reactions="👍 😂", icon=now.icon_key
    )
    post = write_post(board, member, title="모두가 보는 글")
    third = make_account("third")
    for number in range(1, 11):
        write_comment(post, (member, another, third)[number % 3], f"{number}번째 댓글")
    like(post.pk, 1, by=member)
    like(post.pk, 3, by=another)
    return post


def nothing(post: Post, by: Account) -> None:
    pass


STATES: dict[str, Callable[[Post, Account], None]] = {
    "who did nothing": nothing,
    "who recommended": lambda post, by: recommend(post.pk, by=by),
    "who scrapped": lambda post, by: mark(Scrap, post.pk, by=by),
    "who reserved a call": lambda post, by: mark(Reservation, post.pk, by=by),
    "who muted": lambda post, by: mark(ThreadMute, post.pk, by=by),
    "who likes": lambda post, by: like(post.pk, 3, by=by),
    "who reacted": lambda post, by: react(post.pk, "😂", by=by),
    "who filters": lambda post, by: add_rule(Rule(What.WORD, "댓글"), by=by),
    "who put something away": lambda post, by: hide_post(post.pk, by=by, for_good=True),
    "who operates": lambda post, by: Account.objects.filter(pk=by.pk).update(is_operator=True),
}
PATHS = ["", "?comments=1", "?reply=2", "?reply=2&quote=1", "?sort=likes", "?comments=99"]


@pytest.mark.parametrize("state", STATES)
def test_a_reader_gets_what_django_would_make_for_them(
    state: str, shared: MemberPages, thread: Post
) -> None:
    first, second = make_account("first"), make_account("second")
    for each in (first, second):
        STATES[state](thread, each)
    keys = [session(each) for each in (first, second, first)]
    for path in (
        "/자유",
        "/자유?page=1",
        "/자유?category=일상",
        *(f"/자유/{thread.pk}{p}" for p in PATHS),
    ):
        own = asked_of_django(shared, path, keys[1])
        for key in keys:
            got = ask(path, key)
            assert bare(got.body) == bare(own.body) and got.status == own.status
            assert got.headers.keys() - {"set-cookie"} == own.headers.keys() - {"set-cookie"}
            assert "madang-shared" not in got.headers and "madang-viewed" not in got.headers
            assert got.headers["cache-control"] == own.headers["cache-control"]
            assert "no-store" in got.headers["cache-control"]


def test_those_who_spoke_get_their_own(
    shared: MemberPages, thread: Post, member: Account, another: Account
) -> None:
    path = f"/자유/{thread.pk}"
    for each in (member, another, make_account("reader")):
        key = session(each)
        own = asked_of_django(shared, path, key)
        assert bare(ask(path, key).body) == bare(ask(path, key).body) == bare(own.body)
    assert len(shared.kept) == 3


def test_one_rendering_serves_all_who_stand_the_same(django: Counted, thread: Post) -> None:
    keys = [session(make_account(f"reader{n}")) for n in range(4)]
    for path in ("/자유", f"/자유/{thread.pk}"):
        before = django.asked
        for key in keys * 2:
            ask(path, key)
        assert django.asked == before + 1


ACTS: list[Callable[[Post, Account], None]] = [
    *list(STATES.values())[1:7],
    lambda post, by: unmark(Recommendation, post.pk, by=by),
    lambda post, by: unmark(Scrap, post.pk, by=by),
    lambda post, by: unmark(ThreadMute, post.pk, by=by),
    lambda post, by: unlike(post.pk, 3, by=by),
    lambda post, by: like(post.pk, 1, by=by),
    lambda post, by: write_comment(post, by),
]


def own_parts(body: bytes) -> list[str]:
    """Return what a page says of its reader: what is pressed, theirs to change, and their voice."""
    text = body.decode()
    buttons = re.findall(r'<button[^>]*aria-pressed="[a-z]*"[^>]*>[^<]*', text)
    # Of comments those that somebody liked from the first, and how many did is everybody's.
    pressed = [one for one in buttons if 'form="like"' not in one or re.search('value="[13]"', one)]
    voice = re.findall(r'data-own="\d+"', text)
    return [*(re.sub(r" [\d,]+$", "", one) for one in pressed), *voice, str("다시 받기" in text)]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 3), st.integers(0, len(ACTS))), max_size=25))
def test_nobody_ever_sees_what_another_did(
    steps: list[tuple[int, int]], shared: MemberPages, thread: Post
) -> None:
    """Four people act and read in any order, while no page ever falls due."""
    from django.db import transaction

    with transaction.atomic():
        forget(shared)
        people = [make_account(f"reader{number}") for number in range(4)]
        keys = [session(each) for each in people]
        for who, act in steps:
            if act < len(ACTS):
                ACTS[act](thread, people[who])
            path = f"/자유/{thread.pk}"
            own = asked_of_django(shared, path, keys[who])
            assert own_parts(ask(path, keys[who]).body) == own_parts(own.body)
        transaction.set_rollback(True)


def token_of(said: Said) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', said.body.decode())
    assert found
    return found[1]


def once_of(said: Said) -> str:
    found = re.search(r'name="idempotency_key" value="([^"]+)"', said.body.decode())
    assert found
    return found[1]


def send(path: str, key: str, secret: str, **fields: str) -> Said:
    body = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    cookie = f"csrftoken={secret}; sessionid={key}"
    kind = "application/x-www-form-urlencoded"
    return ask_site(path, "POST", body, host="localhost", cookie=cookie, content_type=kind)


def test_a_form_of_a_shared_page_is_its_readers_own(django: Counted, thread: Post) -> None:
    one, two = session(make_account("one")), session(make_account("two"))
    path = f"/자유/{thread.pk}"
    ask(path, one, SECRET)
    first, second = ask(path, two, OTHER), ask(path, two, OTHER)
    assert django.asked == 1
    assert once_of(first) != once_of(second) and token_of(first) != token_of(second)
    fields = {"text": "hello", "idempotency_key": once_of(first)}
    refused = send(f"{path}/comments", two, SECRET, csrfmiddlewaretoken=token_of(first), **fields)
    assert refused.status == 403
    taken = send(f"{path}/comments", two, OTHER, csrfmiddlewaretoken=token_of(first), **fields)
    assert taken.status == 302


def test_whoever_wrote_sees_it_at_once_on_every_device(shared: MemberPages, thread: Post) -> None:
    writer = make_account("writer")
    here, there, other = session(writer), session(writer), session(make_account("reader"))
    path = f"/자유/{thread.pk}"
    page = ask(path, other)
    ask(path, here)
    fields = {"csrfmiddlewaretoken": token_of(page), "text": "just+now"}
    assert send(f"{path}/comments", here, SECRET, **fields).status == 302
    assert b"just now" in ask(path, here).body and b"just now" in ask(path, there).body
    # The others within a second.
    assert b"just now" not in ask(path, other).body


def test_a_session_that_ended_gets_nothing_more(shared: MemberPages, thread: Post) -> None:
    reader, path = make_account("reader"), f"/자유/{thread.pk}"
    key = session(reader)
    assert b"write-comment" in ask(path, key).body and b"write-comment" in ask(path, key).body
    end_all(reader.pk)
    assert b"write-comment" not in ask(path, key).body
    again = session(reader)
    assert b"write-comment" in ask(path, again).body
    Account.objects.filter(pk=reader.pk).update(password=make_password("another"))
    assert b"write-comment" not in ask(path, again).body


def test_whoever_may_not_use_their_account_gets_nothing_more(
    shared: MemberPages, thread: Post
) -> None:
    reader, path = make_account("reader"), f"/자유/{thread.pk}"
    key = session(reader)
    ask(path, key)
    Account.objects.filter(pk=reader.pk).update(is_active=False)
    assert b"write-comment" not in ask(path, key).body


def test_a_state_that_cannot_be_read_is_djangos_to_tell(
    django: Counted, shared: MemberPages, thread: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_asked: object) -> None:
        raise LookupError

    key, path = session(make_account("reader")), f"/자유/{thread.pk}"
    ask(path, key)
    monkeypatch.setattr(shared, "state_of", broken)
    assert b"write-comment" in ask(path, key).body and django.asked == 2


def test_a_page_that_takes_long_is_shared_all_the_same(
    shared: MemberPages, thread: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the time it is made it is due; those who waited asked when it was not."""
    clock = [1.0]
    monkeypatch.setattr(member_pages, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    keys = [session(make_account(f"reader{number}")) for number in range(6)]
    path, render, asked = f"/자유/{thread.pk}", shared.render, 0

    async def slowly(environ: dict[str, Any]) -> Any:
        nonlocal asked
        asked += 1
        answer = await render(environ)
        await asyncio.sleep(0)
        clock[0] += 1.5
        return answer

    ask(path, keys[0])
    clock[0] += 5
    monkeypatch.setattr(shared, "render", slowly)

    said = ask_all(path, keys)
    assert asked == 1 and {one.status for one in said} == {200}


def test_an_older_page_takes_no_newer_ones_place(shared: MemberPages, thread: Post) -> None:
    path = f"/자유/{thread.pk}"
    ask(path, session(make_account("reader")))
    ((spot, newer),) = shared.kept.items()
    older = copy(newer)
    older.due -= 0.5
    shared._keep(spot, older)
    assert shared.kept[spot] is newer


def test_what_is_no_longer_shared_is_waited_for_by_nobody(
    shared: MemberPages, thread: Post
) -> None:
    path, key = f"/자유/{thread.pk}", session(make_account("reader"))
    ask(path, key)
    assert shared.hints
    shared.kept.clear()
    Board.objects.update(has_nicknames=True)
    board_directory.forget()
    ask(path, key)
    assert not shared.hints


def test_no_address_however_long_is_kept(shared: MemberPages, thread: Post) -> None:
    key = session(make_account("reader"))
    cookie = f"csrftoken={SECRET}; sessionid={key}"
    said = ask_site("/자유", host="localhost:" + "0" * 4000 + "80", cookie=cookie)
    assert said.status == 200 and not shared.hints and not shared.kept


def test_a_quoted_cookie_holds_nobody_up(shared: MemberPages, thread: Post) -> None:
    said = ask_site("/자유", host="localhost", cookie='sessionid="' + "\\" * 50_000 + '"')
    assert said.status == 400 and said.headers["clear-site-data"] == '"cookies"'


@pytest.mark.parametrize("cookie", ["sessionid=", "sessionid=zz", "sessionid=" + "0" * 48])
def test_what_is_no_session_is_nobodys(cookie: str, shared: MemberPages, thread: Post) -> None:
    path = f"/자유/{thread.pk}"
    ask(path, session(make_account("reader")))
    said = ask_site(path, host="localhost", cookie=f"csrftoken={SECRET}; {cookie}")
    assert said.status == 200 and b"write-comment" not in said.body


def test_what_belongs_to_members_of_a_board_is_not_shared(
    shared: MemberPages, closed_board: Board, operator: Account
) -> None:
    post = write_post(closed_board, operator, title="우리끼리만")
    key = session(operator)
    assert "우리끼리만" in ask("/회사", key).body.decode()
    assert "우리끼리만" in ask(f"/회사/{post.pk}", key).body.decode()
    stranger = session(make_account("stranger"))
    assert "우리끼리만" not in ask("/회사", stranger).body.decode()
    assert "우리끼리만" not in ask(f"/회사/{post.pk}", stranger).body.decode()
    assert not shared.kept


def test_a_compressed_page_is_the_same(shared: MemberPages, thread: Post) -> None:
    path = f"/자유/{thread.pk}"
    one, two = session(make_account("one")), session(make_account("two"))
    plain = ask(path, one)
    for key in (one, two):
        packed = ask(path, key, accept_encoding="gzip, br")
        assert packed.headers["content-encoding"] == "gzip"
        assert len(packed.body) == int(packed.headers["content-length"]) < len(plain.body) / 2
        assert bare(gzip.decompress(packed.body)) == bare(plain.body)


def test_a_look_without_the_page_says_nothing_more(shared: MemberPages, thread: Post) -> None:
    said = ask(f"/자유/{thread.pk}", session(make_account("one")), method="HEAD")
    assert said.status == 200 and not {"madang-shared", "madang-viewed"} & said.headers.keys()


PIECES = st.lists(st.text("ab<>é가", max_size=40), min_size=1, max_size=6)


@given(pieces=PIECES, order=st.lists(st.booleans(), min_size=6, max_size=6))
def test_holes_are_filled_alike_compressed_or_not(pieces: list[str], order: list[bool]) -> None:
    long, short = b"T" * 64, b"once-once-once-o"
    body = pieces[0].encode()
    for piece, is_long in zip(pieces[1:], order, strict=False):
        body += (long if is_long else short) + piece.encode()
    fillings = [bytes(range(65, 97)) * 2, b"0123456789abcdef"]
    holed = Holed(body, [long, short])
    filled = body.replace(long, fillings[0]).replace(short, fillings[1])
    assert holed.filled(fillings) == filled
    assert gzip.decompress(holed.zipped().filled(fillings)) == filled


def test_a_page_without_a_token_has_its_other_holes() -> None:
    holed = Holed(b"one [once-once] two", [b"", b"once-once"])
    assert holed.filled([b"", b"THE-FIRST"]) == b"one [THE-FIRST] two"
    assert gzip.decompress(holed.zipped().filled([b"", b"THE-FIRST"])) == b"one [THE-FIRST] two"


@given(secret=st.text("abcXYZ019", min_size=32, max_size=32))
def test_a_token_is_one_that_django_takes(secret: str) -> None:
    tokens = {masked(secret).decode() for _ in range(3)}
    assert len(tokens) == 3 and all(_does_token_match(token, secret) for token in tokens)
