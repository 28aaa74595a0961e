"""Passwords that came from other programs: their hashes, hashed once more by Argon2 at once.

What is kept is the setting of the old hash (its kind, its salt) and the Argon2 hash of the old
hash, so that a thief gains nothing from how weak it was. What is made of the password at the first
sign-in takes its place (`renewals`), as for every hasher that says `must_update`.

Kinds: PBKDF2 as gnuboard5 and Rhymix write it; bcrypt; Argon2; phpass and Drupal's; MySQL's
PASSWORD() and the older one of 16 digits; Joomla's; SQL Server's; bare digests and the chains of
them that XE allowed.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import bcrypt
from argon2.low_level import Type, hash_secret
from django.contrib.auth.hashers import Argon2PasswordHasher, BasePasswordHasher

# bcrypt looks at so many bytes, as PHP's does.
BCRYPT_BYTES = 72
MAX_ROUNDS = 2_000_000
_ITOA64 = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# What a digest of so many digits may be of, each step over the hex digits of the one before.
_CHAINS = {
    32: ("md5", "md5 sha1 md5", "sha1 md5", "md5 md5", "sha256 md5"),
    40: ("sha1", "md5 sha1", "sha1 sha1"),
    64: ("sha256", "md5 sha256", "sha1 sha256"),
    96: ("sha384",),
    128: ("sha512", "md5 sha512", "sha1 sha512"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of hash: what it looks like (a setting, then a digest), and how it is made."""

    name: str
    shape: re.Pattern[str]
    digests: Callable[[bytes, str], Iterator[str]]


def _pbkdf2(password: bytes, setting: str) -> Iterator[str]:
    algorithm, rounds, salt, size = setting.split(":")
    # The salt is used as it is written.
    made = hashlib.pbkdf2_hmac(algorithm, password, salt.encode(), int(rounds), int(size))
    yield base64.b64encode(made).decode()


def _bcrypt(password: bytes, setting: str) -> Iterator[str]:
    made = bcrypt.hashpw(password[:BCRYPT_BYTES], setting.encode()).decode()
    yield made[len(setting) :]


def _argon2(password: bytes, setting: str) -> Iterator[str]:
    given, _mark, size = setting.rpartition(":")
    _empty, kind, _version, costs, salt = given.split("$")
    memory, time, lanes = (int(cost.partition("=")[2]) for cost in costs.split(","))
    made = hash_secret(
        password,
        _base64(salt),
        time_cost=time,
        memory_cost=memory,
        parallelism=lanes,
        hash_len=int(size),
        type=Type.ID if kind == "argon2id" else Type.I,
    )
    yield made.decode().rpartition("$")[2]


def _base64(words: str) -> bytes:
    """Return what base64 without its padding stands for."""
    return base64.b64decode(words + "=" * (-len(words) % 4))


def _mysql(password: bytes, setting: str) -> Iterator[str]:
    yield _hex("sha1", hashlib.sha1(password, usedforsecurity=False).digest()).upper()


def _old_mysql(password: bytes, setting: str) -> Iterator[str]:
    """Yield what OLD_PASSWORD() made: sql/password.c, hash_password()."""
    first, add, second = 1345345333, 7, 0x12345671
    for byte in password:
        if byte in b" \t":
            continue
        first ^= ((first & 63) + add) * byte + (first << 8)
        second += (second << 8) ^ first
        add += byte
    yield f"{first & 0x7FFFFFFF:08x}{second & 0x7FFFFFFF:08x}"


def _phpass(algorithm: str, length: int) -> Callable[[bytes, str], Iterator[str]]:
    """Return what makes phpass' portable hashes, and Drupal's, which are of another digest."""

    def digests(password: bytes, setting: str) -> Iterator[str]:
        rounds, salt = 1 << _ITOA64.index(setting[3]), setting[4:12].encode()
        made = hashlib.new(algorithm, salt + password, usedforsecurity=False).digest()
        for _round in range(rounds):
            made = hashlib.new(algorithm, made + password, usedforsecurity=False).digest()
        yield _in_64(made)[:length]

    return digests


def _in_64(given: bytes) -> str:
    """Return bytes in phpass' own kind of base64: three bytes at a time, the lowest bits first."""
    parts = []
    for at in range(0, len(given), 3):
        chunk = given[at : at + 3]
        value = int.from_bytes(chunk, "little")
        parts += [_ITOA64[value >> (6 * place) & 63] for place in range(len(chunk) + 1)]
    return "".join(parts)


def _joomla(password: bytes, setting: str) -> Iterator[str]:
    yield _hex("md5", password + setting.encode())


def _mssql(password: bytes, setting: str) -> Iterator[str]:
    wide = password.decode().encode("utf-16-le")
    yield _hex("sha1", wide + bytes.fromhex(setting[6:])).upper()


