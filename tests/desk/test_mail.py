"""E-mail to the desk: in once, in the thread it belongs to, and no machine is ever answered."""

from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from madang.delivery.local_gateways.smtp import SmtpSink
from madang.delivery.mailings import dispatch
from madang.delivery.models import Batch
from madang.desk.clock import now
from madang.desk.inquiries.files import info_of
from madang.desk.inquiries.keys import keys_of
from madang.desk.mail import fetching, taking
from madang.desk.mail.accounts import read_account
from madang.desk.mail.fetching import fetch_mail
from madang.desk.mail.quotes import parted
from madang.desk.mail.reading import read_mail
from madang.desk.models import (
    Inquiry,
    InquiryFile,
    InquiryMessage,
    InquiryState,
    Mailbox,
    MessageKind,
)
from madang.desk.queue import acting
from madang.desk.queue.taking import take
from madang.staff.members import StaffMember

from ..services.imap import ImapServer, imap_server
from .asking import works


class Died(BaseException):
    """The program was killed."""


HELP, PRIVACY = "help@shop.example", "privacy@shop.example"
OURS = (HELP, PRIVACY)


def mail(text: str = "카드도 나갔나요?", *, to: str = HELP, **headers: str) -> EmailMessage:
    message = EmailMessage()
    given = {
        "From": "가을 <fall@example.org>",
        "To": to,
        "Subject": "유출 문의",
        "Message-ID": "<one@example.org>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in given.items():
        message[name] = value
    message.set_content(text)
    return message


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


@pytest.fixture
def mailbox(server: ImapServer, settings: Any, community: Any, keys: Any) -> ImapServer:
    server.empty()
    settings.DESK_MAIL = read_account(f"{server.address}?for={';'.join(OURS)}")
    return server


@pytest.fixture
def sent(settings: Any) -> Iterator[SmtpSink]:
    sink = SmtpSink().start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "noreply@shop.example"
    yield sink
    sink.stop()


def numbered(n: int) -> bytes:
    """Return one mail of many, each of another writer."""
    headers = {"Message_ID": f"<{n}@a.example>", "From": f"p{n}@a.example"}
    return mail(f"물음 {n}", **headers).as_bytes()


def deliver(server: ImapServer, *mails: EmailMessage) -> None:
    server.deliver(*[one.as_bytes() for one in mails])
    fetch_mail()


def send_all() -> None:
    for _n in range(10):
        Batch.objects.update(not_before=None)
        dispatch.step()


def texts() -> list[list[str]]:
    """Return what was said in each inquiry, in the order in which they came."""
    found = []
    for inquiry in Inquiry.objects.order_by("arrived", "pk"):
        keys, rows = keys_of(inquiry), inquiry.messages.order_by("pk")
        found.append([keys.words(inquiry.pk, row.box).text for row in rows])
    return found


def test_each_mail_is_in_once_whatever_dies(mailbox: ImapServer, monkeypatch: Any) -> None:
    mailbox.deliver(*[numbered(n) for n in range(30)])
    died, whole = iter(range(1000)), taking.take_mail

    def dies(raw: bytes, ours: tuple[str, ...]) -> None:
        turn = next(died)
        if turn % 5 == 1:
            raise Died
        whole(raw, ours)
        if turn % 5 == 3:
            raise Died

    monkeypatch.setattr(fetching, "take_mail", dies)
    for _n in range(60):
        try:
            fetch_mail()
        except Died:
            continue
        break
    assert sorted(words for (words,) in texts()) == sorted(f"물음 {n}" for n in range(30))


def test_a_mailbox_whose_numbers_begin_anew_brings_nothing_twice(mailbox: ImapServer) -> None:
    deliver(mailbox, mail())
    Mailbox.objects.update(validity=1)
    fetch_mail()
    assert texts() == [["카드도 나갔나요?"]]


def test_an_answer_comes_back_to_its_thread_from_whom_it_went_to(
    mailbox: ImapServer, sent: SmtpSink, agent: StaffMember
) -> None:
    deliver(mailbox, mail(to=PRIVACY))
    works(agent, at=now())
    inquiry = take(agent, at=now()).inquiry
    assert inquiry is not None
    acting.answer(inquiry.pk, "아니요.", by=agent, at=now())
    send_all()
    _receipt, answer = sent.letters_to("fall@example.org")
    assert answer["From"] == PRIVACY and answer["In-Reply-To"] == "<one@example.org>"
    assert "유출 문의" in answer["Subject"]
    reply = {"Message_ID": "<2@example.org>", "In_Reply_To": answer["Message-ID"]}
    deliver(mailbox, mail("고마워요.", to=PRIVACY, Subject="Re: 다른 제목", **reply))
    assert texts() == [["카드도 나갔나요?", "아니요.", "고마워요."]]
    # Somebody else who has the letter is somebody else.
    other = {"Message_ID": "<3@example.org>", "From": "other@example.org"}
    deliver(mailbox, mail("저도요.", to=PRIVACY, In_Reply_To=answer["Message-ID"], **other))
    assert texts()[-1] == ["저도요."]


def test_the_number_in_a_subject_leads_to_its_thread(mailbox: ImapServer) -> None:
    deliver(mailbox, mail())
    Inquiry.objects.update(state=InquiryState.ANSWERED)
    number = Inquiry.objects.get().pk
    subject = f"Re: [{number // 10000}-{number % 10000:04}] 유출 문의"
    deliver(mailbox, mail("하나 더요.", Message_ID="<2@example.org>", Subject=subject))
    assert texts() == [["카드도 나갔나요?", "하나 더요."]]


def test_one_person_has_one_thread_at_each_address(mailbox: ImapServer) -> None:
    deliver(mailbox, mail(), mail("또 저예요.", Message_ID="<2@example.org>"))
    deliver(mailbox, mail("다른 창구로요.", to=PRIVACY, Message_ID="<3@example.org>"))
    assert texts() == [["카드도 나갔나요?", "또 저예요."], ["다른 창구로요."]]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Return_Path": "<>"},
        {"List_Id": "<news.example.org>"},
        {"Precedence": "bulk"},
        {"From": "MAILER-DAEMON@example.org"},
        {"From": HELP},
        {"From": "no-reply@example.org"},
    ],
)
def test_no_machine_is_answered_and_its_mail_waits_apart(
    mailbox: ImapServer, sent: SmtpSink, headers: dict[str, str]
) -> None:
    deliver(mailbox, mail(**headers))
    send_all()
    assert sent.letters == []
    assert Inquiry.objects.get().state == InquiryState.APART


