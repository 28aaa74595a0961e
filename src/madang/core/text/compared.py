"""Texts as they are compared: what looks alike is one, whoever dressed it up.

Compatibility forms (ｃａｆｅ, 𝐜𝐚𝐟𝐞, ⓒⓐⓕⓔ) are the plain letters (NFKC); accents and strokes
laid over letters, and what nobody sees, count for nothing. `words.js` does the same in a browser;
a test compares them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from ..korean.initials import INITIALS
from ..korean.keyboard import FINALS, VOWELS, compose
from .letters import BLANK, OVERLAID, UNSEEN

_PLAIN = "\n\t\x20-\x7e가-힣"
# With quotation marks and the like, which stay what they are: most texts have no others.
_STAYS = "‘’“”·※–—「」『』《》•○●□■▶→"
_IS_PLAIN = re.compile(f"[{_PLAIN}{_STAYS}]*")
_NOT_COUNTED = re.compile(f"[{UNSEEN}{BLANK}{OVERLAID}]")
# Parts of syllables: those of keyboards (U+3131), of half width, and those that NFKC makes of both.
_KEYS = "\u3131-\u3163\u3165-\u318e"
# The same with laughter and tears.
_IS_TYPED = re.compile(f"[{_PLAIN}{_STAYS}{_KEYS}]*")
_PARTS = f"{_KEYS}\u1100-\u11ff\uffa1-\uffdc"
_PLAINLY = {
    **{0x1100 + n: key for n, key in enumerate(INITIALS)},
    **{0x1161 + n: key for n, key in enumerate(VOWELS)},
    **{0x11A7 + n: key for n, key in enumerate(FINALS) if n},
    **{0xFFA1 + n: chr(0x3131 + n) for n in range(30)},
    # Letters that are written with a stroke, which Unicode takes for letters of their own.
    **dict(zip(map(ord, "øØłŁđĐħĦŧŦıƀɍ"), "oOlLdDhHtTibr", strict=True)),
    # Of half width the vowels stand in sixes, eight places apart.
    **{0xFFC2 + n // 6 * 8 + n % 6: chr(0x314F + n) for n in range(21)},
}
# Most letters are plain. Of a keyboard's parts NFKC would make something else, double ones of
# another age.
_OF_PARTS = re.compile("[\u1100-\u11ff\uffa1-\uffdc]")
# Longer runs of letters that are not plain come once.
MAX_REMEMBERED = 6
_TO_FOLD = re.compile(f"[^{_PLAIN}{_KEYS}]+")
# Syllables that are spelled out (ㅋㅏㅈㅣㄴㅗ); laughter has no vowels, and stays what it is.
_SPELLED_OUT = re.compile(f"[{_KEYS}]{{2,}}")
# Letters in circles, squares and brackets that NFKC leaves as they are, or gives brackets.
_UNDRESSED = {
    **{0x1F150 + n: chr(0x41 + n) for n in range(26)},
    **{0x1F170 + n: chr(0x41 + n) for n in range(26)},
    **{0x249C + n: chr(0x61 + n) for n in range(26)},
    **{0x3200 + n: unicodedata.normalize("NFKC", chr(0x3200 + n))[1:-1] for n in range(0x1D)},
    **{begin + n: str(n + 1) for begin in (0x2776, 0x2780, 0x278A, 0x24F5) for n in range(10)},
    **{0x2474 + n: str(n + 1) for n in range(20)},
    **dict(zip(map(ord, "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"), "abcdefghijklmnoprstuvwyz", strict=True)),
    **dict(zip(map(ord, "æœÆŒ"), ("ae", "oe", "AE", "OE"), strict=True)),
}
# What is looked at together: a run of plain letters; parts of syllables; a letter and its marks.
_PIECES = re.compile(
    f"([{_PLAIN}]+)|[{_PARTS}{UNSEEN}{BLANK}{OVERLAID}]+"
    f"|[^{_PLAIN}][{UNSEEN}{BLANK}{OVERLAID}\u3099\u309a]*"
)


def compared(text: str) -> str:
    """Return a text as it is compared; capitals stay what they are."""
    if _IS_PLAIN.fullmatch(text):
        return text
    if _IS_TYPED.fullmatch(text):
        return _SPELLED_OUT.sub(lambda parts: compose(parts[0]), text)
    whole = unicodedata.normalize("NFC", text)
    if _OF_PARTS.search(whole):
        bare = unicodedata.normalize("NFC", _NOT_COUNTED.sub("", text))
        whole = bare.translate(_PLAINLY)
    whole = _TO_FOLD.sub(_each_folded, whole)
    return _SPELLED_OUT.sub(lambda parts: compose(parts[0]), whole)


def _each_folded(found: re.Match[str]) -> str:
    words = found[0]
    return _folded(words) if len(words) <= MAX_REMEMBERED else _folded.__wrapped__(words)


# A text has the same few again and again, and a search compares a hundred texts.
@lru_cache(maxsize=20_000)
def _folded(words: str) -> str:
    undressed = words.translate(_UNDRESSED)
    if undressed.isalpha() and unicodedata.is_normalized("NFKD", undressed):
        return undressed.translate(_PLAINLY)
    plain = unicodedata.normalize("NFKD", _NOT_COUNTED.sub("", words.translate(_UNDRESSED)))
    bare = "".join(_without_marks(plain))
    # What was dressed twice, as a small raised æ, is undressed twice.
    return unicodedata.normalize("NFKC", bare).translate(_PLAINLY).translate(_UNDRESSED)


def _without_marks(letters: str) -> Iterator[str]:
    """Yield letters without the marks of other alphabets that are hung on them.

    Marks belong to letters of their own alphabet: to those of Thai, say, and not to Hangul. What
    stands before the first letter is plain.
    """
    is_bare = True
    for letter in letters:
        if not unicodedata.category(letter).startswith("M"):
            is_bare = letter < "\u0530" or "\u1100" <= letter <= "\u11ff" or "가" <= letter <= "힣"
        elif is_bare:
            continue
        if not _NOT_COUNTED.match(letter):
            yield letter


def compared_with_places(text: str) -> tuple[str, list[int]]:
    """Return a text as it is compared, and for each of its letters where it stands in the text.

    One place more says where the text ends.
    """
    parts: list[str] = []
    places: list[int] = []
    for piece in _PIECES.finditer(text):
        if piece[1]:
            parts.append(piece[1])
            places += range(piece.start(), piece.end())
        else:
            part = compared(piece[0])
            parts.append(part)
            places += [piece.start()] * len(part)
    return "".join(parts), [*places, len(text)]
