"""Writes: what a person does with a post.

Each checks the write policy, works in one transaction, and does the page index last.
"""

from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone

from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.core.richtext import RichText, words_of
from madang.identity.epochs import open_epoch
from madang.identity.journals import Journal, append
from madang.identity.seals import seal
from madang.identity.tags import idempotency_tag
from madang.identity.voices import claim_authorship

from ..activity.journals import post_line
from ..directory.directory import board_directory
from ..directory.moderators import moderates
from ..extensions import SavedText, tell_before_change, tell_text_saved
from ..lists import page_index
from ..lists.tags import set_tags
from ..models import Comment, Post, PostText, State
from ..nicknames.nicknames import nickname_to_write_under
from .announcing import announce_written
from .comment_actions import comment
from .contents import Contents
from .errors import NeverThere, NoLongerThere, NotYours, StaysAmongMembers
from .history import note_version
from .locking import lock_post
from .ownership import may_change
from .post_draft import PostDraft
from .removal import listed_as, wipe_post
from .write_policy import check_changed_post, check_new_post, check_words


def write_post(
    draft: PostDraft,
    *,
    by: Account,
    board_id: int,
    idempotency_key: str = "",
    at: datetime | None = None,
) -> Post:
    """Publish a post; the same filled-in form (`idempotency_key`) sent twice gives the one post.

    Raises NotAMember, NoNickname and WritingRefused.
    """
    check_words(*draft.words)
    check_new_post(draft, by=by, board_id=board_id)
    tag = idempotency_tag(by.pk, idempotency_key) if idempotency_key else None
    created = at or timezone.now()
    made = Post(
        board_id=board_id,
        category_id=draft.category_id,
        title=draft.title,
        created=created,
        epoch=open_epoch(created),
        nickname=nickname_to_write_under(board_id, by),
        idempotency_key=tag,
        **draft.contents._asdict(),
    )
    try:
        _publish(made, draft, by=by)
    except IntegrityError:
        known = Post.objects.select_related("text").filter(idempotency_key=tag)
        before = known.first() if tag else None
        if before is None:
            raise
        if (before.title, words_of(before.text.html)) == (draft.title, words_of(draft.text)):
            return before
        # The same form, gone on with after its answer was lost: what was added is not.
        made.idempotency_key = None
        _publish(made, draft, by=by)
    return made


def _publish(made: Post, draft: PostDraft, *, by: Account) -> None:
    """Give a post its seal, save it with its text and what stands under it, and list it."""
    with writing():
        made.save(force_insert=True)
        line = append(Journal("posts", by.pk), post_line(made.pk), epoch=made.epoch)
        made.author = seal(by.pk, epoch=made.epoch, row=made.row, line=line)
        made.save(update_fields=["author"])
        PostText.objects.create(post=made, html=draft.text, source=draft.source)
        tell_text_saved(SavedText(made.pk, 0, draft.text, is_new=True))
        _save_addon(made, draft)
        if draft.tags:
            set_tags(made, draft.tags)
        claim_authorship(by.pk, thread=made.pk, epoch=made.epoch)
        announce_written(made.board_id, made.pk)
        page_index.record(listed_as(made, +1))


def edit_post(
    post_id: int,
    draft: PostDraft,
    *,
    by: Account,
    news: RichText | None = None,
    idempotency_key: str = "",
) -> Post:
    """Change an account's own post, its category included.

    What is `news` in it becomes a comment of the author's, which calls all who reserved; sent twice
    (`idempotency_key`) it is one. Raises NotYours, NoLongerThere, NotAMember and WritingRefused.
    """
    check_words(*draft.words)
    with writing():
        post = own_post(post_id, by)
        check_changed_post(draft, by=by, board_id=post.board_id, thread=post_id, state=post.state)
        after = (draft.title, draft.text, draft.source)
        if (post.title, post.text.html, post.text.source) != after:
            note_version(post)
        tell_before_change(post_id, 0)
        before = listed_as(post, -1)
        post.category_id, post.title, post.edited = draft.category_id, draft.title, timezone.now()
        post.domains, post.holds, post.thumbnail = draft.contents
        post.save(update_fields=["category", "title", "edited", *Contents._fields])
        PostText.objects.filter(post=post).update(html=draft.text, source=draft.source)
        tell_text_saved(SavedText(post_id, 0, draft.text))
        _save_addon(post, draft)
        if " ".join(draft.tags) != post.tags:
            set_tags(post, draft.tags)
        if news:
            comment(post_id, news, by=by, is_news=True, idempotency_key=idempotency_key)
        page_index.record(before + listed_as(post, +1))
    return post


def _save_addon(post: Post, draft: PostDraft) -> None:
    noted = draft.save_addon(post) if draft.save_addon else post.addon
    if noted != post.addon:
        post.addon = noted
        post.save(update_fields=["addon"])


def delete_post(post_id: int, *, by: Account) -> None:
    """Remove a post of the account for good: words and seal are wiped, the address stays."""
    with writing():
        wipe_post(own_post(post_id, by))


def move_post(post_id: int, *, by: Account, board_id: int, category_id: int | None) -> Post:
    """Move a post to another board or category, for those who moderate both.

    Its address follows the board; nicknames stay behind: they belong to their board. Raises
    NotYours, NeverThere (of a board that is not theirs too) and StaysAmongMembers.
    """
    if not moderates(board_id, by):
        # Before it is looked for: the answer would tell whether it is there.
        raise NotYours
    with writing():
        post = lock_post(post_id)
        if not moderates(post.board_id, by):
            raise NeverThere
        boards = board_directory().by_id
        if boards[post.board_id].members_only and board_id != post.board_id:
            raise StaysAmongMembers
        put_elsewhere(post, board_id, category_id)
    return post


def put_elsewhere(post: Post, board_id: int, category_id: int | None) -> None:
    """Put a post on another board or into another category; the caller holds its lock."""
    tell_before_change(post.pk, *range(post.last_seq + 1))
    before, live = listed_as(post, -1), post.state == State.LIVE
    if post.board_id != board_id:
        post.nickname = None
        Comment.objects.filter(post=post).update(nickname=None)
    post.board_id, post.category_id = board_id, category_id
    post.save(update_fields=["board", "category", "nickname"])
    if live:
        page_index.record(before + listed_as(post, +1))


def own_post(post_id: int, by: Account) -> Post:
    """Lock the account's own post. Raises NeverThere, NoLongerThere and NotYours."""
    post = lock_post(post_id)
    if post.state == State.DELETED:
        raise NoLongerThere
    if not may_change(post, by):
        raise NotYours
    return post
