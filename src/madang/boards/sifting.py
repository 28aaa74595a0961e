"""What one reader does not want to see, as lists and threads ask about it.

The app above that knows filters offers the sieve when it starts; boards know none of its rules.
"""

from collections.abc import Callable, Container
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from madang.accounts.models import Account

if TYPE_CHECKING:
    from .queries import CommentRow

# So many more rows are read than are shown where somebody filters, so that a page is still full.
SPARE = 270


class Caught(NamedTuple):
    """What becomes of something that a filter catches: folded, with what it is, or left out."""

    fold: bool
    why: str


class Listed(Protocol):
    """A row of any list of posts."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def domains(self) -> str: ...
    @property
    def recommends(self) -> int: ...


class Sieve(Protocol):
    """One reader's filters, as JSON has them too.

    `boards` are those that are left out of lists of several, `hidden` posts that are put away.
    """

    boards: frozenset[int]
    values: dict[str, Any]

    @property
    def hidden(self) -> Container[int]: ...

    def catch_post(self, row: Listed, *, board: int | None, category: int | None) -> Caught | None:
        """Return what catches a listed post; None for what the list itself is of."""

    def catch_comment(self, post_id: int, row: "CommentRow") -> Caught | None:
        """Return what catches a comment in its thread."""


_makers: list[Callable[[Account], Sieve | None]] = []


def offer(maker: Callable[[Account], Sieve | None]) -> None:
    """Let this make the sieves from now on."""
    _makers[:] = [maker]


class Unwanted(NamedTuple):
    """Of a thread's page, the comments that are folded (by what) and those that are left out."""

    folded: dict[int, str]
    removed: set[int]


def unwanted(sieve: Sieve | None, post_id: int, rows: "list[CommentRow]") -> Unwanted:
    """Return what a reader does not want to see of some comments, by their numbers."""
    found = Unwanted({}, set())
    if sieve is None:
        return found
    for row in rows:
        caught = sieve.catch_comment(post_id, row)
        if caught is not None and caught.fold:
            found.folded[row.seq] = caught.why
        elif caught is not None:
            found.removed.add(row.seq)
    return found


def sieve_of(account: Account | None) -> Sieve | None:
    """Return an account's sieve; None if it filters nothing. One query, none without an account."""
    if account is None or not _makers:
        return None
    return _makers[0](account)
