"""Inquiries as they come, by whichever way: one transaction each, and nothing is lost.

What is personal is proved by nobody here: a contact that was typed only says where an answer goes.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from madang.core.db.transactions import writing
from madang.core.site import announce
from madang.incidents.affected.contacts import Contact
from madang.incidents.models import Incident

from ..care.folding import folded, is_abusive
from ..lanes import FRONT, LEAD, Lane
from ..models import (
    Channel,
    Inquiry,
    InquiryMessage,
    InquiryState,
    MessageKind,
    Urgency,
)
from . import files
from .keys import About, Words, YearKeys, keys_for, keys_of
from .urgency import urgency_of

CODE_DIGITS = 6
TOKEN_BYTES = 16
# Inquiries have eight digits, which people read out in two fours.
LOWEST, HIGHEST = 10_000_000, 99_999_999
MOST_OF_CONTACT = 5


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody asks, as it came."""

    text: str
    channel: Channel = Channel.FORM
    contact: Contact | None = None
    name: str = ""
    title: str = ""
    language: str = "ko"
    stake: Urgency = Urgency.USUAL
    incident: Incident | None = None
    # Of an e-mail: to which of our addresses it came, its Message-ID, and what it quotes.
    address: str = ""
    mail_id: str = ""
    quoted: str = ""
    # Over a limit: it comes after everybody else. A machine's is not answered by itself either.
    is_apart: bool = False
    is_automatic: bool = False
    desk: str = FRONT


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever asked is given: a number, and the address and code of a page of their own."""

    inquiry: Inquiry
    token: str
    code: str


def receive(asking: Asking, *, pictures: Sequence[bytes] = (), at: datetime) -> Receipt:
    """Keep an inquiry that came, with pictures that were written anew; it waits from now on."""
    keys = keys_for(at)
    score = folded(asking.text).score
    token, code = secrets.token_urlsafe(TOKEN_BYTES), _new_code()
    about = About(
        token=token,
        stake=asking.stake,
        contact=asking.contact.text if asking.contact else "",
        name=asking.name,
        title=asking.title,
        code=code,
        language=asking.language,
        address=asking.address,
        mail_id=asking.mail_id,
    )
    is_apart = asking.is_apart or asking.is_automatic
    lane = Lane(asking.language, asking.desk, is_heavy=is_abusive(score))
    inquiry = Inquiry(
        year=keys.year,
        incident=asking.incident,
        channel=asking.channel,
        state=InquiryState.APART if is_apart else InquiryState.WAITING,
        is_ungrouped=asking.is_automatic,
        urgency=urgency_of(asking.stake, asking.contact),
        lane=lane.text,
        arrived=at,
        contact=keys.contact(about.contact),
        link=keys.link(token),
    )
    words = Words(text=asking.text, quoted=asking.quoted, abuse=score)
    with writing():
        _insert(inquiry, about, keys)
        message = add_message(inquiry, MessageKind.ASKED, words, at=at)
        files.keep_pictures(inquiry, message, pictures)
        announce("inquiry.received", inquiry=inquiry.pk)
    return Receipt(inquiry, token, code)


def add_words(
    inquiry: Inquiry, asking: Asking, *, pictures: Sequence[bytes] = (), at: datetime
) -> None:
    """Keep what the same person adds; who was answered waits again, from now on.

    They wait for a person: what many were answered is no answer to it. What was ended as abuse goes
    to a lead. An appointment stays.
    """
    score = folded(asking.text).score
    words = Words(text=asking.text, quoted=asking.quoted, abuse=score)
    with writing():
        inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
        message = add_message(inquiry, MessageKind.ASKED, words, at=at)
        files.keep_pictures(inquiry, message, pictures)
        lane, is_heavy = Lane.read(inquiry.lane), is_abusive(score)
        if inquiry.state in (InquiryState.ANSWERED, InquiryState.ENDED):
            desk = LEAD if inquiry.state == InquiryState.ENDED else lane.desk
            wait_again(inquiry, Lane(lane.language, desk, is_heavy), at=at)
        elif inquiry.state == InquiryState.WAITING and is_heavy:
            inquiry.lane = replace(lane, is_heavy=True).text
            inquiry.save(update_fields=["lane"])


def wait_again(inquiry: Inquiry, lane: Lane, *, at: datetime) -> None:
    """Let an inquiry that was answered or ended wait for a person, from now on."""
    inquiry.arrived, inquiry.lane, inquiry.state = at, lane.text, InquiryState.WAITING
    inquiry.due = inquiry.answered = inquiry.group = None
    inquiry.is_ungrouped, inquiry.is_confirmed = True, False
    columns = ["arrived", "lane", "state", "due", "answered", "group", "is_ungrouped"]
    inquiry.save(update_fields=[*columns, "is_confirmed"])


def add_message(
    inquiry: Inquiry,
    kind: MessageKind,
    words: Words,
    *,
    at: datetime,
    edition: int | None = None,
    letter: int | None = None,
) -> InquiryMessage:
    """Write one message into a thread; belongs in the transaction of what it tells of."""
    box = keys_of(inquiry).seal_words(inquiry.pk, words)
    return InquiryMessage.objects.create(
        inquiry=inquiry, at=at, kind=kind, edition=edition, letter=letter, box=box
    )


def amend_about(inquiry: Inquiry, about: About) -> None:
    """Let an inquiry's box say something else; belongs in a transaction."""
    inquiry.box = keys_of(inquiry).seal_about(inquiry.pk, about)
    inquiry.save(update_fields=["box"])


def of_contact(inquiry: Inquiry) -> Iterable[Inquiry]:
    """Return the newest other inquiries of the same contact in its year. One query."""
    if inquiry.contact is None:
        return ()
    others = Inquiry.objects.filter(contact=inquiry.contact, year=inquiry.year)
    return others.exclude(pk=inquiry.pk).order_by("-arrived")[:MOST_OF_CONTACT]


def _insert(inquiry: Inquiry, about: About, keys: YearKeys) -> None:
    """Insert it under a number that no other has."""
    while True:
        inquiry.id = LOWEST + secrets.randbelow(HIGHEST - LOWEST + 1)
        if Inquiry.objects.filter(pk=inquiry.id).exists():
            continue
        inquiry.box = keys.seal_about(inquiry.id, about)
        inquiry.save(force_insert=True)
        return


def _new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
