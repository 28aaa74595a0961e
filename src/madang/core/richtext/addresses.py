"""Addresses of the web in a sentence: where they begin and end, and where they lead."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from linkify_it import LinkifyIt

ADDRESS_MAX = 1_000
_links = LinkifyIt(options={"fuzzy_email": False}).add("mailto:", None).add("//", None)
_links.add("ftp:", None)

_BEGINS = re.compile(r"://|www\.", re.IGNORECASE)
_UNBROKEN = re.compile(r"\S+")
# Marks of ASCII that end a sentence or a quotation, where nothing of an address follows.
# A run of marks is looked through once, from its beginning.
_TRAILING = re.compile(r"(?<![:'\"*^|`~,;!])[:'\"*^|`~,;!]+(?=\s|$)|'(?=[가-힣])")
# Marks outside ASCII that stand within addresses all the same: 3·1_운동, カー・シェア, 2013–2014.
_WITHIN = frozenset("·・–‐_")
_DOTS = re.compile(r"[·・]{2,}|(?<![·ㆍ•・])[·ㆍ•・]+(?=\s|$)")
# An address begins behind what no address goes on with.
_BEGINNING = re.compile(
    r"(?:(?<=[^\x00-\x7f])|(?<=[,()\[\]<>\"'`*|]))(?=https?://|www\.)", re.IGNORECASE
)
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_SERVER = re.compile(r"(?:://|www\.)([^/?#]*)", re.IGNORECASE)
# What ends the name of a server, where letters of another alphabet follow: example.com을.
_NAME_ENDS = re.compile(
    r"(?:\.[a-z]{2,}|\.\d+|:\d+|\]|^localhost|\.(?:한국|삼성|닷컴|닷넷))(?=[^\x00-\x7f.]|_)",
    re.IGNORECASE,
)
# In the name of a server stand letters, digits and few marks.
_NO_NAME = re.compile(r"[^\w.:\[\]@%\-\x80-\U0010ffff]|_(?=[^\x00-\x7f]|$)")


def web_address(address: str) -> str:
    """Return an address that a link may lead to; empty for what is none.

    Nor may it hold a name and a password: it would not be where it looks.
    """
    scheme, _colon, rest = address.partition(":")
    address = f"{scheme.lower()}:{rest}"
    if not address.startswith(("http://", "https://")) or len(address) > ADDRESS_MAX:
        return ""
    try:
        parts = urlsplit(address)
        is_plain = bool(parts.hostname) and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        return ""
    return address if is_plain else ""


def addresses_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where addresses stand in a text, and where they lead.

    Each unbroken run of letters is looked through alone, and the longest not at all: looking for
    addresses takes time that grows with the square of such a run.
    """
    if not _BEGINS.search(text):
        return
    for word in _UNBROKEN.finditer(_without_marks(text)):
        if len(word[0]) > ADDRESS_MAX or not _BEGINS.search(word[0]):
            continue
        for begin, part in _parts(word[0], word.start()):
            for link in _links.match(part) or []:
                is_meant = link.schema or link.text.lower().startswith("www.")
                if is_meant and (leads := web_address(link.url)):
                    yield begin + link.index, begin + link.last_index, leads


def end_of_server(server: str) -> int:
    """Return where the name of a server ends that letters of the sentence are stuck to."""
    end = min((found.start() for found in _NO_NAME.finditer(server)), default=len(server))
    for ends in _NAME_ENDS.finditer(server, 0, end):
        rest = server[ends.end() : end]
        _label, dot, more = rest.partition(".")
        # k팝.example goes on: its first part has letters of both kinds.
        if not (dot and re.match("[a-z0-9-]", more, re.IGNORECASE)):
            return ends.end()
    return end


def _without_marks(text: str) -> str:
    """Return a text with a space for each mark that stands around addresses, never in one."""

    def blank(found: re.Match[str]) -> str:
        return " " * len(found[0])

    if not text.isascii():
        text = "".join(" " if _is_around(letter) else letter for letter in _DOTS.sub(blank, text))
    return _TRAILING.sub(blank, text)


def _is_around(letter: str) -> bool:
    """Tell whether a letter is a bracket, a full stop or a sign that is not ASCII's."""
    return letter > "\x7f" and letter not in _WITHIN and unicodedata.category(letter)[0] in "PS"


def _parts(word: str, place: int) -> Iterator[tuple[int, str]]:
    """Yield a word from `place` on in parts, as addresses begin and end in it (a.example|을)."""
    cuts = {found.start() for found in _BEGINNING.finditer(word)}
    first = _SCHEME.search(word)
    if first and not _BEGINS.search(word, 0, first.start()):
        cuts.add(first.start())
    for begin, end in pairwise([0, *sorted(cuts), len(word)]):
        for server in _SERVER.finditer(word, begin, end):
            if (ends := end_of_server(server[1])) < len(server[1]):
                cuts.add(server.start(1) + ends)
    for begin, end in pairwise([0, *sorted(cuts), len(word)]):
        if begin < end:
            yield place + begin, word[begin:end]
