"""Decisions about each report and notice: that it was made, or is not owed, and why."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from .clocks import Clock
from .models import Decision, Incident
from .people import boxed
from .timeline import enter

MIN_REASON_LENGTH = 5


class DecisionRefused(Exception):
    """A decision cannot be taken; `field` is what is wrong, and the message says how."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def decide(
    incident: Incident,
    clock: Clock,
    *,
    by: StaffMember,
    is_done: bool,
    done: datetime | None,
    reason: str,
) -> Decision:
    """Record that what a clock asks for was done, or is not owed and why not.

    Raises DecisionRefused and PermissionDenied. The last decision of a clock counts; all stay.
    """
    must(by, May.DECIDE_REPORTS)
    if len(reason) < MIN_REASON_LENGTH:
        raise DecisionRefused("reason", _("근거나 접수 번호를 다섯 글자 이상 적어 주세요."))
    if is_done and (done is None or not clock.started <= done <= timezone.now()):
        raise DecisionRefused(
            "done", _("완료 시각을 적어 주세요. 시한이 시작된 시각과 지금 사이여야 해요.")
        )
    with writing():
        decision = Decision.objects.create(
            incident=incident,
            clock=clock.rule.key,
            version_id=clock.version,
            is_done=is_done,
            done=done if is_done else None,
            reason=reason,
            by=boxed(by),
        )

        def said() -> str:
            done = _("%(what)s: 했어요. %(why)s")
            not_done = _("%(what)s: 하지 않아요. %(why)s")
            return (done if is_done else not_done) % {"what": clock.rule.name, "why": reason}

        enter(incident, said, by=by, happened=done or None)
        note("decide", incident.about, by, reason=f"{clock.rule.key}: {reason}")
    return decision
