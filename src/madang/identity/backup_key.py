"""The key under which backups of the data are sealed: it follows from the site's own.

So whoever has the keys again can read every backup, and there is no further key to lose; the keys
themselves are in no backup of the data. Pieces are age files (https://age-encryption.org/v1):
`age -d` opens them too, with what `identity` says.
"""

import hmac

import pyrage

from .keys import KeyRing, derive, ring

# BIP 173, "Bech32": https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_HUMAN_PART = "age-secret-key-"


class Unreadable(Exception):
    """Something was not sealed under this site's key, or is damaged."""


class BackupKey:
    """Seals and opens what a backup is made of, and names it by what it says."""

    def __init__(self, keys: KeyRing | None = None) -> None:
        site = (keys or ring()).site
        self.identity = _bech32(derive(site, "backups"))
        self._names = derive(site, "backups: names")
        self._own = pyrage.x25519.Identity.from_str(self.identity)
        self._recipients = [self._own.to_public()]

    def name(self, plain: bytes) -> str:
        """Return a keyed hash: it tells nobody else whether something known is in a backup."""
        return hmac.digest(self._names, plain, "sha256").hex()

    def seal(self, plain: bytes) -> bytes:
        sealed: bytes = pyrage.encrypt(plain, self._recipients)
        return sealed

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed; raises Unreadable."""
        try:
            plain: bytes = pyrage.decrypt(sealed, [self._own])
        except pyrage.DecryptError as error:
            raise Unreadable(str(error)) from None
        return plain


def _bech32(key: bytes) -> str:
    """Return a key as age writes one."""
    bits = int.from_bytes(key) << (-len(key) * 8 % 5)
    length = (len(key) * 8 + 4) // 5
    data = [bits >> 5 * (length - 1 - place) & 31 for place in range(length)]
    human = [ord(letter) >> 5 for letter in _HUMAN_PART]
    human += [0, *(ord(letter) & 31 for letter in _HUMAN_PART)]
    check = _remainder([*human, *data, *[0] * 6]) ^ 1
    data += [check >> 5 * (5 - place) & 31 for place in range(6)]
    return (_HUMAN_PART + "1" + "".join(_LETTERS[value] for value in data)).upper()


def _remainder(values: list[int]) -> int:
    found = 1
    for value in values:
        top = found >> 25
        found = (found & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate(_GENERATOR):
            found ^= part if top >> place & 1 else 0
    return found
