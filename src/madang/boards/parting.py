"""What becomes of all that an account wrote when it leaves, found through its journals.

Everything here may run twice, and goes on where it was broken off: each post and comment is a
transaction of its own, so that writers need not wait for somebody who wrote a lot. Nothing that it
leaves behind in the database tells a leaver's words from what others deleted or kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from madang.identity.journals import Journal, erase, read_all
from madang.identity.seals import nobodys
from madang.identity.voices import forget_voice
from madang.membership.entry import leave_boards
from madang.sql import writing

from . import beside, drafts, events
from .events import TextKept, tell_before_change, tell_of_hiding, tell_of_text
from .history import bring_versions_back, versions_of
from .journals import read_comment_line, read_post_line
from .likes import forget_likes
from .marks import JOURNALS, forget_mark
from .models import Comment, Nickname, Post, PostText, State
from .nicknames import forget_nicknames
from .removal import (
    clear_comment,
    clear_post,
    count_comments,
    open_places,
    relist_post,
    wipe_comment,
    wipe_post,
)
from .structure import site
from .tags import set_tags
from .text import domains_of, line_to_html

JOURNAL_KINDS = ("posts", "comments", "calls", drafts.KIND, *JOURNALS.values(), "likes", "votes")


@dataclass(frozen=True, slots=True)
class Kept:
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
    beside: dict[str, Any] = field(default_factory=dict)


def all_written(account_id: int) -> Iterator[Kept]:
    """Yield all that an account wrote and has not deleted, as it stands."""
    for line in read_all(Journal("posts", account_id)):
        post = Post.objects.select_related("text").filter(pk=read_post_line(line.content)).first()
        if post is not None and post.state != State.DELETED:
            yield Kept(
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
                beside=beside.take_along(post.pk, 0, post.text.html),
            )
    for line in read_all(Journal("comments", account_id)):
        post_id, seq = read_comment_line(line.content)
        found = Comment.objects.filter(post=post_id, seq=seq).first()
        if found is not None and found.state != State.DELETED:
            yield Kept(
                post=post_id,
                seq=seq,
                state=found.state,
                html=found.html,
                author=bytes(found.author).hex(),
                nickname=found.nickname,
                versions=versions_of(found),
                beside=beside.take_along(post_id, seq, found.html),
            )


def withdraw(account_id: int, still: Callable[[], bool]) -> None:
    """Delete all that an account wrote, as far as everybody sees; its journals stay.

    What `all_written` yielded before brings it back. `still` is asked in the transaction of each:
    whoever comes back meanwhile loses no more.
    """

    def comment(found: Comment) -> None:
        if still():
            clear_comment(found)

    def post(found: Post) -> None:
        if still():
            clear_post(found)

    _each_comment(account_id, comment)
    _each_post(account_id, post)


def bring_back(kept: Kept) -> None:
    """Bring a post or comment back that was withdrawn; one that is there stays as it is."""
    with writing():
        post = _locked(kept.post)
        if post is None:
            return
        state = beside.state_on_return(kept.post, kept.seq, State(kept.state))
        if state is None:
            return
        bring = _bring_comment_back if kept.seq else _bring_post_back
        if bring(kept, post, state):
            bring_versions_back(kept.post, kept.seq, kept.versions)
            beside.put_back(kept.post, kept.seq, kept.beside)
            tell_of_text(TextKept(kept.post, kept.seq, kept.html))
            if state == State.HIDDEN:
                tell_of_hiding(kept.post, kept.seq)


def delete_all(account_id: int) -> None:
    """Delete all that an account wrote, for good, and let the rest go."""
    _let_go(account_id, wipe_comment, wipe_post)


def let_go(account_id: int) -> None:
    """Make all that an account wrote and marked nobody's, for good; scraps and journals go.

    After this no key tells whose it was.
    """
    _let_go(account_id, _unseal_for_good, _unseal_for_good)


def _bring_post_back(kept: Kept, post: Post, state: State) -> bool:
    if post.state != State.DELETED:
        return False
    tell_before_change(kept.post, 0)
    post.title, post.author = kept.title, _author(kept)
    post.nickname = _nickname(kept, post)
    post.domains = domains_of(kept.html + line_to_html(kept.source))
    post.save(update_fields=["title", "author", "nickname", "domains"])
    PostText.objects.filter(post=post).update(html=kept.html, source=kept.source)
    set_tags(post, kept.tags.split())
    relist_post(post, state)
    return True


def _bring_comment_back(kept: Kept, post: Post, state: State) -> bool:
    found = Comment.objects.filter(post=kept.post, seq=kept.seq).first()
    if found is None or found.state != State.DELETED:
        return False
    open_places(found)
    tell_before_change(kept.post, kept.seq)
    found.state, found.html = state, kept.html
    found.author, found.nickname = _author(kept), _nickname(kept, post)
    found.save(update_fields=["state", "html", "author", "nickname"])
    if found.state == State.LIVE:
        count_comments(found.post_id, +1)
    return True


def _nickname(kept: Kept, post: Post) -> int | None:
    """Return the nickname that it had, unless it is on another board by now."""
    here = Nickname.objects.filter(pk=kept.nickname or 0, board=post.board_id)
    return kept.nickname if here.exists() else None


def _author(kept: Kept) -> bytes:
    return bytes.fromhex(kept.author)


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
    for forget in events.on_leaving:
        forget(account_id)
    drafts.forget_drafts(account_id)
    for name in JOURNAL_KINDS:
        erase(Journal(name, account_id))
    forget_nicknames(account_id)
    leave_boards(account_id, [board.id for board in site().boards])


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
