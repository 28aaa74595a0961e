"""Suggestions while one types, and what may have been meant where little was found."""

from typing import NamedTuple

from madang.boards.structure import Site
from madang.words import INITIALS, initial_of

from .finding import Hit, candidates, read_hits
from .index import Reader
from .keyboard import other_layout
from .matching import Field, Match, Wanted, board_place, in_place
from .popular import popular_searches
from .question import phrase_of
from .terms import folded

SEARCHES, TITLES, LOOKED_AT = 5, 5, 30
LETTERS_MOST = 40


class Suggestions(NamedTuple):
    """What others look for that begins so, and titles in which a word does."""

    searches: list[str]
    titles: list[Hit]


def suggest(typed: str, site: Site) -> Suggestions:
    """Return what may be meant by a beginning, on boards that all may read. Six queries at most."""
    whole, initial = _parted(folded(" ".join(typed[:LETTERS_MOST].split())))
    phrase = phrase_of(whole)
    if phrase is None:
        return Suggestions([], [])
    searches = [
        words
        for words in popular_searches(whole, SEARCHES * 3 if initial else SEARCHES)
        if not initial or initial_of(words[len(whole) : len(whole) + 1]) == initial
    ]
    closed = [board_place(board.id) for board in site.boards if board.members_only]
    unwanted = (in_place(*closed),) if closed else ()
    match = Match((Wanted((phrase,), (Field.TITLE,)),), unwanted)
    found = read_hits(candidates("posts", Reader().find("posts", match, most=LOOKED_AT)))
    fitting = [hit for hit in found if _begins(folded(hit.title), whole, initial)]
    titles = {hit.title: hit for hit in reversed(fitting)}
    return Suggestions(searches[:SEARCHES], list(titles.values())[::-1][:TITLES])


def meant(typed: str) -> str | None:
    """Return what the same keys write in the other language, if that can be looked for."""
    said = other_layout(" ".join(typed.split()))
    return said if said and phrase_of(said) else None


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
