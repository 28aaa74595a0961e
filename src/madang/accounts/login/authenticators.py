"""Passkeys, one-time codes and recovery codes: allauth's, kept so that a thief learns nothing.

allauth keeps secrets readable and the moments of making and using them beside the account. Here its
rows hold an encrypted box, stand under random numbers, know no moments, and are not touched by
signing in.
"""

import json
import secrets
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models.signals import post_init, post_save, pre_save
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.identity.boxes import decrypt, encrypt

PURPOSE = "authenticator"
BOX = "box"


class AuthenticatorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _lazy("맞지 않아요. 다시 시도해 주세요."),
    }

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Tell whether a member has any of these.

        A passkey is a way to sign in of its own: a password alone stays enough for members without
        an authenticator app, or losing the passkey would be losing the account.
        """
        if types is not None and set(types) == {
            Authenticator.Type.TOTP,
            Authenticator.Type.WEBAUTHN,
        }:
            types = [Authenticator.Type.TOTP]
        return bool(super().is_mfa_enabled(user, types))

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("패스키 %(number)s") % {"number": count + 1}


def keep_sealed() -> None:
    """Make every row of allauth's table be kept as this module says; called once at start."""
    pre_save.connect(_shut, sender=Authenticator)
    post_save.connect(_open, sender=Authenticator)
    post_init.connect(_open, sender=Authenticator)
    # It would write the moment of each signing in next to the account.
    Authenticator.record_usage = lambda self: None


def _shut(instance: Any, **_kwargs: object) -> None:
    if instance._state.adding:
        instance.pk = instance.pk or secrets.randbits(62)
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        instance.created_at = midnight
    instance.data = {BOX: encrypt(json.dumps(instance.data), purpose=_purpose(instance))}


def _open(instance: Any, **_kwargs: object) -> None:
    data = instance.__dict__.get("data")
    if isinstance(data, dict) and data.keys() == {BOX}:
        instance.data = json.loads(decrypt(data[BOX], purpose=_purpose(instance)) or "{}")


def _purpose(instance: Any) -> str:
    # A box that was moved to another account's row does not open.
    return f"{PURPOSE}:{instance.user_id}:{instance.type}"
