"""Words of old databases: CP949, UTF-8 cut off in a letter, and what was taken for another.

A column says what its bytes are, and often it is wrong. What decodes as UTF-8 is UTF-8, whatever
it is called: hardly anything else does.
"""

import re
from collections import Counter

# What CP949 and UTF-8 look like when they were read as Latin letters, and kept so.
_LATIN = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
)
_HANGUL = re.compile("[가-힣ㄱ-ㆎ]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Of a text beyond ASCII so much may be broken and the rest still be what it is called.
MAX_BROKEN = 0.2
# So much beyond ASCII is Korean where a text was.
MIN_KOREAN = 0.6
# So many syllables come to stand together by no chance: ÀÁÂÃÄÅ are three.
MIN_SYLLABLES = 4
# Of KS X 1001 each letter is two bytes, both beyond ASCII.
_LATIN_PAIRS = re.compile("[\u00a1-\u00fe]{2}")
_HANGUL_RUNS = re.compile("[가-힣]{2,}")


class Mender:
    """Reads bytes as words, and counts what was mended (`counts`)."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def text(self, given: bytes) -> str:
        """Return bytes as the words that somebody wrote."""
        try:
            return self.words(given.decode())
        except UnicodeDecodeError:
            pass
        as_utf8 = given.decode(errors="replace")
        broken = as_utf8.count("\ufffd")
        if broken <= MAX_BROKEN * len(_BEYOND_ASCII.findall(as_utf8)):
            self.counts["cut"] += 1
            return as_utf8.replace("\ufffd", "")
        as_cp949 = given.decode("cp949", errors="replace")
        if as_cp949.count("\ufffd") <= broken:
            self.counts["cp949"] += 1
            return as_cp949.replace("\ufffd", "")
        self.counts["cut"] += 1
        return as_utf8.replace("\ufffd", "")

    def words(self, text: str) -> str:
        """Return a text that was read as Latin letters as what it was before."""
        if not _LATIN.search(text) or _HANGUL.search(text):
            return text
        for latin in ("cp1252", "latin-1"):
            for meant in ("utf-8", "cp949"):
                found = _read_again(text, latin, meant)
                if found is not None:
                    self.counts["mojibake"] += 1
                    return found
        return text


def _read_again(text: str, latin: str, meant: str) -> str | None:
    """Return a text's bytes read as they were meant; None where that is no Korean."""
    try:
        found = text.encode(latin).decode(meant)
    except UnicodeError:
        return None
    beyond = _BEYOND_ASCII.findall(found)
    korean = _HANGUL.findall(found)
    if not korean or len(korean) < MIN_KOREAN * len(beyond):
        return None
    return found if meant == "utf-8" or _is_surely_korean(text, found) else None


def _is_surely_korean(text: str, found: str) -> bool:
    """Tell whether two Latin letters are no chance to have come to a syllable: 36.5°C is not 캜."""
    is_plain = not _BEYOND_ASCII.search(_LATIN_PAIRS.sub("", text))
    runs = _HANGUL_RUNS.findall(found)
    try:
        found.encode("euc_kr")
    except UnicodeEncodeError:
        return False
    syllables = sum(len(run) for run in runs if len(set(run)) > 1)
    return is_plain and syllables >= MIN_SYLLABLES
