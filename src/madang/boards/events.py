"""What others want to know of what is written, before and within the transaction that writes it.

Apps above this one add to these lists when they start; boards know none of them.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from madang.accounts.models import Account

from .models import Comment


class Writing(NamedTuple):
    """Who is about to write or change something, and where."""

    by: Account
    board: int
    thread: int | None


class TextKept(NamedTuple):
    """The text of a post (`seq` 0) or a comment is kept; empty when it is deleted."""

    post: int
    seq: int
    html: str
    is_new: bool = False


class Changing(NamedTuple):
    """What can be found of a post (`seqs` has 0) or of its comments is about to change or to go."""

    post: int
    seqs: Collection[int]


class WritingRefused(Exception):
    """It may not be written; the message says why, in the reader's language."""


# Each raises WritingRefused for what it does not let pass.
before_writing: list[Callable[[Writing], None]] = []
before_saying: list[Callable[[str], None]] = []
on_comment: list[Callable[[Comment], None]] = []
on_text: list[Callable[[TextKept], None]] = []
before_change: list[Callable[[Changing], None]] = []
# Told of a text (post, `seq`) that is hidden or shown again.
on_hiding: list[Callable[[int, int], None]] = []
# Told the id of a post of which something is counted anew, or which is listed or no more.
on_standing: list[Callable[[int], None]] = []
# Told the id of an account that leaves: what it did becomes nobody's.
on_leaving: list[Callable[[int], None]] = []
# Told the HTML of a draft as it is kept.
on_draft: list[Callable[[str], None]] = []


def must_be_welcome(what: Writing) -> None:
    """Raise WritingRefused if somebody may not write this here."""
    for check in before_writing:
        check(what)


def must_be_sayable(*words: str) -> None:
    """Raise WritingRefused if nobody may write this.

    Looking through a long text takes its time: before a transaction, not within it.
    """
    text = "\n".join(words)
    for check in before_saying:
        check(text)


def tell_of_comment(comment: Comment) -> None:
    for told in on_comment:
        told(comment)


def tell_of_draft(html: str) -> None:
    for told in on_draft:
        told(html)


def tell_of_text(text: TextKept) -> None:
    for told in on_text:
        told(text)


def tell_before_change(post: int, *seqs: int) -> None:
    """Tell that the words, the place or the tags of these change; all is still as it was."""
    for told in before_change:
        told(Changing(post, seqs))


def tell_of_standing(post: int) -> None:
    for told in on_standing:
        told(post)


def tell_of_hiding(post: int, seq: int) -> None:
    for told in on_hiding:
        told(post, seq)
