"""Writes: one function for each thing that a person does with posts and comments.

Each checks its permission, works in one transaction, and does the page index last.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.identity.epochs import is_open, open_epoch
from madang.identity.journals import Journal, append
from madang.identity.seals import seal, unseal
from madang.identity.tags import once_tag
from madang.identity.voices import AUTHOR, claim_authorship, claim_voice
from madang.sql import execute, fetch, row_lock, writing

from . import page_index
from .access import must_enter_board
from .events import (
    TextKept,
    Writing,
    WritingRefused,
    must_be_sayable,
    must_be_welcome,
    tell_before_change,
    tell_of_comment,
    tell_of_text,
)
from .history import note_version
from .journals import comment_line, post_line
from .models import Comment, Post, PostText, State
from .nicknames import nickname_to_write_under
from .removal import listed_as, wipe_comment, wipe_post
from .rules import must_follow, must_wait_no_longer
from .structure import site
from .tags import set_tags
from .text import all_said, as_html, domains_of, line_to_html, to_html, words_of

# How often the author of a thread may call all who reserved.
NEWS_AN_HOUR = 3


class NotYours(Exception):
    """Only the writer (or, for some actions, an operator) may do this."""


class NoLongerThere(Exception):
    """What was to be answered, changed or voted for has been removed."""


class NeverThere(NoLongerThere):
    """There is no such post at all."""


class StaysAmongMembers(Exception):
    """What was written for the members of one board cannot be moved to where others read."""


class _Thread(NamedTuple):
    """What a new comment needs to know of its post."""

    board_id: int
    state: int
    last_seq: int
    epoch: int


_POSTS = Post._meta.db_table
_THREAD = f"SELECT board_id, state, last_seq, epoch FROM {_POSTS} WHERE id = %s"  # noqa: S608
_COUNT_COMMENT = (
    f"UPDATE {_POSTS} SET last_seq = %s, comment_count = comment_count + 1 "  # noqa: S608
    "WHERE id = %s"
)


def write_post(
    *,
    by: Account,
    board_id: int,
    category_id: int | None,
    title: str,
    text: str,
    source: str = "",
    tags: Iterable[str] = (),
    once: str = "",
    at: datetime | None = None,
    attach: Callable[[Post], int] | None = None,
) -> Post:
    """Publish a post; the same filled-in form (`once`) sent twice gives the one post.

    `text` is as it was typed, or (`text.Html`) as an editor made it. `attach` keeps what stands
    under it, in the same transaction, and returns what the post notes of that.

    Raises NotAMember, NoNickname and WritingRefused.
    """
    must_enter_board(board_id, by)
    must_be_welcome(Writing(by, board_id, None))
    html = as_html(text)
    must_be_sayable(title, all_said(html), source, *tags)
    must_follow(site().by_id[board_id], category_id, html, by=by)
    must_wait_no_longer(site().by_id[board_id], by=by)
    nickname = nickname_to_write_under(board_id, by)
    tag = once_tag(by.pk, once) if once else None
    created = at or timezone.now()
    made = Post(
        board_id=board_id,
        category_id=category_id,
        title=title,
        created=created,
        epoch=open_epoch(created),
        nickname=nickname,
        once=tag,
        domains=_domains(html, source),
    )
    try:
        _publish(made, PostText(html=html, source=source), tags, attach, by=by)
    except IntegrityError:
        before = Post.objects.select_related("text").filter(once=tag).first() if tag else None
        if before is None:
            raise
        if (before.title, words_of(before.text.html)) == (title, words_of(html)):
            return before
        # The same form, gone on with after its answer was lost: what was added is not.
        made.once = None
        _publish(made, PostText(html=html, source=source), tags, attach, by=by)
    return made


def _publish(
    made: Post,
    text: PostText,
    tags: Iterable[str],
    attach: Callable[[Post], int] | None,
    *,
    by: Account,
) -> None:
    """Give a post its seal, save it with its text and what stands under it, and list it."""
    with writing():
        made.save(force_insert=True)
        line = append(Journal("posts", by.pk), post_line(made.pk), epoch=made.epoch)
        made.author = seal(by.pk, epoch=made.epoch, row=made.row, line=line)
        made.save(update_fields=["author"])
        text.post = made
        text.save(force_insert=True)
        tell_of_text(TextKept(made.pk, 0, text.html, is_new=True))
        _attach(made, attach)
        if tags:
            set_tags(made, tags)
        claim_authorship(by.pk, thread=made.pk, epoch=made.epoch)
        page_index.record(listed_as(made, +1))


def edit_post(
    post_id: int,
    *,
    by: Account,
    category_id: int | None,
    title: str,
    text: str,
    source: str,
    tags: Iterable[str] = (),
    news: str = "",
    once: str = "",
    attach: Callable[[Post], int] | None = None,
) -> Post:
    """Change one's own post, its category included.

    What is `news` in it becomes a comment of the author's, which calls all who reserved; sent twice
    (`once`) it is one. Raises NotAMember and WritingRefused.
    """
    html = as_html(text)
    must_be_sayable(title, all_said(html), source, *tags)
    with writing():
        post = _own_post(post_id, by)
        must_be_live(post.state)
        must_enter_board(post.board_id, by)
        must_be_welcome(Writing(by, post.board_id, post_id))
        must_follow(site().by_id[post.board_id], category_id, html, by=by)
        if (post.title, post.text.html, post.text.source) != (title, html, source):
            note_version(post)
        tell_before_change(post_id, 0)
        before = listed_as(post, -1)
        post.category_id, post.title, post.edited = category_id, title, timezone.now()
        post.domains = _domains(html, source)
        post.save(update_fields=["category", "title", "edited", "domains"])
        PostText.objects.filter(post=post).update(html=html, source=source)
        tell_of_text(TextKept(post_id, 0, html))
        _attach(post, attach)
        if " ".join(tags) != post.tags:
            set_tags(post, tags)
        if news:
            comment(post_id, by=by, text=news, news=True, once=once)
        page_index.record(before + listed_as(post, +1))
    return post


def _attach(post: Post, attach: Callable[[Post], int] | None) -> None:
    noted = attach(post) if attach else post.extra
    if noted != post.extra:
        post.extra = noted
        post.save(update_fields=["extra"])


def delete_post(post_id: int, *, by: Account) -> None:
    """Remove one's own post for good: its words and its seal are wiped, its address stays."""
    with writing():
        wipe_post(_own_post(post_id, by))


