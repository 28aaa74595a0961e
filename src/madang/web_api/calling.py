"""Who calls: the token that a program shows, what it may do, and how often."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from madang.accounts.models import Account
from madang.core.http import rate_limits
from madang.core.http.client_address import reader_of
from madang.staff.members import StaffMember, staff_member

from .tokens import ANYBODY, Caller, Scope, caller_of

READS, WRITES = "300/minute", "30/minute"
SAFE = ("GET", "HEAD", "OPTIONS")
RETRY_SECONDS = 60


class NotAllowed(Exception):
    """A call is refused; the message says why, in the caller's language."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Refused(Exception):
    """What was sent cannot be taken: what is wrong, by field, as a form has it."""

    def __init__(self, errors: Mapping[str, Iterable[Any]]) -> None:
        super().__init__()
        self.errors = [
            {"field": "" if field == "__all__" else field, "message": str(message)}
            for field, messages in errors.items()
            for message in messages
        ]


class Anybody(HttpBearer):
    """Takes calls without a token, and those of members."""

    def __call__(self, request: HttpRequest) -> Caller:
        if "Authorization" not in request.headers:
            _count(request, ANYBODY)
            return ANYBODY
        return _caller(request)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        raise NotImplementedError


class Needs(Anybody):
    """Takes calls with a token that has a scope."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        caller = _caller(request)
        if self.scope not in caller.scopes:
            raise NotAllowed(403, _("이 토큰으로는 할 수 없어요: %s") % self.scope.value)
        return caller


def caller_in(request: HttpRequest) -> Caller:
    """Return who asks for an operation."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def member_in(request: HttpRequest) -> Account:
    """Return the member who asks for an operation that needs a token."""
    account = caller_in(request).account
    assert account is not None
    return account


def staff_in(request: HttpRequest) -> StaffMember:
    """Return who asks as one who works here; raises PermissionDenied. One query."""
    member = staff_member(member_in(request))
    if member is None:
        raise PermissionDenied
    return member


def _caller(request: HttpRequest) -> Caller:
    """Return who shows a token; raises NotAllowed."""
    kind, _space, text = request.headers.get("Authorization", "").partition(" ")
    caller = caller_of(text.strip()) if kind.lower() == "bearer" else None
    if caller is None:
        # Nobody finds one by trying: it is counted as any call without a token.
        _count(request, ANYBODY)
        raise NotAllowed(401, _("토큰이 없거나 더는 쓸 수 없어요."))
    _count(request, caller)
    return caller


def _count(request: HttpRequest, caller: Caller) -> None:
    """Count a call; raises NotAllowed for one too many."""
    key = str(caller.account.pk) if caller.account else reader_of(request.META)
    action, limit = ("api read", READS) if request.method in SAFE else ("api write", WRITES)
    if not rate_limits.allow(action, key, limit=limit):
        raise _too_often()


def _too_often() -> NotAllowed:
    return NotAllowed(429, _("너무 자주 요청했어요. 1분 뒤에 다시 해 주세요."))
