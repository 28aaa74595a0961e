"""A view says that its page is the same for all members in one state: they may share it.

What members share is rendered once for each state, within about a second, and differs between two
readers in the random values of its forms alone. The server takes what is said here off each answer.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers

from ..site import SiteExtension, site_point

# Within the server alone.
HEADER = "Madang-Shared"
# Numbers, and tuples of such.
Values = tuple[Any, ...]


class SharedPage(NamedTuple):
    """What a shared page is about, and how its reader stands to that.

    `kind` names the function that tells how others stand (`SiteExtension.member_states`). `token`
    and `once` stand where every reader's own do, and are empty where the page has none: what
    proves that a form is this site's, and what tells one filling-in of it from another.
    """

    kind: str
    about: Values
    state: Values
    token: str = ""
    once: str = ""


def share_with_members(
    response: HttpResponse, request: HttpRequest, page: SharedPage
) -> HttpResponse:
    """Note on an answer that every member of this state may get it.

    One that says something to its reader alone, as after an action, is not for others.
    """
    is_new = getattr(get_messages(request), "added_new", False)
    if settings.SHARED_SECONDS <= 0 or "messages" in request.COOKIES or is_new:
        return response
    said = page._replace(token=getattr(request, "page_token", ""))
    response.headers[HEADER] = json.dumps(said)
    # It is compressed once, where it is kept.
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def new_idempotency_key() -> str:
    """Return a fresh token for one filling-in of a form."""
    return secrets.token_urlsafe(12)


def page_token(request: HttpRequest) -> str:
    """Return the token of all forms of one page."""
    if not hasattr(request, "page_token"):
        request.page_token = get_token(request)  # type: ignore[attr-defined]
    return str(request.page_token)  # type: ignore[attr-defined]


def read_shared(said: str) -> SharedPage:
    """Read what an answer says of itself."""
    return SharedPage(*_tuples(json.loads(said)))


def state_of_member(account: Any, kind: str, about: Values) -> Values | None:
    """Return how an account stands to what a page is about; None: it gets a page of its own."""
    return _readers()[kind](account, about)


@lru_cache(maxsize=1)
def _readers() -> Mapping[str, Callable[[Any, Values], Values | None]]:
    hooks = site_point.hooks(SiteExtension.member_states)
    return {kind: read for hook in hooks for kind, read in hook().items()}


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
