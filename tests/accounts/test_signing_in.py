"""Signing up, in and out with a login name and a password, and what is kept of it."""

import threading
import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client

from madang.accounts.login.adapter import AccountAdapter
from madang.accounts.models import Account, Session
from madang.accounts.sessions import store
from madang.boards.directory.directory import BoardDirectory
from madang.boards.directory.setup import BoardPlan
from madang.core.db.transactions import writing

from ..factories import found_site

PASSWORD = "바다보다-깊은-숲-82"  # noqa: S105


def test_one_signs_up_and_is_signed_in(
    community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    browser = browse()
    answer = browser.post("/accounts/signup", {"username": "새사람", "password1": PASSWORD})
    assert answer["Location"] == "/accounts/started"
    assert "첫 글 쓰기" in browser.get("/accounts/started").content.decode()
    account = Account.objects.get()
    assert account.login_name == "새사람" and account.password.startswith("argon2")
    assert "내 계정" in browser.get("/").content.decode()


def test_one_signs_in_and_comes_back_to_the_page(
    community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    Account.objects.create_user("somebody", PASSWORD)
    browser = browse()
    form = {"login": "somebody", "password": PASSWORD, "next": "/자유/write"}
    assert "write" in browser.post("/accounts/login", form)["Location"]
    page = browser.get("/accounts/").content.decode()
    assert "로그아웃" in page and "somebody" not in page


def test_one_signs_out_and_gets_the_shared_page_again(
    community: BoardDirectory, member: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(member)
    assert browser.get("/")["Cache-Control"] == "private, no-store"
    answer = browser.post("/accounts/logout")
    assert [name for name, cookie in answer.cookies.items() if cookie["max-age"]] == []
    browser.cookies.clear()  # what a browser does with a cookie that has expired
    assert "s-maxage" in browser.get("/")["Cache-Control"]
    # That it ended is a second row until the night, when both go.
    assert Session.objects.count() == 2
    store.clear_ended_sessions()
    assert not Session.objects.exists()


def test_who_signs_in_while_the_night_clears_up_stays_signed_in(
    community: BoardDirectory, browse: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[Client] = []

    def meanwhile() -> AbstractContextManager[None]:
        if not came:
            came.append(browse(Account.objects.create_user("newcomer", PASSWORD)))
        return writing()

    monkeypatch.setattr(store, "writing", meanwhile)
    store.clear_ended_sessions()
    assert came[0].get("/accounts/").status_code == 200


@pytest.mark.parametrize("name", ["somebody", "nobody"])
def test_a_wrong_password_and_a_wrong_name_sound_the_same(
    name: str, community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    Account.objects.create_user("somebody", PASSWORD)
    answer = browse().post("/accounts/login", {"login": name, "password": "틀린-비밀번호"})
    page = answer.content.decode()
    assert "아이디나 비밀번호가 맞지 않아요." in page and f'value="{name}"' in page


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("a", PASSWORD),
        ("a b c", PASSWORD),
        ("<script>", PASSWORD),
        ("010-1234-5678", PASSWORD),
        ("somebody", PASSWORD),
        ("새사람", "short"),
        ("새사람", "password"),
        ("새사람", "1234567890"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    name: str, password: str, community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    Account.objects.create_user("somebody", PASSWORD)
    answer = browse().post("/accounts/signup", {"username": name, "password1": password})
    assert 'role="alert"' in answer.content.decode()
    assert Account.objects.count() == 1


def test_nothing_finer_than_a_day_is_kept(
    community: BoardDirectory, member: Account, browse: Callable[..., Client]
) -> None:
    browse(member)
    for model in (Account, Session):
        fields = {field.name: field.get_internal_type() for field in model._meta.get_fields()}
        assert "DateTimeField" not in fields.values()


def test_a_session_does_not_say_whose_it_is(
    community: BoardDirectory, member: Account, browse: Callable[..., Client]
) -> None:
    import base64

    browse(member)
    stored = Session.objects.get().box
    plain = stored.encode() + base64.urlsafe_b64decode(stored)
    assert str(member.pk).encode() not in plain and b"auth" not in plain


def test_a_stolen_session_table_signs_nobody_in(
    community: BoardDirectory, member: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(member)
    row = Session.objects.get()
    assert browser.get("/accounts/").status_code == 200
    for stolen in (str(row.pk), f"{row.pk:016x}", f"{row.pk:016x}{'0' * 32}", row.box):
        thief = browse()
        thief.cookies["sessionid"] = stolen
        assert thief.get("/accounts/").status_code == 302


def test_two_sessions_of_one_account_share_nothing(
    community: BoardDirectory, member: Account, browse: Callable[..., Client]
) -> None:
    for _ in range(3):
        browse(member)
    rows = Session.objects.all()
    assert len({row.pk for row in rows}) == len({row.box[:16] for row in rows}) == 3
    assert len({len(row.box) for row in rows}) == 1
    assert {field.name for field in Session._meta.get_fields()} == {"id", "box", "last_day"}


def test_one_browser_more_than_there_is_room_for_ends_another(
    community: BoardDirectory,
    member: Account,
    browse: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "PLACES", 3)
    browsers = [browse(member) for _ in range(5)]
    signed_in = [browser.get("/accounts/").status_code == 200 for browser in browsers]
    assert sum(signed_in) == 3 and signed_in[-1]


def test_a_damaged_session_is_nobodys(
    community: BoardDirectory, member: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(member)
    Session.objects.update(box="x" * 40)
    assert "로그인" in browser.get("/").content.decode()


def test_a_password_can_be_changed(
    community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    account = Account.objects.create_user("somebody", PASSWORD)
    browser = browse(account)
    form = {"oldpassword": PASSWORD, "password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    assert browser.post("/accounts/password", form)["Location"] == "/accounts/"
    account.refresh_from_db()
    assert account.check_password(PASSWORD + "!")


def test_signing_out_everywhere_ends_the_other_sessions(
    community: BoardDirectory, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    here, phone, neighbour = browse(member), browse(member), browse(another)
    assert here.get("/accounts/sign-out-everywhere").status_code == 200
    assert phone.get("/accounts/").status_code == 200
    assert here.post("/accounts/sign-out-everywhere", follow=True).status_code == 200
    assert here.get("/accounts/").status_code == 200
    assert phone.get("/accounts/").status_code == 302
    assert neighbour.get("/accounts/").status_code == 200
    assert browse().post("/accounts/sign-out-everywhere").status_code == 302


def test_a_whole_network_guesses_as_one(
    community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    def guess(address: str, number: int) -> str:
        form = {"login": f"somebody-{number}", "password": "틀린-비밀번호"}
        return browse().post("/accounts/login", form, REMOTE_ADDR=address).content.decode()

    for number in range(10):
        assert "맞지 않아요" in guess(f"2001:db8:1:2::{number:x}", number)
    assert "너무 여러 번 틀렸어요" in guess("2001:db8:1:2:ffff::1", 10)
    assert "맞지 않아요" in guess("2001:db8:1:3::1", 11)


def test_a_name_is_one_however_its_syllables_are_typed(
    community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    apart = unicodedata.normalize("NFD", "새사람")
    browse().post("/accounts/signup", {"username": apart, "password1": PASSWORD})
    assert Account.objects.get().login_name == "새사람"
    for name in (apart, "새사람", " 새사람 "):
        answer = browse().post("/accounts/login", {"login": name, "password": PASSWORD})
        assert answer.status_code == 302, name
    answer = browse().post("/accounts/signup", {"username": apart, "password1": PASSWORD})
    assert "이미 사용 중인 아이디" in answer.content.decode()


def test_a_password_is_one_however_its_syllables_are_typed(
    community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    apart = unicodedata.normalize("NFD", PASSWORD)
    account = Account.objects.create_user("새사람", apart)
    assert account.check_password(PASSWORD) and account.check_password(apart)
    # As it was kept before.
    account.password = make_password(apart)
    assert account.check_password(apart) and not account.check_password(PASSWORD)
    assert not account.check_password("") and not account.check_password(None)


def test_of_equal_sign_ups_at_once_one_is_made_and_the_others_hear_why(
    transactional_db: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_site("마당", "", [BoardPlan("자유")])
    all_looked = threading.Barrier(3)
    looked = AccountAdapter.clean_username

    def look(adapter: AccountAdapter, *given: object, **named: object) -> object:
        name = looked(adapter, *given, **named)
        # Each has seen by now that nobody has the name.
        all_looked.wait(10)
        return name

    monkeypatch.setattr(AccountAdapter, "clean_username", look)
    answers: list[tuple[int, str]] = []

    def sign_up() -> None:
        form = {"username": "같은이름", "password1": PASSWORD}
        answer = Client().post("/accounts/signup", form)
        answers.append((answer.status_code, answer.content.decode()))
        connection.close()

    threads = [threading.Thread(target=sign_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(status for status, _page in answers) == [200, 200, 302]
    refused = [page for status, page in answers if status == 200]
    assert all("이미 사용 중인 아이디" in page and "같은이름" in page for page in refused)
    assert Account.objects.count() == 1


def test_who_signs_in_often_does_not_throw_out_who_just_came(
    community: BoardDirectory, browse: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PLACES", 12)
    Account.objects.create_user("somebody", PASSWORD)
    browsers = [browse() for _ in range(20)]
    for browser in browsers:
        browser.post("/accounts/login", {"login": "somebody", "password": PASSWORD})
    # Each of the last took the place of one of all that there are.
    still = ["내 계정" in browser.get("/").content.decode() for browser in browsers[12:]]
    assert still[-1] and sum(still) >= 3
