"""All that falls due: clocks, words that were promised, tasks; and reminding of it before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.email.addresses import addresses_of
from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.delivery.email.sender import can_send, send_soon
from madang.staff.members import all_staff
from madang.staff.roles import May

from .clocks import open_clocks
from .facts import facts_of
from .models import FactStatus, Incident, Reminder, Task
from .people import account_in, name_in

# So long before something is late somebody is reminded: at the first of these, and again.
BEFORE = (timedelta(hours=6), timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Due:
    """Something that falls due; `account` is whose it is, 0: every officer's."""

    key: str
    incident: int
    what: str
    at: datetime
    account: int = 0
    owner: str = ""

    @property
    def is_late(self) -> bool:
        return self.at < timezone.now()


def all_due() -> list[Due]:
    """Return what falls due in the incidents that are open, the next first."""
    found = [
        Due(f"clock:{clock.key}", clock.incident, clock.rule.name, clock.due)
        for clock in open_clocks()
    ]
    for incident in Incident.objects.filter(closed=None):
        found += _of(incident)
    return sorted(found, key=lambda due: due.at)


def remind() -> None:
    """Write to whoever has something to do, before it is late; once for each moment before."""
    if not can_send():
        return
    now = timezone.now()
    for due in all_due():
        passed = [number for number, before in enumerate(BEFORE) if due.at - before <= now]
        if passed and due.at > now - timedelta(days=1):
            _remind_once(due, f"{due.key}:{due.at:%Y%m%d%H%M}:{passed[-1]}")


def _of(incident: Incident) -> Iterator[Due]:
    for task in Task.objects.filter(incident=incident, done=None):
        owner = account_in(task.owner), name_in(task.owner)
        yield Due(f"task:{task.pk}", incident.pk, task.text, task.due, *owner)
    for fact in facts_of(incident):
        if fact.status is FactStatus.INVESTIGATING and fact.now.next_word:
            owner = account_in(fact.now.owner), fact.owner
            yield Due(f"fact:{fact.id}", incident.pk, fact.now.text, fact.now.next_word, *owner)
    if incident.published and incident.next_update:
        what = _("공개 페이지의 다음 소식")
        yield Due(f"page:{incident.pk}", incident.pk, what, incident.next_update)


def _remind_once(due: Due, key: str) -> None:
    with writing():
        _row, is_new = Reminder.objects.get_or_create(key=key)
        if not is_new:
            return
        for address in _addresses(due):
            when = timezone.localtime(due.at).strftime("%Y.%m.%d %H:%M")
            text = _("%(what)s\n시한: %(when)s\n%(where)s") % {
                "what": due.what,
                "when": when,
                "where": f"{settings.SITE_ADDRESS}/work/incidents/{due.incident}",
            }
            send_soon(address, _("곧 시한이에요: %s") % " ".join(due.what.split())[:60], text)


def _addresses(due: Due) -> list[str]:
    ids = [due.account] if due.account else _officers()
    return addresses_of(Account.objects.filter(pk__in=ids))


def _officers() -> list[int]:
    return [one.account for one in all_staff() if one.may(May.DECIDE_REPORTS)]
