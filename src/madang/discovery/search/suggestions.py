"""Suggestions while one types, and what may have been meant where little was found."""

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance.DamerauLevenshtein import distance

from madang.boards.api import BoardDirectory
from madang.core.korean.initials import INITIALS, initial_of
from madang.core.korean.keyboard import letters_of, other_layout
from madang.search.index import Reader
from madang.search.matching import Field, Match, Phrase, Wanted, board_place, in_place
from madang.search.query import phrase_of
from madang.search.term_statistics import term_statistics
from madang.search.terms import folded

from .hits import Hit, candidates, read_hits
from .popular import popular_searches

MAX_SEARCHES, MAX_TITLES, TITLES_READ = 5, 5, 30
# About so many texts with a term are looked at for titles that have it.
TEXTS_READ = 5_000
MAX_LETTERS = 40
# A shorter word is one letter from too many others.
MIN_LETTERS = 4


class Suggestions(NamedTuple):
    """What others look for that begins so, and titles in which a word does."""

    searches: list[str]
    titles: list[Hit]


def suggest(typed: str, directory: BoardDirectory) -> Suggestions:
    """Return what may be meant by a beginning, on boards that all may read.

    While a syllable is composed it is another for a moment (도석, on the way to 도서관): what goes
    on after the syllable before it with the same first consonant is suggested then. Eight queries,
    or twice as many.
    """
    whole, initial = _parted(folded(" ".join(typed[:MAX_LETTERS].split())))
    found = _suggest(whole, initial, directory)
    if not any(found) and not initial and len(whole) > 1 and (first := initial_of(whole[-1])):
        return _suggest(whole[:-1], first, directory)
    return found


def _suggest(whole: str, initial: str, directory: BoardDirectory) -> Suggestions:
    phrase = phrase_of(whole)
    if phrase is None:
        return Suggestions([], [])
    in_titles = _Titles(directory)
    searches = [
        words
        for words in popular_searches(whole, MAX_SEARCHES * 3 if initial else MAX_SEARCHES)
        if not initial or initial_of(words[len(whole) : len(whole) + 1]) == initial
    ]
    searches = in_titles.still_there(searches[:MAX_SEARCHES])
    found = read_hits(candidates("posts", in_titles.find(phrase, TITLES_READ)))
    fitting = [hit for hit in found if _begins(folded(hit.title), whole, initial)]
    titles = {hit.title: hit for hit in reversed(fitting)}
    return Suggestions(searches, list(titles.values())[::-1][:MAX_TITLES])


def meant(typed: str) -> list[str]:
    """Return what may have been meant, the likeliest first.

    What the same keys write in the other language; and for it, or for what was typed, the word of
    some title that is one letter from it, as letters are typed (Damerau, "A technique for computer
    detection and correction of spelling errors", 1964).
    """
    said = folded(" ".join(typed.split()))
    other = other_layout(" ".join(typed.split()))
    tried = [other, *map(_nearest, (other, said))]
    return [word for word in dict.fromkeys(tried) if word and word != said and phrase_of(word)]


def _nearest(typed: str | None) -> str | None:
    if not typed or len(letters := letters_of(typed)) < MIN_LETTERS:
        return None
    known = term_statistics().words
    spelled = _spelled(known)
    found = process.extractOne(letters, spelled, scorer=distance, score_cutoff=1)
    return known[found[2]] if found else None


@lru_cache(maxsize=1)
def _spelled(words: tuple[str, ...]) -> list[str]:
    return list(map(letters_of, words))


class _Titles:
    """The titles of posts that all may read, as the index has them."""

    def __init__(self, directory: BoardDirectory) -> None:
        closed = [board_place(board.id) for board in directory.boards if board.members_only]
        self._excluded = (in_place(*closed),) if closed else ()
        self._reader = Reader()

    def find(self, phrase: Phrase, most: int) -> list[int]:
        return self._reader.find("posts", self._match(phrase), most=most)

    def still_there(self, searches: list[str]) -> list[str]:
        """Return those that some title still says: what is gone is suggested no more."""
        phrases = {words: phrase for words in searches if (phrase := phrase_of(words))}
        matches = list(map(self._match, phrases.values()))
        each = self._reader.find_each("posts", matches, most=MAX_SEARCHES)
        found = dict(zip(phrases, each, strict=True))
        live = {
            one.id for one in candidates("posts", list({n for ns in found.values() for n in ns}))
        }
        return [words for words, numbers in found.items() if live.intersection(numbers)]

    def _match(self, phrase: Phrase) -> Match:
        wanted = Wanted((phrase,), (Field.TITLE,))
        terms = phrase.terms[:-1] if phrase.is_open else phrase.terms
        rarest = min(terms, key=term_statistics().share, default=None)
        near = self._reader.newest("posts", rarest, TEXTS_READ) if rarest else ()
        return Match((wanted, *near), self._excluded)


def _parted(typed: str) -> tuple[str, str]:
    """Return what was typed without a syllable that is only begun, and its first consonant."""
    if len(typed) > 1 and typed[-1] in INITIALS:
        return typed[:-1], typed[-1]
    return typed, ""


def _begins(title: str, whole: str, initial: str) -> bool:
    """Tell whether a title goes on after what was typed with a consonant that was begun."""
    if not initial:
        return True
    place = title.find(whole)
    while place >= 0:
        if initial_of(title[place + len(whole) : place + len(whole) + 1]) == initial:
            return True
        place = title.find(whole, place + 1)
    return False
