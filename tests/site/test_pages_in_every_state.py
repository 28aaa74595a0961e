"""Every page is whole HTML with its headers; what goes wrong is said in the site's look."""

from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Board, Category, Post
from madang.boards.nicknames.nicknames import choose

from .. import writers
from ..factories import sign_in, write_comment, write_post


@pytest.fixture
def busy(
    board: Board, named_board: Board, closed_board: Board, member: Account, another: Account
) -> Post:
    category = Category.objects.get(name="일상").pk
    for number in range(35):
        write_post(board, member, title=f"글 {number}", category_id=category)
    post = write_post(board, member, text="본문\n\nhttps://a.b/?c=1&d=2", source="https://a.b")
    for number in range(104):
        write_comment(post, by=another, parent=number if number % 3 == 1 else None)
    writers.delete_comment(post.pk, 103, by=another)
    for number, person in enumerate((member, another)):
        choose(named_board.pk, by=person, name=f"이웃{number}번")
    named = write_post(named_board, member, title="이웃에게")
    write_comment(named, another)
    write_comment(named, member, parent=1)
    return post


READ = ["/", "/자유", "/자유?page=2", "/자유?category=일상", "/이슈", "/write", "/{post}"]
READ += ["/about/anonymity", "/about/openings"]
READ += ["/{post}?comments=1", "/없음", "/자유/999999", "/동네", "/{named}", "/회사", "/회사/enter"]
SIGN_IN = ["/accounts/login", "/accounts/signup", "/accounts/signup/passkey"]
WRITE = ["/자유/write", "/{post}/edit", "/{post}/delete", "/{post}?reply=3", "/accounts/"]
WRITE += ["/accounts/logout", "/accounts/password/set", "/{post}/c1/edit"]
WRITE += [
    "/accounts/sign-out-everywhere",
    "/accounts/sessions",
    "/accounts/2fa/",
    "/me",
    "/me/comments",
    "/me/recommendations",
    "/me/scraps",
    "/accounts/export",
    "/accounts/leave",
    "/accounts/providers",
    "/동네/nickname",
    "/동네/write",
    "/{named}?reply=1",
    "/회사/enter",
]
OPERATE = [
    "/console/boards",
    "/console/boards/회사/codes",
    "/console/openings",
    "/회사",
    "/회사/write",
]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("who", "paths"),
    [
        (None, READ + SIGN_IN),
        ("member", WRITE),
        ("operator", READ + OPERATE),
    ],
    ids=["reader", "member", "operator"],
)
def test_it_is_valid_html_in_both_languages(
    who: str | None,
    paths: list[str],
    language: str,
    busy: Post,
    browse: Any,
    request: pytest.FixtureRequest,
) -> None:
    browser = browse(request.getfixturevalue(who) if who else None)
    named = Post.objects.get(title="이웃에게").pk
    for path in paths:
        address = path.replace("{post}", f"자유/{busy.pk}").replace("{named}", f"동네/{named}")
        answer = browser.get(address, HTTP_ACCEPT_LANGUAGE=language)
        page = answer.content.decode()
        try:
            html5lib.HTMLParser(strict=True).parse(page)
        except html5lib.html5parser.ParseError as error:
            pytest.fail(f"{path}: {error}")
        assert f'<html lang="{language}">' in page, path
        assert answer["Content-Language"] == language, path
        assert "default-src 'self'" in answer["Content-Security-Policy"], path
        ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
        assert len(ids) == len(set(ids)), path


def test_a_reader_gets_what_may_be_shared_and_no_cookie(
    busy: Post, browse: Callable[..., Client]
) -> None:
    for path in ("/", "/자유", f"/자유/{busy.pk}", "/자유/feed", "/없음"):
        answer = browse().get(path)
        assert "s-maxage=1" in answer["Cache-Control"] and not answer.cookies, path


def test_a_member_gets_what_may_not(busy: Post, member: Account, browse: Any) -> None:
    for path in ("/", "/자유", f"/자유/{busy.pk}", "/accounts/"):
        assert browse(member).get(path)["Cache-Control"] == "private, no-store", path


def test_a_broken_page_says_so_in_the_sites_look(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    from madang.boards.lists import listings

    def fail(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(listings, "list_page", fail)
    answer = Client(raise_request_exception=False).get("/자유")
    assert answer.status_code == 500
    assert "서버에 문제가 생겼어요" in answer.content.decode() and "site" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_a_page_still_says_so_when_the_database_is_what_broke(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    from madang.boards.directory import directory

    def fail() -> None:
        raise ZeroDivisionError

    directory.board_directory.forget()
    monkeypatch.setattr(directory.board_directory, "read", fail)
    answer = Client(raise_request_exception=False).get("/자유")
    assert answer.status_code == 500 and "서버에 문제가" in answer.content.decode()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_said_so_and_nothing_typed_is_lost(
    error: type[Exception], post: Post, member: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from madang.boards.threads import comment_actions

    def fail(*_args: object, **_named: object) -> None:
        raise error("database is locked")

    monkeypatch.setattr(comment_actions, "comment", fail)
    browser = Client(raise_request_exception=False)
    browser.force_login(member)
    answer = browser.post(f"/자유/{post.pk}/comments", {"text": "길게 쓴 댓글"})
    page = answer.content.decode()
    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0
    assert "저장하지 못했어요" in page and "길게 쓴 댓글</textarea>" in page


def test_a_host_that_is_not_ours_is_refused(board: Board) -> None:
    assert Client().get("/", HTTP_HOST="evil.example").status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/accounts/2fa/totp/deactivate/", "/accounts/2fa/webauthn/keys/1/edit/", "/nowhere/nothing"],
)
def test_what_a_library_says_to_programmers_is_not_shown(path: str, board: Board) -> None:
    account = Account.objects.create_user("somebody", "바다보다-깊은-숲-82")
    answer = sign_in(account, "바다보다-깊은-숲-82").get(path)
    page = answer.content.decode()
    assert answer.status_code == 404 and "주소를 찾을 수 없어요." in page
    assert "uthenticator" not in page.partition("<main")[2]
