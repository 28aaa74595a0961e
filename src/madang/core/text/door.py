"""The door: what people type, as it is kept. Names, titles, texts, questions, imports: all of it.

Nothing that anybody can see is lost here. What is kept can stand in a feed and in either database.
"""

import re
import unicodedata

from .letters import BLANK, BREAKS, DROPPED, FLAG, SPACES, UNSEEN

_BREAK = re.compile(f"\r\n|[{BREAKS}]")
_SPACE = re.compile(f"[{SPACES}]")
_DROPPED = re.compile(f"({FLAG})|[{DROPPED}]")
# What shows nothing, but for what joins and varies emoji: fillers as wide as a letter, and others.
_FILLER = re.compile(f"[\u115f\u1160\u3164\uffa0{BLANK}]+")
_NO_WIDTH = re.compile("[\u00ad\u034f\u17b4\u17b5\u180b-\u180f]+")
_IDEOGRAPH = re.compile("[\U00020000-\U0003ffff]")
# Nearly all lines of a list are such, and are kept as they are.
_PLAIN_LINE = re.compile("(?:[!-~가-힣]+(?: [!-~가-힣]+)*)?")
_NOTHING = re.compile(rf"[\s{UNSEEN}{BLANK}]*")


def tidy(text: str) -> str:
    """Return a text as it is kept: NFC, one kind of line break, no controls, no blanks at ends."""
    lines = without_controls(text).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(map(str.rstrip, lines))).strip("\n").rstrip()


def tidy_line(text: str) -> str:
    """Return what is one line, such as a name or a title, as it is kept."""
    return text if _PLAIN_LINE.fullmatch(text) else " ".join(tidy(text).split())


def without_controls(text: str) -> str:
    """Return a text in NFC without what nobody sees; its blanks stay where they are.

    Other line breaks and spaces become the plain ones: dropped, they would glue words.
    """
    text = _SPACE.sub(" ", _BREAK.sub("\n", text))
    text = _DROPPED.sub(lambda found: found[1] or "", text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def can_be_seen(text: str) -> bool:
    """Tell whether a text shows anything: blanks, joiners and fillers alone do not."""
    return _NOTHING.fullmatch(text) is None


def tidy_name(text: str) -> str:
    """Return a name as it is kept: a line without fillers, which make twins of one name."""
    return " ".join(_FILLER.sub(" ", _NO_WIDTH.sub("", tidy_line(text))).split())


def is_of_word(letter: str) -> bool:
    """Tell whether a letter is part of a word: also marks, with which many scripts are written.

    Ideographs that Python's tables do not know yet are letters.
    """
    if letter.isalnum() or _IDEOGRAPH.match(letter):
        return True
    return unicodedata.category(letter).startswith("M") and can_be_seen(letter)


def tidy_lines(text: str) -> list[str]:
    """Return a list that was typed, one a line, without what is empty or there twice."""
    lines = (tidy_name(line) for line in tidy(text).split("\n"))
    return list(dict.fromkeys(filter(can_be_seen, lines)))
