"""No page, header, cookie or address tells who anybody is."""

import logging
import re
from collections.abc import Callable

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Board, Nickname, Post
from madang.boards.nicknames.nicknames import choose
from madang.boards.reactions import marks
from madang.boards.threads import post_actions
from madang.identity.models import Voice
from madang.membership.models import Membership

from .factories import let_into, write_comment, write_post


def test_no_output_holds_an_account_or_what_repeats_across_threads(
    board: Board,
    member: Account,
    another: Account,
    operator: Account,
    named_board: Board,
    closed_board: Board,
    browse: Callable[..., Client],
) -> None:
    people = (member, another, operator)
    let_into(closed_board, *people)
    for number, person in enumerate(people):
        choose(named_board.pk, by=person, name=f"이웃{number}번")
    posts = [write_post(board, member), write_post(board, another)]
    others = [write_post(named_board, member), write_post(closed_board, another)]
    for post in posts + others:
        for person in people:
            write_comment(post, by=person)
    marks.recommend(posts[0].pk, by=another)
    secrets = [secret for person in (member, another, operator) for secret in traces(person)]
    tags = [bytes(tag) for tag in Voice.objects.values_list("tag", flat=True)]
    secrets += [form for tag in tags for form in (tag.hex(), str(tag))]
    secrets += Nickname.objects.values_list("tag", flat=True)
    secrets += map(str, Membership.objects.values_list("pk", flat=True))
    paths = ["/", "/자유", "/자유/feed", "/sitemap.xml", "/sitemap/0.xml", "/accounts/"]
    paths += [f"/자유/{post.pk}" for post in posts] + [f"/live/{post.pk}/0" for post in posts]
    paths += [f"/동네/{others[0].pk}", f"/회사/{others[1].pk}", f"/회사/{others[1].pk}/live/0"]
    paths += ["/동네", "/동네/feed", "/동네/nickname", "/회사", "/회사/feed", "/회사/enter"]
    paths += [
        "/console/boards",
        "/console/boards/회사/codes",
        "/console/openings",
        "/accounts/providers",
    ]
    paths += ["/about/anonymity", "/about/openings", "/accounts/sessions", "/accounts/2fa/"]
    paths += ["/accounts/export", "/accounts/leave"]
    paths += ["/me", "/me/comments", "/me/recommendations", "/me/scraps"]
    paths += ["/자유/write", f"/자유/{posts[0].pk}/edit", f"/자유/{posts[0].pk}/c1/edit"]
    for reader in (None, member, another, operator):
        browser = browse(reader)
        for path in paths:
            answer = browser.get(path)
            out = answer.content.decode() + str(answer.headers) + str(answer.cookies)
            for secret in secrets:
                assert secret not in out, (path, secret)


def test_ones_own_pages_of_two_threads_share_nothing_that_is_ones_own(
    board: Board,
    member: Account,
    another: Account,
    operator: Account,
    browse: Callable[..., Client],
) -> None:
    posts = [write_post(board, operator, title=f"글 {n}") for n in range(2)]
    for post in posts:
        for person in (member, another):
            write_comment(post, by=person)

    def words(person: Account, post: Post) -> set[str]:
        page = browse(person).get(f"/자유/{post.pk}").content.decode()
        return set(re.findall(r"[0-9A-Za-z_-]{6,}", page))

    own = words(another, posts[0]) & words(another, posts[1])
    anybodys = words(member, posts[0]) | words(member, posts[1])
    assert own - anybodys == set()


def test_no_log_line_holds_an_address_a_name_or_a_form(
    board: Board,
    member: Account,
    browse: Callable[..., Client],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_args: object, **_values: object) -> None:
        raise ZeroDivisionError

    caplog.set_level(logging.DEBUG)
    browser = browse(member)
    browser.raise_request_exception = False
    browser.defaults |= {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "198.51.100.7"}
    browser.get("/없음")
    browser.get("/", HTTP_HOST="not.this.site")
    browser.post("/accounts/login", {"login": member.login_name, "password": "틀린 것"})
    with monkeypatch.context() as broken:
        broken.setattr(post_actions, "write_post", fail)
        form = {"title": "비밀스러운 제목", "text": "비밀스러운 글"}
        assert browser.post("/자유/write", form).status_code == 500
    Client(enforce_csrf_checks=True, REMOTE_ADDR="203.0.113.9").post("/자유/write")
    assert "ZeroDivisionError" in caplog.text
    for secret in ("203.0.113.9", "198.51.100.7", member.login_name, "비밀스러운", str(member.pk)):
        assert secret not in caplog.text, secret


def traces(person: Account) -> list[str]:
    return [str(person.pk), f"{person.pk:x}", person.login_name, person.password]
