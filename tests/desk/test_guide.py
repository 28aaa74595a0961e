"""The answer guide: reviewed by two, true to the facts, never a dead end, always saying which."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from madang.desk.guide import actions, entries, gaps, news
from madang.desk.guide.actions import GuideRefused
from madang.desk.guide.differences import differences
from madang.desk.guide.emptiness import says_nothing
from madang.desk.guide.finding import find
from madang.desk.models import GuideEntry, GuideGap, GuideVersion
from madang.incidents import facts
from madang.incidents.facts import Statement
from madang.incidents.models import Fact, FactStatus, Incident
from madang.staff.members import StaffMember
from madang.staff.roles import Role

from ..staff.working import at_work, make_staff
from .conftest import said, told


def change(fact: Fact, by: StaffMember, text: str = "카드 번호도 나갔어요.") -> None:
    facts.change(fact, Statement(FactStatus.CONFIRMED, text, "결제팀"), by=by)
    news.forget_lately()


@pytest.mark.parametrize("lacks", ["pass_on_when", "pass_on_to"])
def test_an_answer_that_leaves_no_way_to_pass_on_is_refused(
    incident: Incident, lead: StaffMember, lacks: str
) -> None:
    with pytest.raises(GuideRefused) as refused:
        actions.write(said(**{lacks: ""}), by=lead, incident=incident)
    assert refused.value.field == lacks and not GuideEntry.objects.exists()


def test_nobody_is_told_what_one_person_alone_wrote(
    incident: Incident, lead: StaffMember, officer: StaffMember, agent: StaffMember
) -> None:
    version = actions.write(said(), by=lead, incident=incident)
    assert entries.entries() == []
    with pytest.raises(GuideRefused):
        actions.review(version, by=lead)
    with pytest.raises(PermissionDenied):
        actions.review(version, by=agent)
    actions.review(version, by=officer)
    (entry,) = entries.entries()
    assert entry.title == "카드도 나갔나요?" and entry.version.edition == 1
    with pytest.raises(GuideRefused):
        actions.review(version, by=officer)


def test_an_answer_is_stale_as_soon_as_its_fact_changes(
    incident: Incident, fact: Fact, lead: StaffMember, officer: StaffMember, agent: StaffMember
) -> None:
    told(incident, lead, officer, facts=(fact.pk,))
    browser = at_work(agent)
    address = f"/guide/state/{news.address_key()}"
    before = browser.get(address).json()
    assert before["stale"] == []
    change(fact, officer)
    after = browser.get(address).json()
    assert after["state"] != before["state"] and len(after["stale"]) == 1
    page = browser.get("/work/guide").content.decode()
    assert 'class="answer late"' in page and "카드 번호도 나갔어요." in page
    told_again = actions.write(
        said(answer="네, 나갔어요.", facts=(fact.pk,)), by=lead, entry=GuideEntry.objects.get()
    )
    actions.review(told_again, by=officer)
    assert browser.get(address).json()["stale"] == []


def test_an_answer_is_not_reviewed_on_facts_that_changed_meanwhile(
    incident: Incident, fact: Fact, lead: StaffMember, officer: StaffMember
) -> None:
    version = actions.write(said(facts=(fact.pk,)), by=lead, incident=incident)
    change(fact, officer)
    with pytest.raises(GuideRefused):
        actions.review(version, by=officer)


def test_an_older_draft_is_not_reviewed_over_a_newer_one(
    incident: Incident, lead: StaffMember, officer: StaffMember
) -> None:
    first = actions.write(said(), by=lead, incident=incident)
    actions.write(said(answer="아니요, 정말이에요."), by=lead, entry=first.entry)
    with pytest.raises(GuideRefused):
        actions.review(first, by=officer)


def test_saying_nothing_needs_an_unknown_with_an_owner_and_a_time(
    incident: Incident, fact: Fact, unknown: Fact, lead: StaffMember, officer: StaffMember
) -> None:
    empty = "현재 조사 중입니다. 양해 부탁드립니다."
    for on in ((), (fact.pk,)):
        with pytest.raises(GuideRefused) as refused:
            actions.write(said(answer=empty, facts=on), by=lead, incident=incident)
        assert refused.value.field == "answer"
    told(incident, lead, officer, answer=empty, facts=(unknown.pk,))
    told(incident, lead, officer, question="언제 알았나요?")
    (_edition, _since, first), (_edition, _since, share) = entries.empty_shares()
    assert (first, share) == (1.0, 0.5)


@pytest.mark.parametrize(
    ("answer", "empty"),
    [
        ("현재 조사 중입니다.", True),
        ("고객님, 정말 죄송합니다. 확인 중이니 양해 부탁드립니다.", True),
        ("안녕하세요. 결과가 나오는 대로 안내드리겠습니다. 감사합니다.", True),
        ("We are looking into it. Thank you for your patience.", True),
        ("조사 중입니다. 11월 30일 18시까지 다시 알려 드려요.", False),
        ("죄송합니다. 비밀번호를 바꾸세요.", False),
        ("카드 번호는 나가지 않았어요.", False),
    ],
)
def test_what_says_nothing_is_known(answer: str, empty: bool) -> None:
    assert says_nothing(answer) is empty


def test_a_fact_of_another_incident_is_no_ground(
    incident: Incident, fact: Fact, lead: StaffMember
) -> None:
    with pytest.raises(GuideRefused):
        actions.write(said(facts=(fact.pk,)), by=lead)


def test_the_guide_is_there_as_it_stood(
    incident: Incident, fact: Fact, lead: StaffMember, officer: StaffMember
) -> None:
    version = told(incident, lead, officer, facts=(fact.pk,))
    before = timezone.now()
    change(fact, officer)
    again = actions.write(
        said(answer="네, 나갔어요.", facts=(fact.pk,)), by=lead, entry=version.entry
    )
    actions.review(again, by=officer)
    (then,), (now,) = entries.entries(at=before), entries.entries()
    assert "아니요" in then.version.answer and not then.is_stale and "네" in now.version.answer
    assert (entries.edition(at=before), entries.edition()) == (1, 2)
    assert entries.entries(at=before - timedelta(days=1)) == []


def test_what_changed_since_somebody_read_is_news(
    incident: Incident, lead: StaffMember, officer: StaffMember, agent: StaffMember
) -> None:
    told(incident, lead, officer)
    browser = at_work(agent)
    upto = news.upto()
    assert "지난번에 본 뒤로" in browser.get("/work/guide").content.decode()
    browser.post("/work/guide/read", {"edition": upto.edition, "fact": upto.fact})
    assert "지난번에 본 뒤로" not in browser.get("/work/guide").content.decode()
    told(incident, lead, officer, question="언제 알았나요?")
    (answer,) = news.news_for(agent).answers
    assert answer.title == "언제 알았나요?"


def test_an_answer_is_found_by_any_of_its_wordings(
    incident: Incident, lead: StaffMember, officer: StaffMember, agent: StaffMember
) -> None:
    told(incident, lead, officer, question="카드도 나갔나요?\n카드 번호가 유출됐나요?")
    told(incident, lead, officer, question="비밀번호를 바꿔야 하나요?", answer="네, 바꾸세요.")
    told(incident, lead, officer, question="언제 알았나요?", answer="어제 알았어요.")
    for typed, title in {
        "카드번호 유출": "카드도 나갔나요?",
        "비번을 바꿔야": "비밀번호를 바꿔야 하나요?",
        "언제 알았": "언제 알았나요?",
    }.items():
        assert find(entries.entries(), typed)[0].title == title
    part = at_work(agent).get("/work/guide/found", {"q": "카드"}).content.decode()
    assert "카드도 나갔나요?" in part and "언제 알았나요?" not in part
    assert "찾는 답이 없어요" in (
        at_work(agent).get("/work/guide/found", {"q": "유심 교체"}).content.decode()
    )


def test_what_was_asked_and_not_found_is_ranked_and_names_nobody(
    lead: StaffMember, agent: StaffMember
) -> None:
    browser = at_work(agent)
    for asked in ("유심 바꿔야 하나요", "유심을 바꿔야 하나요", "김하나 010-1234-5678 환불"):
        browser.post("/work/guide/missing", {"q": asked})
    first, second = gaps.gaps()
    assert first.words in ("유심 바꿔야 하나요", "유심을 바꿔야 하나요") and first.times == 2
    assert "1234" not in second.words
    assert all("유심" not in row.box for row in GuideGap.objects.all())
    page = at_work(lead).get("/work/guide/desk").content.decode()
    assert first.words in page and "2번" in page


def test_it_is_written_and_reviewed_in_a_browser(
    incident: Incident, fact: Fact, lead: StaffMember, officer: StaffMember, agent: StaffMember
) -> None:
    writer, reader = at_work(lead), at_work(agent)
    address = f"/work/guide/new?incident={incident.pk}"
    form = {
        "questions": "카드도 나갔나요?\n\n카드 번호는요?",
        "answer": "아니요.",
        "facts": [fact.pk],
        "pass_on_when": "",
        "pass_on_to": "결제팀",
    }
    refused = writer.post(address, form)
    assert refused.status_code == 422 and "카드 번호는요?" in refused.content.decode()
    version = writer.post(address, {**form, "pass_on_when": "결제됐다고 하면"})["Location"]
    assert "카드도" not in reader.get("/work/guide").content.decode()
    assert writer.post(version, follow=True).status_code == 200
    assert "스스로 확인할 수 없어요" in writer.post(version, follow=True).content.decode()
    at_work(officer).post(version)
    page = reader.get("/work/guide").content.decode()
    assert "카드도 나갔나요?" in page and "카드 번호는요?" in page and "결제팀" in page
    assert "카드도 나갔나요?" in reader.get("/work/guide/print").content.decode()
    entry = GuideEntry.objects.get().pk
    writer.post(f"/work/guide/{entry}/change", {**form, "answer": "네.", "pass_on_when": "늘"})
    differing = writer.get(f"/work/guide/{entry}/versions/2").content.decode()
    assert "<del>아니요.</del>" in differing and "<ins>네.</ins>" in differing


def test_firms_read_the_same_guide_and_write_none_of_it(
    incident: Incident, lead: StaffMember, officer: StaffMember
) -> None:
    told(incident, lead, officer)
    browser = at_work(make_staff(Role.FIRM_AGENT))
    assert "카드도 나갔나요?" in browser.get("/work/guide").content.decode()
    assert browser.get("/work/guide/new").status_code == 403


def test_the_state_is_for_pages_that_know_its_address(community: Any, keys: Any) -> None:
    assert Client().get("/guide/state/0123456789abcdef").status_code == 404


def test_an_answer_is_told_no_more_once_it_is_retired(
    incident: Incident, lead: StaffMember, officer: StaffMember
) -> None:
    version = told(incident, lead, officer)
    before = timezone.now()
    at_work(lead).post(f"/work/guide/{version.entry_id}/retire")
    assert entries.entries() == []
    assert len(entries.entries(at=before)) == 1
    draft = actions.write(said(), by=lead, entry=version.entry)
    with pytest.raises(GuideRefused):
        actions.review(draft, by=officer)


def test_pages_of_the_guide_take_a_fixed_number_of_queries(
    incident: Incident,
    fact: Fact,
    lead: StaffMember,
    officer: StaffMember,
    agent: StaffMember,
    django_assert_max_num_queries: Any,
) -> None:
    browser = at_work(agent)
    for count in (1, 9):
        while GuideVersion.objects.count() < count:
            told(incident, lead, officer, question=f"질문 {count}", facts=(fact.pk,))
        browser.get("/work/guide")
        entries.entries_lately.forget()
        news.state_lately.forget()
        with django_assert_max_num_queries(13):
            browser.get("/work/guide")


_WORDS = st.lists(st.sampled_from(["가", "나", "다", "라"]), max_size=12).map(" ".join)


@given(before=_WORDS, after=_WORDS)
def test_differences_hold_both_texts(before: str, after: str) -> None:
    parts = list(differences(before, after))
    assert "".join(text for kind, text in parts if kind != "+") == before
    assert "".join(text for kind, text in parts if kind != "-") == after
