"""To whom a notice goes, and by which channel first: each person once, each contact once."""

from collections.abc import Iterable, Iterator

from madang.delivery.mailings import adding, control
from madang.delivery.mailings.letters import Recipient
from madang.delivery.mailings.results import got
from madang.delivery.models import Mailing
from madang.identity import named_keys
from madang.identity.keys import KeyDestroyed

from ..affected.contacts import Contact, ContactKind
from ..affected.lists import ListedContact, walk
from ..affected.people import Person
from ..models import Notice, NoticeKind
from ..public import following
from .checks import BESIDE, REACHES, channels_of

CORRECTED_AT_ONCE = 500

# How somebody is reached: by which channel, at which contact.
Way = tuple[str, str]


def add_some(notice: Notice, mailing: Mailing) -> bool:
    """Add the next of those who are to be told; tell whether there may be more.

    Staff who are affected themselves come first, before others ask them about it.
    """
    if notice.kind in (NoticeKind.CORRECTION, NoticeKind.NOT_A_LEAK):
        return _add_some_of_those_who_got(notice, mailing)
    is_first_wave = mailing.wave == 0
    if is_first_wave and not notice.incident.imports.filter(staff__gt=0).exists():
        adding.next_wave(mailing)
        return True
    for last, contacts in walk(notice.incident, after=mailing.cursor):
        chosen = [one for one in contacts if _has_staff(one) or not is_first_wave]
        recipients = list(_recipients(chosen, channels_of(notice)))
        adding.add(mailing, recipients, cursor=last)
        return True
    if is_first_wave:
        adding.next_wave(mailing)
        return True
    adding.complete(mailing)
    return False


def _has_staff(listed: ListedContact) -> bool:
    return any(person.is_staff for person in listed.people)


def _add_some_of_those_who_got(notice: Notice, mailing: Mailing) -> bool:
    assert notice.follows is not None
    earlier = Mailing.objects.get(about=notice.follows.about)
    letters = got(earlier, mailing.cursor, CORRECTED_AT_ONCE)
    if not letters:
        adding.complete(mailing)
        return False
    channels = channels_of(notice)
    recipients = [_again(recipient, channels) for _number, recipient in letters]
    adding.add(mailing, recipients, cursor=letters[-1][0])
    return True


def _again(recipient: Recipient, channels: list[str]) -> Recipient:
    """Return whoever got a notice as they get its correction: where they got it, else elsewhere."""
    if recipient.channel in channels:
        return Recipient(recipient.channel, recipient.to, recipient.people)
    kind = REACHES[recipient.channel]
    same = [channel for channel in channels if REACHES[channel] is kind]
    channel = same[0] if same else recipient.channel
    return Recipient(channel, recipient.to, recipient.people)


def _recipients(contacts: Iterable[ListedContact], channels: list[str]) -> Iterator[Recipient]:
    """Yield those whom contacts are the first way to: others are reached by another of theirs."""
    for listed in contacts:
        by_way: dict[Way, list[list[Way]]] = {}
        for person in listed.people:
            ways = _ways(person, channels)
            if ways and _contact(ways[0]) == listed.contact:
                by_way.setdefault(ways[0], []).append(ways[1:])
        for way, rest in by_way.items():
            yield _recipient(way, rest)
        yield from _beside(listed, channels)


def _beside(listed: ListedContact, channels: list[str]) -> Iterator[Recipient]:
    """Yield what goes to a member beside all else; who is reached nowhere else is counted here."""
    kind, _colon, account = listed.contact.partition(":")
    if kind != ContactKind.ACCOUNT:
        return
    people = sum(not _ways(person, channels) for person in listed.people)
    for channel in (one for one in BESIDE if one in channels):
        yield Recipient(channel, account, people)
        people = 0


def _ways(person: Person, channels: list[str]) -> list[Way]:
    return [
        (channel, contact.value)
        for channel in channels
        if channel not in BESIDE
        for contact in person.reached_by(REACHES[channel])
    ]


def _contact(way: Way) -> str:
    channel, value = way
    return Contact(REACHES[channel], value).text


def _recipient(way: Way, rest: list[list[Way]]) -> Recipient:
    """Return a letter for all who are reached so, and how each is reached if it fails."""
    channel, to = way
    following: dict[Way, list[list[Way]]] = {}
    for ways in rest:
        if ways:
            following.setdefault(ways[0], []).append(ways[1:])
    otherwise = tuple(_recipient(next_way, left) for next_way, left in following.items())
    return Recipient(channel, to, len(rest), otherwise)


def prepare() -> bool:
    """Add people to what was let go and is not complete; tell whether there is more."""
    try:
        return _prepare_notice() or following.prepare()
    except KeyDestroyed:
        for mailing in Mailing.objects.filter(is_complete=False, is_stopped=False):
            if not named_keys.is_open(mailing.key_name):
                control.stop(mailing)
        return True


def _prepare_notice() -> bool:
    open_ones = Mailing.objects.filter(is_complete=False, is_stopped=False)
    for mailing in open_ones.filter(about__startswith="notice:").order_by("pk"):
        number = int(mailing.about.partition(":")[2])
        notice = Notice.objects.select_related("incident", "follows").get(pk=number)
        return add_some(notice, mailing) or True
    return False
