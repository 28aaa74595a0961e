"""The site's key for Web Push (RFC 8292): made from the site's key, so that none more is kept."""

import base64

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .keys import derive, ring

# The order of the group P-256 (NIST SP 800-186, section 3.2.1.3).
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def push_private_key() -> str:
    """Return the private key as 32 bytes in URL-safe base64."""
    return _text(_scalar().to_bytes(32, "big"))


def push_public_key() -> str:
    """Return the public key as the browser wants it: an uncompressed point in URL-safe base64."""
    public = ec.derive_private_key(_scalar(), ec.SECP256R1()).public_key()
    return _text(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def is_browsers_key(point: bytes) -> bool:
    """Tell whether this is a public key on P-256: what is not cannot be encrypted to."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return True


def _scalar() -> int:
    return int.from_bytes(derive(ring().site, "web push"), "big") % (ORDER - 1) + 1


def _text(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode()