def test_one_address_gets_one_receipt_an_hour(mailbox: ImapServer, sent: SmtpSink) -> None:
    for n in range(3):
        deliver(mailbox, mail(f"물음 {n}", Message_ID=f"<{n}@example.org>"))
        Inquiry.objects.update(state=InquiryState.ENDED)
    send_all()
    assert len(sent.letters) == 1 and Inquiry.objects.count() == 3


def test_a_bounce_is_shown_in_the_thread_whose_answer_it_is(
    mailbox: ImapServer, sent: SmtpSink, agent: StaffMember
) -> None:
    deliver(mailbox, mail())
    works(agent, at=now())
    inquiry = take(agent, at=now()).inquiry
    assert inquiry is not None
    acting.answer(inquiry.pk, "아니요.", by=agent, at=now())
    send_all()
    answer = sent.letters_to("fall@example.org")[-1]
    report = (
        "From: MAILER-DAEMON@example.org\r\nTo: help@shop.example\r\nSubject: Undelivered\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nUser unknown\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {answer['Message-ID']}\r\n\r\n"
        "--b--\r\n"
    )
    mailbox.deliver(report.encode())
    fetch_mail()
    ((_asked, _answered, note),) = texts()
    assert "배달되지 않았어요" in note
    assert Inquiry.objects.get().state == InquiryState.WAITING


