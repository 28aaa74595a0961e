"""The keys of the desk: one for each year, with whose end all inquiries of that year are over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import msgspec
from django.utils import timezone

from madang.identity import named_keys
from madang.identity.named_keys import NamedNumbers, NamedRecords

from ..models import Inquiry

# Most of what people write fits into one or a few of these.
PADDED_TO = 1024


class About(msgspec.Struct, frozen=True, array_like=True):
    """What an inquiry's own box holds: who asks, as they said, and the code of their page."""

    contact: str = ""
    name: str = ""
    title: str = ""
    code: str = ""
    language: str = "ko"
    # Of an e-mail: to which of our addresses it came, and its Message-ID.
    address: str = ""
    mail_id: str = ""
    warnings: int = 0
    token: str = ""
    # What is at stake, as they say: what leaked of theirs may have raised the urgency.
    stake: int = 0


class Words(msgspec.Struct, frozen=True, array_like=True):
    """What a message's box holds: the text, and who of the staff it is from."""

    text: str = ""
    by: int = 0
    name: str = ""
    # Quoted text of an e-mail, which is shown folded.
    quoted: str = ""
    # How abusive it sounds, from 0 to 1.
    abuse: float = 0.0


@dataclass(frozen=True)
class YearKeys:
    """How inquiries of one year are sealed and found. Raises KeyDestroyed once its key is gone."""

    year: int

    @property
    def name(self) -> str:
        """The name of the year's key."""
        return f"desk:{self.year}"

    @cached_property
    def _abouts(self) -> NamedRecords[About]:
        return NamedRecords(About, self.name, "inquiry", padded_to=PADDED_TO)

    @cached_property
    def _words(self) -> NamedRecords[Words]:
        return NamedRecords(Words, self.name, "inquiry message", padded_to=PADDED_TO)

    @cached_property
    def _numbers(self) -> NamedNumbers:
        return NamedNumbers(self.name, "inquiries")

    def contact(self, contact: str) -> int | None:
        """Return the number of a contact, as `Contact.text` has it; None of none."""
        return self._numbers.of(f"contact:{contact}") if contact else None

    def link(self, token: str) -> int:
        """Return the number of the address of somebody's page."""
        return self._numbers.of(f"link:{token}")

    def seal_about(self, number: int, about: About) -> bytes:
        return self._abouts.seal(about, bound_to=number)

    def about(self, inquiry: Inquiry) -> About:
        """Return what an inquiry's box holds; nothing, where it is damaged."""
        return self._abouts.open(inquiry.box, bound_to=inquiry.pk) or About()

    def seal_words(self, inquiry: int, words: Words) -> bytes:
        return self._words.seal(words, bound_to=inquiry)

    def words(self, inquiry: int, box: bytes | memoryview) -> Words:
        """Return what a message's box holds; nothing, where it is damaged."""
        return self._words.open(box, bound_to=inquiry) or Words()


def year_of(moment: datetime) -> int:
    return timezone.localtime(moment).year


def keys_for(moment: datetime) -> YearKeys:
    """Return the keys of a moment's year, made if it is the first of that year."""
    keys = YearKeys(year_of(moment))
    if not named_keys.is_open(keys.name):
        named_keys.make(keys.name)
    return keys


def keys_of(inquiry: Inquiry) -> YearKeys:
    return YearKeys(inquiry.year)


def open_years(moment: datetime) -> Iterable[YearKeys]:
    """Return the keys of this year and the one before, as far as they are there."""
    years = (YearKeys(year_of(moment)), YearKeys(year_of(moment) - 1))
    return [keys for keys in years if named_keys.is_open(keys.name)]
