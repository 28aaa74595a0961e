"""Voices that a text calls: @익인3, @글쓴이."""

import re

from madang.boards.text import to_text

# More names in one comment are not called: it would be a way to disturb many at once.
MOST = 5
AUTHOR_NAMES = ("글쓴이", "author")


def voices_called(html: str, noun: str) -> list[int]:
    """Return the numbers of the voices that a comment calls, 0 for the author; the first few."""
    names = "|".join(map(re.escape, AUTHOR_NAMES))
    called = rf"({names})(?![0-9A-Za-z])|{re.escape(noun)} ?(\d{{1,7}})(?!\d)"
    # Not within an address, of a page or of e-mail.
    pattern = re.compile(rf"(?<![\w@/.:-])@(?:{called})")
    found = [int(number) if number else 0 for _, number in pattern.findall(to_text(html))]
    return list(dict.fromkeys(found))[:MOST]
