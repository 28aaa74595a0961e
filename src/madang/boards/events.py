"""What others want to know of what is written, before and within the transaction that writes it.

Apps above this one add to these lists when they start; boards know none of them.
"""

from collections.abc import Callable
from typing import NamedTuple

from madang.accounts.models import Account

from .models import Comment


class Writing(NamedTuple):
    """What somebody is about to write or change: where, and its words."""

    by: Account
    board: int
    thread: int | None
    words: str


class WritingRefused(Exception):
    """It may not be written; the message says why, in the reader's language."""


# Each raises WritingRefused for what it does not let pass.
before_writing: list[Callable[[Writing], None]] = []
on_comment: list[Callable[[Comment], None]] = []


def must_be_welcome(what: Writing) -> None:
    """Raise WritingRefused if somebody may not write this here."""
    for check in before_writing:
        check(what)


def tell_of_comment(comment: Comment) -> None:
    for told in on_comment:
        told(comment)
