"""How notices begin: what is known stands in its place, and what is not asks to be written."""

from collections.abc import Mapping
from datetime import date

import msgspec
from django.utils import timezone

from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May

from ..models import FactStatus, Incident, NoticeKind, NoticeTemplate
from ..public.queries import public_incident

# Rights by the law of 2026-09-11; a text of the law's, which a lawyer looks at.
RIGHTS = (
    "손해가 생겼다면 배상을 청구할 수 있어요 (개인정보 보호법 제39조). 손해액을 증명하기 어려워도 "
    "300만 원 이하에서 배상을 청구할 수 있어요 (제39조의2). 소송 대신 개인정보 분쟁조정위원회 "
    "(1833-6972, kopico.go.kr)에 조정을 신청할 수 있어요 (제43조)."
)
FOLLOW_UP = "유출이 확인되거나 아닌 것으로 밝혀지면 바로 다시 알려 드릴게요."


def today() -> date:
    """Return the day by which the law is chosen while there is no incident."""
    return timezone.localdate()


def kept_parts(kind: NoticeKind) -> dict[str, str]:
    """Return what was written beforehand for a kind of notice. One query."""
    row = NoticeTemplate.objects.filter(kind=kind).first()
    return msgspec.json.decode(row.parts, type=dict[str, str]) if row else {}


def keep(kind: NoticeKind, parts: Mapping[str, str], *, by: StaffMember) -> None:
    """Keep what a kind of notice will say."""
    must(by, May.WRITE_NOTICES)
    said = {"parts": msgspec.json.encode(dict(parts)).decode(), "changed": timezone.now()}
    NoticeTemplate.objects.update_or_create(kind=kind, defaults=said)


def first_parts(incident: Incident, kind: NoticeKind) -> dict[str, str]:
    """Return the texts with which a notice of an incident begins.

    What is known of the incident comes before what was written beforehand.
    """
    known = _of_incident(incident, kind)
    kept = kept_parts(kind)
    return {key: known.get(key) or kept.get(key, "") for key in {**known, **kept}}


def _of_incident(incident: Incident, kind: NoticeKind) -> dict[str, str]:
    items = ", ".join(incident.present_items.values_list("name", flat=True))
    parts = {
        "data": items,
        "course": _course(incident),
        "what to do": incident.what_to_do,
        "contact": incident.contact,
    }
    if kind is NoticeKind.POSSIBLE:
        return {**parts, "response": "", "follow up": FOLLOW_UP}
    if kind is NoticeKind.NOT_A_LEAK:
        return {"finding": "", "contact": incident.contact}
    if kind is NoticeKind.CORRECTION:
        return {"changed": "", **parts, "response": "", "rights": RIGHTS}
    return {**parts, "response": "", "rights": RIGHTS}


def _course(incident: Incident) -> str:
    said = []
    if incident.since is not None:
        said.append(f"{_moment(incident.since)}부터")
    if incident.until is not None:
        said.append(f"{_moment(incident.until)}까지")
    shown = public_incident(incident.pk)
    facts = shown.of(FactStatus.CONFIRMED) if shown else []
    return "\n".join(filter(None, [" ".join(said), *(fact.now.text for fact in facts[:3])]))


def _moment(moment: object) -> str:
    return timezone.localtime(moment).strftime("%Y년 %m월 %d일 %H:%M")  # type: ignore[arg-type]
