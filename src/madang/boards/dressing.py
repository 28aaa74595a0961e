"""What texts are shown with besides their own words, such as cards for links.

The app above that knows such things offers itself when it starts; boards know none of them.
"""

from collections.abc import Callable, Collection

Dresser = Callable[[Collection[str]], list[str]]
_dressers: list[Dresser] = []


def offer(dresser: Dresser) -> None:
    """Let this dress texts from now on."""
    _dressers[:] = [dresser]


def dressed(texts: Collection[str]) -> list[str]:
    """Return texts as HTML to be shown, in their order. A query at most."""
    return _dressers[0](texts) if _dressers else list(texts)