def move_post(post_id: int, *, by: Account, board_id: int, category_id: int | None) -> Post:
    """Move a post to another board or category, for operators; its address follows the board.

    Nicknames stay behind: they belong to their board. Raises StaysAmongMembers.
    """
    with writing():
        post = lock_post(post_id)
        if not by.is_operator:
            raise NotYours
        boards = site().by_id
        if boards[post.board_id].members_only and board_id != post.board_id:
            raise StaysAmongMembers
        tell_before_change(post_id, *range(post.last_seq + 1))
        before, live = listed_as(post, -1), post.state == State.LIVE
        if post.board_id != board_id:
            post.nickname = None
            Comment.objects.filter(post=post).update(nickname=None)
        post.board_id, post.category_id = board_id, category_id
        post.save(update_fields=["board", "category", "nickname"])
        if live:
            page_index.record(before + listed_as(post, +1))
    return post


def comment(
    post_id: int,
    *,
    by: Account,
    text: str,
    parent: int | None = None,
    news: bool = False,
    once: str = "",
    at: datetime | None = None,
) -> Comment:
    """Write a comment, or an answer to the comment numbered `parent`.

    The same filled-in form (`once`) sent twice gives the one comment. `news` calls all who reserved
    a call; it is the author's to give. Raises NoLongerThere, NotAMember, NoNickname and
    WritingRefused.
    """
    tag = once_tag(by.pk, once) if once else None
    created = at or timezone.now()
    html = to_html(text)
    made = Comment(post_id=post_id, parent=parent, html=html, news=news, created=created, once=tag)
    must_be_sayable(all_said(html))
    try:
        _append(made, by=by, epoch=open_epoch(created))
    except IntegrityError:
        before = Comment.objects.filter(once=tag).first() if tag else None
        if before is None:
            raise
        if words_of(before.html) == words_of(html):
            return before
        # The same form, gone on with after its answer was lost: what was added is not.
        made.once = None
        _append(made, by=by, epoch=open_epoch(created))
    return made


