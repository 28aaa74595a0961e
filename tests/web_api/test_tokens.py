"""Tokens are shown once, say what they may do, and end; the database leads to none."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from madang.accounts.models import Account
from madang.staff.roles import Role
from madang.web_api import calling, tokens
from madang.web_api.hooks import TokensInAccounts
from madang.web_api.models import TokenRow
from madang.web_api.tokens import MAX_TOKENS, Scope, caller_of, make_token, tokens_of

from ..factories import make_account
from ..staff.working import at_work, make_staff
from .calling import Program

Browse = Callable[..., Client]
SENT = {"name": "내 봇", "scopes": ["read", "write"], "days": "90"}


def made_on_the_page(browser: Client, **changed: Any) -> str:
    page = browser.post("/accounts/tokens", {**SENT, **changed}).content.decode()
    found = re.search(r"madang_[\w-]+", page)
    return found[0] if found else ""


def test_a_token_is_made_on_the_page_and_shown_once(
    community: Any, member: Account, browse: Browse
) -> None:
    browser = browse(member)
    text = made_on_the_page(browser)
    caller = caller_of(text)
    assert caller is not None and caller.account == member
    assert caller.scopes == {Scope.READ, Scope.WRITE}
    page = browser.get("/accounts/tokens").content.decode()
    assert "내 봇" in page and text not in page


def test_a_revoked_token_counts_no_more(community: Any, member: Account, browse: Browse) -> None:
    browser = browse(member)
    text = made_on_the_page(browser)
    browser.post("/accounts/tokens", {"revoke": tokens_of(member)[0].key})
    assert caller_of(text) is None and not tokens_of(member)


def test_a_new_password_ends_the_tokens(member: Account) -> None:
    text = make_token(member, name="봇", scopes=frozenset({Scope.READ}), days=None)
    member.set_password("another-password-1")
    member.save()
    assert caller_of(text) is None


def test_a_token_ends_on_its_day(member: Account, monkeypatch: Any) -> None:
    text = make_token(member, name="봇", scopes=frozenset({Scope.READ}), days=90)
    later = timezone.localdate() + timedelta(days=91)
    monkeypatch.setattr(tokens.timezone, "localdate", lambda: later)
    assert caller_of(text) is None


def test_whoever_left_has_no_token(member: Account) -> None:
    text = make_token(member, name="봇", scopes=frozenset({Scope.READ}), days=None)
    member.is_active = False
    member.save()
    assert caller_of(text) is None
    TokensInAccounts().erase(member.pk, deletes_texts=True)
    assert not TokenRow.objects.exists()


def test_what_is_no_token_leads_to_nobody(member: Account) -> None:
    text = make_token(member, name="봇", scopes=frozenset({Scope.READ}), days=None)
    others = ["", "madang_", "madang_" + "A" * 80, text[:-1], text + "A", text.upper(), "ㅁ" * 80]
    assert [caller_of(other) for other in others] == [None] * len(others)


def test_rows_say_neither_whose_they_are_nor_what_was_shown(member: Account) -> None:
    text = make_token(member, name="내 봇 이름", scopes=frozenset({Scope.READ}), days=None)
    for row in TokenRow.objects.all():
        assert text not in row.box and "내 봇" not in row.box and str(member.pk) not in row.box


def test_using_a_token_writes_nothing(community: Any, member: Account) -> None:
    from .calling import Program

    program = Program(member)
    before = list(TokenRow.objects.values())
    assert program.get("/me").status_code == 200
    assert list(TokenRow.objects.values()) == before


def test_so_many_tokens_and_no_more(community: Any, member: Account, browse: Browse) -> None:
    for number in range(MAX_TOKENS):
        make_token(member, name=f"{number}", scopes=frozenset({Scope.READ}), days=None)
    answer = browse(member).post("/accounts/tokens", SENT)
    assert answer.status_code == 422 and len(tokens_of(member)) == MAX_TOKENS


def test_scopes_of_work_need_a_role_and_a_second_factor(
    operator: Account, browse: Browse, community: Any
) -> None:
    assert made_on_the_page(browse(operator), scopes=["moderate"]) == ""
    assert made_on_the_page(browse(make_account("member")), scopes=["desk"]) == ""
    keeper = make_staff(Role.OPERATOR)
    text = made_on_the_page(at_work(keeper), scopes=["moderate"])
    caller = caller_of(text)
    assert caller is not None and caller.scopes == {Scope.MODERATE}


def test_the_page_tells_everybody_what_programs_can_do(community: Any) -> None:
    page = Client().get("/api").content.decode()
    assert "POST /api/boards/{slug}/posts" in page and "글 쓰기" in page
    english = Client(headers={"Accept-Language": "en"}).get("/api").content.decode()
    assert "글 쓰기" not in english
    schema = Client().get("/api/openapi.json").json()
    assert schema["openapi"] == "3.1.0"


def test_no_operation_with_a_scope_is_for_whoever_has_no_such_token(
    community: Any, operator: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("READS", "WRITES"):
        monkeypatch.setattr(calling, limit, "1000000/minute")
    described = Client().get("/api/openapi.json").json()["paths"]
    strangers = {
        "no token": Program(),
        "a wrong token": Program(operator),
        "none of the scopes": Program(operator, [Scope.READ]),
    }
    strangers["a wrong token"].headers["Authorization"] += "x"
    asked = 0
    for path, operations in described.items():
        filled = re.sub(r"{[^}]*}", "1", path.removeprefix("/api"))
        for method, operation in operations.items():
            needed = {scope for one in operation["security"] for scope in one.get("token", [])}
            for name, program in strangers.items():
                if not needed or (name == "none of the scopes" and needed == {Scope.READ}):
                    continue
                status = program.send(method.upper(), filled, {}).status_code
                assert status == (403 if name == "none of the scopes" else 401), (path, name)
                asked += 1
    assert asked > 60
