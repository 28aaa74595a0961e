"""Terms: what the index knows of a text.

Hangul has no spaces where one would look for a word (쿠팡에서, 개인정보보호법), so its terms are
pairs of neighbouring syllables: 쿠팡에서 is 쿠팡, 팡에, 에서, and 쿠팡 is found in it. Between two
words stands a term of its own (인·정 in 개인 정보), so that 개인정보 is found however it is spaced
and 인정 is not found there. Words of other alphabets are one term each; Han and kana go in pairs.
(Character bigrams: Lee and Ahn, "Using n-grams for Korean text retrieval", SIGIR 1996.)
"""

import re
from operator import add

from madang.core.korean.initials import initial_of
from madang.core.text.compared import compared

# Counted up when what a text is found by changes: indexes of another version are made anew.
VERSION = 3
# Between the last syllable of a word and the first of the next.
JOINT = "·"
MAX_TERM_LENGTH = 40

PAIRED = "가-힣一-鿿぀-ヿ\U00020000-\U0003ffff"
_SYLLABLES, _WORD = 1, 3
_RUNS = re.compile(rf"([{PAIRED}]+(?:\s[{PAIRED}]+)*)|([ㄱ-ㅣ]+)|([^\W_{PAIRED}ㄱ-ㅣ]+)")
# 10,000 is 10000.
_IN_NUMBER = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
# Laughter and tears are in every other text.
_LAUGHTER = frozenset("ㅋㅎㅠㅜㅡㅇ")


def folded(text: str) -> str:
    """Return a text as it is looked through: compared, capitals small, numbers without commas."""
    return _IN_NUMBER.sub("", compared(text).casefold())


def terms_of(text: str) -> list[str]:
    """Return the terms of a text in their order."""
    found: list[str] = []
    for run in _RUNS.finditer(folded(text)):
        word, kind = run[0], run.lastindex
        if kind == _SYLLABLES:
            found += _paired(word)
        elif kind == _WORD:
            found.append(word[:MAX_TERM_LENGTH])
        elif not _LAUGHTER.issuperset(word):
            found += map(add, word, word[1:])
    return found


def _paired(words: str) -> list[str]:
    """Return the terms of words of syllables between which one space stands, the last one too.

    Many words at a time, since each step by itself would take longer than all that it does: of
    what stands on both sides of a space, two pairs have the space, and one more is between them.
    """
    words = " ".join(words.split())
    pairs = " ".join(map(add, words, words[1:])).replace("   ", JOINT)
    return [*pairs.split(), words[-1]]


class _Initials(dict[int, str]):
    """What stands for each letter of a title: its first consonant; nothing for a space."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        initial = letter if "ㄱ" <= letter <= "ㅎ" else initial_of(letter)
        if not initial:
            return "" if letter.isspace() else _APART
        # Of syllables there are some thousands, of all else any number.
        self[code] = initial
        return initial


_APART = "."
_INITIALS = _Initials()


def initials_of(text: str) -> list[str]:
    """Return the pairs of first consonants of a title (개인 정보: ㄱㅇ, ㅇㅈ, ㅈㅂ)."""
    found: list[str] = []
    for run in folded(text).translate(_INITIALS).split(_APART):
        found += map(add, run, run[1:])
    return found
