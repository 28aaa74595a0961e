"""What was said in abuse is handed over whole, without the name of whoever answered."""

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image

from madang.desk.care.warnings import Abuse, AbuseKind
from madang.desk.inquiries.answering import readable
from madang.desk.inquiries.files import rewritten
from madang.desk.inquiries.receiving import Asking, Receipt, receive
from madang.desk.lead import evidence
from madang.desk.models import InquiryFile
from madang.desk.queue import acting
from madang.identity import named_keys
from madang.incidents.affected.contacts import email
from madang.staff.members import StaffMember
from madang.staff.work_records import records

from ..staff.working import at_work
from .asking import MORNING, asked, taken, works

ABUSIVE = "야 이 씨발놈들아 일 똑바로 안 해?"
EARLY = MORNING + timedelta(minutes=2)


def warned(agent: StaffMember, *pictures: bytes) -> Receipt:
    """Return an inquiry whose writer was warned."""
    asking = Asking(ABUSIVE, contact=email("angry@mail.example"))
    receipt = receive(asking, pictures=pictures, at=MORNING)
    works(agent)
    assert taken(agent, minutes=1) is not None
    acting.note(receipt.inquiry.pk, "동료에게: 조심하세요", by=agent, at=EARLY)
    acting.warn(receipt.inquiry.pk, Abuse(AbuseKind.HARASSMENT), by=agent, at=EARLY)
    return receipt


def opened(archive: Any) -> dict[str, bytes]:
    with ZipFile(archive) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_all_that_was_said_is_there_and_no_name(agent: StaffMember, lead: StaffMember) -> None:
    receipt = warned(agent, picture())
    files = opened(evidence.take_out(receipt.inquiry.pk, "고소", by=lead))
    text = files[f"{readable(receipt.inquiry.pk)}.txt"].decode()
    assert ABUSIVE in text and "성희롱" in text and "angry@mail.example" in text
    assert agent.name not in text.replace("상담원 1", "") and "동료에게" not in text
    assert any(name.startswith("files/001-1-") for name in files)


def picture() -> bytes:
    given = BytesIO()
    Image.new("RGB", (30, 20), "red").save(given, "PNG")
    return rewritten(given.getvalue())


def test_each_file_has_its_sum(agent: StaffMember, lead: StaffMember) -> None:
    files = opened(evidence.take_out(warned(agent).inquiry.pk, "고소", by=lead))
    lines = files.pop("SHA256SUMS").decode().splitlines()
    assert {line.split("  ")[1]: line.split("  ")[0] for line in lines} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }


def test_a_file_that_is_lost_is_said_to_be(
    agent: StaffMember, lead: StaffMember, settings: Any
) -> None:
    receipt = warned(agent, picture(), picture())
    lost = InquiryFile.objects.order_by("pk")[0]
    (settings.DESK_FILES_FOLDER / f"{lost.pk:016x}.file").unlink()
    files = opened(evidence.take_out(receipt.inquiry.pk, "고소", by=lead))
    assert files["DAMAGED.txt"].decode().startswith("1-")
    assert sum(name.startswith("files/") for name in files) == 1


def test_that_it_was_taken_out_is_recorded(agent: StaffMember, lead: StaffMember) -> None:
    evidence.take_out(warned(agent).inquiry.pk, "고소", by=lead)
    last = records(below=2**62, limit=1)[0][0]
    assert (last.action, last.detail.name, last.detail.reason) == (
        "keep evidence",
        lead.name,
        "고소",
    )


def test_nothing_else_is_read_this_way(agent: StaffMember, lead: StaffMember) -> None:
    receipt = asked()
    for number in (receipt.inquiry.pk, 1):
        with pytest.raises(evidence.NoEvidence):
            evidence.take_out(number, "궁금해서", by=lead)
    with pytest.raises(PermissionDenied):
        evidence.take_out(receipt.inquiry.pk, "고소", by=agent)


def test_a_year_whose_key_is_gone_has_no_evidence(agent: StaffMember, lead: StaffMember) -> None:
    receipt = warned(agent)
    named_keys.destroy(f"desk:{receipt.inquiry.year}")
    with pytest.raises(evidence.NoEvidence):
        evidence.take_out(receipt.inquiry.pk, "고소", by=lead)


def test_a_lead_takes_it_out_on_the_page(agent: StaffMember, lead: StaffMember) -> None:
    receipt = warned(agent)
    asked("또 욕", address="angry@mail.example", minutes=3)
    browser, number = at_work(lead), readable(receipt.inquiry.pk)
    wrong = browser.post("/work/lead/evidence", {"number": "12", "why": "고소 준비"})
    assert wrong.status_code == 422 and "고소 준비" in wrong.content.decode()
    answer = browser.post("/work/lead/evidence", {"number": number, "why": "고소 준비"})
    assert "attachment" in answer["Content-Disposition"]
    assert f"{number}.txt" in opened(BytesIO(answer.getvalue()))
