"""Asking without an account, and following what one asked: on a phone, without a script."""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from madang.core import fresh
from madang.core.http import rate_limits
from madang.delivery.local_gateways.smtp import SmtpSink
from madang.delivery.mailings import dispatch
from madang.delivery.models import Batch, Mailing
from madang.desk.care.warnings import Abuse, AbuseKind
from madang.desk.clock import now
from madang.desk.guide import news
from madang.desk.inquiries.files import sweep
from madang.desk.inquiries.keys import keys_of
from madang.desk.inquiries.receiving import Asking, add_words
from madang.desk.inquiries.retention import end_old_years
from madang.desk.models import (
    Inquiry,
    InquiryFile,
    InquiryMessage,
    InquiryState,
    ShiftRow,
    Solved,
    Urgency,
)
from madang.desk.queue import acting
from madang.desk.queue.taking import take
from madang.identity import named_keys
from madang.identity.keys import KeyDestroyed
from madang.incidents.affected.importing import Progress, import_list
from madang.incidents.models import DataItem, Incident
from madang.staff.members import StaffMember

from ..staff.working import at_work
from .asking import works
from .conftest import told

ASKED = {"stake": "1", "text": "제 주소도 나갔나요?", "contact": "", "name": ""}


def sent(client: Client, **more: Any) -> Any:
    return client.post("/inquiries/ask", {**ASKED, "sure": "1", **more})


def receipt(answer: Any) -> tuple[str, str, str]:
    """Return number, code and the address of the page, as they stand on the receipt."""
    page = answer.content.decode()
    number, code = re.findall(r'<dd class="big">([\d-]+)</dd>', page)
    found = re.search(r'href="(/inquiries/[\w-]+)"', page)
    assert found is not None
    return number, code, found[1]


def picture(colour: str = "red") -> BytesIO:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "the garden at home"
    Image.new("RGB", (60, 40), colour).save(out, "JPEG", exif=exif)
    out.seek(0)
    out.name = "IMG_0001.jpg"
    return out


@pytest.fixture
def mail_server(settings: Any) -> Iterator[SmtpSink]:
    sink = SmtpSink().start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "desk@shop.example"
    yield sink
    sink.stop()


