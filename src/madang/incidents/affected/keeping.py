"""Keeping a list of people no longer than it is needed, and looking at one of them for a reason."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.delivery.models import Mailing
from madang.identity import named_keys
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from ..models import DataItem, Incident, LookupBucket, Notice
from ..timeline import enter
from . import imports
from .contacts import Contact
from .lists import count_lines, delete_lines, people_of

MIN_REASON_LENGTH = 5


class KeepingRefused(Exception):
    """A list cannot be destroyed or looked at; the message says why."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """That a list was destroyed: what it was of, how many lines it had, when and by whom."""

    incident: str
    lines: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What of one person leaked, as an officer who gave a reason sees it."""

    name: str
    items: tuple[str, ...]
    since: str
    is_customer: bool


def look_up(incident: Incident, contact: Contact, *, reason: str, by: StaffMember) -> list[Looked]:
    """Return the people behind a contact, for a reason that is written down before."""
    must(by, May.LOOK_UP_PERSON)
    if len(reason) < MIN_REASON_LENGTH:
        raise KeepingRefused(_("이유를 다섯 글자 이상 적어 주세요. 업무 기록에 남아요."))
    note("look up person", incident.about, by, reason=reason, whose=contact.text)
    names = dict(DataItem.objects.filter(incident=incident).values_list("pk", "name"))
    return [
        Looked(
            person.name,
            tuple(names[item] for item in person.items if item in names),
            person.since,
            person.is_customer,
        )
        for person in people_of(incident, contact)
    ]


def _is_under_way(notice: Notice) -> bool:
    if notice.released is None:
        return False
    mailing = Mailing.objects.filter(about=notice.about).first()
    return mailing is not None and not mailing.is_stopped


def destroy(incident: Incident, *, reason: str, by: StaffMember) -> Certificate:
    """Destroy the list: its key, so that no backup can be read, its lines and files.

    Raises KeepingRefused while the law or a notice under way needs it.
    """
    must(by, May.KEEP_AFFECTED)
    if incident.legal_hold:
        raise KeepingRefused(_("보존 조치가 걸려 있어요: %s") % incident.legal_hold)
    if len(reason) < MIN_REASON_LENGTH:
        raise KeepingRefused(_("이유를 다섯 글자 이상 적어 주세요. 업무 기록에 남아요."))
    if any(map(_is_under_way, Notice.objects.filter(incident=incident, told=None))):
        raise KeepingRefused(_("아직 보내고 있는 통지가 있어요. 먼저 마치거나 그만 보내세요."))
    lines = count_lines(incident)
    with writing():
        note("destroy list", incident.about, by, reason=reason)
        Incident.objects.filter(pk=incident.pk).update(list_destroyed=timezone.now())
        count = f"{lines:,}"
        enter(incident, lambda: _("대상자 명단 %s줄의 열쇠를 파기했어요.") % count, by=by)
    named_keys.destroy(incident.key_name)
    while delete_lines(incident):
        pass
    LookupBucket.objects.filter(incident=incident).delete()
    imports.forget_files(incident)
    incident.refresh_from_db()
    assert incident.list_destroyed is not None
    return Certificate(incident.name, lines, incident.list_destroyed, by.name)
