"""Who an account is at Kakao, Naver, Google or Apple: kept as a keyed hash, and nothing else."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from madang.core.db.transactions import writing
from madang.identity.boxed_rows import BoxedRows
from madang.identity.tags import lookup_tag

from ..models import Account, SealedProvider

PURPOSE = "sign-in provider"
# Whose a connection is.
OWNERS = BoxedRows(SealedProvider, int, PURPOSE)


@dataclass(frozen=True, slots=True)
class Provider:
    """Where one may sign in from: its name for people, and where its page is."""

    id: str
    name: Promise
    origin: str


PROVIDERS = (
    Provider("kakao", _lazy("카카오"), "https://kauth.kakao.com"),
    Provider("naver", _lazy("네이버"), "https://nid.naver.com"),
    Provider("google", _lazy("구글"), "https://accounts.google.com"),
    Provider("apple", _lazy("애플"), "https://appleid.apple.com"),
)


class Taken(Exception):
    """The person at the provider has another account here."""


class LastWayIn(Exception):
    """Without this an account could not be signed in to any more."""


def offered() -> list[Provider]:
    """Return the providers that the operator has set keys for."""
    return [provider for provider in PROVIDERS if provider.id in settings.SOCIALACCOUNT_PROVIDERS]


def provider_called(name: str) -> Provider:
    """Return a provider by its id; raises KeyError."""
    return {provider.id: provider for provider in PROVIDERS}[name]


def found_by(provider: str, uid: str) -> str:
    """Return what somebody is found by here, from who they are at a provider."""
    return lookup_tag(f"{PURPOSE}:{provider}", uid)


def account_of(found: str) -> Account | None:
    """Return the account that is found by this. At most two queries."""
    row = SealedProvider.objects.filter(found_by=found).first()
    if row is None:
        return None
    return Account.objects.filter(pk=OWNERS.decrypt(row.box) or 0).first()


def connect(account_id: int, provider: str, found: str) -> None:
    """Let an account be signed in to from a provider; raises Taken."""
    try:
        with writing():
            OWNERS.save(OWNERS.key_of(account_id, provider), account_id, found_by=found)
    except IntegrityError:
        raise Taken from None


def connected(account_id: int) -> set[str]:
    """Return the ids of the providers that an account is connected to. One query."""
    keys = {OWNERS.key_of(account_id, provider.id): provider.id for provider in PROVIDERS}
    return {keys[key] for key in OWNERS.find_all(keys)}


def disconnect(account: Account, provider: str) -> None:
    """End signing in from a provider; raises LastWayIn."""
    with writing():
        others = connected(account.pk) - {provider}
        if not (others or account.has_usable_password() or _has_passkey(account)):
            raise LastWayIn
        OWNERS.delete(OWNERS.key_of(account.pk, provider))


def forget_providers(account_id: int) -> None:
    """Drop every connection of an account."""
    OWNERS.delete(*(OWNERS.key_of(account_id, provider.id) for provider in PROVIDERS))


def _has_passkey(account: Account) -> bool:
    kind = Authenticator.Type.WEBAUTHN
    return Authenticator.objects.filter(user_id=account.pk, type=kind).exists()
