"""What is done about an incident as a whole: opening, describing, publishing, holding, closing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.core.site import announce
from madang.identity import named_keys
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from .clocks import rules_of
from .models import DataItem, Incident
from .timeline import enter


class IncidentRefused(Exception):
    """Something cannot be done; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of an incident as a whole, and what its public page says beside the facts."""

    name: str
    is_intrusion: bool
    is_grave: bool
    people: int | None
    since: datetime | None
    until: datetime | None
    contact: str = ""
    official_numbers: str = ""
    what_to_do: str = ""


def open_incident(
    *, by: StaffMember, name: str, noticed: datetime, noticed_how: str, is_intrusion: bool
) -> Incident:
    """Open an incident with a key of its own; raises IncidentRefused and PermissionDenied."""
    must(by, May.OPEN_INCIDENTS)
    if noticed > timezone.now() + timedelta(minutes=5):
        raise IncidentRefused(_("알게 된 때가 아직 오지 않았어요."))
    with writing():
        incident = Incident.objects.create(
            name=name, noticed=noticed, noticed_how=noticed_how, is_intrusion=is_intrusion
        )
        named_keys.make(incident.key_name)
        enter(incident, noticed_how, by=by, happened=noticed, is_in_summary=True)
        note("open incident", incident.about, by, reason=name)
    return incident


def describe(incident: Incident, what: Description, *, by: StaffMember) -> None:
    """Say what is known of the whole; what changed stands in the timeline."""
    must(by, May.WORK_ON_INCIDENTS)
    changed = {
        field: value
        for field in what.__slots__
        if getattr(incident, field) != (value := getattr(what, field))
    }
    if not changed:
        return
    with writing():
        for field, value in changed.items():
            setattr(incident, field, value)
        incident.save(update_fields=list(changed))
        enter(incident, lambda: _changes(changed), by=by, is_in_summary=False)


def set_items(incident: Incident, names: Iterable[str], *, by: StaffMember) -> None:
    """Say which kinds of data leaked; what stands in the list of people stays."""
    must(by, May.WORK_ON_INCIDENTS)
    wanted = list(dict.fromkeys(names))
    with writing():
        present = list(incident.present_items.values_list("name", flat=True))
        if wanted == present:
            return
        known = set(incident.items.values_list("name", flat=True))
        # Numbers stand in sealed lines: what comes back is what it was.
        incident.items.update(is_former=True)
        incident.items.filter(name__in=wanted).update(is_former=False)
        new = [DataItem(incident=incident, name=name) for name in wanted if name not in known]
        DataItem.objects.bulk_create(new)
        named = ", ".join(wanted)
        enter(incident, lambda: _("유출 항목: %s") % named, by=by, is_in_summary=False)


def publish(incident: Incident, *, by: StaffMember, next_update: datetime) -> None:
    """Put the public page up, or promise its next word anew."""
    must(by, May.RELEASE_FACTS)
    if next_update <= timezone.now():
        raise IncidentRefused(_("다음 소식은 지금 이후의 시각으로 약속해 주세요."))
    with writing():
        is_new = incident.published is None
        incident.next_update = next_update
        incident.published = incident.published or timezone.now()
        incident.save(update_fields=["published", "next_update"])
        if is_new:
            enter(incident, lambda: _("공개 페이지를 열었어요."), by=by)
            announce("incident.published", incident=incident.pk)
        note("publish", incident.about, by)


def unpublish(incident: Incident, *, by: StaffMember) -> None:
    """Take the public page down, once the law allows it; raises IncidentRefused."""
    must(by, May.RELEASE_FACTS)
    if incident.published is None:
        return
    until = stays_up_until(incident)
    assert until is not None
    if timezone.now() < until:
        day = timezone.localtime(until).strftime("%Y.%m.%d")
        raise IncidentRefused(_("공개 페이지는 법에 따라 %s까지 내릴 수 없어요.") % day)
    with writing():
        incident.published = None
        incident.save(update_fields=["published"])
        enter(incident, lambda: _("공개 페이지를 내렸어요."), by=by)
        note("unpublish", incident.about, by)


def stays_up_until(incident: Incident) -> datetime | None:
    """Return until when nobody can take the public page down; None: it is not up."""
    if incident.published is None:
        return None
    return incident.published + timedelta(days=rules_of(incident).public_page_days)


def hold(incident: Incident, reason: str, *, by: StaffMember) -> None:
    """Let nothing of it be destroyed, for a reason; an empty one ends the hold."""
    must(by, May.DECIDE_REPORTS)
    with writing():
        incident.legal_hold = reason
        incident.save(update_fields=["legal_hold"])

        def said() -> str:
            return _("보존 조치: %s") % reason if reason else _("보존 조치를 풀었어요.")

        enter(incident, said, by=by, is_in_summary=False)
        note("legal hold", incident.about, by, reason=reason)


def close(incident: Incident, *, by: StaffMember) -> None:
    """Say that the work is done; all of it stays readable."""
    must(by, May.OPEN_INCIDENTS)
    with writing():
        incident.closed = timezone.now()
        incident.save(update_fields=["closed"])
        enter(incident, lambda: _("대응을 마쳤어요."), by=by)
        note("close incident", incident.about, by)


def reopen(incident: Incident, *, by: StaffMember) -> None:
    """Go on with an incident that was closed."""
    must(by, May.OPEN_INCIDENTS)
    with writing():
        incident.closed = None
        incident.save(update_fields=["closed"])
        enter(incident, lambda: _("대응을 다시 시작했어요."), by=by)


def _changes(changed: Mapping[str, object]) -> str:
    parts = (f"{_field_name(field)}: {_said(value)}" for field, value in changed.items())
    return ", ".join(parts)[:2000]


def _field_name(field: str) -> str:
    return {
        "name": _("이름"),
        "is_intrusion": _("외부의 불법 접근"),
        "is_grave": _("민감정보나 고유식별정보"),
        "people": _("사람 수"),
        "since": _("유출된 때"),
        "until": _("막은 시각"),
        "contact": _("담당 부서와 연락처"),
        "official_numbers": _("공식 번호"),
        "what_to_do": _("할 수 있는 일"),
    }[field]


def _said(value: object) -> str:
    if isinstance(value, bool):
        return _("예") if value else _("아니요")
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y.%m.%d %H:%M")
    if isinstance(value, int):
        return f"{value:,}"
    return str(value) if value else _("모름")
