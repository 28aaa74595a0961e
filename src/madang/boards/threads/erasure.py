"""What becomes of all that an account wrote when it leaves, found through its journals.

Everything here may run twice, and goes on where it was broken off: each post and comment is a
transaction of its own, so that writers need not wait for somebody who wrote a lot. Nothing that it
leaves behind in the database tells a leaver's words from what others deleted or kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from madang.core.db.transactions import writing
from madang.identity.journals import Journal, erase, read_all
from madang.identity.seals import nobodys
from madang.identity.voices import forget_voice
from madang.membership.entry import leave_boards

from ..activity.journals import read_comment_line, read_post_line
from ..directory.directory import board_directory
from ..extensions import (
    SavedText,
    archive_text,
    restore_text,
    state_on_restore,
    tell_before_change,
    tell_text_saved,
    tell_visibility_changed,
)
from ..lists.tags import set_tags
from ..models import Comment, Nickname, Post, PostText, State
from ..nicknames.nicknames import forget_nicknames
from ..reactions.likes import forget_likes
from ..reactions.marks import JOURNALS, forget_mark
from ..reactions.reactions import forget_reactions
from . import drafts
from .contents import Contents, contents_of
from .history import restore_versions, versions_of
from .removal import (
    clear_comment,
    clear_post,
    count_comments,
    open_places,
    relist_post,
    wipe_comment,
    wipe_post,
)

JOURNAL_KINDS = ("posts", "comments", drafts.KIND, *JOURNALS.values(), "likes", "reactions")


@dataclass(frozen=True, slots=True)
class ArchivedText:
    """What brings a post (`seq` 0) or a comment back; `author` is its seal, in hex."""

    post: int
    seq: int
    state: int
    html: str
    author: str
    nickname: int | None
    title: str = ""
    source: str = ""
    tags: str = ""
    versions: list[list[str]] = field(default_factory=list)
    attached: dict[str, dict[str, Any]] = field(default_factory=dict)


def archive_all(account_id: int) -> Iterator[ArchivedText]:
    """Yield all that an account wrote and has not deleted, as it stands."""
    for line in read_all(Journal("posts", account_id)):
        post = Post.objects.select_related("text").filter(pk=read_post_line(line.content)).first()
        if post is not None and post.state != State.DELETED:
            yield ArchivedText(
                post=post.pk,
                seq=0,
                state=post.state,
                html=post.text.html,
                author=bytes(post.author).hex(),
                nickname=post.nickname,
                title=post.title,
                source=post.text.source,
                tags=post.tags,
                versions=versions_of(post),
                attached=archive_text(post.pk, 0, post.text.html),
            )
    for line in read_all(Journal("comments", account_id)):
        post_id, seq = read_comment_line(line.content)
        found = Comment.objects.filter(post=post_id, seq=seq).first()
        if found is not None and found.state != State.DELETED:
            yield ArchivedText(
                post=post_id,
                seq=seq,
                state=found.state,
                html=found.html,
                author=bytes(found.author).hex(),
                nickname=found.nickname,
                versions=versions_of(found),
                attached=archive_text(post_id, seq, found.html),
            )


def withdraw(account_id: int, still: Callable[[], bool]) -> None:
    """Delete all that an account wrote, as far as everybody sees; its journals stay.

    What `archive_all` yielded before brings it back. `still` is asked in the transaction of each:
    anyone who comes back meanwhile loses no more.
    """

    def comment(found: Comment) -> None:
        if still():
            clear_comment(found)

    def post(found: Post) -> None:
        if still():
            clear_post(found)

    _each_comment(account_id, comment)
    _each_post(account_id, post)


def restore(archived: ArchivedText) -> None:
    """Bring a post or comment back that was withdrawn; one that is there stays as it is."""
    with writing():
        post = _locked(archived.post)
        if post is None:
            return
        state = state_on_restore(archived.post, archived.seq, State(archived.state))
        if state is None:
            return
        put_back = _restore_comment if archived.seq else _restore_post
        if put_back(archived, post, state):
            restore_versions(archived.post, archived.seq, archived.versions)
            restore_text(archived.post, archived.seq, archived.attached)
            tell_text_saved(SavedText(archived.post, archived.seq, archived.html))
            if state == State.HIDDEN:
                tell_visibility_changed(archived.post, archived.seq)


def delete_all(account_id: int) -> None:
    """Delete all that an account wrote, for good, and let the rest go."""
    _let_go(account_id, wipe_comment, wipe_post)


def let_go(account_id: int) -> None:
    """Make all that an account wrote and marked nobody's, for good; scraps and journals go.

    After this no key tells whose it was.
    """
    _let_go(account_id, _unseal_for_good, _unseal_for_good)


def _restore_post(archived: ArchivedText, post: Post, state: State) -> bool:
    if post.state != State.DELETED:
        return False
    tell_before_change(archived.post, 0)
    post.title, post.author = archived.title, _author(archived)
    post.nickname = _nickname(archived, post)
    post.domains, post.holds, post.thumbnail = contents_of(archived.html, archived.source)
    post.save(update_fields=["title", "author", "nickname", *Contents._fields])
    PostText.objects.filter(post=post).update(html=archived.html, source=archived.source)
    set_tags(post, archived.tags.split())
    relist_post(post, state)
    return True


def _restore_comment(archived: ArchivedText, post: Post, state: State) -> bool:
    found = Comment.objects.filter(post=archived.post, seq=archived.seq).first()
    if found is None or found.state != State.DELETED:
        return False
    open_places(found)
    tell_before_change(archived.post, archived.seq)
    found.state, found.html = state, archived.html
    found.author, found.nickname = _author(archived), _nickname(archived, post)
    found.save(update_fields=["state", "html", "author", "nickname"])
    if found.state == State.LIVE:
        count_comments(found.post_id, +1)
    return True


def _nickname(archived: ArchivedText, post: Post) -> int | None:
    """Return the nickname that it had, unless it is on another board by now."""
    here = Nickname.objects.filter(pk=archived.nickname or 0, board=post.board_id)
    return archived.nickname if here.exists() else None


def _author(archived: ArchivedText) -> bytes:
    return bytes.fromhex(archived.author)


def _let_go(
    account_id: int, comment: Callable[[Comment], None], post: Callable[[Post], None]
) -> None:
    _forget_voices(account_id)
    _each_comment(account_id, comment)
    _each_post(account_id, post)
    for kind, name in JOURNALS.items():
        for line in read_all(Journal(name, account_id)):
            forget_mark(kind, read_post_line(line.content), by=account_id)
    forget_likes(account_id)
    forget_reactions(account_id)
    drafts.forget_drafts(account_id)
    for name in JOURNAL_KINDS:
        erase(Journal(name, account_id))
    forget_nicknames(account_id)
    leave_boards(account_id, [board.id for board in board_directory().boards])


def _forget_voices(account_id: int) -> None:
    """Make the voices of an account nobody's, also where what it said is deleted."""
    posts = (read_post_line(line.content) for line in read_all(Journal("posts", account_id)))
    lines = read_all(Journal("comments", account_id))
    threads = {*posts, *(read_comment_line(line.content)[0] for line in lines)}
    for post_id in threads:
        with writing():
            thread = _locked(post_id)
            if thread is not None:
                forget_voice(account_id, thread=thread.pk, epoch=thread.epoch)


def _unseal_for_good(written: Post | Comment) -> None:
    written.author, written.nickname = nobodys(written.author), None
    written.save(update_fields=["author", "nickname"])


def _each_post(account_id: int, do: Callable[[Post], None]) -> None:
    for line in read_all(Journal("posts", account_id)):
        with writing():
            found = _locked(read_post_line(line.content))
            if found is not None and found.state != State.DELETED:
                do(found)


def _each_comment(account_id: int, do: Callable[[Comment], None]) -> None:
    for line in read_all(Journal("comments", account_id)):
        post_id, seq = read_comment_line(line.content)
        with writing():
            thread = _locked(post_id)
            found = Comment.objects.filter(post=post_id, seq=seq).first()
            if thread is not None and found is not None and found.state != State.DELETED:
                do(found)


def _locked(post_id: int) -> Post | None:
    return Post.objects.select_for_update().filter(pk=post_id).first()