def test_html_is_cleaned_and_nothing_of_it_is_loaded(mailbox: ImapServer) -> None:
    message = mail()
    message.set_content(
        "<html><head><style>p{color:red}</style></head><body><p>카드도 <b>나갔나요</b>?</p>"
        '<img src="http://track.example/1.gif"><script>alert(1)</script></body></html>',
        subtype="html",
    )
    deliver(mailbox, message)
    ((text,),) = texts()
    assert "나갔나요" in text
    assert not any(bad in text for bad in ("track.example", "alert", "color", "<"))


def test_pictures_are_written_anew_and_other_files_are_kept_as_they_are(
    mailbox: ImapServer,
) -> None:
    message, picture, name = mail(), BytesIO(), "카드.jpg"
    Image.new("RGB", (30, 20), "red").save(picture, "JPEG")
    message.add_attachment(picture.getvalue(), maintype="image", subtype="jpeg", filename=name)
    message.add_attachment(b"not a picture", maintype="image", subtype="png", filename="x.png")
    message.add_attachment(b"MZ...", maintype="application", subtype="pdf", filename="청구서.pdf")
    deliver(mailbox, message)
    inquiry = Inquiry.objects.get()
    held = (info_of(inquiry, file) for file in InquiryFile.objects.all())
    found = {info.name: info.kind for info in held if info}
    assert found == {
        f"{name}.webp": "image/webp",
        "x.png": "application/octet-stream",
        "청구서.pdf": "application/octet-stream",
    }


def test_a_mail_that_is_too_large_is_not_lost(mailbox: ImapServer, monkeypatch: Any) -> None:
    monkeypatch.setattr(fetching, "MAX_MAIL_BYTES", 1000)
    message = mail("길어요. " * 500)
    deliver(mailbox, message)
    ((text,),) = texts()
    assert "20MB" in text


QUOTED = [
    "2026년 11월 30일 (월) 오전 9:12, 마당 <help@shop.example>님이 작성:\n> 아니요.",
    "2026년 11월 30일 (월) 오전 9:12, 이름이 긴 사람\n<help@shop.example>님이 작성:\n> 아니요.",
    "On Mon, Nov 30, 2026 at 9:12 AM Help <help@shop.example> wrote:\n> No.",
    '-----Original Message-----\nFrom: "마당"<help@shop.example>\nTo: <a@naver.com>;\n아니요.',
    "--------- 원본 메일 ---------\n보낸사람: 마당 <help@shop.example>\n아니요.",
    "보낸 사람: 마당 <help@shop.example>\n받는 사람: a@b.example\n아니요.",
    "________________________________\nFrom: Help <help@shop.example>\nSent: Monday\nNo.",
    "> 아니요.\n> 카드는 나가지 않았어요.",
]


@pytest.mark.parametrize("quoted", QUOTED)
def test_what_is_quoted_is_folded_whichever_program_wrote_it(quoted: str) -> None:
    found = parted(f"그럼 주소는요?\n\n{quoted}\n")
    assert found.new == "그럼 주소는요?"
    assert "아니요" in found.quoted or "No" in found.quoted


def test_a_mail_that_only_quotes_is_shown_whole() -> None:
    assert "아니요" in parted("> 아니요.").new


def test_a_sentence_that_only_looks_like_a_quotation_is_nobodys_loss() -> None:
    text = "어제 On the way home I wrote: 이렇게요.\n카드: 없음\n받는 사람: 어머니"
    assert parted(text) == (text, "")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"From: =?utf-8?q?=ff?= <a@b>\r\n\r\n\xea\xb0",
        b"Content-Type: text/plain; charset=no-such\r\n\r\nhello",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nno end",
        b"From: a@b.c, d@e.f\r\nSubject: =?x?y?z?=\r\nContent-Transfer-Encoding: base64\r\n\r\n!!",
    ],
)
def test_a_broken_mail_is_read_as_well_as_it_can_be(raw: bytes) -> None:
    assert read_mail(raw, OURS).to == HELP


@pytest.mark.parametrize(
    "address", ["pop3://a:b@c/", "imap://host/INBOX?for=a@b", "imaps://a:b@c/"]
)
def test_a_wrong_mailbox_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="imaps://"):
        read_account(address)


