"""Hiding posts and comments, for moderators: out of every list, and back."""

from madang.accounts.models import Account
from madang.core.db.transactions import writing

from ..directory.moderators import moderates
from ..extensions import tell_engagement, tell_visibility_changed
from ..models import Comment, State
from .errors import NoLongerThere, NotYours
from .locking import lock_post
from .removal import count_comments, relist_post


def hide_post(post_id: int, *, by: Account) -> None:
    """Take a post out of every list; `show_post` undoes it."""
    _set_post(post_id, by, State.LIVE, State.HIDDEN)


def show_post(post_id: int, *, by: Account) -> None:
    """Bring a hidden post back."""
    _set_post(post_id, by, State.HIDDEN, State.LIVE)


def hide_comment(post_id: int, seq: int, *, by: Account) -> None:
    """Let nobody read a comment, whose place stays; `show_comment` undoes it."""
    _set_comment(post_id, seq, by, State.LIVE, State.HIDDEN)


def show_comment(post_id: int, seq: int, *, by: Account) -> None:
    """Bring a hidden comment back."""
    _set_comment(post_id, seq, by, State.HIDDEN, State.LIVE)


def _set_post(post_id: int, by: Account, before: State, after: State) -> None:
    with writing():
        post = lock_post(post_id)
        if not moderates(post.board_id, by):
            raise NotYours
        if post.state == before:
            relist_post(post, after)
            tell_visibility_changed(post_id, 0)


def _set_comment(post_id: int, seq: int, by: Account, before: State, after: State) -> None:
    with writing():
        post = lock_post(post_id)
        if not moderates(post.board_id, by):
            raise NotYours
        found = Comment.objects.filter(post=post_id, seq=seq).first()
        if found is None:
            raise NoLongerThere
        if found.state == before:
            found.state = after
            found.save(update_fields=["state"])
            count_comments(post_id, -1 if after == State.HIDDEN else +1)
            tell_engagement(post_id)
            tell_visibility_changed(post_id, seq)
