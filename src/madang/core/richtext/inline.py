"""What stands within a line: words, some of them bold, and links."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby, pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from linkify_it import LinkifyIt

from .tree import BLOCKS, Element, text_of

ADDRESS_MAX = 1_000
LINK_REL = "nofollow ugc noopener"
_links = LinkifyIt(options={"fuzzy_email": False}).add("mailto:", None).add("//", None)
_links.add("ftp:", None)

# `**` opens where a word begins and closes where one ends: people also write 씨** for what they
# would rather not spell.
_BOLD = re.compile(r"(?<![^\W_])(?<!\*)\*\*(?=[^\s*])([^\n]*?[^\s*])\*\*(?!\*)")
_UNBROKEN = re.compile(r"\S+")
_NAMED = re.compile(r"\[((?:[^\[\]\n]|\[[^\[\]\n]*\])+)\]\(((?i:https?)://[^\s()<>\"]+)\)")
_BEGINS = re.compile(r"://|www\.", re.IGNORECASE)
# What stands around an address in a sentence, and never in one: quotation marks and brackets of
# East Asia, full stops and commas of full width, dots that trail off.
_AROUND = re.compile(
    "[“”„‟‘’‚‛«»‹›「」『』｢｣《》〈〉≪≫【】〔〕〖〗（）［］｛｝…‥。．，、！？；：～]|·{2,}|[·ㆍ•](?=$)"
)
_AFTER_A_WORD = re.compile(r"(?<=[^\x00-\x7f])(?=https?://)", re.IGNORECASE)
# A server's name, and in its last part, or its port, what is none of it: example.com을.
_SERVER = re.compile(r"(?:://|www\.)([^/?#]*)", re.IGNORECASE)
_STUCK = re.compile(r"(?:\.[a-z]{2,}|:\d+)([가-힣ㄱ-ㅣ][^.]*(?:\.*|\.[가-힣].*))$", re.IGNORECASE)


class Run(NamedTuple):
    """Words that look alike; line breaks are `\\n`."""

    text: str
    bold: bool = False
    href: str = ""


def runs_of(nodes: Iterable[Element | str], bold: bool = False, href: str = "") -> Iterator[Run]:
    """Yield the runs of nodes; an element that is not known counts as its words."""
    for node in nodes:
        if isinstance(node, str):
            yield Run(node, bold, href)
        elif node.tag == "br":
            yield Run("\n")
        else:
            is_bold = bold or node.tag in ("strong", "b")
            leads = href or _leads_to(node)
            parts = node.tag in BLOCKS
            # Blocks within a line part it, as they would have parted the page.
            yield from [Run("\n")] if parts else []
            yield from runs_of(node.children, is_bold, leads)
            yield from [Run("\n")] if parts else []


def _leads_to(node: Element) -> str:
    """Return where an element leads; nowhere, if it is an address with more of a sentence in it."""
    leads = web_address(node.attributes.get("href", ""))
    said = text_of(node.children) if leads else ""
    found = next(_addresses(said), None)
    is_more = found is not None and found[2] != leads and leads.startswith(found[2])
    return "" if is_more and web_address(said) == leads else leads


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


def read_plain(text: str) -> list[Run]:
    """Return the runs of a typed text: `**bold**`, `[words](https://…)`."""
    if "**" not in text and "](" not in text:
        return [Run(text)]
    runs, end = [], 0
    for found in _BOLD.finditer(text):
        runs += _named(text[end : found.start()], False) + _named(found[1], True)
        end = found.end()
    return runs + _named(text[end:], False)


def write_plain(runs: Iterable[Run]) -> str:
    """Return runs as they would be typed; undoes `read_plain` where no word holds a mark."""
    parts = []
    for bold, some in groupby(runs, key=lambda run: run.bold):
        words = "".join(_typed(run) for run in some)
        parts.append(f"**{words}**" if bold else words)
    return "".join(parts)


def write_html(runs: Iterable[Run]) -> str:
    """Return runs as HTML: addresses among their words become links."""
    parts = []
    for href, some in groupby(tidied(runs), key=lambda run: run.href):
        own = list(some)
        if not href:
            parts += [_bold(run, _linked(run.text)) for run in own]
            continue
        address = href if len(own) == 1 and _is_bare(own[0]) else _in_brackets(href)
        inner = "".join(_bold(run, _broken(run.text)) for run in own)
        parts.append(f'<a href="{escape(address)}">{inner}</a>')
    return "".join(parts)


def tidied(runs: Iterable[Run]) -> list[Run]:
    """Return runs without blanks at their ends; bold ones end with a line and begin with a word."""
    parted = [part for run in runs for part in (_parted(run) if run.bold else [run]) if part.text]
    joined: list[Run] = []
    for run in parted:
        before = joined.pop() if joined and joined[-1][1:] == run[1:] else None
        joined.append(run._replace(text=before.text + run.text) if before else run)
    while joined and not joined[0].text.strip():
        del joined[0]
    while joined and not joined[-1].text.strip():
        joined.pop()
    if joined:
        joined[0] = joined[0]._replace(text=joined[0].text.lstrip("\n"))
        joined[-1] = joined[-1]._replace(text=joined[-1].text.rstrip())
    return joined


def _parted(run: Run) -> Iterator[Run]:
    for place, line in enumerate(run.text.split("\n")):
        if place:
            yield run._replace(text="\n", bold=False)
        words = line.strip()
        start = len(line) - len(line.lstrip())
        yield run._replace(text=line[:start], bold=False)
        yield run._replace(text=words)
        yield run._replace(text=line[start + len(words) :], bold=False)


def _named(text: str, bold: bool) -> list[Run]:
    runs, end = [], 0
    for found in _NAMED.finditer(text):
        leads = web_address(found[2])
        words = Run(found[1], bold, leads) if leads else Run(found[0], bold)
        runs += [Run(text[end : found.start()], bold), words]
        end = found.end()
    return [*runs, Run(text[end:], bold)]


def _typed(run: Run) -> str:
    if not run.href or _is_bare(run) or not _NAMED.fullmatch(f"[{run.text}]({run.href})"):
        return run.text
    return f"[{run.text}]({run.href})"


def _is_bare(run: Run) -> bool:
    """Tell whether a link is an address that leads where it says."""
    found = list(_addresses(run.text))
    return len(found) == 1 and found[0] == (0, len(run.text), run.href)


def _in_brackets(address: str) -> str:
    """Return an address as it can stand in round brackets."""
    return re.sub(r"[\s()<>\"]", lambda found: f"%{ord(found[0]):02X}", address)


def _bold(run: Run, html: str) -> str:
    return f"<strong>{html}</strong>" if run.bold else html


def _broken(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _linked(text: str) -> str:
    parts, end = [], 0
    for begin, stop, address in _addresses(text):
        parts.append(_broken(text[end:begin]))
        parts.append(f'<a href="{escape(address)}">{_broken(text[begin:stop])}</a>')
        end = stop
    return "".join([*parts, _broken(text[end:])])


def _addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where addresses stand in a text, and where they lead.

    Each unbroken run of letters is looked through alone, and the longest not at all: looking for
    addresses takes time that grows with the square of such a run.
    """
    if not _BEGINS.search(text):
        return
    for word in _UNBROKEN.finditer(_AROUND.sub(lambda found: " " * len(found[0]), text)):
        if len(word[0]) > ADDRESS_MAX or not _BEGINS.search(word[0]):
            continue
        for begin, part in _parts(word[0], word.start()):
            for link in _links.match(part) or []:
                is_meant = link.schema or link.text.lower().startswith("www.")
                if is_meant and (leads := web_address(link.url)):
                    yield begin + link.index, begin + link.last_index, leads


def _parts(word: str, place: int) -> Iterator[tuple[int, str]]:
    """Yield a word from `place` on in parts, as addresses begin and end in it (a.example|을)."""
    cuts = {found.start() for found in _AFTER_A_WORD.finditer(word)}
    for server in _SERVER.finditer(word):
        if stuck := _STUCK.search(server[1]):
            cuts.add(server.start(1) + stuck.start(1))
    for begin, end in pairwise([0, *sorted(cuts), len(word)]):
        yield place + begin, word[begin:end]
