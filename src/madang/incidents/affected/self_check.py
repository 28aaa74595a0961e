"""나도 해당되나요? Somebody proves a contact by a code, names themselves, and sees what leaked.

The code goes to whatever contact was typed, in the list or not: until it is proved, the list is not
even asked, so neither an answer's bytes nor its time tell. What is carried from one page to the
next is in boxes that the pages hold; the database has keyed numbers and boxes of codes alone.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.core.http import rate_limits
from madang.core.text.door import tidy_line
from madang.identity.boxed_rows import Boxed
from madang.identity.tags import lookup_tag

from ..models import CheckCode, DataItem, Incident
from .contacts import Contact, ContactKind
from .lists import people_of
from .people import Person
from .reading import RowRefused, birth_of

CODE_DIGITS, MAX_TRIES = 6, 5
CODE_MINUTES, PROOF_MINUTES = 10, 30
PER_CONTACT, PER_NETWORK = "5/hour", "30/hour"
NAMES_TRIED = "10/hour"


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code that was sent: its digits, and until when they count."""

    digits: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page for the code holds: of which incident, to which contact, which code."""

    incident: int
    kind: ContactKind
    value: str
    code: str
    until: datetime

    @property
    def contact(self) -> Contact:
        return Contact(self.kind, self.value)


@dataclass(frozen=True, slots=True)
class Found:
    """What of somebody's leaked, since when, and whether they were a customer at all."""

    items: tuple[str, ...]
    since: str
    is_customer: bool


class CheckRefused(Exception):
    """It was too often, or cannot be sent now; the message says so, in the reader's language."""


CODE = Boxed(SentCode, "check code", padded_to=96)
ASKED = Boxed(Asked, "check asked", padded_to=384)
PROVED = Boxed(Asked, "check proved", padded_to=384)


def ask(incident: Incident, contact: Contact, *, network: str, budget: int) -> tuple[str, str]:
    """Make a code for a contact; return what the next page holds, and the code's digits.

    Raises CheckRefused.
    """
    if not rate_limits.allow("check network", network, limit=PER_NETWORK):
        raise CheckRefused(
            _("이 네트워크에서 너무 여러 번 확인했어요. 한 시간 후 다시 시도해 주세요.")
        )
    if not rate_limits.allow("check contact", contact.text, limit=PER_CONTACT):
        raise CheckRefused(
            _("이 연락처로 코드를 너무 여러 번 보냈어요. 한 시간 후 다시 시도해 주세요.")
        )
    if not rate_limits.allow("check budget", contact.kind, limit=f"{budget}/day"):
        raise CheckRefused(
            _("오늘 보낼 코드를 다 보냈어요. 내일 다시 하거나 담당 부서에 물어 주세요.")
        )
    digits = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    until = timezone.now() + timedelta(minutes=CODE_MINUTES)
    code = secrets.token_hex(8)
    with writing():
        _keep(f"{code}:code", CODE.encrypt(SentCode(digits, until)))
    return ASKED.encrypt(Asked(incident.pk, contact.kind, contact.value, code, until)), digits


def prove(incident: Incident, held: str, digits: str) -> str | None:
    """Return what proves a contact for a while, if the digits are those of the code that was sent.

    None: they are not, or no longer. A wrong try counts; after five the code is over.
    """
    asked = ASKED.decrypt(held)
    if asked is None or asked.incident != incident.pk or not _may_try(asked.code):
        return None
    row = CheckCode.objects.filter(pk=_number(f"{asked.code}:code")).first()
    sent = CODE.decrypt(row.box) if row else None
    if sent is None or sent.until < timezone.now():
        return None
    given = "".join(digit for digit in digits if digit.isdigit())
    if not hmac.compare_digest(given.encode(), sent.digits.encode()):
        return None
    with writing():
        if not _keep(f"{asked.code}:used", CODE.encrypt(sent)):
            return None
    until = timezone.now() + timedelta(minutes=PROOF_MINUTES)
    proved = Asked(incident.pk, asked.kind, asked.value, asked.code, until)
    return PROVED.encrypt(proved)


def proved_contact(incident: Incident, held: str) -> Contact | None:
    """Return the contact that somebody proved; None: no longer, or for another incident."""
    proved = PROVED.decrypt(held)
    if proved is None or proved.incident != incident.pk or proved.until < timezone.now():
        return None
    return proved.contact


def is_listed(incident: Incident, contact: Contact) -> bool:
    """Tell whether a contact that was proved is in the list."""
    return bool(people_of(incident, contact))


def found_for(incident: Incident, contact: Contact, said: str) -> list[Found] | None:
    """Return what leaked of whoever of a contact's people has this name or day of birth.

    None: nobody of them has. Raises CheckRefused where too many were tried.
    """
    if not rate_limits.allow("check names", f"{incident.pk}:{contact.text}", limit=NAMES_TRIED):
        raise CheckRefused(_("너무 여러 번 틀렸어요. 한 시간 후 다시 시도해 주세요."))
    people = [one for one in people_of(incident, contact) if _is_called(one, said)]
    return _found(incident, people) if people else None


def found_of(incident: Incident, contact: Contact) -> list[Found]:
    """Return what leaked of everybody behind a contact that is one person's for sure."""
    return _found(incident, people_of(incident, contact))


def _found(incident: Incident, people: list[Person]) -> list[Found]:
    names = dict(DataItem.objects.filter(incident=incident).values_list("pk", "name"))
    return [
        Found(
            tuple(names[item] for item in person.items if item in names),
            person.since,
            person.is_customer,
        )
        for person in people
    ]


def drop_old_codes() -> None:
    """Delete the codes of past days, everybody's together."""
    CheckCode.objects.filter(last_day__lt=timezone.localdate()).delete()


def _is_called(person: Person, said: str) -> bool:
    """Tell whether somebody is who they say; whoever was imported without either, is."""
    if not person.name and not person.birth:
        return True
    name = "".join(tidy_line(said).split()).casefold()
    if name and name == "".join(person.name.split()).casefold():
        return True
    try:
        day = birth_of(said)
    except RowRefused:
        return False
    return bool(day) and day == person.birth


def _may_try(code: str) -> bool:
    """Count a try at a code; tell whether it was one of the first."""
    with writing():
        return any(_keep(f"{code}:try {n}", CODE.encrypt(_NOTHING)) for n in range(MAX_TRIES))


def _keep(what: str, box: str) -> bool:
    """Write a row, never written again; tell whether it was not there."""
    day = timezone.localdate() + timedelta(days=1)
    row = CheckCode(id=_number(what), box=box, last_day=day)
    _made, is_new = CheckCode.objects.get_or_create(
        pk=row.pk, defaults={"box": row.box, "last_day": row.last_day}
    )
    return is_new


def _number(what: str) -> int:
    return int(lookup_tag("check code", what)[:15], 16)


_NOTHING = SentCode("0" * CODE_DIGITS, datetime(2000, 1, 1, tzinfo=timezone.get_fixed_timezone(0)))