def _bare(password: bytes, setting: str) -> Iterator[str]:
    for chain in _CHAINS[int(setting)]:
        made = password
        for step in chain.split():
            made = _hex(step, made).encode()
        yield made.decode()


def _hex(algorithm: str, given: bytes) -> str:
    return hashlib.new(algorithm, given, usedforsecurity=False).hexdigest()


# At most a gigabyte and nine rounds: no hash of a dump keeps a sign-in busy for long.
_COSTS = r"m=(?:\d{1,6}|10[0-3]\d{4}|104[0-7]\d{3}),t=[1-9],p=(?:[1-9]|1[0-6])"
_KINDS = (
    Kind("pbkdf2", re.compile(r"(sha(?:1|256|384|512):\d{1,7}:[^:$]+):([\w+/]+={0,2})"), _pbkdf2),
    Kind("bcrypt", re.compile(r"(\$2[abxy]\$\d\d\$[\w./]{22})([\w./]{31})"), _bcrypt),
    Kind("argon2", re.compile(rf"(\$argon2(?:id|i)\$v=19\${_COSTS}\$[\w+/]+)\$([\w+/]+)"), _argon2),
    Kind("mysql", re.compile(r"(\*)([0-9A-Fa-f]{40})"), _mysql),
    Kind("old_mysql", re.compile(r"()([0-9a-f]{16})"), _old_mysql),
    Kind("phpass", re.compile(r"(\$[PH]\$[\w./]{9})([\w./]{22})"), _phpass("md5", 22)),
    Kind("drupal", re.compile(r"(\$S\$[\w./]{9})([\w./]{43})"), _phpass("sha512", 43)),
    Kind("mssql", re.compile(r"(0x0100[0-9A-F]{8})([0-9A-F]{40})"), _mssql),
    Kind("bare", re.compile(r"()([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64,128})"), _bare),
)
_JOOMLA = Kind("joomla", re.compile(r"([0-9a-f]{32}):([\w.+/=]{16,64})"), _joomla)
_BY_NAME = {kind.name: kind for kind in (*_KINDS, _JOOMLA)}


def kept_password(old: str) -> str | None:
    """Return how the hash of another program is kept here; None for a kind that is not known."""
    found = _read(old.strip())
    if found is None:
        return None
    kind, setting, digest = found
    written = base64.urlsafe_b64encode(setting.encode()).decode()
    within = Argon2PasswordHasher().encode(digest, Argon2PasswordHasher().salt())
    return f"{ForeignHasher.algorithm}${kind.name}${written}${within}"


def is_kept_from(old: str, kept: str) -> bool:
    """Tell whether what is kept here was made of a hash; not once its owner has signed in."""
    found = _read(old.strip())
    if found is None or not kept.startswith(f"{ForeignHasher.algorithm}$"):
        return False
    within = kept.split("$", 3)[3]
    return Argon2PasswordHasher().verify(found[2], within)


def _read(old: str) -> tuple[Kind, str, str] | None:
    """Return the kind of a hash, its setting and its digest."""
    if found := _JOOMLA.shape.fullmatch(old):
        return _JOOMLA, found[2], found[1]
    for kind in _KINDS:
        found = kind.shape.fullmatch(old)
        if found is None:
            continue
        setting, digest = found[1], found[2]
        if kind.name == "pbkdf2":
            if int(setting.split(":")[1]) not in range(1, MAX_ROUNDS):
                return None
            try:
                setting += f":{len(base64.b64decode(digest, validate=True))}"
            except binascii.Error:
                return None
        if kind.name == "argon2":
            setting += f":{len(_base64(digest))}"
        if kind.name == "bare":
            if len(digest) not in _CHAINS:
                return None
            setting = str(len(digest))
        return kind, setting, digest if kind.name != "mysql" else digest.upper()
    return None


class ForeignHasher(BasePasswordHasher):
    """Checks passwords that came from another program; it makes no new ones."""

    algorithm = "foreign"

    def verify(self, password: str, encoded: str) -> bool:
        _algorithm, name, written, within = encoded.split("$", 3)
        setting = base64.urlsafe_b64decode(written).decode()
        argon2 = Argon2PasswordHasher()
        digests = _BY_NAME[name].digests(password.encode(), setting)
        return any(argon2.verify(digest, within) for digest in digests)

    def encode(self, password: str, salt: str) -> str:
        raise NotImplementedError("new passwords are Argon2's")

    def must_update(self, encoded: str) -> bool:
        return True

    def decode(self, encoded: str) -> dict[str, Any]:
        _algorithm, name, _written, within = encoded.split("$", 3)
        salt = Argon2PasswordHasher().decode(within)["salt"]
        return {"algorithm": self.algorithm, "kind": name, "salt": salt}

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        return {"algorithm": self.decode(encoded)["kind"]}

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing: another hasher takes its place at the first sign-in."""
