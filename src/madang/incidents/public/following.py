"""Following an incident by e-mail: asked for, confirmed by a link, and told of what is released."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.community import community
from madang.core.db.transactions import writing
from madang.core.languages import in_korean
from madang.delivery.email.sender import can_send, send_soon
from madang.delivery.mailings import adding
from madang.delivery.mailings.letters import Content, Recipient
from madang.delivery.models import Mailing
from madang.identity import named_keys
from madang.identity.boxed_rows import Boxed
from madang.identity.tags import lookup_tag

from ..models import FactStatus, FactVersion, Follower, Incident

CONFIRM_DAYS = 2
AT_ONCE = 500
LINK = "해지"


@dataclass(frozen=True, slots=True)
class Following:
    """Somebody's address, and which incident they follow."""

    incident: int
    address: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a confirming link holds."""

    following: Following
    until: datetime


FOLLOWER = Boxed(Following, "incident follower", padded_to=320)
ASKED = Boxed(Asked, "incident follower asked", padded_to=384)


def ask(incident: Incident, address: str) -> None:
    """Write to an address, known or not, how it begins to follow an incident."""
    until = timezone.now() + timedelta(days=CONFIRM_DAYS)
    key = ASKED.encrypt(Asked(Following(incident.pk, address), until))
    link = settings.SITE_ADDRESS + reverse("incident_follow_confirm", args=[incident.pk, key])
    said = _(
        "“%(name)s”의 새 소식을 이메일로 받으려면 아래 링크를 눌러 "
        "주세요.\n%(link)s\n원하지 않으면 무시하세요."
    )
    subject = _("[%s] 소식 받기 확인") % community().name
    send_soon(address, subject, said % {"name": incident.name, "link": link})


def confirm(incident: Incident, key: str) -> bool:
    """Begin to follow, if a link is one of ours and still holds; tell whether it is."""
    asked = ASKED.decrypt(key)
    if asked is None or asked.until < timezone.now() or asked.following.incident != incident.pk:
        return False
    box = FOLLOWER.encrypt(asked.following)
    number = _number(asked.following)
    with writing():
        Follower.objects.get_or_create(pk=number, defaults={"incident": incident, "box": box})
    return True


def stop(incident: Incident, key: str) -> bool:
    """Follow no more, by the link that stands in each letter; tell whether it is one of ours."""
    following = FOLLOWER.decrypt(key)
    if following is None or following.incident != incident.pk:
        return False
    Follower.objects.filter(pk=_number(following)).delete()
    return True


@in_korean
def tell(version: FactVersion) -> None:
    """Let those who follow be told what was released; belongs in the transaction of it."""
    incident = version.fact.incident
    followed = incident.published is not None and can_send()
    followed = followed and named_keys.is_open(incident.key_name)
    if not followed or not Follower.objects.filter(incident=incident).exists():
        return
    page = settings.SITE_ADDRESS + reverse("incident", args=[incident.pk])
    status = FactStatus(version.status).label
    ending = _("수신 거부: %s") % f"#{{{LINK}}}"
    text = f"{status}: {version.said}\n\n{page}\n\n{ending}"
    subject = f"[{community().name}] {incident.name}: {status}"
    adding.begin(
        f"update:{version.pk}", {"email": Content(text, subject)}, key_name=incident.key_name
    )


def prepare() -> bool:
    """Add those who follow to what they are to be told; tell whether there is more."""
    open_ones = Mailing.objects.filter(is_complete=False, is_stopped=False)
    mailing = open_ones.filter(about__startswith="update:").order_by("pk").first()
    if mailing is None:
        return False
    number = int(mailing.about.partition(":")[2])
    version = FactVersion.objects.select_related("fact__incident").get(pk=number)
    rows = Follower.objects.filter(incident=version.fact.incident, pk__gt=mailing.cursor)
    some = list(rows.order_by("pk")[:AT_ONCE])
    if not some:
        adding.complete(mailing)
        return True
    adding.add(mailing, list(_recipients(version.fact.incident, some)), cursor=some[-1].pk)
    return True


def _recipients(incident: Incident, rows: list[Follower]) -> Iterator[Recipient]:
    for row in rows:
        following = FOLLOWER.decrypt(row.box)
        if following is not None:
            link = reverse("incident_follow_stop", args=[incident.pk, row.box])
            variables = {LINK: settings.SITE_ADDRESS + link}
            yield Recipient("email", following.address, variables=variables)


def _number(following: Following) -> int:
    text = f"{following.incident}:{following.address}"
    return int(lookup_tag("incident follower", text)[:15], 16)
