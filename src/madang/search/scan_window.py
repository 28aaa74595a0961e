"""Windows: how far down from an id all words are looked for at once.

An index walks along the rarest word. Where that is in so many texts that the walk would go on and
on, a search looks at the newest alone, and says below which ids it can be gone on with.
"""

from dataclasses import dataclass

from .matching import Kind, Wanted, block_places, in_place
from .query import Query, phrase_of
from .term_statistics import TermStatistics

# So many ids are taken, and so many rows of a word walked along for them: alone, with others, and
# where only some of them fit.
MAX_IDS, ROWS_ALONE, ROWS_TOGETHER, ROWS_NARROWED = 500, 1_000, 6_000, 12_000


@dataclass(frozen=True, slots=True)
class SearchCursor:
    """The ids below which a search goes on; 0 where nothing is left."""

    posts: int
    comments: int

    @classmethod
    def read(cls, text: str) -> "SearchCursor | None":
        """Return what an address says, and None for nonsense."""
        posts, dot, comments = text.partition(".")
        numbers = [part for part in (posts, comments) if part.isascii() and part.isdigit()]
        fits = dot and len(numbers) == 2 and max(map(len, numbers)) <= 18
        return cls(int(posts), int(comments)) if fits else None

    def __str__(self) -> str:
        return f"{self.posts}.{self.comments}"

    def of(self, kind: Kind) -> int:
        return self.posts if kind == "posts" else self.comments


@dataclass(frozen=True, slots=True)
class ScanWindow:
    """The ids below one, in some blocks (none: all of them), the lowest of which begins at `end`.

    `below` is None where it begins with the newest.
    """

    below: int | None
    blocks: tuple[Wanted, ...] = ()
    end: int = 0

    def rest(self, found: list[int]) -> int:
        """Return the id below which there may be more, when so much was found; 0: nothing."""
        return found[-1] if len(found) == MAX_IDS else self.end


def scan_window_of(
    query: Query, below: int | None, upto: int, known: TermStatistics, *, is_narrowed: bool
) -> ScanWindow:
    """Return where the words of a query are looked for next, with `upto` the newest id.

    `is_narrowed`: only in some places, or of some texts with the words.
    """
    if below is not None:
        upto = min(upto, below - 1)
    words = [*(unit.stem for unit in query.units), *query.phrases]
    phrases = [phrase for word in words if (phrase := phrase_of(word))]
    # What only begins so is in many.
    shares = [min(map(known.share, one.terms)) for one in phrases if not one.is_open]
    share = min(shares, default=1.0 if phrases else 0.0)
    rows = ROWS_NARROWED if is_narrowed else ROWS_TOGETHER if len(phrases) > 1 else ROWS_ALONE
    return ScanWindow(below, *_blocks(upto, share, rows))


def newest_with(share: float, rows: int, upto: int) -> tuple[Wanted, ...]:
    """Return where the newest texts are, so many of which have a term of some share.

    Nothing stands for everywhere.
    """
    return _blocks(upto, share, rows)[0]


def _blocks(upto: int, share: float, rows: int) -> tuple[tuple[Wanted, ...], int]:
    """Return blocks and the lowest id in them; nothing and 0 where there is no need of any."""
    names, end = block_places(upto, int(rows / share)) if share else ([], 0)
    return ((in_place(*names),), end) if names else ((), 0)
