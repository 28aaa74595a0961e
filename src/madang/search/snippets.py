"""Passages: where in a text the words of a query stand, marked."""

import re
from functools import lru_cache

from madang.core.text.compared import compared_with_places

from .query import Query

# Before and around the first word that is found.
LETTERS_BEFORE, MAX_LETTERS = 40, 160
Snippet = tuple[tuple[str, bool], ...]


def marked(text: str, query: Query) -> Snippet:
    """Return a text in parts, each with whether it is what was asked for."""
    pattern = _pattern(query.shown)
    if pattern is None:
        return ((text, False),)
    line, places = compared_with_places(text)
    parts: list[tuple[str, bool]] = []
    end = 0
    for found in pattern.finditer(line):
        begin, stop = places[found.start()], places[found.end()]
        if begin > end:
            parts.append((text[end:begin], False))
        # Words that stand together are marked as one.
        before = parts.pop()[0] if parts and parts[-1][1] else ""
        parts.append((before + text[begin:stop], True))
        end = stop
    return (*parts, (text[end:], False)) if end < len(text) or not parts else tuple(parts)


def snippet_of(text: str, query: Query) -> Snippet:
    """Return the part of a text around the first word that was asked for, in parts."""
    line = " ".join(text.split())
    pattern = _pattern(query.shown)
    looked_through, places = compared_with_places(line)
    found = pattern.search(looked_through) if pattern else None
    begin = max(0, places[found.start()] - LETTERS_BEFORE) if found else 0
    cut = line[begin : begin + MAX_LETTERS]
    before, after = "…" if begin else "", "…" if begin + MAX_LETTERS < len(line) else ""
    return marked(f"{before}{cut}{after}", query)


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    if not words:
        return None
    # However it is spaced, and its numbers parted; a word of one syllable is marked where it begins
    # a word.
    spelled = [r"[\s,]?".join(map(re.escape, word.replace(" ", ""))) for word in words]
    spelled = [rf"(?<!\w){one}" if len(one) == 1 else one for one in spelled]
    return re.compile("|".join(spelled), re.IGNORECASE)
