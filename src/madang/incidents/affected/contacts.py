"""Contacts as they are compared: one person's address or number is written in many ways."""

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple

from madang.core.text.door import tidy_line


class ContactKind(StrEnum):
    """How somebody is reached: an account is one of this site, by its number.

    A reference, by which a list names somebody, is no way to be reached.
    """

    EMAIL = "e"
    PHONE = "p"
    ACCOUNT = "a"
    REFERENCE = "r"


class Contact(NamedTuple):
    """An address or a number, as it is compared."""

    kind: ContactKind
    value: str

    @property
    def text(self) -> str:
        """What it is found by."""
        return f"{self.kind}:{self.value}"


# As RFC 5321 has addresses that anybody uses, and those of other alphabets (RFC 6531).
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[^\s@.<>()\[\],;:\\\"]{1,63}\.)+[^\s@.\d]{2,63}"
)
_NOT_DIGITS = re.compile(r"[\s().\-\u2010-\u2015]+")
# Korean mobile numbers: 010 and eight digits, and the older ones.
_MOBILE = re.compile(r"010\d{8}|01[16789]\d{7,8}")
_COUNTRY = re.compile(r"^(?:\+|00)82\(?0?\)?")


def email(text: str) -> Contact | None:
    """Return an e-mail address; None if it is none.

    Capitals are told apart by no mail server that people use.
    """
    tidied = tidy_line(text).casefold()
    if len(tidied) > 254 or not _EMAIL.fullmatch(tidied):
        return None
    return Contact(ContactKind.EMAIL, tidied)


def mobile(text: str) -> Contact | None:
    """Return a Korean mobile number as 01012345678; None if it is none."""
    tidied = text.strip()
    if not tidied.isascii():
        tidied = unicodedata.normalize("NFKC", tidy_line(tidied))
    tidied = _NOT_DIGITS.sub("", _COUNTRY.sub("0", _NOT_DIGITS.sub("", tidied), count=1))
    # Spreadsheets take numbers for numbers, and lose the first zero.
    if tidied.startswith("1") and len(tidied) in (9, 10):
        tidied = f"0{tidied}"
    return Contact(ContactKind.PHONE, tidied) if _MOBILE.fullmatch(tidied) else None


def contact_of(text: str) -> Contact | None:
    """Return what somebody typed as an address or a number, whichever it is."""
    return email(text) if "@" in text or "＠" in text else mobile(text)
