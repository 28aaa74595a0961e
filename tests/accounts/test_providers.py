"""Signing up and in with Kakao, Naver, Google or Apple: only a keyed hash of who it is is kept."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from allauth.socialaccount.providers.apple.views import AppleOAuth2Adapter
from allauth.socialaccount.providers.google import views as google_views
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from allauth.socialaccount.providers.kakao.views import KakaoOAuth2Adapter
from allauth.socialaccount.providers.naver.views import NaverOAuth2Adapter
from django.db import connection
from django.test import Client

from madang.accounts.models import Account, SealedProvider
from madang.accounts.removal import remove_account
from madang.boards.directory.directory import BoardDirectory
from madang.operations.leaks.database import Stolen
from madang.operations.leaks.run import check_database

from ..factories import make_account, sign_in
from ..services.provider import Provider, serving

NAMES = ("kakao", "naver", "google", "apple")
PASSWORD = "낯선-나무-열한그루"


@pytest.fixture
def providers(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Provider]]:
    """The four providers, each on this machine."""
    with ExitStack() as stack:
        made = {name: Provider(f"{name}-id", "secret") for name in NAMES}
        made["google"].issuer = google_views.ID_TOKEN_ISSUER
        # Apple's client proves itself by a token that it signs.
        made["apple"].issuer, made["apple"].secret = "https://appleid.apple.com", None
        for provider in made.values():
            stack.enter_context(serving(provider))
        adapters = (KakaoOAuth2Adapter, NaverOAuth2Adapter, GoogleOAuth2Adapter, AppleOAuth2Adapter)
        for adapter in adapters:
            root = made[adapter.provider_id].address
            for name in ("access_token_url", "profile_url", "public_key_url"):
                end = "/keys" if name == "public_key_url" else f"/{name}"
                if hasattr(adapter, name):
                    monkeypatch.setattr(adapter, name, root + end)
        yield made


def come_from(
    browser: Client, provider: Provider, name: str, process: str = "login", **query: str
) -> Any:
    """Press the provider's button, consent there, and come back; return the answer."""
    more = "".join(f"&{key}={value}" for key, value in query.items())
    sent = browser.post(f"/accounts/{name}/login/?process={process}{more}")
    assert sent.status_code == 302, sent.content.decode()
    brought = provider.consent(sent["Location"])
    if name == "apple":
        # Apple answers by a form, which brings no session along.
        posted = Client().post("/accounts/apple/login/callback/", brought)
        assert posted.status_code == 302
        browser.cookies |= posted.cookies
        return browser.get(posted["Location"])
    return browser.get(f"/accounts/{name}/login/callback/", brought)


@pytest.mark.parametrize("name", NAMES)
def test_one_signs_up_and_in_again(
    name: str,
    providers: dict[str, Provider],
    community: BoardDirectory,
    browse: Callable[..., Client],
) -> None:
    browser, provider = browse(), providers[name]
    answer = come_from(browser, provider, name, next="/자유/write")
    assert answer["Location"] == "/accounts/signup/provider"
    assert "가입" in browser.get(answer["Location"]).content.decode()
    answer = browser.post(answer["Location"], {"username": "새사람"})
    assert "write" in answer["Location"]
    assert "내 계정" in browser.get("/").content.decode()
    account = Account.objects.get()
    assert account.login_name == "새사람" and not account.has_usable_password()

    again = browse()
    assert come_from(again, provider, name)["Location"] == "/"
    assert "내 계정" in again.get("/").content.decode()
    assert Account.objects.count() == 1
    provider.person = "999"
    stranger = come_from(browse(), provider, name)
    assert stranger["Location"] == "/accounts/signup/provider"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_who_it_is_there_is_kept(
    name: str,
    providers: dict[str, Provider],
    community: BoardDirectory,
    browse: Callable[..., Client],
) -> None:
    browser = browse()
    come_from(browser, providers[name], name)
    browser.post("/accounts/signup/provider", {"username": "새사람"})
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {table}")
            rows = str(cursor.fetchall())
            for secret in ("1234567890", "kim@corp.example", "김서울", name):
                assert secret not in rows or table in ("django_migrations", "django_content_type")
    assert [str(finding) for finding in check_database(Stolen(connection))] == []


