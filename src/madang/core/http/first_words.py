"""Addresses that begin with a word of the site's own, looked at only where one does.

Django tries one address after the other. Those of boards come last, and are asked for most: of the
hundred before them one look at the first word tells that it is none of theirs.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

Address = URLPattern | URLResolver


def by_first_word(addresses: Sequence[Address]) -> list[Address]:
    """Return the same addresses, those with a first word of their own behind one look at it."""
    with_word = [one for one in addresses if _first_word(one)]
    others = [one for one in addresses if not _first_word(one)]
    return [*others, URLResolver(_FirstWords(map(_first_word, with_word)), with_word)]


def _first_word(address: Address) -> str:
    """Return what an address begins with up to a slash; nothing, where that may differ."""
    if not isinstance(address.pattern, RoutePattern):
        return ""
    word = str(address.pattern).partition("/")[0]
    return "" if "<" in word else word


class _FirstWords(RoutePattern):
    """Nothing before the address itself, which begins with one of these words."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__("")
        self.words = frozenset(words)

    def match(self, path: str) -> tuple[str, tuple[()], dict[str, Any]] | None:
        return (path, (), {}) if path.partition("/")[0] in self.words else None
