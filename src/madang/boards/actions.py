"""Writes: one function for each thing that a person does with posts and comments.

Each checks its permission, works in one transaction, and does the page index last.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from madang.accounts.models import Account
from madang.identity.keys import open_epoch
from madang.identity.seals import seal, unseal
from madang.identity.tags import once_tag, thread_tag
from madang.identity.voices import claim_authorship, claim_voice

from . import page_index
from .models import Comment, Post, PostText, Recommendation, State
from .text import to_html


class NotYours(Exception):
    """Only the writer (or, for some actions, an operator) may do this."""


class NoLongerThere(Exception):
    """What was to be answered, changed or voted for has been removed."""


class OwnPost(Exception):
    """One cannot recommend one's own post."""


def write_post(
    *,
    by: Account,
    board_id: int,
    category_id: int | None,
    title: str,
    text: str,
    source: str = "",
    once: str = "",
    at: datetime | None = None,
) -> Post:
    """Publish a post; the same filled-in form (`once`) sent twice gives the one post."""
    tag = once_tag(by.pk, once) if once else None
    created = at or timezone.now()
    epoch = open_epoch(created)
    try:
        with transaction.atomic():
            post = Post.objects.create(
                board_id=board_id,
                category_id=category_id,
                title=title,
                created=created,
                epoch=epoch,
                once=tag,
            )
            post.author = seal(by.pk, epoch=epoch, row=post.row)
            post.save(update_fields=["author"])
            PostText.objects.create(post=post, html=to_html(text), source=source)
            claim_authorship(by.pk, thread=post.pk, epoch=epoch)
            page_index.record(_listed_as(post, +1))
    except IntegrityError:
        sent_before = Post.objects.filter(once=tag).first() if tag else None
        if sent_before is None:
            raise
        return sent_before
    return post


def edit_post(
    post_id: int, *, by: Account, category_id: int | None, title: str, text: str, source: str
) -> Post:
    """Change one's own post, its category included."""
    with transaction.atomic():
        post = _own_post(post_id, by)
        before, live = _listed_as(post, -1), post.state == State.LIVE
        post.category_id, post.title, post.edited = category_id, title, timezone.now()
        post.save(update_fields=["category", "title", "edited"])
        PostText.objects.filter(post=post).update(html=to_html(text), source=source)
        if live:
            page_index.record(before + _listed_as(post, +1))
    return post


def delete_post(post_id: int, *, by: Account) -> None:
    """Remove one's own post for good: its words and its seal are wiped, its address stays."""
    with transaction.atomic():
        post = _own_post(post_id, by)
        gone = _listed_as(post, -1) if post.state == State.LIVE else []
        post.state, post.title, post.author = State.DELETED, "", b""
        post.save(update_fields=["state", "title", "author"])
        PostText.objects.filter(post=post).update(html="", source="")
        page_index.record(gone)


def hide_post(post_id: int, *, by: Account) -> None:
    """Take a post out of every list, for operators; `show_post` undoes it."""
    _set_state(post_id, by, State.LIVE, State.HIDDEN)


def show_post(post_id: int, *, by: Account) -> None:
    """Bring a hidden post back, for operators."""
    _set_state(post_id, by, State.HIDDEN, State.LIVE)


def move_post(post_id: int, *, by: Account, board_id: int, category_id: int | None) -> Post:
    """Move a post to another board or category, for operators; its address follows the board."""
    with transaction.atomic():
        post = _lock(post_id)
        if not by.is_operator:
            raise NotYours
        before, live = _listed_as(post, -1), post.state == State.LIVE
        post.board_id, post.category_id = board_id, category_id
        post.save(update_fields=["board", "category"])
        if live:
            page_index.record(before + _listed_as(post, +1))
    return post


def comment(
    post_id: int,
    *,
    by: Account,
    text: str,
    parent: int | None = None,
    once: str = "",
    at: datetime | None = None,
) -> Comment:
    """Write a comment, or an answer to the comment numbered `parent`.

    The same filled-in form (`once`) sent twice gives the one comment.
    """
    tag = once_tag(by.pk, once) if once else None
    created = at or timezone.now()
    epoch = open_epoch(created)
    with transaction.atomic():
        post = _lock(post_id)
        sent_before = Comment.objects.filter(once=tag).first() if tag else None
        if sent_before is not None:
            return sent_before
        _must_be_live(post.state)
        answered = _answered(post, parent)
        made = Comment(
            post=post,
            seq=post.last_seq + 1,
            parent=parent,
            root=(answered.root or answered.seq) if answered else None,
            voice=claim_voice(by.pk, thread=post.pk, epoch=post.epoch),
            html=to_html(text),
            created=created,
            once=tag,
        )
        made.author = seal(by.pk, epoch=epoch, row=made.row)
        made.save(force_insert=True)
        Post.objects.filter(pk=post.pk).update(
            last_seq=made.seq, comment_count=F("comment_count") + 1
        )
        if answered:
            Comment.objects.filter(pk=answered.pk).update(replies=F("replies") + 1)
    return made