def test_a_letter_of_ours_never_answers_itself(mailbox: ImapServer, sent: SmtpSink) -> None:
    """Two desks that answer each other's receipts would go on for ever."""
    deliver(mailbox, mail())
    send_all()
    (receipt,) = sent.letters
    back = receipt[1] if isinstance(receipt, tuple) else receipt
    mailbox.deliver(back if isinstance(back, bytes) else bytes(back))
    fetch_mail()
    send_all()
    assert len(sent.letters) == 1
    assert InquiryMessage.objects.filter(kind=MessageKind.ANSWERED).count() == 0


BROKEN = [
    b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/plain; charset=no-such\r\n\r\n\xff\xfe\r\n--b--\r\n",
    b"To: a@[,\r\n\r\nx",
    b"To: =?utf-8?q?a=40b?=@, <\r\n\r\nx",
    b"Delivered-To: (((\r\nTo: <<>,\r\n\r\nx",
    b"From: =?utf-7?q?+2AE-?= <a@b.c>\r\nTo: =?utf-7?q?+2AE-?=\r\n\r\nx",
    b"In-Reply-To: <ffffffffffffffff@x>\r\nFrom: a@b.example\r\n\r\nx",
    b"Content-Type: message/rfc822\r\n\r\n" * 300 + b"x",
    b"Content-Type: application/pdf; name*=utf-7''%2B2AE-\r\n\r\nx",
]


@pytest.mark.parametrize("raw", BROKEN)
def test_no_broken_mail_holds_up_another(mailbox: ImapServer, raw: bytes) -> None:
    asked = mail(Message_ID="<0@x.example>").as_bytes()
    mailbox.deliver(asked)
    mailbox.deliver(raw)
    mailbox.deliver(numbered(7))
    fetch_mail()
    said = [words for thread in texts() for words in thread]
    assert "물음 7" in said and len(said) == 3


def test_html_of_any_length_is_read_at_once() -> None:
    message = mail()
    message.set_content("<style <br " * 40_000, subtype="html")
    assert read_mail(message.as_bytes(), OURS).sender == "fall@example.org"


def test_nothing_that_came_is_lost(mailbox: ImapServer) -> None:
    inner = mail("피싱 같아요")
    message = mail("이런 메일을 받았어요.")
    message.add_attachment(inner)
    deliver(mailbox, message)
    only = EmailMessage()
    for name, value in {
        "From": "b@example.org",
        "To": HELP,
        "Message-ID": "<pdf@x.example>",
    }.items():
        only[name] = value
    only.set_content(b"%PDF", maintype="application", subtype="pdf", filename="청구서.pdf")
    deliver(mailbox, only)
    names = set()
    for file in InquiryFile.objects.select_related("message__inquiry"):
        info = info_of(file.message.inquiry, file)
        assert info is not None
        names.add(info.name.rpartition(".")[2])
    assert names == {"eml", "pdf"}


def test_a_read_receipt_is_no_bounce_and_no_break_gets_into_a_header() -> None:
    report = (
        b"From: a@b.example\r\nContent-Type: multipart/report; boundary=b; "
        b"report-type=disposition-notification\r\n\r\n--b\r\nContent-Type: text/rfc822-headers"
        b"\r\n\r\nMessage-ID: <1234abcd@shop.example>\r\n\r\n--b--\r\n"
    )
    assert read_mail(report, OURS).failed == 0
    assert read_mail(b"Message-ID: <a\x0bBcc: x@y>\r\n\r\nx", OURS).mail_id == ""
    assert read_mail(b"From: a@b.example, c@d.example\r\n\r\nx", OURS).sender == ""


def test_an_answer_to_what_was_ended_comes_to_a_lead(mailbox: ImapServer) -> None:
    deliver(mailbox, mail())
    Inquiry.objects.update(state=InquiryState.ENDED)
    number = Inquiry.objects.get().pk
    subject = f"Re: [{number // 10000}-{number % 10000:04}]"
    deliver(mailbox, mail("이의 있어요.", Message_ID="<2@example.org>", Subject=subject))
    inquiry = Inquiry.objects.get()
    assert inquiry.state == InquiryState.WAITING and inquiry.lane == "ko:lead"
