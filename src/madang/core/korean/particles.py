"""Where a word stands in a Korean text: by itself or with its particles, not inside another word.

`개년` is not in `5개년 계획`, nor `오피` in `오피스텔`; `쿠팡` is in `쿠팡에서는`, and in `ㅋㅍ`,
as it is spelled by first consonants. `filters.js` does the same in a browser; a test compares them.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from ..text.compared import compared
from .initials import ENDINGS, FIRST_SYLLABLE, initial_of

# A word of so many syllables may be written with a space anywhere: 개인 정보, 개인정보.
SPACED_FROM = 4

_TITLES = "들 님 씨 측"
# Particles by what they follow. Those that are also endings of verbs (다, 고, 면) are left out:
# 튀기다 is not 튀기.
_AFTER_CONSONANT = (
    "은 이 을 과 으로 으로는 으로도 으로서 으로부터 이랑 이나 이라 이라고 이라는 이라서 이라도 "
    "이라면 이라니 이란 이야 아 이여 이고 이며 이면 이든 이다 이네 이에요 이예요 이었 이었다 "
    "이었어 이요"
)
_AFTER_VOWEL = (
    "는 가 를 와 로 로는 로도 로서 로부터 랑 라고 라는 라서 라도 라면 라니 란 야 여 네 예요 "
    "였다 였어 요"
)
_AFTER_EITHER = (
    "에 에서 에게 에게서 에선 에는 에도 의 도 만 부터 까지 처럼 보다 마다 조차 밖에 한테 "
    "한테서 께 께서 하고 뿐 뿐만 대로 만큼 쯤 입니다 인데 인가 인지 이던 하면"
)
_THEN = "는 은 도 만 의 를 을 가 이 로 요 나 까지 부터 라도 조차 서 야"
_EDGE, _END = r"(?<![^\W_])", r"(?![^\W_])"
# Where a word of nothing but marks stands.
_NOWHERE = re.compile(r"(?!)()")
_BEGINNING = re.compile(rf"{_EDGE}[^\W_]")


def contains(text: str, word: str, *, initials: bool = True, within: bool = False) -> bool:
    """Tell whether a text has a word; `initials`: also as it is spelled by first consonants.

    `within`: also inside another word (국수 in 잔치국수).
    """
    return pattern_of(word, initials, within).search(compared(text)) is not None


def span_of(text: str, word: str, *, initials: bool = True) -> tuple[int, int] | None:
    """Return from where to where the first such word stands in a text (as it is compared)."""
    found = pattern_of(word, initials).search(compared(text))
    return found.span(1) if found else None


class Words:
    """Many words that are looked for at once; each has a place, and the lowest one counts.

    Only where a word of the text begins is anything tried, and only what begins with that letter:
    five hundred words cost a text little more than five.
    """

    def __init__(self, words: Iterable[tuple[str, bool, bool]]) -> None:
        """Take words and, for each, whether it is also spelled by its first consonants, and whether
        it is looked for inside other words too.
        """
        self.words = list(words)
        self._by_letter: dict[str, list[int]] = {}
        self._others: list[int] = []
        for place, (word, initials, within) in enumerate(self.words):
            first = compared(word).strip()[:1]
            if within or not _BEGINNING.match(first):
                self._others.append(place)
                continue
            for letter in {first.lower(), first.upper(), initial_of(first) if initials else first}:
                self._by_letter.setdefault(letter, []).append(place)

    def first_in(self, text: str) -> int | None:
        """Return the lowest place of a word that a text has; None if it has none."""
        text = compared(text)
        best = len(self.words)
        for begins in _BEGINNING.finditer(text) if self._by_letter else ():
            for place in self._by_letter.get(begins[0], ()):
                if place >= best:
                    break
                if pattern_of(*self.words[place]).match(text, begins.start()):
                    best = place
        for place in self._others:
            if place < best and pattern_of(*self.words[place]).search(text):
                best = place
        return best if best < len(self.words) else None


@lru_cache(maxsize=4096)
def pattern_of(word: str, initials: bool, within: bool = False) -> re.Pattern[str]:
    """Return the regular expression of a word with its particles; group 1 is the word.

    Of one that may stand inside another (`within`), of the word alone.
    """
    parts = compared(word).split()
    if not parts:
        return _NOWHERE
    spelled = initials and _has_initials("".join(parts))
    gap = r"\s?" if len("".join(parts)) >= SPACED_FROM else ""
    body = r"\s*".join(gap.join(_letter(char, spelled) for char in part) for part in parts)
    if within:
        return re.compile(f"({body})", re.IGNORECASE)
    return re.compile(f"{_EDGE}({body}){_particles_after(parts[-1][-1])}{_END}", re.IGNORECASE)


@lru_cache(maxsize=4096)
def without_particles(word: str) -> str:
    """Return a word without its particles, if two syllables are left (쿠팡에서: 쿠팡)."""
    for end in range(2, len(word)):
        if _particles_pattern(word[end - 1]).fullmatch(word, end):
            return word[:end]
    return word


def _particles_pattern(char: str) -> re.Pattern[str]:
    return re.compile(_particles_after(char))


def _has_initials(word: str) -> bool:
    """Tell whether a word can be told by its first consonants: ㅋㅋ and ㅎㅎ are laughter."""
    return len({initial_of(char) for char in word} - {""}) > 1


def _letter(char: str, initials: bool) -> str:
    first = initial_of(char) if initials else ""
    return f"[{char}{first}]" if first else re.escape(char)


def _particles_after(char: str) -> str:
    place = ord(char) - FIRST_SYLLABLE
    groups = [_AFTER_EITHER]
    if not 0 <= place < 11172 or place % ENDINGS:
        groups.append(_AFTER_CONSONANT)
    # 로 follows ㄹ too (서울로), and whatever is not Hangul may end in a vowel.
    if not 0 <= place < 11172 or place % ENDINGS == 0:
        groups.append(_AFTER_VOWEL)
    elif place % ENDINGS == 8:
        groups.append("로 로는 로도 로서 로부터")
    then = f"{_one_of(_THEN)}?"
    # After 들, 님 … come the particles of what these end in.
    every = _one_of(f"{_AFTER_EITHER} {_AFTER_CONSONANT} {_AFTER_VOWEL}")
    titled = f"{_one_of(_TITLES)}{{1,2}}(?:{every}{then})?"
    return f"(?:{_one_of(' '.join(groups))}{then}|{titled})?"


def _one_of(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"
