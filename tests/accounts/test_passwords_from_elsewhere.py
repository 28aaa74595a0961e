"""Passwords that came with members of other programs, and those whose hashing is outdated."""

import base64
import hashlib

import bcrypt
import pytest
from argon2 import PasswordHasher
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.test import Client

from madang.accounts.foreign_passwords import kept_password
from madang.accounts.models import Account, RenewedPassword
from madang.accounts.renewals import renew_passwords

PASSWORD = "test12345"


def digest(name: str, *parts: bytes) -> str:
    return hashlib.new(name, b"".join(parts)).hexdigest()


def pbkdf2(salt: str, rounds: str, size: int) -> str:
    made = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt.encode(), int(rounds), size)
    return f"sha256:{rounds}:{salt}:{base64.b64encode(made).decode()}"


WORD = PASSWORD.encode()
MD5 = digest("md5", WORD)
KINDS = {
    "gnuboard5": pbkdf2("YrFyLHv6zrkOGLW3X1uVn2b6lqXu9pQa", "12000", 24),
    "Rhymix's PBKDF2": pbkdf2("abcDEF123456", "0008192", 32),
    "bcrypt": bcrypt.hashpw(WORD, bcrypt.gensalt(4)).decode(),
    "Argon2": PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD),
    "MySQL": "*" + digest("sha1", hashlib.sha1(WORD).digest()).upper(),
    # The example of phpass' own test.
    "phpass": "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0",
    "Joomla": f"{digest('md5', WORD, b'0123456789abcdef')}:0123456789abcdef",
    "SQL Server": "0x010001234567"
    + digest("sha1", PASSWORD.encode("utf-16-le"), bytes.fromhex("01234567")).upper(),
    "MD5": MD5,
    "MD5 of SHA-1 of MD5": digest("md5", digest("sha1", MD5.encode()).encode()),
    "SHA-256": digest("sha256", WORD),
    "SHA-512": digest("sha512", WORD),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_a_password_of_another_program_is_known_and_renewed(kind: str, keys: object) -> None:
    kept = kept_password(KINDS[kind])
    assert kept is not None and kept.startswith("foreign$")
    account = Account.objects.create(login_name="hong", password=kept)
    assert not account.check_password("test12346")
    assert RenewedPassword.objects.count() == 0
    assert account.check_password(PASSWORD)
    renew_passwords()
    account.refresh_from_db()
    assert account.password.startswith("argon2$argon2id$") and account.check_password(PASSWORD)
    assert RenewedPassword.objects.count() == 0


@pytest.mark.parametrize(
    "old",
    [
        "",
        "plain words",
        "sha256:0:salt:AAAA",
        "sha256:99999999:salt:AAAA",
        "sha256:1000:a:AAAAA",
        "$argon2id$v=19$m=9999999,t=3,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
    ],
)
def test_what_is_no_hash_or_costs_too_much_is_not_kept(old: str) -> None:
    assert kept_password(old) is None


@pytest.mark.django_db
def test_whoever_signed_in_stays_so_when_the_password_is_renewed(community: object) -> None:
    account = Account.objects.create(login_name="hong", password=kept_password(MD5))
    browser = Client()
    browser.post("/accounts/login", {"login": "hong", "password": PASSWORD})
    assert browser.get("/me").status_code == 200
    renew_passwords()
    assert browser.get("/me").status_code == 200
    account.refresh_from_db()
    account.set_password("quite another one")
    account.save()
    assert browser.get("/me").status_code == 302


@pytest.mark.django_db
def test_a_hash_of_less_work_is_renewed_at_night_too(
    keys: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = Account.objects.create(login_name="hong", password=make_password(PASSWORD))
    old = account.password
    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", Argon2PasswordHasher.time_cost + 1)
    assert account.check_password(PASSWORD) and account.check_password(PASSWORD)
    account.refresh_from_db()
    assert account.password == old and RenewedPassword.objects.count() == 1
    renew_passwords()
    account.refresh_from_db()
    assert account.password != old and account.check_password(PASSWORD)
    assert RenewedPassword.objects.count() == 0