def edit_comment(post_id: int, seq: int, *, by: Account, text: str) -> Comment:
    """Change one's own comment."""
    with transaction.atomic():
        found = _own_comment(post_id, seq, by)
        found.html, found.edited = to_html(text), timezone.now()
        found.save(update_fields=["html", "edited"])
    return found


def delete_comment(post_id: int, seq: int, *, by: Account) -> None:
    """Remove one's own comment for good; where it has been answered, its place stays."""
    with transaction.atomic():
        found = _own_comment(post_id, seq, by)
        found.state, found.html, found.author = State.DELETED, "", b""
        found.save(update_fields=["state", "html", "author"])
        Post.objects.filter(pk=post_id).update(comment_count=F("comment_count") - 1)
        _close_places(found)


def recommend(post_id: int, *, by: Account) -> None:
    """Recommend a post; once is all that counts."""
    with transaction.atomic():
        post = _lock(post_id)
        _must_be_live(post.state)
        if unseal(post.author, row=post.row) == by.pk:
            raise OwnPost
        tag = thread_tag("recommend", by.pk, post_id=post.pk, epoch=post.epoch)
        _, new = Recommendation.objects.get_or_create(tag=tag, defaults={"post": post})
        if new:
            Post.objects.filter(pk=post.pk).update(recommends=F("recommends") + 1)


def take_back_recommendation(post_id: int, *, by: Account) -> None:
    """Undo one's recommendation of a post, if there is one."""
    with transaction.atomic():
        post = _lock(post_id)
        tag = thread_tag("recommend", by.pk, post_id=post.pk, epoch=post.epoch)
        removed, _ = Recommendation.objects.filter(tag=tag).delete()
        if removed:
            Post.objects.filter(pk=post.pk).update(recommends=F("recommends") - 1)


def may_change(written: Post | Comment, by: Account) -> bool:
    """Tell whether a post or a comment is one's own to change. No query."""
    return written.state != State.DELETED and unseal(written.author, row=written.row) == by.pk


def _lock(post_id: int) -> Post:
    # The post's row is the thread's lock: numbers, voices and counters are given under it.
    try:
        return Post.objects.select_for_update().get(pk=post_id)
    except Post.DoesNotExist:
        raise NoLongerThere from None


def _must_be_live(state: int) -> None:
    if state != State.LIVE:
        raise NoLongerThere


def _own_post(post_id: int, by: Account) -> Post:
    post = _lock(post_id)
    if post.state == State.DELETED:
        raise NoLongerThere
    if not may_change(post, by):
        raise NotYours
    return post


def _own_comment(post_id: int, seq: int, by: Account) -> Comment:
    _must_be_live(_lock(post_id).state)
    found = Comment.objects.filter(post=post_id, seq=seq).first()
    if found is None or found.state != State.LIVE:
        raise NoLongerThere
    if not may_change(found, by):
        raise NotYours
    return found


def _answered(post: Post, parent: int | None) -> Comment | None:
    if parent is None:
        return None
    found = Comment.objects.filter(post=post, seq=parent, state=State.LIVE).first()
    if found is None:
        raise NoLongerThere
    return found


def _close_places(removed: Comment) -> None:
    """Give up the place of a removed comment, and of those above that it alone kept open."""
    while removed.replies == 0 and removed.parent is not None:
        above = Comment.objects.get(post=removed.post_id, seq=removed.parent)
        above.replies -= 1
        above.save(update_fields=["replies"])
        if above.state == State.LIVE:
            return
        removed = above


def _set_state(post_id: int, by: Account, before: State, after: State) -> None:
    with transaction.atomic():
        post = _lock(post_id)
        if not by.is_operator:
            raise NotYours
        if post.state != before:
            return
        Post.objects.filter(pk=post_id).update(state=after)
        page_index.record(_listed_as(post, +1 if after == State.LIVE else -1))


def _listed_as(post: Post, difference: int) -> list[tuple[str, int, int]]:
    listings = page_index.listings_of(post.board_id, post.category_id)
    return [(listing, post.pk, difference) for listing in listings]
