"""The door: what people type, as it is kept. Names, titles, texts, questions, imports: all of it.

Nothing that anybody can see is lost here. What is kept can stand in a feed and in either database.
"""

import re
import unicodedata

from .letters import BLANK, BREAKS, DROPPED, FLAG, SPACES, UNSEEN

_BREAK = re.compile(f"\r\n|[{BREAKS}]")
_SPACE = re.compile(f"[{SPACES}]")
_DROPPED = re.compile(f"({FLAG})|[{DROPPED}]")
_NOTHING = re.compile(rf"[\s{UNSEEN}{BLANK}]*")


def tidy(text: str) -> str:
    """Return a text as it is kept: NFC, one kind of line break, no controls, no blanks at ends."""
    lines = without_controls(text).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(map(str.rstrip, lines))).strip("\n").rstrip()


def tidy_line(text: str) -> str:
    """Return what is one line, such as a name or a title, as it is kept."""
    return " ".join(tidy(text).split())


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


def is_of_word(letter: str) -> bool:
    """Tell whether a letter is part of a word: also marks, with which many scripts are written."""
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


def tidy_lines(text: str) -> list[str]:
    """Return a list that was typed, one a line, without what is empty or there twice."""
    lines = (tidy_line(line) for line in tidy(text).split("\n"))
    return list(dict.fromkeys(filter(can_be_seen, lines)))
