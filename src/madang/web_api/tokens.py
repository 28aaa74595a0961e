"""Tokens: what a program shows to act as a member, and what it may do.

A token is a box that only this site can read and make: it says whose it is, and the database has
nothing but a keyed hash of it, among that member's others in one more box. So a thief of the
database cannot present one, and a row says neither whose it is nor when it was used last: that is
written nowhere.
"""

import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.extensions import may_sign_in
from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.identity.account_rows import AccountRows
from madang.identity.boxes import decrypt, encrypt
from madang.identity.tags import lookup_tag

from .models import TokenRow

MAX_TOKENS, MAX_NAME = 10, 40
PREFIX, PURPOSE = "madang_", "api token"
# A token is as long as what is in its box: an account's number, padded.
_PADDED_TO = 32
_SHORTEST, _LONGEST = 60, 120


class Scope(models.TextChoices):
    """What a token lets its program do."""

    READ = "read", _lazy("내가 볼 수 있는 글과 내 기록을 읽어요")
    WRITE = "write", _lazy("내 이름 없는 글과 댓글을 쓰고, 추천하고, 신고해요")
    MODERATE = "moderate", _lazy("신고를 보고 처리해요 (운영자, 게시판 관리자)")
    INCIDENTS = "incidents", _lazy("사고와 경과를 보고 적어요 (직원)")
    DESK = "desk", _lazy("창구의 문의를 받고 답해요 (직원)")


# Those that need a role, and a second factor when the token is made.
OF_WORK = frozenset({Scope.MODERATE, Scope.INCIDENTS, Scope.DESK})


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its owner sees it again: never itself.

    `mark` is what the account's sessions were known by when it was made: a new password, or signing
    out everywhere, ends the tokens too.
    """

    key: str
    name: str
    scopes: tuple[Scope, ...]
    since: date
    until: date | None
    mark: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a request comes from: a member by a token, or anybody."""

    account: Account | None = None
    scopes: frozenset[Scope] = frozenset()


class TokenRefused(Exception):
    """It cannot be made; the message says why, in the reader's language."""


ANYBODY = Caller()
TOKENS = AccountRows(TokenRow, tuple[Token, ...], "api tokens", padded_to=2048)


def tokens_of(account: Account) -> list[Token]:
    """Return an account's tokens that still count, the newest first. One query."""
    kept = TOKENS.find(account.pk) or ()
    return [token for token in reversed(kept) if _counts(token, account)]


def make_token(account: Account, *, name: str, scopes: frozenset[Scope], days: int | None) -> str:
    """Return a new token, which is shown once; raises TokenRefused."""
    if not scopes:
        raise TokenRefused(_("무엇을 할 수 있는지 하나 이상 골라 주세요."))
    text = PREFIX + encrypt(str(account.pk), purpose=PURPOSE, padded_to=_PADDED_TO).rstrip("=")
    today = timezone.localdate()
    until = today + timedelta(days=days) if days else None
    ordered = tuple(scope for scope in Scope if scope in scopes)
    mark = account.get_session_auth_hash()
    token = Token(_key_of(text), name[:MAX_NAME], ordered, today, until, mark)
    with writing():
        kept = tokens_of(account)[::-1]
        if len(kept) >= MAX_TOKENS:
            raise TokenRefused(
                _("토큰은 %d개까지 만들 수 있어요. 쓰지 않는 것을 먼저 폐기해 주세요.") % MAX_TOKENS
            )
        TOKENS.save(account.pk, (*kept, token))
    return text


def revoke(account: Account, key: str) -> bool:
    """Let a token count no more; tell whether there was one."""
    with writing():
        kept = tokens_of(account)[::-1]
        left = tuple(token for token in kept if token.key != key)
        if len(left) < len(kept):
            TOKENS.save(account.pk, left)
    return len(left) < len(kept)


def forget_tokens(account_id: int) -> None:
    """Delete all that there is about an account's tokens."""
    TOKENS.delete(account_id)


def caller_of(text: str) -> Caller | None:
    """Return who shows a token; None where it is none that counts. Three queries at most."""
    number = _account_in(text)
    account = Account.objects.filter(pk=number, is_active=True).first() if number else None
    if account is None or not may_sign_in(account.pk):
        return None
    key = _key_of(text)
    for token in TOKENS.find(account.pk) or ():
        if hmac.compare_digest(token.key, key) and _counts(token, account):
            return Caller(account, frozenset(token.scopes))
    return None


def _account_in(text: str) -> int:
    """Return whose a token says that it is; 0 for what is none."""
    box = text.removeprefix(PREFIX)
    if box == text or not box.isascii() or not _SHORTEST <= len(box) <= _LONGEST:
        return 0
    said = decrypt(box + "=" * (-len(box) % 4), purpose=PURPOSE)
    return int(said) if said else 0


def _key_of(text: str) -> str:
    return lookup_tag(PURPOSE, text)


def _counts(token: Token, account: Account) -> bool:
    is_over = token.until is not None and token.until < timezone.localdate()
    return not is_over and hmac.compare_digest(token.mark, account.get_session_auth_hash())
