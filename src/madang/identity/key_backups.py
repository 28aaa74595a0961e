"""A copy of the keys under a passphrase, for a place other than the backups of the data."""

import base64
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from .key_stores import KeyFileError, _noop
from .keys import KEY_BYTES, KeyRing, ring

VERSION = 1
SALT_BYTES = 16
NONCE_BYTES = 12
# Half a second and 128 MB a try (RFC 7914).
COST = 2**17
_PURPOSE = b"madang keys"


def locked_copy(passphrase: str) -> str:
    """Return the keys, encrypted under a passphrase, as a text to keep."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    shut = _cipher(passphrase, salt).encrypt(nonce, ring().dump().encode(), _PURPOSE)
    whole = base64.b64encode(salt + nonce + shut).decode()
    return json.dumps({"madang keys": VERSION, "copy": whole}) + "\n"


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
    try:
        whole = base64.b64decode(json.loads(copy)["copy"], validate=True)
        salt, nonce = whole[:SALT_BYTES], whole[SALT_BYTES : SALT_BYTES + NONCE_BYTES]
        shut = whole[SALT_BYTES + NONCE_BYTES :]
        return _cipher(passphrase, salt).decrypt(nonce, shut, _PURPOSE).decode()
    except InvalidTag as error:
        raise KeyFileError(_noop("암호가 다르거나 백업 파일이 망가졌어요.")) from error
    except (ValueError, KeyError, TypeError) as error:
        raise KeyFileError(_noop("열쇠의 백업 파일이 아니에요.")) from error


def _cipher(passphrase: str, salt: bytes) -> AESGCMSIV:
    return AESGCMSIV(Scrypt(salt, KEY_BYTES, COST, 8, 1).derive(passphrase.encode()))
