"""What a group is called: words that many of its people use and that lie close to what they ask."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from madang.search.query import stem_of
from madang.search.terms import folded

from .space import space

if TYPE_CHECKING:
    from .space import Matrix

# A word of fewer people, or of a smaller part of many, could be somebody's name.
FEWEST, PART = 3, 0.05
WORDS, CONSIDERED = 3, 200
_WORD = re.compile(r"[^\W\d_]{2,}")


def title_of(texts: Sequence[str], centre: "Matrix") -> str:
    """Return up to three words for texts that ask the same and lie around a place.

    Where no word is used by enough of them they are only said to be alike.
    """
    # Who writes the same again says nothing more.
    counts = Counter(word for text in set(texts) for word in _words(text))
    fewest = max(FEWEST, PART * len(texts))
    known = [word for word, count in counts.most_common(CONSIDERED) if count >= fewest]
    close = space().place(known) @ centre
    chosen: list[str] = []
    for at in (-close).argsort():
        # Not the same in another form.
        if not any(known[at][:2] == other[:2] for other in chosen):
            chosen.append(known[at])
    return " · ".join(chosen[:WORDS]) or _("비슷한 질문")


def _words(text: str) -> set[str]:
    """Return the words of a text, without their particles."""
    return {stem_of(one) for one in _WORD.findall(folded(text))}
