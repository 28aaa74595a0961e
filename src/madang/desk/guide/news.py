"""What changed in the guide since somebody last read it through, and whether it changes now.

Pages ask several times a second whether there is news, by an address that only they know: what they
get is a number that stands for the state of guide and facts, and which entries are stale. It is
read from the database a few times a second, however many ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from madang.core.db.transactions import writing
from madang.core.fresh import Fresh
from madang.identity.account_rows import AccountRows
from madang.identity.tags import lookup_tag
from madang.incidents.models import FactVersion
from madang.staff.members import StaffMember

from ..models import GuideSeen, GuideVersion
from .entries import LATELY_SECONDS, Entry, edition, entries_lately


@dataclass(frozen=True, slots=True)
class Seen:
    """Up to where somebody has read: an edition of the guide, and a version of a fact by number."""

    edition: int
    fact: int


@dataclass(frozen=True, slots=True)
class News:
    """What somebody has not read: answers, and facts that changed."""

    answers: Sequence[Entry]
    facts: Sequence[FactVersion]

    def __bool__(self) -> bool:
        return bool(self.answers or self.facts)


@dataclass(frozen=True, slots=True)
class State:
    """Which state guide and facts are in, as a number that says nothing; and what is stale."""

    key: str
    stale: tuple[int, ...]


SEEN = AccountRows(GuideSeen, Seen, "guide seen", padded_to=96)


def news_for(by: StaffMember) -> News:
    """Return what changed since somebody said that they had read all. Two queries."""
    seen = SEEN.find(by.account) or Seen(0, 0)
    answers = [entry for entry in entries_lately() if (entry.version.edition or 0) > seen.edition]
    facts = FactVersion.objects.filter(pk__gt=seen.fact).order_by("-pk")[:100]
    return News(answers, list(facts))


def have_read(by: StaffMember, *, edition: int, fact: int) -> None:
    """Keep up to where somebody has read: what came since their page was made is news to them."""
    with writing():
        SEEN.save(by.account, Seen(edition, fact))


def upto() -> Seen:
    """Return how far guide and facts have come. Two queries."""
    return Seen(edition(), FactVersion.objects.aggregate(last=Max("pk"))["last"] or 0)


def address_key() -> str:
    """Return what the address of the state has in it: the pages of work alone say it."""
    return lookup_tag("guide state", "address")


def _state() -> State:
    entries = entries_lately()
    stale = tuple(sorted(entry.id for entry in entries if entry.is_stale))
    answers = sorted(entry.version.edition or 0 for entry in entries)
    told = f"{upto()}:{answers}"
    return State(lookup_tag("guide state", told)[:16], stale)


state_lately = Fresh(_state, seconds=LATELY_SECONDS)


def forget_lately() -> None:
    """Read guide and state anew at the next question: they were changed here."""
    entries_lately.forget()
    state_lately.forget()


def waiting_for_review() -> Sequence[GuideVersion]:
    """Return the answers that nobody has reviewed yet, of each entry the newest. One query."""
    newest = GuideVersion.objects.values("entry").annotate(last=Max("pk")).values("last")
    waiting = GuideVersion.objects.filter(pk__in=newest, reviewed=None, entry__retired=None)
    return list(waiting.order_by("at"))