@pytest.mark.usefixtures("community", "keys")
class TestAsking:
    def test_whoever_asks_follows_it_by_number_and_code(self, client: Client) -> None:
        number, code, address = receipt(sent(client))
        assert "제 주소도 나갔나요?" not in client.get(address).content.decode()
        wrong = client.post(address, {"code": "000000" if code != "000000" else "111111"})
        assert wrong.status_code == 422 and "제 주소도" not in wrong.content.decode()
        assert "제 주소도 나갔나요?" in client.post(address, {"code": code}).content.decode()
        by_number = client.post("/inquiries/open", {"number": number, "code": f" {code} "})
        assert "제 주소도 나갔나요?" in by_number.content.decode()

    def test_its_pages_let_a_browser_say_where_a_form_came_from(self, client: Client) -> None:
        """A page that forbids it has forms that nobody can send: their origin is "null"."""
        _number, code, address = receipt(sent(client))
        opened = client.post(address, {"code": code})
        for answer in (client.get(address), opened, client.get("/inquiries/ask")):
            assert "no-referrer" not in answer.content.decode()
            assert answer["Referrer-Policy"] != "no-referrer"

    def test_an_inquiry_is_opened_by_number_where_a_page_was_lost(self, client: Client) -> None:
        assert client.get("/inquiries/open").status_code == 200
        wrong = client.post("/inquiries/open", {"number": "12", "code": "1"})
        assert wrong.status_code == 422 and "여덟 자리" in wrong.content.decode()

    def test_whoever_adds_something_is_told_at_once(self, client: Client) -> None:
        _number, code, address = receipt(sent(client))
        page = client.post(address, {"code": code}).content.decode()
        held = re.search(r'name="held" value="([^"]+)"', page)
        assert held is not None
        added = client.post("/inquiries/add", {"held": held[1], "text": "하나 더요."})
        assert "보냈어요." in added.content.decode()

    def test_what_is_missing_or_wrong_is_said_and_what_was_typed_is_kept(
        self, client: Client
    ) -> None:
        answer = sent(client, contact="010-12", name="김가을")
        page = answer.content.decode()
        assert answer.status_code == 422 and "010-1234-5678" in page
        assert "제 주소도 나갔나요?" in page and "김가을" in page
        assert not Inquiry.objects.exists()

    def test_nothing_of_an_inquiry_is_in_the_database_in_the_clear(self, client: Client) -> None:
        sent(client, contact="fall@example.org", name="김가을")
        row = Inquiry.objects.values().get()
        message = InquiryMessage.objects.values().get()
        for held in (repr(row), repr(message)):
            assert "fall@" not in held and "김가을" not in held and "주소" not in held

    def test_pictures_are_written_anew_and_sealed(self, client: Client, settings: Any) -> None:
        _number, _code, address = receipt(sent(client, pictures=[picture(), picture("blue")]))
        assert InquiryFile.objects.count() == 2
        for path in settings.DESK_FILES_FOLDER.iterdir():
            content = path.read_bytes()
            assert b"garden" not in content and b"WEBP" not in content

    def test_a_file_whose_message_was_not_kept_goes_a_day_later(
        self, client: Client, settings: Any
    ) -> None:
        settings.DESK_FILES_FOLDER.mkdir(exist_ok=True)
        before = set(settings.DESK_FILES_FOLDER.iterdir())
        sent(client, pictures=[picture(), picture("blue")])
        kept, lost = set(settings.DESK_FILES_FOLDER.iterdir()) - before
        InquiryFile.objects.filter(pk=int(lost.stem, 16)).delete()
        sweep()
        assert lost.exists()
        for path in (kept, lost):
            os.utime(path, (1, 1))
        sweep()
        assert kept.exists() and not lost.exists()

    def test_what_is_no_picture_is_refused_with_the_text_kept(self, client: Client) -> None:
        other = BytesIO(b"%PDF-1.4 not a picture")
        other.name = "invoice.jpg"
        answer = sent(client, pictures=[other])
        assert answer.status_code == 422 and "제 주소도" in answer.content.decode()
        assert not Inquiry.objects.exists()

    def test_over_the_limit_an_inquiry_waits_apart(self, client: Client) -> None:
        for _n in range(20):
            rate_limits.allow("inquiry network", "127.0.0.1", limit="20/hour")
        receipt(sent(client))
        assert Inquiry.objects.get().state == InquiryState.APART

    def test_a_code_is_not_tried_for_ever(self, client: Client) -> None:
        number, code, _address = receipt(sent(client))
        for _n in range(10):
            client.post("/inquiries/open", {"number": number, "code": "1"})
        answer = client.post("/inquiries/open", {"number": number, "code": code})
        assert answer.status_code == 422 and "제 주소도" not in answer.content.decode()

    def test_whoever_adds_something_waits_again(self, client: Client, agent: StaffMember) -> None:
        _number, code, address = receipt(sent(client))
        works(agent, at=now())
        inquiry = take(agent, at=now()).inquiry
        assert inquiry is not None
        acting.answer(inquiry.pk, "아니요, 주소는 나가지 않았어요.", by=agent, at=now())
        page = client.post(address, {"code": code}).content.decode()
        assert "아니요, 주소는" in page
        held = re.search(r'name="held" value="([^"]+)"', page)
        assert held is not None
        client.post("/inquiries/add", {"held": held[1], "text": "전화번호는요?"})
        inquiry.refresh_from_db()
        assert inquiry.state == InquiryState.WAITING

    def test_nobody_adds_to_what_they_did_not_open(self, client: Client) -> None:
        receipt(sent(client))
        answer = client.post("/inquiries/add", {"held": "x" * 40, "text": "끼어들기"})
        assert answer.status_code == 302 and InquiryMessage.objects.count() == 1

    def test_an_end_for_abuse_can_be_appealed_and_comes_to_a_lead(
        self, client: Client, agent: StaffMember, lead: StaffMember
    ) -> None:
        _number, code, address = receipt(sent(client, text="이 씨발놈들아"))
        works(agent, at=now())
        for step in (acting.warn, acting.end):
            Inquiry.objects.update(state=InquiryState.WAITING)
            Inquiry.objects.update(claim=None)
            rested(agent)
            inquiry = take(agent, at=now()).inquiry
            assert inquiry is not None
            step(inquiry.pk, Abuse(AbuseKind.THREAT), by=agent, at=now())
        page = client.post(address, {"code": code}).content.decode()
        held = re.search(r'name="held" value="([^"]+)"', page)
        assert held is not None and "이의" in page
        more = {"held": held[1], "text": "화가 나서 그랬어요.", "pictures": [picture()]}
        assert "이의: 화가 나서" in client.post("/inquiries/add", more).content.decode()
        works(lead, at=now(), desks=("lead",))
        appealed = take(lead, at=now()).inquiry
        assert appealed is not None and appealed.pk == inquiry.pk
        assert InquiryFile.objects.count() == 1

    def test_what_leaked_of_theirs_raises_the_place_and_nothing_shows_it(
        self, client: Client, incident: Incident, officer: StaffMember
    ) -> None:
        Incident.objects.update(is_grave=True)
        DataItem.objects.create(incident=incident, name="주소")
        known = sent(client, contact="known@example.org")
        rows = "이름,이메일,항목\n김가을,known@example.org,주소\n".encode()
        given: Any = {"is_csv": True, "refused": BytesIO(), "progress": Progress()}
        import_list(incident, BytesIO(rows), **given)
        assert given["progress"].taken == 1
        raised = sent(client, contact="known@example.org")
        assert [one.urgency for one in Inquiry.objects.order_by("arrived")] == [
            Urgency.WORRIED,
            Urgency.MISUSED,
        ]
        assert said_of_time(known) == said_of_time(raised)


