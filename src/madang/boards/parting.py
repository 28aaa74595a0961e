"""What becomes of all that an account wrote when it leaves, found through its journals.

Everything here may run twice, and goes on where it was broken off: each post and comment is a
transaction of its own, so that writers need not wait for somebody who wrote a lot.
"""

from collections.abc import Callable

from madang.identity.journals import Journal, erase, read_all
from madang.identity.voices import forget_voice
from madang.membership.entry import leave_boards
from madang.sql import writing

from .actions import count_comments, relist_post, wipe_comment, wipe_post
from .journals import read_comment_line, read_post_line
from .marks import JOURNALS, forget_mark
from .models import Comment, Post, State
from .nicknames import forget_nicknames
from .structure import site

JOURNAL_KINDS = ("posts", "comments", *JOURNALS.values())


def withdraw(account_id: int) -> None:
    """Take all that an account wrote out of sight, so that `bring_back` can undo it."""
    _change_state(account_id, State.LIVE, State.WITHDRAWN)


def bring_back(account_id: int) -> None:
    """Show again what was withdrawn."""
    _change_state(account_id, State.WITHDRAWN, State.LIVE)


def delete_all(account_id: int) -> None:
    """Delete all that an account wrote, for good, and let the rest go."""
    _let_go(account_id, wipe_comment, wipe_post)


def let_go(account_id: int) -> None:
    """Make all that an account wrote and marked nobody's, for good; scraps and journals go.

    After this no key tells whose it was.
    """
    _let_go(account_id, _unseal_for_good, _unseal_for_good)


def _let_go(
    account_id: int, comment: Callable[[Comment], None], post: Callable[[Post], None]
) -> None:
    def nobodys_comment(found: Comment, thread: Post) -> None:
        forget_voice(account_id, thread=thread.pk, epoch=thread.epoch)
        comment(found)

    def nobodys_post(found: Post) -> None:
        forget_voice(account_id, thread=found.pk, epoch=found.epoch)
        post(found)

    _each_comment(account_id, nobodys_comment)
    _each_post(account_id, nobodys_post)
    for kind, name in JOURNALS.items():
        for line in read_all(Journal(name, account_id)):
            forget_mark(kind, read_post_line(line.content), by=account_id)
    for name in JOURNAL_KINDS:
        erase(Journal(name, account_id))
    forget_nicknames(account_id)
    leave_boards(account_id, [board.id for board in site().boards])


def _change_state(account_id: int, before: State, after: State) -> None:
    def comment(found: Comment, _thread: Post) -> None:
        if found.state == before:
            found.state = after
            found.save(update_fields=["state"])
            count_comments(found.post_id, +1 if after == State.LIVE else -1)

    def post(found: Post) -> None:
        if found.state == before:
            relist_post(found, after)

    _each_comment(account_id, comment)
    _each_post(account_id, post)


def _unseal_for_good(written: Post | Comment) -> None:
    written.author, written.nickname = b"", None
    written.save(update_fields=["author", "nickname"])


def _each_post(account_id: int, do: Callable[[Post], None]) -> None:
    for line in read_all(Journal("posts", account_id)):
        with writing():
            found = _locked(read_post_line(line.content))
            if found is not None and found.state != State.DELETED:
                do(found)


def _each_comment(account_id: int, do: Callable[[Comment, Post], None]) -> None:
    for line in read_all(Journal("comments", account_id)):
        post_id, seq = read_comment_line(line.content)
        with writing():
            thread = _locked(post_id)
            found = Comment.objects.filter(post=post_id, seq=seq).first()
            if thread is not None and found is not None and found.state != State.DELETED:
                do(found, thread)


def _locked(post_id: int) -> Post | None:
    return Post.objects.select_for_update().filter(pk=post_id).first()
