"""Putting an e-mail where it belongs: into the thread that it answers, or a new inquiry. Once."""

import hashlib
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.core.uploaded_images import NotAPicture
from madang.identity.tags import lookup_tag
from madang.incidents.affected.contacts import Contact, email

from ..clock import now
from ..inquiries import files
from ..inquiries.answering import send_receipt
from ..inquiries.keys import Words, open_years
from ..inquiries.receiving import Asking, add_message, add_words, receive
from ..models import (
    Channel,
    Inquiry,
    InquiryMessage,
    InquiryState,
    MailSeen,
    MessageKind,
)
from .reading import Mail, MailFile, read_mail

OPEN = (
    InquiryState.WAITING,
    InquiryState.HELD,
    InquiryState.SNOOZED,
    InquiryState.HANDED,
    InquiryState.APART,
)


def take_mail(raw: bytes, ours: tuple[str, ...]) -> None:
    """Take an e-mail, unless it was taken before; one transaction with all that follows."""
    mail = read_mail(raw, ours)
    # Pictures are written anew before the transaction: they take their time.
    kept = [_rewritten(file) for file in mail.files]
    with writing():
        seen = MailSeen(pk=_number(mail, raw), day=timezone.localdate())
        _row, is_new = MailSeen.objects.get_or_create(pk=seen.pk, defaults={"day": seen.day})
        if not is_new:
            return
        if mail.failed:
            _note_failure(mail)
        else:
            _place(mail, kept)


def take_unreadable(raw: bytes, ours: tuple[str, ...]) -> None:
    """Take an e-mail that cannot be read: it waits apart, with what came as a file."""
    with writing():
        number = int(lookup_tag("mail seen", hashlib.sha256(raw).hexdigest())[:15], 16)
        _row, is_new = MailSeen.objects.get_or_create(
            pk=number, defaults={"day": timezone.localdate()}
        )
        if is_new:
            text = _("(읽을 수 없는 이메일이에요. 받은 그대로 파일로 보관했어요.)")
            asking = Asking(text, channel=Channel.MAIL, address=ours[0], is_automatic=True)
            inquiry = receive(asking, at=now()).inquiry
            _keep_files(inquiry, [MailFile("mail.eml", "message/rfc822", raw)])


def _number(mail: Mail, raw: bytes) -> int:
    """Return the number under which it is noted that a mail was taken: of its Message-ID and text.

    Servers that deliver a mail twice write other lines above it each time.
    """
    said = f"{mail.mail_id}\0{mail.sender}\0{mail.to}\0{mail.title}\0{mail.text}"
    content = said if mail.mail_id else hashlib.sha256(raw).hexdigest()
    return int(lookup_tag("mail seen", content)[:15], 16)


def _place(mail: Mail, kept: Sequence[MailFile]) -> None:
    contact = email(mail.sender)
    thread = _thread(mail, contact)
    asking = Asking(
        text=mail.text or mail.title or _("(내용 없는 이메일)"),
        channel=Channel.MAIL,
        contact=contact,
        name=mail.name,
        title=mail.title,
        address=mail.to,
        mail_id=mail.mail_id,
        quoted=mail.quoted,
        is_automatic=mail.is_automatic,
    )
    if thread is not None:
        add_words(thread, asking, at=now())
        _keep_files(thread, kept)
        return
    inquiry = receive(asking, at=now()).inquiry
    _keep_files(inquiry, kept)
    if not mail.is_automatic:
        send_receipt(inquiry)


def _thread(mail: Mail, contact: Contact | None) -> Inquiry | None:
    """Return the inquiry that a mail goes on with: of the same writer, to the same address of ours.

    By the letter of ours that it answers, by the number in its subject, or because the writer's
    last is open.
    """
    if contact is None or mail.is_automatic:
        return None
    answered = InquiryMessage.objects.filter(letter__in=mail.letters).values("inquiry")
    for keys in open_years(now()):
        mine = Inquiry.objects.filter(year=keys.year, contact=keys.contact(contact.text))
        by_thread = mine.filter(pk__in=answered) | mine.filter(pk=mail.number)
        ways = (by_thread, mine.filter(state__in=OPEN, channel=Channel.MAIL))
        for rows in ways:
            for one in rows.order_by("-arrived")[:5]:
                if keys.about(one).address in ("", mail.to):
                    return one
    return None


def _note_failure(mail: Mail) -> None:
    """Show in the thread that an answer did not arrive, and let somebody look at it."""
    message = InquiryMessage.objects.filter(letter=mail.failed).select_related("inquiry").first()
    if message is None:
        return
    inquiry = message.inquiry
    said = _("보낸 답이 배달되지 않았어요.")
    add_message(inquiry, MessageKind.NOTE, Words(text=f"{said}\n{mail.text[:600]}"), at=now())
    if inquiry.state == InquiryState.ANSWERED:
        inquiry.state, inquiry.answered = InquiryState.WAITING, None
        inquiry.save(update_fields=["state", "answered"])


def _keep_files(inquiry: Inquiry, kept: Sequence[MailFile]) -> None:
    message = inquiry.messages.filter(kind=MessageKind.ASKED).order_by("-pk").first()
    assert message is not None
    for file in kept:
        files.keep(inquiry, message, file.name, file.kind, file.content)


def _rewritten(file: MailFile) -> MailFile:
    """Return a picture written anew, and whatever else as it came: only to be downloaded."""
    if file.kind.startswith("image/"):
        try:
            content = files.rewritten(file.content)
        except NotAPicture:
            pass
        else:
            return MailFile(f"{file.name}.webp", files.PICTURE, content)
    return MailFile(file.name, "application/octet-stream", file.content)
