"""A copy of the keys under a passphrase, for a place other than the backups of the data.

It is an age file (https://age-encryption.org/v1) under scrypt, as text, so that `age -d` opens it
where there is no Madang.
"""

import pyrage
from django.conf import settings

from .key_stores import KeyFileError, _noop
from .keys import KeyRing, ring

_FIRST_LINE = "-----BEGIN AGE ENCRYPTED FILE-----"


def locked_copy(passphrase: str) -> str:
    """Return the keys, encrypted under a passphrase, as a text to keep. Takes a second or two."""
    locked: bytes = pyrage.passphrase.encrypt(ring().dump().encode(), passphrase, armored=True)
    return locked.decode()


def restore(copy: str, passphrase: str) -> None:
    """Put a copy's keys in the place of lost ones; raise KeyFileError."""
    store = settings.KEY_STORE
    if store.exists():
        message = _noop("%(name)s: 열쇠가 이미 있어요. 열쇠는 덮어쓰지 않아요.")
        raise KeyFileError(message, name=store.name)
    keys = KeyRing(store)
    keys.parse(_unlock(copy, passphrase))
    store.write(keys.dump())
    ring.cache_clear()


def _unlock(copy: str, passphrase: str) -> str:
    if not copy.lstrip().startswith(_FIRST_LINE):
        raise KeyFileError(_noop("열쇠의 백업 파일이 아니에요."))
    try:
        plain: bytes = pyrage.passphrase.decrypt(copy.strip().encode() + b"\n", passphrase)
        return plain.decode()
    except (pyrage.DecryptError, UnicodeDecodeError) as error:
        raise KeyFileError(_noop("암호가 다르거나 백업 파일이 망가졌어요.")) from error
