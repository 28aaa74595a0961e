"""Boxes: text that only the running site can read, bound to what it is for."""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from .keys import derive, ring

NONCE_BYTES = 12
# A box as long as what is in it would tell an account's id by how many digits it has.
PADDED_TO, PADDING = 48, b"\0"


def encrypt(text: str, *, purpose: str, padded_to: int = PADDED_TO) -> str:
    """Encrypt a text under the site's key (AES-256-GCM-SIV, RFC 8452), as URL-safe base64.

    It is padded to a multiple of so many bytes; the text may not end in NUL.
    """
    nonce, said = secrets.token_bytes(NONCE_BYTES), text.encode()
    padded = said + PADDING * (-len(said) % padded_to)
    shut_text = _cipher(purpose).encrypt(nonce, padded, purpose.encode())
    return base64.urlsafe_b64encode(nonce + shut_text).decode()


def decrypt(box: str, *, purpose: str) -> str | None:
    """Return the text in a box; None if it is damaged or was made for another purpose."""
    try:
        whole = base64.urlsafe_b64decode(box)
        nonce, shut_text = whole[:NONCE_BYTES], whole[NONCE_BYTES:]
        said = _cipher(purpose).decrypt(nonce, shut_text, purpose.encode())
        return said.rstrip(PADDING).decode()
    except (InvalidTag, ValueError, binascii.Error):
        return None


def _cipher(purpose: str) -> AESGCMSIV:
    return AESGCMSIV(derive(ring().site, purpose))