def test_only_who_it_is_is_asked_for(
    providers: dict[str, Provider], community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    for name, provider in providers.items():
        come_from(browse(), provider, name)
        assert provider.asked.get("scope") == ("openid" if name == "google" else None)


def test_a_login_name_that_is_taken_is_said_and_can_be_chosen_anew(
    providers: dict[str, Provider],
    community: BoardDirectory,
    member: Account,
    browse: Callable[..., Client],
) -> None:
    browser = browse()
    come_from(browser, providers["kakao"], "kakao")
    answer = browser.post("/accounts/signup/provider", {"username": member.login_name})
    assert "이미 사용 중인 아이디예요" in answer.content.decode()
    assert browser.post("/accounts/signup/provider", {"username": "다른이름"}).status_code == 302
    assert SealedProvider.objects.count() == 1


def test_a_member_connects_and_disconnects(
    providers: dict[str, Provider], community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    account = Account.objects.create_user("somebody", PASSWORD)
    browser = sign_in(account, PASSWORD)
    answer = come_from(browser, providers["naver"], "naver", process="connect")
    page = browser.get(answer["Location"]).content.decode()
    assert "이제 네이버로도 로그인할 수 있어요." in page and "연결 해제" in page
    assert come_from(browse(), providers["naver"], "naver")["Location"] == "/"
    browser.post("/accounts/providers", {"provider": "naver"})
    assert not SealedProvider.objects.exists()
    assert "signup" in come_from(browse(), providers["naver"], "naver")["Location"]


def test_a_provider_is_connected_to_one_account_only(
    providers: dict[str, Provider], community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    come_from(first := browse(), providers["kakao"], "kakao")
    first.post("/accounts/signup/provider", {"username": "새사람"})
    browser = sign_in(Account.objects.create_user("somebody", PASSWORD), PASSWORD)
    answer = come_from(browser, providers["kakao"], "kakao", process="connect")
    page = browser.get(answer["Location"]).content.decode()
    assert "그 카카오 계정은 이미 다른 계정에 연결되어 있어요." in page
    assert SealedProvider.objects.count() == 1


def test_connecting_wants_to_know_who_it_is_once_more(
    providers: dict[str, Provider], community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    account = Account.objects.create_user("with-password", PASSWORD)
    browser = browse(account)
    assert browser.get("/accounts/providers")["Location"].startswith("/accounts/reauthenticate")
    come_from(browser, providers["kakao"], "kakao", process="connect")
    assert not SealedProvider.objects.exists()


def test_the_last_way_in_cannot_be_given_up(
    providers: dict[str, Provider], community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    browser = browse()
    come_from(browser, providers["google"], "google")
    browser.post("/accounts/signup/provider", {"username": "새사람"})
    browser.post("/accounts/providers", {"provider": "google"})
    assert "로그인할 방법이 이것뿐이에요" in browser.get("/accounts/providers").content.decode()
    assert SealedProvider.objects.exists()


def test_who_gives_up_or_is_refused_there_is_told(
    providers: dict[str, Provider], community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    browser = browse()
    sent = browser.post("/accounts/kakao/login/?process=login")["Location"]
    state = providers["kakao"].consent(sent)["state"]
    refused = {"error": "access_denied", "state": state}
    answer = browser.get("/accounts/kakao/login/callback/", refused)
    assert answer["Location"] == "/accounts/login"
    assert "취소했어요." in browser.get("/accounts/login").content.decode()
    browser.post("/accounts/kakao/login/?process=login")
    answer = browser.get("/accounts/kakao/login/callback/", {"code": "made up", "state": "x"})
    page = browser.get(answer["Location"]).content.decode()
    assert "카카오에서 확인하지 못했어요" in page


def test_an_account_that_has_gone_leaves_no_connection(
    providers: dict[str, Provider], community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    come_from(browser := browse(), providers["kakao"], "kakao")
    browser.post("/accounts/signup/provider", {"username": "새사람"})
    remove_account(Account.objects.get().pk)
    assert not SealedProvider.objects.exists()


def test_the_pages_offer_what_the_operator_has_set(
    community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    for path in ("/accounts/login", "/accounts/signup"):
        answer = browse().get(path)
        for name in ("카카오", "네이버", "구글", "애플"):
            assert f"{name}로 계속하기" in answer.content.decode()
        assert "https://kauth.kakao.com" in answer["Content-Security-Policy"]
    browser = browse(make_account("x-y-z"))
    assert "간편 로그인" in browser.get("/accounts/").content.decode()


def test_an_unfinished_sign_up_is_not_the_next_persons(
    providers: dict[str, Provider],
    community: BoardDirectory,
    browse: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser = browse()
    come_from(browser, providers["kakao"], "kakao")
    later = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: later)
    assert browser.post("/accounts/signup/provider", {"username": "다음사람"})["Location"]
    monkeypatch.undo()
    come_from(browser, providers["naver"], "naver")
    browser.post("/accounts/signup/provider", {"stop": "1"})
    browser.post("/accounts/signup/provider", {"username": "다음사람"})
    assert not Account.objects.exists()


def test_there_is_no_way_in_without_this_sites_pages(
    community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    assert browse().post("/accounts/google/login/token/").status_code == 404
