"""What others want to know of what is written: told within the transaction that writes it.

Apps above this one add to these lists when they start; boards know none of them.
"""

from collections.abc import Callable

from .models import Comment

on_comment: list[Callable[[Comment], None]] = []


def tell_of_comment(comment: Comment) -> None:
    for told in on_comment:
        told(comment)
