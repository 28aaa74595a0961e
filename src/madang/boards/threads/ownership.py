"""Whose a post or a comment is, as far as its writer alone is told."""

from madang.accounts.models import Account
from madang.identity.seals import unseal

from ..models import Comment, Post, State


def may_change(written: Post | Comment, by: Account) -> bool:
    """Tell whether a post or a comment is the account's own to change. No query."""
    return written.state != State.DELETED and unseal(written.author, row=written.row) == by.pk
