"""Accounts: a login name, a password's hash, and nothing finer than a day."""

import secrets
from datetime import date
from unicodedata import normalize

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from madang.identity.models import BoxedRow, ScatteredKey


def random_id() -> int:
    """Return a random 63-bit id: an account's number must not tell when it was made."""
    return secrets.randbits(63)


def random_mark() -> str:
    return secrets.token_hex(8)


def today() -> date:
    return timezone.localdate()


_SESSIONS = "madang.accounts.sessions.store"


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, login_name: str, password: str, **fields: object) -> "Account":
        account = self.model(login_name=login_name, **fields)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """Somebody who signs in. Nothing here says when it last did, or what it wrote."""

    id = ScatteredKey(default=random_id)
    login_name = models.CharField(max_length=30, unique=True)
    # Of Argon2, some of another program's hash: longer than Django's own.
    password = models.CharField(max_length=400)
    joined = models.DateField(default=today)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    # Random; a session made under another one has ended. Changing it signs out everywhere.
    sessions_mark = models.CharField(max_length=16, default=random_mark)

    # Signing in would write the moment next to the name; None removes the field and the habit.
    last_login = None

    objects = AccountManager()
    USERNAME_FIELD = "login_name"

    def __str__(self) -> str:
        return f"account {self.pk}"

    def set_password(self, raw_password: str | None) -> None:
        """Take a password however its syllables are typed: some write them in parts (RFC 8265)."""
        super().set_password(raw_password and normalize("NFC", raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Tell whether a password is right; also one that was taken in parts."""
        meant = raw_password and normalize("NFC", raw_password)
        is_right = self._is_right(meant)
        return is_right or (meant != raw_password and self._is_right(raw_password))

    def _is_right(self, password: str | None) -> bool:
        """Tell whether a password is right; where its hash is outdated a new one waits."""
        from .renewals import is_outdated, note_renewed

        is_right = check_password(password, self.password)
        if is_right and password and is_outdated(self.password):
            note_renewed(self, password)
        return is_right

    def end_sessions(self) -> None:
        """Sign out everywhere."""
        self.sessions_mark = random_mark()
        self.save(update_fields=["sessions_mark"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Another password has another salt, so that changing it ends other sessions; the same one
        # hashed anew keeps it. Django's own covers the whole hash.
        salt = self.password.rsplit("$", 2)[-2:][0]
        both = f"{salt}:{self.sessions_mark}"
        return salted_hmac(_SESSIONS, both, secret=secret, algorithm="sha256").hexdigest()


class Session(BoxedRow):
    """A browser that is signed in, under one of its account's keyed numbers."""

    last_day = models.DateField(db_index=True)


class RenewedPassword(BoxedRow):
    """The hash that the password of a member from elsewhere gets tonight."""


class SealedLink(BoxedRow):
    """What leads to an account from outside, sealed.

    The row stands under a keyed hash of the account, is found by a keyed hash of what leads there,
    and holds the rest in a box.
    """

    found_by = models.CharField(max_length=32, unique=True)

    class Meta:
        abstract = True


class SealedEmail(SealedLink):
    """An e-mail address and whose it is."""


class SealedProvider(SealedLink):
    """Who an account is at Kakao, Naver, Google or Apple: the box says whose it is."""
