"""The operators' pages: sections, every setting without secrets, what the site keeps."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.accounts.models import Account
from madang.boards.directory.directory import BoardDirectory, board_directory
from madang.boards.lists.pins import pin
from madang.boards.models import Post
from madang.config.environment import Environment
from madang.config.explained import GROUPS, HIDDEN, SECRETS, shown
from madang.core.community import change_community
from madang.core.leak_check import tables

from ..staff.working import at_work, make_staff

Browse = Callable[..., Client]
# Settings whose names sound secret and that are not.
PUBLIC = {"keys", "keys_months", "records_key", "kakao_js_key"}


@pytest.fixture
def browser(community: BoardDirectory, operator: Account, browse: Browse) -> Client:
    return browse(operator)


def test_the_console_leads_to_each_page_from_its_section(browser: Client) -> None:
    page = browser.get("/console/site").content.decode()
    for said in ("신고와 제재", "사이트 꾸미기", "서버", "한 줄 공지", "게시판"):
        assert said in page
    assert "/console/settings" not in page.split("서버</a>")[1].split("</nav>")[1]
    assert "/console/status" in page


def test_operators_are_asked_for_a_second_factor_until_they_have_one(
    browser: Client, operator: Account
) -> None:
    from allauth.mfa.models import Authenticator

    assert "2단계 인증 켜기" in browser.get("/console/site").content.decode()
    Authenticator.objects.create(user_id=operator.pk, type="totp", data={"secret": "x"})
    assert "2단계 인증 켜기" not in browser.get("/console/site").content.decode()


def test_every_setting_is_explained_once_in_korean() -> None:
    named = [name for group in GROUPS.values() for name in group]
    assert sorted(named) == sorted(Environment.model_fields)
    assert all("요" in words for group in GROUPS.values() for words in group.values())


def test_the_page_shows_settings_and_no_secret(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADANG_METRICS_TOKEN", "a-token-nobody-sees")
    monkeypatch.setenv("MADANG_MAIL_URL", "smtps://somebody:pass-word@mail.example")
    monkeypatch.setenv("MADANG_MAIL_FROM", "site@mail.example")
    page = browser.get("/console/settings").content.decode()
    assert "MADANG_BACKUP_DAYS" in page and "mail.example" in page
    assert "a-token-nobody-sees" not in page and "pass-word" not in page


def test_what_sounds_secret_is_hidden_in_every_form() -> None:
    for name in Environment.model_fields:
        if any(part in name for part in ("key", "token", "secret", "dsn")) and name not in PUBLIC:
            assert name in SECRETS, name
    for name in SECRETS:
        assert shown(name, "value") == HIDDEN
    assert shown("database_url", "postgresql://me:word@host/db") == "postgresql://…@host/db"
    assert "word" not in shown("desk_mail", "imaps://me:word@mail.example/INBOX")


def test_the_data_page_says_of_each_table_what_is_open(browser: Client, post: Post) -> None:
    from madang.console.data_page import counts_lately

    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/console/data").content.decode()
    assert "boards_post" in page and "봉인된 작성자" in page
    assert all(name in page for name in tables())
    again = CaptureQueriesContext(connection)
    with again:
        browser.get("/console/data")
    assert len(again) < len(asked)
    counts_lately.forget()


def test_what_is_pinned_anywhere_is_listed_and_taken_down(
    browser: Client, post: Post, operator: Account
) -> None:
    pin(post.pk, by=operator)
    board_directory.forget()
    assert post.title in browser.get("/console/notices").content.decode()
    browser.post("/console/notices", {"unpin": post.pk})
    assert "고정한 글이 없어요." in browser.get("/console/notices").content.decode()
    assert browser.post("/console/notices", {"unpin": "no number"}).status_code == 302


def test_stickers_of_all_boards_are_found_in_one_place(browser: Client) -> None:
    page = browser.get("/console/stickers").content.decode()
    assert "/console/boards/%EC%9E%90%EC%9C%A0/stickers" in page and "0개" in page


def test_rules_that_change_are_kept_as_they_were(browser: Client, browse: Browse) -> None:
    change_community(rules="처음 규칙")
    change_community(rules="다음 규칙", name="마당")
    change_community(name="마당 2")
    page = browse().get("/about/rules").content.decode()
    assert page.index("다음 규칙") < page.index("처음 규칙")
    assert page.count("처음 규칙") == 1


@pytest.mark.parametrize(
    "path", ["settings", "data", "site", "banner", "hooks", "status", "notices", "stickers"]
)
def test_nobody_else_comes_in(
    path: str, community: BoardDirectory, member: Account, browse: Browse
) -> None:
    assert browse(member).get(f"/console/{path}").status_code == 403
    assert browse().get(f"/console/{path}").status_code == 302
    from madang.staff.roles import Role

    assert at_work(make_staff(Role.LEAD)).get(f"/console/{path}").status_code == 403
