"""How whoever asks stands to a page that members share; without Django's middleware."""

import time
from collections import OrderedDict
from typing import NamedTuple

from madang.accounts.sessions.reader import account_of
from madang.core.db.beside import data_version
from madang.core.http.shared_pages import Values, state_of_member

from .writers import late_writers

REMEMBERED, SECONDS = 4096, 1.0


class _Stood(NamedTuple):
    """How somebody stood at a moment, and what the database was then."""

    account_id: int
    state: Values | None
    version: int
    until: float


_stood: "OrderedDict[tuple[str, str, Values], _Stood]" = OrderedDict()


def state_of_session(session_key: str, kind: str, about: Values) -> Values | None:
    """Return how the account of a session stands to what a page is about.

    None where it is served a page of its own: it is nobody's, or just wrote something. A few
    queries; none where nothing at all was written to the database since it was asked last.
    """
    asked = (session_key, kind, about)
    version = data_version()
    stood = _stood.get(asked) if version is not None else None
    if stood is None or stood.version != version or stood.until < time.monotonic():
        account = account_of(session_key)
        if account is None:
            return None
        state = state_of_member(account, kind, about)
        stood = _Stood(account.pk, state, version or 0, time.monotonic() + SECONDS)
        if version is not None:
            _remember(asked, stood)
    return None if late_writers.wrote_lately(stood.account_id) else stood.state


def forget_states() -> None:
    """Forget what was remembered of readers a moment ago."""
    now = time.monotonic()
    while _stood and next(iter(_stood.values())).until < now:
        _stood.popitem(last=False)


def _remember(asked: tuple[str, str, Values], stood: _Stood) -> None:
    _stood[asked] = stood
    _stood.move_to_end(asked)
    if len(_stood) > REMEMBERED:
        _stood.popitem(last=False)
