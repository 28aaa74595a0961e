"""First consonants (초성) of Hangul syllables: ㅋㅍ for 쿠팡."""

# Hangul's syllables come in the order of 19 first consonants, 21 vowels and 28 endings (Unicode
# Standard, section 3.12).
FIRST_SYLLABLE, VOWELS_AND_ENDINGS, ENDINGS = 0xAC00, 588, 28
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def initial_of(syllable: str) -> str:
    """Return the first consonant of a syllable; empty for what is none."""
    place = ord(syllable) - FIRST_SYLLABLE
    return INITIALS[place // VOWELS_AND_ENDINGS] if 0 <= place < 11172 else ""