def said_of_time(answer: Any) -> str:
    found = re.search(r"<p>(지금 .*?)</p>", answer.content.decode())
    assert found is not None
    return re.sub(r"\d+", "N", found[1])


def rested(by: StaffMember) -> None:
    """Let somebody be rested, as after a night."""
    ShiftRow.objects.all().delete()
    works(by, at=now())


def test_an_answer_of_the_guide_is_shown_first_and_counted_when_it_was_enough(
    client: Client, incident: Incident, lead: StaffMember, officer: StaffMember
) -> None:
    told(incident, lead, officer, questions="카드 번호도 나갔나요?\n결제 정보는요?")
    receipt(client.post("/inquiries/ask", {**ASKED, "text": "카드 번호도 나간 건가요?"}))
    Inquiry.objects.all().delete()
    Incident.objects.update(published=now())
    news.forget_lately()
    answer = client.post("/inquiries/ask", {**ASKED, "text": "카드 번호도 나간 건가요?"})
    page = answer.content.decode()
    assert "아니요. 카드 번호는 결제 회사에만 있어요." in page and not Inquiry.objects.exists()
    assert "카드 번호도 나간 건가요?" in page
    entry = re.search(r'name="entry" value="(\d+)"', page)
    assert entry is not None
    client.post("/inquiries/solved", {"entry": entry[1]})
    assert Solved.objects.get().times == 1
    receipt(sent(client, text="카드 번호도 나간 건가요?"))


def test_an_answer_goes_out_once_with_a_link_and_nothing_personal(
    client: Client, agent: StaffMember, mail_server: SmtpSink
) -> None:
    _number, code, address = receipt(sent(client, contact="fall@example.org", name="김가을"))
    works(agent, at=now())
    inquiry = take(agent, at=now()).inquiry
    assert inquiry is not None
    acting.answer(inquiry.pk, "아니요, 주소는 나가지 않았어요.", by=agent, at=now())
    for _n in range(10):
        Batch.objects.update(not_before=None)
        dispatch.step()
    received, answered = mail_server.letters_to("fall@example.org")
    for letter in (received, answered):
        body = letter.get_content()  # type: ignore[attr-defined]
        assert address in body and code not in body and "김가을" not in body
    assert "주소는 나가지 않았어요." in answered.get_content()  # type: ignore[attr-defined]


def test_destroying_a_years_key_ends_its_inquiries(client: Client, agent: StaffMember) -> None:
    sent(client)
    inquiry = Inquiry.objects.get()
    named_keys.destroy(keys_of(inquiry).name)
    with pytest.raises(KeyDestroyed):
        keys_of(inquiry).about(inquiry)


def test_the_desk_is_worked_at_by_its_pages_alone(client: Client, agent: StaffMember) -> None:
    number, _code, _address = receipt(sent(client))
    browser = at_work(agent)
    assert "일 시작하기" in browser.get("/work/desk").content.decode()
    browser.post("/work/desk/begin", {"languages": "ko", "desks": "front"})
    browser.post("/work/desk/next")
    page = browser.get("/work/desk").content.decode()
    assert number in page and "제 주소도 나갔나요?" in page
    plain = number.replace("-", "")
    empty = browser.post(f"/work/desk/{plain}/answer", {"text": "  "})
    assert empty.status_code == 422
    browser.post(f"/work/desk/{plain}/answer", {"text": "나가지 않았어요."})
    page = browser.get("/work/desk").content.decode()
    assert "숨을 돌리세요" in page
    lost = browser.post(f"/work/desk/{plain}/answer", {"text": "한 번 더"})
    assert lost.status_code == 409


