"""Who an account is at Kakao, Naver, Google or Apple: kept as a keyed hash, and nothing else."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from madang.core.db.transactions import writing
from madang.identity.boxes import decrypt_values, encrypt_values
from madang.identity.tags import keyed, lookup_tag

from ..models import Account, SealedProvider

PURPOSE = "sign-in provider"


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
    """Whoever this is at the provider has another account here."""


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
    """Return the account of whoever is found by this. At most two queries."""
    row = SealedProvider.objects.filter(found_by=found).first()
    if row is None:
        return None
    owner = decrypt_values(row.box, purpose=PURPOSE).get("account", 0)
    return Account.objects.filter(pk=owner).first()


def connect(account_id: int, provider: str, found: str) -> None:
    """Let an account be signed in to from a provider; raises Taken."""
    box = encrypt_values({"account": account_id}, purpose=PURPOSE)
    new = {"box": box, "found_by": found}
    try:
        with writing():
            SealedProvider.objects.update_or_create(pk=_key(provider, account_id), defaults=new)
    except IntegrityError:
        raise Taken from None


def connected(account_id: int) -> set[str]:
    """Return the ids of the providers that an account is connected to. One query."""
    keys = {_key(provider.id, account_id): provider.id for provider in PROVIDERS}
    there = SealedProvider.objects.filter(pk__in=keys).values_list("pk", flat=True)
    return {keys[key] for key in there}


def disconnect(account: Account, provider: str) -> None:
    """End signing in from a provider; raises LastWayIn."""
    with writing():
        others = connected(account.pk) - {provider}
        if not (others or account.has_usable_password() or _has_passkey(account)):
            raise LastWayIn
        SealedProvider.objects.filter(pk=_key(provider, account.pk)).delete()


def forget_providers(account_id: int) -> None:
    """Drop every connection of an account."""
    keys = [_key(provider.id, account_id) for provider in PROVIDERS]
    SealedProvider.objects.filter(pk__in=keys).delete()


def _has_passkey(account: Account) -> bool:
    kind = Authenticator.Type.WEBAUTHN
    return Authenticator.objects.filter(user_id=account.pk, type=kind).exists()


def _key(provider: str, account_id: int) -> int:
    return keyed(f"{PURPOSE}:{provider}", account_id)
