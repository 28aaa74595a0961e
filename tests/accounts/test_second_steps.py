"""One-time codes, recovery codes and devices: what a member does with them, and what is kept."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.webauthn.forms import SignupWebAuthnForm
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from madang.accounts.models import Account, Session
from madang.accounts.sessions.devices import device_of
from madang.accounts.sessions.store import clear_ended_sessions
from madang.boards.directory.directory import BoardDirectory
from madang.operations.leaks.database import Stolen
from madang.operations.leaks.run import check_database

PASSWORD = "바다보다-깊은-숲-82"  # noqa: S105


@pytest.fixture(autouse=True)
def _no_throttling() -> None:
    cache.clear()


@pytest.fixture
def account(community: BoardDirectory) -> Account:
    return Account.objects.create_user("somebody", PASSWORD)


def digits(secret: str) -> str:
    """Return what an authenticator app shows now."""
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def sign_in(browser: Client) -> str:
    form = {"login": "somebody", "password": PASSWORD}
    return str(browser.post("/accounts/login", form)["Location"])


def turn_on(browser: Client) -> str:
    """Turn the authenticator app on as a member does, password first; return its secret."""
    asked = browser.get("/accounts/2fa/totp/activate/")["Location"]
    assert browser.post(asked, {"password": PASSWORD}).status_code == 302
    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>(\w+)</code>", page)
    assert secret
    answer = browser.post("/accounts/2fa/totp/activate/", {"code": digits(secret[1])})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    return secret[1]


def codes_of(browser: Client) -> list[str]:
    page = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    return re.findall(r"<code>(\d+)</code>", page)


def test_signing_in_asks_for_the_apps_digits(
    account: Account, browse: Callable[..., Client]
) -> None:
    browser = browse()
    sign_in(browser)
    secret = turn_on(browser)
    cache.clear()
    other = browse()
    assert sign_in(other) == "/accounts/2fa/authenticate/"
    assert (
        "로그인" in other.get("/accounts/")["Location"]
        or other.get("/accounts/").status_code == 302
    )
    wrong = other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "맞지 않아요" in wrong.content.decode()
    assert other.post("/accounts/2fa/authenticate/", {"code": digits(secret)})["Location"] == "/"
    assert other.get("/accounts/").status_code == 200


def test_a_recovery_code_works_once(account: Account, browse: Callable[..., Client]) -> None:
    browser = browse()
    sign_in(browser)
    turn_on(browser)
    codes = codes_of(browser)
    assert len(codes) == 10
    for expected in (302, 200):
        other = browse()
        sign_in(other)
        answer = other.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert answer.status_code == expected
    assert codes[0] not in codes_of(browser)
    listed = browser.get("/accounts/2fa/recovery-codes/download/").content.decode()
    assert listed.split() == codes[1:]


def test_every_page_of_it_is_whole_html(account: Account, browse: Callable[..., Client]) -> None:
    browser, other = browse(), browse()
    sign_in(browser)
    turn_on(browser)
    sign_in(other)
    for path in (
        "totp/deactivate/",
        "recovery-codes/",
        "recovery-codes/generate/",
        "reauthenticate/",
    ):
        html5lib.HTMLParser(strict=True).parse(
            browser.get(f"/accounts/2fa/{path}").content.decode()
        )
    page = other.get("/accounts/2fa/authenticate/").content.decode()
    html5lib.HTMLParser(strict=True).parse(page)
    assert "패스키로 확인" in page


def test_a_thief_reads_no_secret_and_no_moment(
    account: Account, browse: Callable[..., Client]
) -> None:
    browser = browse()
    sign_in(browser)
    secret = turn_on(browser)
    other = browse()
    cache.clear()
    sign_in(other)
    other.post("/accounts/2fa/authenticate/", {"code": digits(secret)})
    with connection.cursor() as cursor:
        cursor.execute("SELECT data, created_at, last_used_at FROM mfa_authenticator")
        rows = cursor.fetchall()
    assert len(rows) == 2
    for data, _created, used in rows:
        held = json.loads(data) if isinstance(data, str) else data
        assert held.keys() == {"box"} and secret not in held["box"] and used is None
    for kept in Authenticator.objects.all():
        assert timezone.localtime(kept.created_at).strftime("%H:%M:%S.%f") == "00:00:00.000000"
        assert kept.pk > 2**32
    assert check_database(Stolen(connection)) == []


def test_a_box_does_not_open_in_another_accounts_row(
    account: Account, another: Account, browse: Callable[..., Client]
) -> None:
    browser = browse()
    sign_in(browser)
    turn_on(browser)
    Authenticator.objects.update(user_id=another.pk)
    assert Authenticator.objects.filter(user_id=another.pk)[0].data == {}


def test_turning_the_app_off_ends_the_asking(
    account: Account, browse: Callable[..., Client]
) -> None:
    browser = browse()
    sign_in(browser)
    turn_on(browser)
    assert browser.post("/accounts/2fa/totp/deactivate/")["Location"] == "/accounts/2fa/"
    assert sign_in(browse()) == "/"
    assert not Authenticator.objects.exists()


def test_a_passkey_shows_the_day_it_was_made_here(
    account: Account, browse: Callable[..., Client]
) -> None:
    held = {"name": "내 휴대폰", "credential": {}}
    Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data=held)
    page = browse(account).get("/accounts/2fa/webauthn/").content.decode()
    assert "내 휴대폰" in page and f"{timezone.localdate():%Y.%m.%d}부터" in page


def test_devices_are_listed_and_one_is_signed_out(
    account: Account, another: Account, browse: Callable[..., Client]
) -> None:
    phone, desk = browse(), browse()
    phone.defaults["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19 Safari/605"
    )
    desk.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Whale/4"
    sign_in(phone)
    sign_in(desk)
    page = desk.get("/accounts/sessions").content.decode()
    assert "Windows · Whale" in page and "iPhone · Safari" in page
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key
    stranger = browse(another)
    stranger.post("/accounts/sessions", {"key": key[1]})
    assert phone.get("/accounts/").status_code == 200
    desk.post("/accounts/sessions", {"key": key[1]})
    assert phone.get("/accounts/").status_code == 302
    assert "iPhone" not in desk.get("/accounts/sessions").content.decode()


def test_signing_out_everywhere_else_leaves_one_session(
    account: Account, browse: Callable[..., Client]
) -> None:
    browsers = [browse(), browse(), browse()]
    for browser in browsers:
        sign_in(browser)
    browsers[0].post("/accounts/sign-out-everywhere")
    # Their rows stay until the night: gone together, they would tell whose they were.
    assert Session.objects.count() >= 3
    clear_ended_sessions()
    assert Session.objects.count() == 1
    assert [browser.get("/accounts/").status_code for browser in browsers] == [200, 302, 302]


def test_its_pages_take_a_fixed_number_of_queries(
    account: Account, browse: Callable[..., Client], django_assert_num_queries: Any
) -> None:
    browser = browse()
    sign_in(browser)
    # What is asked once in some seconds for everybody.
    browser.get("/accounts/")
    for _ in range(2):
        # The session and the account, and what each page shows.
        for path, queries in {"": 3, "sessions": 3, "2fa/": 4}.items():
            with django_assert_num_queries(queries):
                browser.get(f"/accounts/{path}")
        for _ in range(3):
            sign_in(browse())


def test_devices_that_a_new_password_ended_are_not_listed(
    account: Account, browse: Callable[..., Client]
) -> None:
    phone, desk = browse(), browse()
    phone.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone; CPU) Version/19 Safari/605"
    sign_in(phone)
    sign_in(desk)
    new = {"oldpassword": PASSWORD, "password1": PASSWORD + "3", "password2": PASSWORD + "3"}
    assert desk.post("/accounts/password", new).status_code == 302
    page = desk.get("/accounts/sessions").content.decode()
    assert "지금 이 기기" in page and "iPhone" not in page


def test_a_name_taken_before_the_passkey_was_made_is_said(
    community: BoardDirectory, browse: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browse()
    browser.post("/accounts/signup/passkey", {"username": "somebody"})
    Account.objects.create_user("somebody", PASSWORD)
    monkeypatch.setattr(SignupWebAuthnForm, "is_valid", lambda self: True)
    answer = browser.post("/accounts/signup/passkey/make", {"credential": "{}"}, follow=True)
    assert "이미 사용 중인 아이디" in answer.content.decode()
    assert Account.objects.count() == 1


def test_sessions_that_have_expired_are_removed(
    account: Account, browse: Callable[..., Client]
) -> None:
    sign_in(browse())
    Session.objects.update(last_day=timezone.localdate() - timedelta(days=1))
    clear_ended_sessions()
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (Linux; Android 16; SM-S938N) SamsungBrowser/29 Chrome/136 Safari",
            "Android · Samsung Internet",
        ),
        ("Mozilla/5.0 (iPhone; CPU) AppleWebKit KAKAOTALK 25.1", "iPhone · KakaoTalk"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140", "Linux · Firefox"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_without_versions(agent: str, device: str) -> None:
    assert device_of(agent) == device


def test_a_password_is_enough_for_whoever_lost_the_passkey(account: Account) -> None:
    Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data={"name": "x"})
    assert sign_in(Client()) == "/"


def test_an_authenticator_app_is_asked_for_beside_a_passkey_too(account: Account) -> None:
    Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data={"name": "x"})
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert sign_in(Client()) == "/accounts/2fa/authenticate/"


def test_a_code_that_was_slow_to_type_still_counts(
    account: Account, browse: Callable[..., Client]
) -> None:
    turned_on = browse()
    sign_in(turned_on)
    secret = turn_on(turned_on)
    before, _now, _after = yield_hotp_counters_from_time()
    for counter, counts in ((before - 1, False), (before, True)):
        browser = browse()
        asked = sign_in(browser)
        code = format_hotp_value(hotp_value(secret, counter))
        assert (browser.post(asked, {"code": code}).status_code == 302) is counts
