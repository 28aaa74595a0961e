"""Whom a text calls: @익인3, @글쓴이, and on boards that have them nicknames."""

import re

from madang.core.richtext import without_quoted

# More names in one comment are not called: it would be a way to disturb many at once.
MAX_MENTIONS = 5
AUTHOR_NAMES = ("글쓴이", "author", "Author")
# Not within an address, of a page or of e-mail.
_AT = r"(?<![\w@/.:-])@"


def voices_called(html: str, noun: str) -> list[int]:
    """Return the numbers of the voices that a comment calls, 0 for the author; the first few."""
    names = "|".join(map(re.escape, AUTHOR_NAMES))
    called = rf"({names})(?![0-9A-Za-z])|{re.escape(noun)} ?(\d{{1,7}})(?!\d)"
    pattern = re.compile(rf"{_AT}(?:{called})")
    found = [int(number) if number else 0 for _, number in pattern.findall(without_quoted(html))]
    return list(dict.fromkeys(found))[:MAX_MENTIONS]


def nicknames_called(html: str, names: dict[int, str]) -> list[int]:
    """Return the numbers of the nicknames that a comment calls, of those given; the first few.

    Of two names one of which begins with the other, the longer one is meant.
    """
    by_name = {name: number for number, name in names.items() if name}
    if not by_name:
        return []
    longest_first = sorted(by_name, key=len, reverse=True)
    pattern = re.compile(f"{_AT}({'|'.join(map(re.escape, longest_first))})")
    found = [by_name[name] for name in pattern.findall(without_quoted(html))]
    return list(dict.fromkeys(found))[:MAX_MENTIONS]