def test_a_call_is_noted_with_what_came_of_it(agent: StaffMember) -> None:
    browser = at_work(agent)
    browser.post("/work/desk/begin", {"languages": "ko", "desks": "front"})
    given = {"text": "카드가 나갔는지 물었고, 아니라고 답했어요.", "stake": "0"}
    wrong = browser.post("/work/desk/telephone", {**given, "outcome": "later", "contact": "02"})
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "카드가 나갔는지" in page and "다시 전화할 시각을" in page
    browser.post("/work/desk/telephone", {**given, "outcome": "answered"})
    assert Inquiry.objects.get().state == InquiryState.ANSWERED
    assert "숨을 돌리세요" in browser.get("/work/desk").content.decode()


def test_a_program_brings_an_inquiry_with_its_key(
    client: Client, settings: Any, community: Any, keys: Any
) -> None:
    settings.DESK_API_KEY = "k" * 32
    given = {"text": "카드도요?", "contact": "fall@example.org", "stake": "money"}
    key = {"HTTP_AUTHORIZATION": f"Bearer {settings.DESK_API_KEY}"}
    kind = "application/json"
    assert client.post("/inquiries/api", given, kind).status_code == 401
    for wrong in ({**given, "text": " "}, {**given, "contact": "x"}, {**given, "what": 1}, []):
        answer = client.post("/inquiries/api", wrong, kind, **key)
        assert answer.status_code == 422 and answer.json()["error"]
    answer = client.post("/inquiries/api", given, kind, **key)
    assert answer.status_code == 201
    assert Inquiry.objects.get().urgency == Urgency.MONEY
    found = answer.json()
    page = client.post("/inquiries/open", {"number": found["number"], "code": found["code"]})
    assert "카드도요?" in page.content.decode()


def test_a_year_ends_with_its_key_files_and_rows(
    client: Client, settings: Any, agent: StaffMember
) -> None:
    before = set(settings.DESK_FILES_FOLDER.glob("*"))
    sent(client, pictures=[picture()])
    Inquiry.objects.update(year=2021)
    named_keys.make("desk:2021")
    incident = Incident.objects.create(name="-", noticed=now(), noticed_how="-", legal_hold="재판")
    Inquiry.objects.update(incident=incident)
    end_old_years()
    assert Inquiry.objects.exists()
    Incident.objects.update(legal_hold="")
    end_old_years()
    assert not Inquiry.objects.exists() and not InquiryFile.objects.exists()
    assert set(settings.DESK_FILES_FOLDER.glob("*")) == before
    assert not named_keys.is_open("desk:2021")


def test_nobody_tells_from_outside_whether_a_contact_is_listed(
    client: Client, incident: Incident, officer: StaffMember
) -> None:
    """Whoever is listed comes earlier: how many wait before somebody else must not show it."""
    Incident.objects.update(is_grave=True)
    DataItem.objects.create(incident=incident, name="주소")
    rows = "이름,이메일,항목\n김가을,known@example.org,주소\n".encode()
    given: Any = {"is_csv": True, "refused": BytesIO(), "progress": Progress()}
    import_list(incident, BytesIO(rows), **given)
    seen = []
    for contact in ("known@example.org", "other@example.org"):
        Inquiry.objects.all().delete()
        sent(client, contact=contact, stake="0")
        fresh.forget_all()
        answer = sent(client, stake="2").content.decode()
        found = re.search(r"지금 (\d+)명", answer)
        assert found is not None
        seen.append(found[1])
    assert seen[0] == seen[1]


def test_what_an_answered_person_adds_waits_for_a_person_and_not_for_a_group(
    client: Client, agent: StaffMember
) -> None:
    sent(client)
    inquiry = Inquiry.objects.get()
    Inquiry.objects.update(state=InquiryState.ANSWERED, is_ungrouped=False)
    add_words(inquiry, Asking("그런데 하나 더요."), at=now())
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.WAITING and inquiry.is_ungrouped


def test_whoever_knows_a_code_may_use_it_often(client: Client, community: Any, keys: Any) -> None:
    _number, code, address = receipt(sent(client))
    for _n in range(12):
        assert client.post(address, {"code": code}).status_code == 200


def test_over_the_limit_no_stranger_is_sent_a_receipt(
    client: Client, community: Any, keys: Any, mail_server: SmtpSink
) -> None:
    for _n in range(20):
        rate_limits.allow("inquiry network", "127.0.0.1", limit="20/hour")
    sent(client, contact="stranger@example.org")
    assert not Mailing.objects.exists()
