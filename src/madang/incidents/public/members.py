"""What a member of this site is told on a page of their own."""

from dataclasses import dataclass

from madang.accounts.models import Account
from madang.core.fresh import Fresh
from madang.delivery.models import Mailing
from madang.delivery.own_page.channel import told_of
from madang.identity import named_keys

from ..affected.members import member
from ..affected.self_check import Found, found_of
from ..models import Incident, Notice, NoticeKind


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody is told of one incident: what of theirs leaked, and the notices."""

    incident: Incident
    found: list[Found]
    notices: list[tuple[Notice, str]]


def _on_pages() -> list[Notice]:
    """Return the notices that stand on pages of members, the newest first. One query."""
    let_go = Notice.objects.exclude(released=None).filter(channels__contains="page")
    kept = let_go.filter(incident__list_destroyed=None, incident__published__isnull=False)
    return list(kept.select_related("incident").order_by("-released"))


# The home page asks for each member; one query in some seconds answers all of them.
on_pages_lately = Fresh(_on_pages, seconds=2.0)


def notices_for(account: Account) -> list[Notice]:
    """Return the notices that an account is told of. One query; none where there are none."""
    notices = [one for one in on_pages_lately() if named_keys.is_open(one.incident.key_name)]
    mailings = [Mailing(about=one.about, key_name=one.incident.key_name) for one in notices]
    told = told_of(account.pk, mailings)
    return [notice for notice in notices if notice.about in told]


def told_to(account: Account) -> list[Told]:
    """Return all that an account is told. Two queries, and two for each incident it is told of."""
    by_incident: dict[int, list[Notice]] = {}
    for notice in notices_for(account):
        by_incident.setdefault(notice.incident_id, []).append(notice)
    return [_told(account, notices) for notices in by_incident.values()]


def _told(account: Account, notices: list[Notice]) -> Told:
    incident = notices[0].incident
    labelled = [(notice, str(NoticeKind(notice.kind).label)) for notice in notices]
    return Told(incident, found_of(incident, member(account.pk)), labelled)
