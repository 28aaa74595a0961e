"""Reports and letters: on a page and on paper, with Korean that can be read back."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import ImageFile
from pypdf import PdfReader

from madang.incidents import facts, tasks
from madang.incidents.affected.importing import Progress, import_list
from madang.incidents.facts import Statement
from madang.incidents.models import FactStatus, FactVersion, Incident, Notice, NoticeKind
from madang.incidents.notices import actions
from madang.incidents.papers.pdf import _nothing
from madang.incidents.papers.report import facts_at
from madang.staff.members import StaffMember
from madang.staff.models import WorkRecord

from ..staff.working import at_work
from .test_notices import PARTS


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.fixture
def told(public: Incident, officer: StaffMember) -> Notice:
    incident = public
    content = io.BytesIO("이름,이메일,항목\n김서울,kim@shop.example,이름\n".encode())
    import_list(incident, content, is_csv=True, refused=io.BytesIO(), progress=Progress())
    notice = actions.draft(incident, NoticeKind.CONFIRMED, by=officer)
    actions.write(
        notice,
        PARTS,
        by=officer,
        channels=["email"],
        lawyer_agreed=False,
        sends_unknown_again=False,
    )
    actions.release(notice, by=officer)
    return notice


def test_a_notice_is_a_letter_that_can_be_read(told: Notice) -> None:
    address = f"/incidents/{told.incident_id}/notices/{told.pk}/letter.pdf"
    answer = Client().get(address)
    said = text_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    for part in ("접속을 막고 경찰에 신고했어요.", "유출된 개인정보 항목", "02-123-4567"):
        assert part.replace(" ", "") in said.replace(" ", "").replace("\n", "")
    large = Client().get(f"{address}?large").content
    assert len(PdfReader(io.BytesIO(large)).pages) >= len(
        PdfReader(io.BytesIO(answer.content)).pages
    )
    page = Client().get(address.removesuffix("/letter.pdf")).content.decode()
    assert "letter.pdf" in page and "data-aloud" in page


def test_a_notice_that_is_not_out_is_no_letter(incident: Incident, officer: StaffMember) -> None:
    notice = actions.draft(incident, NoticeKind.CONFIRMED, by=officer)
    address = f"/incidents/{incident.pk}/notices/{notice.pk}/letter.pdf"
    assert Client().get(address).status_code == 404


def test_the_report_says_what_was_known_when(told: Notice, officer: StaffMember) -> None:
    incident = told.incident
    facts.state(incident, Statement(FactStatus.CONFIRMED, "주소가 나갔어요.", "보안팀"), by=officer)
    due = timezone.now() + timedelta(days=1)
    tasks.give_task(incident, "언론 문의 답하기", by=officer, to=officer, due=due)
    browser, root = at_work(officer), f"/work/incidents/{incident.pk}/report"
    page = browser.get(root).content.decode()
    for part in ("이상한 조회를 보았어요", "주소가 나갔어요", "유출 통지", "언론 문의 답하기"):
        assert part in page
    paper = browser.get(f"{root}.pdf")
    said = text_of(paper.content).replace(" ", "").replace("\n", "")
    assert "주소가나갔어요." in said and "언론문의답하기" in said
    assert WorkRecord.objects.filter(action="export report").exists()
    assert browser.get(f"{root}?at=nonsense").status_code == 200


def test_facts_are_shown_as_they_stood(incident: Incident, officer: StaffMember) -> None:
    first = Statement(FactStatus.CONFIRMED, "처음에 알던 것", "보안팀")
    fact = facts.state(incident, first, by=officer)
    FactVersion.objects.update(at=timezone.now() - timedelta(hours=2))
    facts.change(fact, Statement(FactStatus.CONFIRMED, "나중에 안 것", "보안팀"), by=officer)
    before = facts_at(incident, timezone.now() - timedelta(hours=1))
    assert [known.now.text for known in before] == ["처음에 알던 것"]
    assert [known.now.text for known in facts_at(incident, timezone.now())] == ["나중에 안 것"]
    assert facts_at(incident, timezone.now() - timedelta(days=1)) == []


def test_papers_fetch_nothing(incident: Incident, officer: StaffMember) -> None:
    with pytest.raises(ValueError, match="fetch nothing"):
        _nothing("http://127.0.0.1/secret")


def test_words_of_people_are_no_markup_on_paper(
    told: Notice, officer: StaffMember, browse: Callable[..., Any]
) -> None:
    Notice.objects.update(parts='{"response": "<img src=x> <b>굵게</b>"}')
    said = text_of(
        Client().get(f"/incidents/{told.incident_id}/notices/{told.pk}/letter.pdf").content
    )
    assert "<b>" in said


def test_pictures_that_are_cut_off_are_refused_after_a_paper_too(told: Notice) -> None:
    Client().get(f"/incidents/{told.incident_id}/notices/{told.pk}/letter.pdf")
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
