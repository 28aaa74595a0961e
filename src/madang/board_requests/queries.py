"""Reads of the boards that are asked for."""

from dataclasses import dataclass

from madang.accounts.models import Account

from .actions import support_tag
from .models import BoardRequest, Outcome, Support

# However many have more support, what was asked for just now can be seen.
LISTED, NEWEST = 50, 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the page shows it."""

    request: BoardRequest
    is_supported: bool


def asked_for(account: Account | None) -> list[Asked]:
    """Return the open requests, the most supported first, and the newest.

    Three queries, two without an account.
    """
    open_ones = BoardRequest.objects.filter(outcome=Outcome.OPEN)
    first = list(open_ones.order_by("-supports", "id")[:LISTED])
    newest = open_ones.exclude(pk__in=[one.pk for one in first]).order_by("-id")[:NEWEST]
    found = first + list(newest)
    tags = {support_tag(one.pk, account): one.pk for one in found} if account else {}
    own = {tags[tag] for tag in _there(list(tags))} if tags else set()
    return [Asked(one, one.pk in own) for one in found]


def answered() -> list[BoardRequest]:
    """Return the last requests that were answered. One query."""
    return list(BoardRequest.objects.exclude(outcome=Outcome.OPEN).order_by("-id")[:LISTED])


def _there(tags: list[str]) -> list[str]:
    return list(Support.objects.filter(tag__in=tags).values_list("tag", flat=True))
