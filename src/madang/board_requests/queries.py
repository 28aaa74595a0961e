"""Reads of the boards that are asked for."""

from dataclasses import dataclass

from madang.accounts.models import Account
from madang.identity.tags import lookup_tag

from .models import BoardRequest, Outcome, Support

# However many have more support, what was asked for just now can be seen.
MAX_LISTED, MAX_NEWEST = 50, 20


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as the page shows it."""

    request: BoardRequest
    is_supported: bool


def open_requests(account: Account | None) -> list[RequestView]:
    """Return the open requests, the most supported first, and the newest.

    Three queries, two without an account.
    """
    open_ones = BoardRequest.objects.filter(outcome=Outcome.OPEN)
    first = list(open_ones.order_by("-supports", "id")[:MAX_LISTED])
    newest = open_ones.exclude(pk__in=[one.pk for one in first]).order_by("-id")[:MAX_NEWEST]
    found = first + list(newest)
    tags = {support_tag(one.pk, account): one.pk for one in found} if account else {}
    own = {tags[tag] for tag in _there(list(tags))} if tags else set()
    return [RequestView(one, one.pk in own) for one in found]


def answered_requests() -> list[BoardRequest]:
    """Return the last requests that were answered. One query."""
    return list(BoardRequest.objects.exclude(outcome=Outcome.OPEN).order_by("-id")[:MAX_LISTED])


def support_tag(request_id: int, account: Account) -> str:
    """Return the tag under which an account's support of a request is found."""
    return lookup_tag(f"board support:{request_id}", str(account.pk))


def _there(tags: list[str]) -> list[str]:
    return list(Support.objects.filter(tag__in=tags).values_list("tag", flat=True))
