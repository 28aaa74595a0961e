"""The operator's word list: what nobody may write here."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.boards.api import NotYours
from madang.boards.extensions import WritingRefused
from madang.core.fresh import Fresh
from madang.core.korean.particles import Words
from madang.core.text.compared import compared
from madang.core.text.door import tidy_lines
from madang.filters.rules import MAX_WORD_LENGTH, MIN_WORD_LENGTH, FilterRefused

from .models import RefusedWords

MAX_WORDS = 500
# How long another worker may go by the old list.
FRESH_SECONDS = 2.0


class WordList:
    """The words; `initials`: also as they are spelled by first consonants."""

    def __init__(self, words: Iterable[str] = (), initials: bool = False) -> None:
        self.words, self.initials = tuple(words), initials
        self._looking = Words((word, initials, False) for word in self.words)

    def first_in(self, text: str) -> str | None:
        """Return the first of the words that a text has."""
        place = self._looking.first_in(text)
        return None if place is None else self.words[place]


def _read() -> WordList:
    row = RefusedWords.objects.first()
    return WordList(row.words.splitlines(), row.initials) if row else WordList()


# The list: one query, once in two seconds in each process.
refused_words = Fresh(_read, seconds=FRESH_SECONDS)


def read_words(text: str) -> list[str]:
    """Return the words of a list that was typed, one a line. Raises FilterRefused with the line."""
    words = tidy_lines(text)
    for word in words:
        if not MIN_WORD_LENGTH <= len(compared(word)) <= MAX_WORD_LENGTH:
            said = _("“%(word)s”: 단어는 %(least)d자에서 %(most)d자까지예요.")
            raise FilterRefused(
                said % {"word": word, "least": MIN_WORD_LENGTH, "most": MAX_WORD_LENGTH}
            )
    if len(words) > MAX_WORDS:
        raise FilterRefused(_("%(most)d개까지 등록할 수 있어요.") % {"most": MAX_WORDS})
    return words


def save_words(words: list[str], initials: bool, *, by: Account) -> None:
    """Go by this list from now on, for operators."""
    if not by.is_operator:
        raise NotYours
    values = {"words": "\n".join(words), "initials": initials}
    RefusedWords.objects.update_or_create(pk=1, defaults=values)
    refused_words.forget()


def check_refused_words(text: str) -> None:
    """Raise WritingRefused for what holds a word of the list."""
    word = refused_words().first_in(text)
    if word is not None:
        said = _("“%(word)s” 때문에 올리지 못했어요. 운영자가 막아 둔 단어예요.")
        raise WritingRefused(said % {"word": word})
