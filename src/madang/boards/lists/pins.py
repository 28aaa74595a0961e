"""Pins: a few posts stand above their board's list."""

from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.core.db.transactions import writing

from ..directory import directory
from ..directory.moderators import moderates
from ..models import Pin, Post, State
from ..threads.errors import NotYours

MAX_PINS = 5


class TooManyPins(Exception):
    """There is no room for another; the message says so, in the reader's language."""


def pin(post_id: int, *, by: Account) -> None:
    """Let a post stand above its board's list. Raises NotYours and TooManyPins."""
    _must_moderate(post_id, by)
    with writing():
        others = Pin.objects.exclude(post=post_id).filter(
            post__board__post=post_id, post__state=State.LIVE
        )
        if others.count() >= MAX_PINS:
            raise TooManyPins(_("고정한 글은 게시판마다 %(most)d개까지예요.") % {"most": MAX_PINS})
        Pin.objects.get_or_create(post_id=post_id)
    directory.board_directory.forget()


def unpin(post_id: int, *, by: Account) -> None:
    """Let a post stand in the list alone. Raises NotYours."""
    _must_moderate(post_id, by)
    Pin.objects.filter(post=post_id).delete()
    directory.board_directory.forget()


def _must_moderate(post_id: int, by: Account) -> None:
    board_id = Post.objects.filter(pk=post_id).values_list("board", flat=True).first()
    if not moderates(board_id or 0, by):
        raise NotYours
