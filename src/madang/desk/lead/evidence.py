"""What is handed over with a complaint about abuse: all that was said, the files, and their sums.

Whoever answered is not named in it: a court's file is read by the one who is complained about.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.identity.keys import KeyDestroyed
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from ..inquiries.answering import readable
from ..inquiries.files import info_of, read
from ..inquiries.keys import Words, keys_of
from ..models import Inquiry, InquiryMessage, InquiryState, MessageKind

ENDED_SHOWN = 50
# What of a thread is evidence: not what colleagues noted for one another.
TOLD = (MessageKind.ASKED, MessageKind.ANSWERED, MessageKind.WARNED)


class NoEvidence(Exception):
    """There is no such inquiry, nobody in it was warned of abuse, or its year's key is gone."""


@dataclass(frozen=True, slots=True)
class Ended:
    """An inquiry that was ended for abuse."""

    number: int
    arrived: datetime


def ended() -> list[Ended]:
    """Return what was ended for abuse, the newest first. One query."""
    rows = Inquiry.objects.filter(state=InquiryState.ENDED).order_by("-arrived")
    return [Ended(*row) for row in rows.values_list("pk", "arrived")[:ENDED_SHOWN]]


def take_out(number: int, why: str, *, by: StaffMember) -> IO[bytes]:
    """Return the evidence of one inquiry as a ZIP; that it was taken out is recorded.

    Raises NoEvidence where nobody was warned: no other inquiry is read this way.
    """
    must(by, May.LEAD_DESK)
    inquiry = Inquiry.objects.filter(pk=number).first()
    warned = InquiryMessage.objects.filter(inquiry=number, kind=MessageKind.WARNED)
    if inquiry is None or not warned.exists():
        raise NoEvidence(number)
    try:
        with writing():
            contact = keys_of(inquiry).about(inquiry).contact
            note("keep evidence", inquiry.about, by, reason=why, whose=contact)
        return _zipped(inquiry)
    except KeyDestroyed as error:
        raise NoEvidence(number) from error


def _zipped(inquiry: Inquiry) -> IO[bytes]:
    # Not on a disk: there it would outlive the key of its year.
    out, sums = BytesIO(), []
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in _parts(inquiry):
            archive.writestr(name, content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        archive.writestr("SHA256SUMS", "".join(sums))
    out.seek(0)
    return out


def _parts(inquiry: Inquiry) -> Iterator[tuple[str, bytes]]:
    """Yield what lies in the archive, name and content; last what is damaged, if anything is."""
    rows = inquiry.messages.filter(kind__in=TOLD).order_by("at", "pk").prefetch_related("files")
    messages, keys = list(rows), keys_of(inquiry)
    told = [(row, keys.words(inquiry.pk, row.box)) for row in messages]
    text = "\n".join(_lines(inquiry, told)).encode()
    yield f"{readable(inquiry.pk)}.txt", text
    damaged = []
    for place, row in enumerate(messages, start=1):
        for n, file in enumerate(row.files.all(), start=1):
            info, content = info_of(inquiry, file), b"".join(read(inquiry, file))
            if info is None or len(content) != info.size:
                damaged.append(f"{place}-{n}\n")
                continue
            name = info.name.replace("/", "_").replace("\\", "_")
            yield f"files/{place:03}-{n}-{name}", content
    if damaged:
        yield "DAMAGED.txt", "".join(damaged).encode()


def _lines(inquiry: Inquiry, told: list[tuple[InquiryMessage, Words]]) -> Iterator[str]:
    about = keys_of(inquiry).about(inquiry)
    yield _("문의 번호: %s") % readable(inquiry.pk)
    yield _("접수 시각: %s") % _moment(inquiry.arrived)
    yield _("접수 경로: %s") % inquiry.get_channel_display()
    yield _("적은 연락처: %s") % (about.contact or _("없음"))
    yield _("적은 이름: %s") % (about.name or _("없음"))
    yield _("경고한 횟수: %d") % about.warnings
    yield _("만든 시각: %s") % _moment(timezone.now())
    numbers: dict[int, int] = {}
    for place, (row, words) in enumerate(told, start=1):
        who = _("보낸 사람")
        if row.kind != MessageKind.ASKED:
            who = _("상담원 %d") % numbers.setdefault(words.by, len(numbers) + 1)
        yield f"\n--- {place} · {_moment(row.at)} · {row.get_kind_display()} · {who}"
        yield "\n\n".join(filter(None, (words.text, words.quoted)))


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
