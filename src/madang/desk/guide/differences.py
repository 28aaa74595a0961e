"""What differs between two texts, word by word, for whoever reviews the newer."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

_WORDS = re.compile(r"\s+|[^\s]+")


class Part(NamedTuple):
    """Some words that stayed (""), went ("-") or came ("+")."""

    kind: str
    text: str


def differences(before: str, after: str) -> Iterator[Part]:
    """Yield the parts of two texts in their order: what went stands before what came for it."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Part("", "".join(old[a:b]))
            continue
        if b > a:
            yield Part("-", "".join(old[a:b]))
        if d > c:
            yield Part("+", "".join(new[c:d]))
