"""좋아요: one for each account and comment, as a tag; a journal finds them when somebody leaves."""

from django.db.models import F
from django.utils import timezone

from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.identity.epochs import is_open, open_epoch
from madang.identity.journals import Journal, append, read_all

from ..activity.journals import comment_line, read_comment_line
from ..directory.access import must_enter_board
from ..models import Comment, CommentLike, Post, State
from ..threads.errors import NoLongerThere
from ..threads.locking import lock_post, must_be_live, renew_epoch
from ..threads.ownership import may_change
from .marks import OwnPost, forget_tag
from .queries import like_tag


def like(post_id: int, seq: int, *, by: Account) -> None:
    """Like a comment; once is all that counts. Raises OwnPost, NoLongerThere and NotAMember."""
    with writing():
        found, tag = _place(post_id, seq, by)
        if may_change(found, by):
            raise OwnPost
        _like, made = CommentLike.objects.get_or_create(tag=tag, defaults={"post_id": post_id})
        if made:
            append(
                Journal("likes", by.pk),
                comment_line(post_id, seq),
                epoch=open_epoch(timezone.now()),
            )
            Comment.objects.filter(pk=found.pk).update(likes=F("likes") + 1)


def unlike(post_id: int, seq: int, *, by: Account) -> None:
    """Take it back, if there is one."""
    with writing():
        found, tag = _place(post_id, seq, by)
        gone, _rows = CommentLike.objects.filter(tag=tag).delete()
        if gone:
            Comment.objects.filter(pk=found.pk).update(likes=F("likes") - 1)


def forget_likes(account_id: int) -> None:
    """Make an account's likes nobody's: they count on, and cannot be taken back."""
    for line in read_all(Journal("likes", account_id)):
        post_id, seq = read_comment_line(line.content)
        forget_tag(CommentLike, f"like:{seq}", post_id, by=account_id)


def _place(post_id: int, seq: int, by: Account) -> tuple[Comment, bytes]:
    """Return a comment that can be liked, under its thread's lock, and an account's tag of it."""
    post: Post = lock_post(post_id)
    must_enter_board(post.board_id, by)
    must_be_live(post.state)
    found = Comment.objects.filter(post=post_id, seq=seq, state=State.LIVE).first()
    if found is None:
        raise NoLongerThere
    epoch = post.epoch if is_open(post.epoch) else renew_epoch(post_id)
    return found, like_tag(seq, by, post_id=post_id, epoch=epoch)
