"""The operator's word list: what nobody may write here."""

import time
from dataclasses import dataclass

from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.boards.actions import NotYours
from madang.boards.events import Writing, WritingRefused
from madang.filters.rules import WORD_MAX, WORD_MIN, RuleRefused
from madang.words import first_of

from .models import RefusedWords

WORDS_MOST = 500
# How long another worker may go by the old list.
FRESH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class WordList:
    """The words; `initials`: also as they are spelled by first consonants."""

    words: tuple[str, ...] = ()
    initials: bool = False


_known: tuple[float, WordList] | None = None


def refused_words() -> WordList:
    """Return the list: one query, once in two seconds in each worker."""
    global _known
    known = _known
    if known is None or time.monotonic() - known[0] > FRESH_SECONDS:
        row = RefusedWords.objects.first()
        words = WordList(tuple(row.words.splitlines()), row.initials) if row else WordList()
        known = _known = (time.monotonic(), words)
    return known[1]


def read_words(text: str) -> list[str]:
    """Return the words of a list that was typed, one a line. Raises RuleRefused with the line."""
    words = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines()))
    words = [word for word in words if word]
    for word in words:
        if not WORD_MIN <= len(word) <= WORD_MAX:
            said = _("“%(word)s”: 낱말은 %(least)d자에서 %(most)d자까지예요.")
            raise RuleRefused(said % {"word": word, "least": WORD_MIN, "most": WORD_MAX})
    if len(words) > WORDS_MOST:
        raise RuleRefused(_("%(most)d개까지 둘 수 있어요.") % {"most": WORDS_MOST})
    return words


def save_words(words: list[str], initials: bool, *, by: Account) -> None:
    """Go by this list from now on, for operators."""
    if not by.is_operator:
        raise NotYours
    values = {"words": "\n".join(words), "initials": initials}
    RefusedWords.objects.update_or_create(pk=1, defaults=values)
    forget()


def forget() -> None:
    """Read the list anew at the next question."""
    global _known
    _known = None


def must_have_no_refused_word(what: Writing) -> None:
    """Raise WritingRefused for what holds a word of the list."""
    refused = refused_words()
    word = first_of(refused.words, what.words, initials=refused.initials)
    if word is not None:
        said = _("“%(word)s” 때문에 올리지 못했어요. 운영자가 막아 둔 낱말이에요.")
        raise WritingRefused(said % {"word": word})
