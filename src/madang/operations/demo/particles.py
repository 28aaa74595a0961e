"""Korean particles that follow the sound of the word before them."""

import re

_PAIR = re.compile(r"(\S)\(([가-힣]+)/([가-힣]+)\)")
_FIRST, _LAST = "가", "힣"
_FINALS = 28
_RIEUL = 8


def choose_particles(text: str) -> str:
    """Return a text with each `말(이/가)` decided by the syllable before: after a consonant the
    first form, after a vowel the second; `(으로/로)` takes the second after ㄹ too."""
    return _PAIR.sub(_chosen, text)


def _chosen(found: "re.Match[str]") -> str:
    before, after_consonant, after_vowel = found.groups()
    final = (ord(before) - ord(_FIRST)) % _FINALS if _FIRST <= before <= _LAST else 0
    closed = final != 0 and not (final == _RIEUL and after_consonant == "으로")
    return before + (after_consonant if closed else after_vowel)