def _append(made: Comment, *, by: Account, epoch: int) -> None:
    """Give a comment its number, its voice and its seal, and save it."""
    with writing():
        thread = _lock_thread(made.post_id)
        # Before its state is told: what is on a closed board is no business of others.
        must_enter_board(thread.board_id, by)
        must_be_live(thread.state)
        must_be_welcome(Writing(by, thread.board_id, made.post_id))
        made.nickname = nickname_to_write_under(thread.board_id, by)
        answered = _answered(made) if made.parent is not None else None
        made.seq = thread.last_seq + 1
        made.root = (answered.root or answered.seq) if answered else None
        made.voice = claim_voice(by.pk, thread=made.post_id, epoch=thread.epoch)
        made.news = made.news and made.voice == AUTHOR
        if made.news:
            _must_be_news(made)
        note = comment_line(made.post_id, made.seq)
        line = append(Journal("comments", by.pk), note, epoch=epoch)
        made.author = seal(by.pk, epoch=epoch, row=made.row, line=line)
        made.save(force_insert=True)
        tell_of_text(TextKept(made.post_id, made.seq, made.html, is_new=True))
        execute(_COUNT_COMMENT, (made.seq, made.post_id))
        if answered:
            Comment.objects.filter(pk=answered.pk).update(replies=F("replies") + 1)
        tell_of_comment(made)


def _must_be_news(made: Comment) -> None:
    """Raise WritingRefused where a thread has had so much news that nobody would listen."""
    since = made.created - timedelta(hours=1)
    told = Comment.objects.filter(post=made.post_id, news=True, created__gt=since).count()
    if told >= NEWS_AN_HOUR:
        said = _("새 소식은 한 시간에 %(most)d번까지 알릴 수 있어요. 그냥 댓글로는 쓸 수 있어요.")
        raise WritingRefused(said % {"most": NEWS_AN_HOUR})


def edit_comment(post_id: int, seq: int, *, by: Account, text: str) -> Comment:
    """Change one's own comment. Raises NotAMember and WritingRefused."""
    html = to_html(text)
    must_be_sayable(all_said(html))
    with writing():
        found = _own_comment(post_id, seq, by)
        must_be_live(found.post.state)
        must_be_live(found.state)
        must_enter_board(found.post.board_id, by)
        must_be_welcome(Writing(by, found.post.board_id, post_id))
        if html != found.html:
            note_version(found)
        tell_before_change(post_id, seq)
        found.html, found.edited = html, timezone.now()
        found.save(update_fields=["html", "edited"])
        tell_of_text(TextKept(post_id, seq, found.html))
    return found


def delete_comment(post_id: int, seq: int, *, by: Account) -> None:
    """Remove one's own comment for good; where it has been answered, its place stays."""
    with writing():
        wipe_comment(_own_comment(post_id, seq, by))


def may_change(written: Post | Comment, by: Account) -> bool:
    """Tell whether a post or a comment is one's own to change. No query."""
    return written.state != State.DELETED and unseal(written.author, row=written.row) == by.pk


def lock_post(post_id: int) -> Post:
    # The post's row is the thread's lock: numbers, voices and counters are given under it.
    try:
        return Post.objects.select_for_update().get(pk=post_id)
    except Post.DoesNotExist:
        raise NeverThere from None


def renew_epoch(post_id: int) -> int:
    """Give a thread whose key is destroyed the present one: who spoke before is nobody's now."""
    epoch = open_epoch(timezone.now())
    Post.objects.filter(pk=post_id).update(epoch=epoch)
    return epoch


def must_be_live(state: int) -> None:
    if state != State.LIVE:
        raise NoLongerThere


def _domains(html: str, source: str) -> str:
    return domains_of(html + line_to_html(source))


def _own_post(post_id: int, by: Account) -> Post:
    post = lock_post(post_id)
    if post.state == State.DELETED:
        raise NoLongerThere
    if not may_change(post, by):
        raise NotYours
    return post


def _own_comment(post_id: int, seq: int, by: Account) -> Comment:
    lock_post(post_id)
    found = Comment.objects.select_related("post").filter(post=post_id, seq=seq).first()
    if found is None or found.state == State.DELETED:
        raise NoLongerThere
    if not may_change(found, by):
        raise NotYours
    return found


def _lock_thread(post_id: int) -> _Thread:
    rows = fetch(_THREAD + row_lock(), (post_id,))
    if not rows:
        raise NeverThere
    thread = _Thread._make(rows[0])
    return thread if is_open(thread.epoch) else thread._replace(epoch=renew_epoch(post_id))


def _answered(made: Comment) -> Comment:
    found = Comment.objects.filter(
        post_id=made.post_id, seq=made.parent or 0, state=State.LIVE
    ).first()
    if found is None:
        raise NoLongerThere
    return found
