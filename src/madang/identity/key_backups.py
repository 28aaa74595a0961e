"""A copy of the keys under a passphrase, for a place other than the backups of the data.

It is an age file (https://age-encryption.org/v1) under scrypt, as text, so that `age -d` opens it
where there is no Madang.
"""

import time

import pyrage
from django.conf import settings

from .key_stores import KeyFileError, _noop
from .keys import KeyRing, ring

# A copy takes as much work as its machine did in a second. One that is slower by far, or busy just
# then, refuses; a busy one is asked again.
TRIES, PAUSE_SECONDS = 5, 2.0
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
    armored = copy.strip().encode() + b"\n"
    for left in reversed(range(TRIES)):
        try:
            plain: bytes = pyrage.passphrase.decrypt(armored, passphrase)
            return plain.decode()
        except (pyrage.DecryptError, UnicodeDecodeError) as error:
            # pyrage has one error for everything, and its words alone tell what it is.
            if not str(error).startswith("Excessive work"):
                raise KeyFileError(_noop("암호가 다르거나 백업 파일이 망가졌어요.")) from error
            time.sleep(PAUSE_SECONDS if left else 0)
    message = _noop(
        "이 컴퓨터가 느리거나 바빠서 백업을 열지 못했어요. 조용할 때 다시 하거나, 다른 컴퓨터에서 "
        "age -d로 열어 그 내용을 열쇠 파일(%(name)s)로 두세요."
    )
    raise KeyFileError(message, name=settings.KEY_STORE.name)
