"""Records that this server writes and cannot read: age, to a key whose other half is elsewhere."""

import base64
import binascii

import pyrage

AGE = b"age-encryption.org/"
# Lines are as long as a multiple of this, so that their length tells little.
STEP = 256


def is_public_key(text: str) -> bool:
    """Tell whether a text is an age public key (age1…)."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def new_keys() -> tuple[str, str]:
    """Return a new secret key and its public key."""
    secret = pyrage.x25519.Identity.generate()
    return str(secret), str(secret.to_public())


def seal_record(record: str, public_key: str) -> str:
    """Encrypt one record (age v1, X25519 and ChaCha20-Poly1305) as one line of Base64."""
    plain = record.encode()
    padded = plain.ljust(-(-len(plain) // STEP) * STEP)
    recipient = pyrage.x25519.Recipient.from_str(public_key)
    return base64.b64encode(pyrage.encrypt(padded, [recipient])).decode()


def open_record(line: str, secret_key: str) -> str | None:
    """Return a record; None if it is damaged or for another key. Raises ValueError."""
    try:
        secret = pyrage.x25519.Identity.from_str(secret_key.strip())
    except pyrage.IdentityError as error:
        raise ValueError("not an age secret key") from error
    try:
        plain: bytes = pyrage.decrypt(base64.b64decode(line, validate=True), [secret])
        return plain.decode().rstrip()
    except (pyrage.DecryptError, binascii.Error, ValueError):
        return None


def is_sealed(line: str) -> bool:
    """Tell whether a line is a sealed record; needs no key."""
    try:
        return base64.b64decode(line, validate=True).startswith(AGE)
    except (binascii.Error, ValueError):
        return False
