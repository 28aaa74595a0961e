"""What was typed with the keyboard in the other language: znvkd is 쿠팡, ㅗ디ㅣㅐ is hello.

Letters by the standard two-set layout (KS X 5002); syllables by the Unicode Standard, section 3.12.
"""

import unicodedata
from collections.abc import Sequence

from .initials import ENDINGS, FIRST_SYLLABLE, INITIALS, VOWELS_AND_ENDINGS

_LATIN = "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml"
_HANGUL = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ"
_TO_HANGUL = dict(zip(_LATIN, _HANGUL, strict=True))
_TO_LATIN = dict(zip(_HANGUL, _LATIN, strict=True))
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_JOINED = {
    **{
        "ㅗㅏ": "ㅘ",
        "ㅗㅐ": "ㅙ",
        "ㅗㅣ": "ㅚ",
        "ㅜㅓ": "ㅝ",
        "ㅜㅔ": "ㅞ",
        "ㅜㅣ": "ㅟ",
        "ㅡㅣ": "ㅢ",
    },
    **{
        "ㄱㅅ": "ㄳ",
        "ㄴㅈ": "ㄵ",
        "ㄴㅎ": "ㄶ",
        "ㄹㄱ": "ㄺ",
        "ㄹㅁ": "ㄻ",
        "ㄹㅂ": "ㄼ",
        "ㄹㅅ": "ㄽ",
    },
    **{"ㄹㅌ": "ㄾ", "ㄹㅍ": "ㄿ", "ㄹㅎ": "ㅀ", "ㅂㅅ": "ㅄ"},
}
_PARTED = {joined: parts for parts, joined in _JOINED.items()}


def other_layout(typed: str) -> str | None:
    """Return what the same keys write in the other language; None where that is no word."""
    if typed.isascii():
        made = compose([_key(key) for key in typed])
        words = made.split()
        # A consonant or vowel that stands alone: no Hangul was meant.
        sound = all(unicodedata.category(letter) != "Lo" or letter >= "가" for letter in made)
        return made if words and sound and any(letter >= "가" for letter in made) else None
    letters = letters_of(typed)
    if not any(letter in _TO_LATIN for letter in letters):
        return None
    made = "".join(_TO_LATIN.get(letter, letter) for letter in letters).lower()
    return made if made.isascii() and any(vowel in made for vowel in "aeiouy") else None


def letters_of(text: str) -> str:
    """Return a text with its syllables taken apart, as they are typed (쿠팡: ㅋㅜㅍㅏㅇ)."""
    parts: list[str] = []
    for letter in text:
        place = ord(letter) - FIRST_SYLLABLE
        if not 0 <= place < 11172:
            parts.append(letter)
            continue
        parts.append(INITIALS[place // VOWELS_AND_ENDINGS])
        parts.append(VOWELS[place % VOWELS_AND_ENDINGS // ENDINGS])
        parts.append(FINALS[place % ENDINGS].strip())
    return "".join(_PARTED.get(letter, letter) for letter in "".join(parts))


def _key(key: str) -> str:
    return _TO_HANGUL.get(key) or _TO_HANGUL.get(key.lower(), key)


def compose(letters: Sequence[str]) -> str:
    """Return letters as syllables, in the way that an input method joins them."""
    made: list[str] = []
    place = 0
    while place < len(letters):
        first = letters[place]
        following = letters[place + 1 : place + 2]
        if first not in INITIALS or not following or following[0] not in VOWELS:
            made.append(first)
            place += 1
            continue
        place += 1
        vowel, place = _longest(letters, place, VOWELS)
        final, place = _final(letters, place)
        number = INITIALS.index(first) * 21 + VOWELS.index(vowel)
        made.append(chr(FIRST_SYLLABLE + number * ENDINGS + FINALS.index(final)))
    return "".join(made)


def _longest(letters: Sequence[str], place: int, among: str) -> tuple[str, int]:
    both = _JOINED.get("".join(letters[place : place + 2]))
    return (both, place + 2) if both and both in among else (letters[place], place + 1)


def _final(letters: Sequence[str], place: int) -> tuple[str, int]:
    """Return the consonants that end a syllable; one before a vowel begins the next."""

    def ends(at: int) -> bool:
        return at >= len(letters) or letters[at] not in VOWELS

    here = letters[place] if place < len(letters) else ""
    if not here or here not in FINALS.strip() or not ends(place + 1):
        return " ", place
    both, after = _longest(letters, place, FINALS)
    if after == place + 2 and ends(after):
        return both, after
    return here, place + 1
