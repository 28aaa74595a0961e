"""Terms: what the index knows of a text.

Hangul has no spaces where one would look for a word (쿠팡에서, 개인정보보호법), so its terms are
pairs of neighbouring syllables: 쿠팡에서 is 쿠팡, 팡에, 에서, and 쿠팡 is found in it. Between two
words stands a term of its own (인·정 in 개인 정보), so that 개인정보 is found however it is spaced
and 인정 is not found there. Words of other alphabets are one term each; Han and kana go in pairs.
(Character bigrams: Lee and Ahn, "Using n-grams for Korean text retrieval", SIGIR 1996.)
"""

import re
from collections.abc import Iterator

from madang.words import composed, initial_of

# Whoever changes what a text's terms are counts this up: indexes of another version are made anew.
VERSION = 1
# Between the last syllable of a word and the first of the next.
JOINT = "·"
LONGEST_TERM = 40

_PAIRED = "가-힣一-鿿぀-ヿ"
_RUNS = re.compile(rf"([{_PAIRED}]+)|([ㄱ-ㅣ]+)|([^\W_{_PAIRED}ㄱ-ㅣ]+)")
# Laughter and tears are in every other text.
_LAUGHTER = frozenset("ㅋㅎㅠㅜㅡㅇ")


def folded(text: str) -> str:
    """Return a text as it is compared: syllables composed, capitals small."""
    return composed(text).casefold()


def terms_of(text: str) -> list[str]:
    """Return the terms of a text in their order."""
    return list(_terms(folded(text)))


def _terms(text: str) -> Iterator[str]:
    # The end of the pairs before, and their last syllable, which waits for what follows.
    end, last = -1, ""
    for run in _RUNS.finditer(text):
        pairs, letters, word = run.groups()
        if last:
            yield last + JOINT + pairs[0] if pairs and _is_gap(text[end : run.start()]) else last
            last = ""
        if pairs:
            yield from map("".join, zip(pairs, pairs[1:], strict=False))
            end, last = run.end(), pairs[-1]
        elif letters:
            if not _LAUGHTER.issuperset(letters):
                yield from map("".join, zip(letters, letters[1:], strict=False))
        else:
            yield word[:LONGEST_TERM]
    if last:
        yield last


def initials_of(text: str) -> list[str]:
    """Return the pairs of first consonants of a title (개인 정보: ㄱㅇ, ㅇㅈ, ㅈㅂ)."""
    found: list[str] = []
    before = ""
    for letter in folded(text):
        initial = letter if "ㄱ" <= letter <= "ㅎ" else initial_of(letter)
        if initial:
            if before:
                found.append(before + initial)
            before = initial
        elif not letter.isspace():
            before = ""
    return found


def _is_gap(between: str) -> bool:
    return len(between) == 1 and between.isspace()
