"""What is searched: each app names its sources, such as posts; the index asks them for entries."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from madang.core.extensions import Extension, ExtensionPoint

from .matching import Kind


class Entry(NamedTuple):
    """The terms of one text; one without a title has neither title nor initials."""

    id: int
    title: list[str]
    body: list[str]
    initials: list[str]
    place: list[str]


class Source(Protocol):
    """One kind of texts that are searched, numbered in the order of writing."""

    kind: Kind
    # Its table, and the condition of what is not deleted there.
    table: str
    is_there: str

    def newest(self) -> int:
        """Return the highest id. One query."""

    def entries_after(self, after: int, most: int) -> tuple[list[Entry], int]:
        """Return the entries of the next texts above an id, and the highest id looked at.

        What is deleted has no entry. Two queries.
        """

    def entries_of(self, ids: Iterable[int]) -> list[Entry]:
        """Return the entries of some texts, as they are now. One query."""


class Sampled(Protocol):
    """A source whose latest texts tell how rare terms are, and which words titles have."""

    def latest_open(self, most: int) -> Iterator[Entry]:
        """Yield the entries of the latest texts that all may read."""

    def latest_open_titles(self, most: int) -> Iterator[str]:
        """Yield the titles of the latest texts that all may read."""


class SearchExtension(Extension):
    """What an app lets be searched."""

    def sources(self) -> Sequence[Source]:
        return ()

    def samples(self) -> Sequence[Sampled]:
        return ()


search_point = ExtensionPoint(SearchExtension)


@cache
def sources() -> dict[Kind, Source]:
    """Return all sources by their kinds."""
    hooks = search_point.hooks(SearchExtension.sources)
    return {source.kind: source for hook in hooks for source in hook()}


def source_of(kind: Kind) -> Source:
    return sources()[kind]


def samples() -> Collection[Sampled]:
    """Return the sources by which terms are counted."""
    return [one for hook in search_point.hooks(SearchExtension.samples) for one in hook()]
