"""Every address of work, asked as everybody: who may, is let in; who may not, is refused."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from madang.accounts.models import Account
from madang.boards.directory.directory import BoardDirectory
from madang.staff.members import give_roles
from madang.staff.models import Firm, WorkRecord
from madang.staff.roles import OF_FIRMS, TABLE, May, Role
from madang.staff.work_records import note

from ..factories import make_account
from .working import at_work, make_staff

# For whoever has an account: it says what they lack.
FOR_EVERY_ACCOUNT = {"work/second-factor"}
OF_A_FIRM = {May.READ_FACTS, May.SEE_FIRM, May.ANSWER_INQUIRIES}
VALUES = {"n": "1", "slug": "a", "str": "a"}


def pages_of_work(patterns: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (address, view) of every address below /work, with values in it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from pages_of_work(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and route.split("/")[0] == "work":
            yield filled(route), pattern.callback


def filled(route: str) -> str:
    for kind, value in VALUES.items():
        while f"<{kind}:" in route:
            start = route.index(f"<{kind}:")
            route = route[:start] + value + route[route.index(">", start) + 1 :]
    return route


def test_every_address_of_work_names_who_may() -> None:
    pages = dict(pages_of_work())
    assert len(pages) > 5
    open_ones = {route for route, view in pages.items() if not getattr(view, "needs", None)}
    assert open_ones == FOR_EVERY_ACCOUNT


@pytest.mark.parametrize("role", list(Role))
def test_a_role_sees_what_the_table_says(role: Role, community: BoardDirectory) -> None:
    browser = at_work(make_staff(role))
    for route, view in pages_of_work():
        needed = getattr(view, "needs", ())
        is_allowed = not needed or bool(TABLE[role] & set(needed))
        for method in ("get", "post"):
            answer = getattr(browser, method)(f"/{route}")
            assert (answer.status_code != 403) == is_allowed, (role, method, route)
            assert answer.status_code < 500


def test_others_see_nothing_of_it(
    community: BoardDirectory, browse: Callable[..., Client], member: Account
) -> None:
    for route, _view in pages_of_work():
        asked = browse().get(f"/{route}")
        assert (asked.status_code, asked["Location"].split("?")[0]) == (302, "/accounts/login")
        if route not in FOR_EVERY_ACCOUNT:
            assert browse(member).get(f"/{route}").status_code == 403


def test_nobody_works_without_a_second_factor(
    community: BoardDirectory, browse: Callable[..., Client]
) -> None:
    officer = make_staff(Role.PRIVACY_OFFICER)
    browser = browse(Account.objects.get(pk=officer.account))
    assert browser.get("/work/roles")["Location"] == "/work/second-factor"
    assert "2단계 인증" in browser.get("/work/second-factor").content.decode()


def test_the_table_keeps_apart_what_one_person_must_not_do_alone() -> None:
    assert May.MANAGE_STAFF not in TABLE[Role.PRIVACY_OFFICER]
    alone = {role for role in Role if {May.WRITE_NOTICES, May.MANAGE_STAFF} <= TABLE[role]}
    assert not alone
    # Nothing of the organisation's: of incidents not even a list.
    assert all(TABLE[role] <= OF_A_FIRM for role in OF_FIRMS)


def test_the_page_of_roles_shows_the_table(community: BoardDirectory) -> None:
    page = at_work(make_staff(Role.AGENT)).get("/work/roles").content.decode()
    assert all(str(role.label) in page for role in Role)
    assert page.count("●") == sum(map(len, TABLE.values()))


def test_roles_are_given_and_taken(community: BoardDirectory, member: Account) -> None:
    keeper = at_work(make_staff(Role.OPERATOR))
    form = {"login_name": "somebody", "name": "김담당", "roles": ["approver"]}
    wrong = keeper.post("/work/people", {**form, "login_name": "nobody"})
    assert wrong.status_code == 422 and "김담당" in wrong.content.decode()
    assert keeper.post("/work/people", form, follow=True).status_code == 200
    page = keeper.get("/work/people").content.decode()
    assert "김담당" in page and "승인자" in page
    keeper.post("/work/people/remove", {"account": str(member.pk)})
    assert "김담당" not in keeper.get("/work/people").content.decode()


def test_a_firms_role_needs_a_firm(community: BoardDirectory, member: Account) -> None:
    keeper = at_work(make_staff(Role.OPERATOR))
    form = {"login_name": "somebody", "name": "김위탁", "roles": ["firm's agent"]}
    assert keeper.post("/work/people", form).status_code == 422
    keeper.post("/work/firms", {"name": "도움회사"})
    page = keeper.get("/work/people").content.decode()
    number = page.split("도움회사</option>")[0].rpartition('value="')[2].split('"')[0]
    assert keeper.post("/work/people", {**form, "firm": number}).status_code == 302


def test_a_firms_lead_sees_their_own_people_alone(community: BoardDirectory) -> None:
    lead = make_staff(Role.FIRM_LEAD, name="도움팀장")
    make_staff(Role.FIRM_AGENT, name="도움상담원")
    make_staff(Role.AGENT, name="우리상담원")
    other = Firm.objects.create(name="다른회사")
    make_account("다른상담원")
    give_roles("다른상담원", name="", roles=frozenset({Role.FIRM_AGENT}), firm=other.pk)
    page = at_work(lead).get("/work/firm").content.decode()
    assert "도움회사" in page and "도움상담원" in page
    assert "우리상담원" not in page and "다른상담원" not in page


def test_whoever_answers_begins_at_the_desk(community: BoardDirectory) -> None:
    answer = at_work(make_staff(Role.FIRM_AGENT)).get("/work")
    assert answer["Location"] == "/work/desk"


def test_who_did_what_is_there_to_review(community: BoardDirectory, member: Account) -> None:
    keeper, officer = make_staff(Role.OPERATOR), make_staff(Role.PRIVACY_OFFICER)
    form = {"login_name": "somebody", "name": "김담당", "roles": ["approver"]}
    at_work(keeper).post("/work/people", form)
    for number in range(120):
        note("look up person", "incident:1", officer, reason=f"문의 {number}", whose="p:010")
    browser = at_work(officer)
    page = browser.get("/work/records").content.decode()
    assert "문의 119" in page and "한 사람을 봄" in page and "김담당" not in page
    first = WorkRecord.objects.order_by("pk").values_list("pk", flat=True)[0]
    older = browser.get(f"/work/records?before={first + 20}").content.decode()
    assert "김담당" in older
    assert all("김담당" not in row.box for row in WorkRecord.objects.all())
