"""What stands within a line: words, some of them bold, and links."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import NamedTuple

from .addresses import addresses_in, web_address
from .tree import BLOCKS, Element, text_of

LINK_REL = "nofollow ugc noopener"

# `**` opens where a word begins and closes where one ends: people also write 씨** for what they
# would rather not spell.
_BOLD = re.compile(r"(?<![^\W_])(?<!\*)\*\*(?=[^\s*])([^\n]*?[^\s*])\*\*(?!\*)")
_NAMED = re.compile(r"\[((?:[^\[\]\n]|\[[^\[\]\n]*\])+)\]\(((?i:https?)://[^\s()<>\"]+)\)")


class Run(NamedTuple):
    """Words that look alike; line breaks are `\\n`."""

    text: str
    bold: bool = False
    href: str = ""


def runs_of(nodes: Iterable[Element | str], bold: bool = False, href: str = "") -> Iterator[Run]:
    """Yield the runs of nodes; an element that is not known counts as its words."""
    cells = 0
    for node in nodes:
        if isinstance(node, str):
            yield Run(node, bold, href)
        elif node.tag in ("td", "th"):
            yield from [Run(" | ")] if cells else []
            cells += 1
            for run in runs_of(node.children, bold, href):
                yield run._replace(text=run.text.replace("\n", " "))
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
    found = next(addresses_in(said), None)
    is_more = found is not None and found[2] != leads and leads.startswith(found[2])
    return "" if is_more and web_address(said) == leads else leads


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
    given = list(runs)
    following = [*(run.text for run in given[1:]), ""]
    pairs = zip(given, following, strict=True)
    for bold, some in groupby(pairs, key=lambda pair: pair[0].bold):
        words = "".join(_typed(run, before) for run, before in some)
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


def _typed(run: Run, following: str) -> str:
    """Return a run as it is typed; `following` is what stands behind it."""
    named = f"[{run.text}]({run.href})"
    if not run.href or not _NAMED.fullmatch(named):
        return run.text
    ends = next((end for _begin, end, _leads in addresses_in(run.text + following)), 0)
    return run.text if _is_bare(run) and ends == len(run.text) else named


def _is_bare(run: Run) -> bool:
    """Tell whether a link is an address that leads where it says."""
    found = list(addresses_in(run.text))
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
    for begin, stop, address in addresses_in(text):
        parts.append(_broken(text[end:begin]))
        parts.append(f'<a href="{escape(address)}">{_broken(text[begin:stop])}</a>')
        end = stop
    return "".join([*parts, _broken(text[end:])])
