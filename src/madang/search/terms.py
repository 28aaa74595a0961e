"""Terms: what the index knows of a text.

Hangul has no spaces where one would look for a word (쿠팡에서, 개인정보보호법), so its terms are
pairs of neighbouring syllables: 쿠팡에서 is 쿠팡, 팡에, 에서, and 쿠팡 is found in it. Between two
words stands a term of its own (인·정 in 개인 정보), so that 개인정보 is found however it is spaced
and 인정 is not found there. Words of other alphabets are one term each; Han and kana go in pairs.
(Character bigrams: Lee and Ahn, "Using n-grams for Korean text retrieval", SIGIR 1996.)
"""

import re
from collections.abc import Iterable

from madang.core.korean.initials import initial_of
from madang.core.text.compared import compared

# Counted up when what a text is found by changes: indexes of another version are made anew.
VERSION = 3
# Between the last syllable of a word and the first of the next.
JOINT = "·"
MAX_TERM_LENGTH = 40

PAIRED = "가-힣一-鿿぀-ヿ\U00020000-\U0003ffff"
_SYLLABLES, _WORD = 1, 3
_RUNS = re.compile(rf"([{PAIRED}]+)|([ㄱ-ㅣ]+)|([^\W_{PAIRED}ㄱ-ㅣ]+)")
# 10,000 is 10000.
_IN_NUMBER = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
# Laughter and tears are in every other text.
_LAUGHTER = frozenset("ㅋㅎㅠㅜㅡㅇ")


def folded(text: str) -> str:
    """Return a text as it is looked through: compared, capitals small, numbers without commas."""
    return _IN_NUMBER.sub("", compared(text).casefold())


def terms_of(text: str) -> list[str]:
    """Return the terms of a text in their order."""
    text = folded(text)
    found: list[str] = []
    # The end of the syllables before, and the last of them, which waits for what follows.
    end, last = -1, ""
    for run in _RUNS.finditer(text):
        word, kind = run[0], run.lastindex
        if last:
            joined = kind == _SYLLABLES and run.start() == end + 1 and text[end].isspace()
            found.append(last + JOINT + word[0] if joined else last)
            last = ""
        if kind == _SYLLABLES:
            found += _pairs(word)
            end, last = run.end(), word[-1]
        elif kind == _WORD:
            found.append(word[:MAX_TERM_LENGTH])
        elif not _LAUGHTER.issuperset(word):
            found += _pairs(word)
    if last:
        found.append(last)
    return found


def _pairs(word: str) -> Iterable[str]:
    # Most words have two syllables or three.
    return (word,) if len(word) == 2 else map("".join, zip(word, word[1:], strict=False))


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
