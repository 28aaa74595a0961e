"""Passages: where in a text the words of a query stand, marked."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from madang.core.text.compared import compared, compared_with_places

from .query import Query

# Before and around the first word that is found.
LETTERS_BEFORE, MAX_LETTERS = 40, 160
# What may stand within a word that is found.
_BETWEEN = frozenset(" \t\n\r\u00a0\u3000,")
_WITHOUT = dict.fromkeys(map(ord, _BETWEEN))
Snippet = tuple[tuple[str, bool], ...]


def marked(text: str, query: Query) -> Snippet:
    """Return a text in parts, each with whether it is what was asked for."""
    line, places = compared_with_places(text)
    parts: list[tuple[str, bool]] = []
    end = 0
    for begin, stop in _joined(_spans(line, query.shown)):
        first, last = places[begin], places[stop]
        if first > end:
            parts.append((text[end:first], False))
        parts.append((text[first:last], True))
        end = last
    return (*parts, (text[end:], False)) if end < len(text) or not parts else tuple(parts)


def snippet_of(text: str, query: Query) -> Snippet:
    """Return the part of a text around the first word that was asked for, in parts."""
    line = " ".join(text.split())
    begin = max(0, _first_place(line, query.shown) - LETTERS_BEFORE)
    cut = line[begin : begin + MAX_LETTERS]
    before, after = "…" if begin else "", "…" if begin + MAX_LETTERS < len(line) else ""
    return marked(f"{before}{cut}{after}", query)


def _first_place(line: str, words: tuple[str, ...]) -> int:
    """Return where the first of the words stands, as it is typed or else dressed up; or 0."""
    small = line.casefold()
    # One syllable may be part of any word.
    typed = [place for word in words if len(word) > 1 and (place := small.find(word)) >= 0]
    if typed and len(small) == len(line):
        return min(typed)
    if not _there(compared(line), words)[1]:
        return 0
    looked_through, places = compared_with_places(line)
    return min((places[begin] for begin, _end in _spans(looked_through, words)), default=0)


def _spans(line: str, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield where words stand, however they are spaced, and their numbers parted.

    A word of one syllable is looked for where it begins a word.
    """
    bare, there = _there(line, words)
    if not there:
        return
    # Of some letters two are made (ß: ss).
    letters = ((place, letter) for place, letter in enumerate(line) if letter not in _BETWEEN)
    places = [place for place, letter in letters for _small in letter.casefold()]
    for wanted in there:
        at = bare.find(wanted)
        while at >= 0:
            begin, end = places[at], places[at + len(wanted) - 1] + 1
            is_inside = len(wanted) == 1 and begin > 0 and line[begin - 1].isalnum()
            # Between two letters stands one space at most.
            if not is_inside and _is_close(places[at : at + len(wanted)]):
                yield begin, end
            at = bare.find(wanted, at + 1)


def _there(line: str, words: tuple[str, ...]) -> tuple[str, list[str]]:
    """Return a line without what may stand within a word, and the words that are in it so."""
    bare = line.translate(_WITHOUT).casefold()
    wanted = (word.replace(" ", "").casefold() for word in words)
    return bare, [word for word in wanted if word and word in bare]


def _is_close(places: list[int]) -> bool:
    return all(after - before <= 2 for before, after in pairwise(places))


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in their order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined
