"""Writes: what a person does with a comment.

Each checks the write policy and works in one transaction, under its thread's lock.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.core.db.many import insert_one
from madang.core.db.select import execute, statement
from madang.core.db.transactions import writing
from madang.core.richtext import RichText, all_said, words_of
from madang.identity.epochs import open_epoch
from madang.identity.journals import Journal, append
from madang.identity.seals import seal
from madang.identity.tags import idempotency_tag
from madang.identity.voices import AUTHOR, claim_voice

from ..activity.journals import comment_line
from ..extensions import (
    BoardsExtension,
    SavedText,
    WritingRefused,
    boards_point,
    tell_before_change,
    tell_text_saved,
)
from ..models import Comment, Post, State
from ..nicknames.nicknames import nickname_to_write_under
from .announcing import announce_written
from .errors import NoLongerThere, NotYours
from .history import note_version
from .locking import lock_post, lock_thread, must_be_live
from .ownership import may_change
from .removal import wipe_comment
from .write_policy import check_place, check_words

# How often the author of a thread may call all who reserved.
MAX_NEWS_PER_HOUR = 3

_COUNT_COMMENT = statement(
    "UPDATE {Post} SET {last_seq} = %s, {comment_count} = {comment_count} + 1 WHERE {id} = %s", Post
)


def comment(
    post_id: int,
    text: RichText,
    *,
    by: Account,
    parent: int | None = None,
    is_news: bool = False,
    idempotency_key: str = "",
    at: datetime | None = None,
) -> Comment:
    """Write a comment, or an answer to the comment numbered `parent`.

    The same filled-in form (`idempotency_key`) sent twice gives the one comment. News calls all who
    reserved a call; it is the author's to give. Raises NoLongerThere, NotAMember, NoNickname and
    WritingRefused.
    """
    check_words(all_said(text))
    tag = idempotency_tag(by.pk, idempotency_key) if idempotency_key else None
    created = at or timezone.now()
    made = Comment(
        post_id=post_id,
        parent=parent,
        html=text,
        news=is_news,
        created=created,
        idempotency_key=tag,
    )
    try:
        _append(made, by=by, epoch=open_epoch(created))
    except IntegrityError:
        before = Comment.objects.filter(idempotency_key=tag).first() if tag else None
        if before is None:
            raise
        if words_of(before.html) == words_of(text):
            return before
        # The same form, gone on with after its answer was lost: what was added is not.
        made.idempotency_key = None
        _append(made, by=by, epoch=open_epoch(created))
    return made


def _append(made: Comment, *, by: Account, epoch: int) -> None:
    """Give a comment its number, its voice and its seal, and save it."""
    with writing():
        thread = lock_thread(made.post_id)
        check_place(by=by, board_id=thread.board_id, thread=made.post_id, state=thread.state)
        made.nickname = nickname_to_write_under(thread.board_id, by)
        answered = _answered(made) if made.parent is not None else None
        made.seq = thread.last_seq + 1
        made.root = (answered.root or answered.seq) if answered else None
        made.voice = claim_voice(by.pk, thread=made.post_id, epoch=thread.epoch)
        made.news = made.news and made.voice == AUTHOR
        if made.news:
            _check_news_pace(made)
        note = comment_line(made.post_id, made.seq)
        line = append(Journal("comments", by.pk), note, epoch=epoch)
        made.author = seal(by.pk, epoch=epoch, row=made.row, line=line)
        insert_one(made)
        tell_text_saved(SavedText(made.post_id, made.seq, made.html, is_new=True))
        execute(_COUNT_COMMENT, (made.seq, made.post_id))
        if answered:
            Comment.objects.filter(pk=answered.pk).update(replies=F("replies") + 1)
        announce_written(thread.board_id, made.post_id, made.seq)
        for hook in boards_point.hooks(BoardsExtension.on_comment):
            hook(made)


def _check_news_pace(made: Comment) -> None:
    """Raise WritingRefused where a thread has had so much news that nobody would listen."""
    since = made.created - timedelta(hours=1)
    told = Comment.objects.filter(post=made.post_id, news=True, created__gt=since).count()
    if told >= MAX_NEWS_PER_HOUR:
        said = _("새 소식은 한 시간에 %(most)d번까지 알릴 수 있어요. 그냥 댓글로는 쓸 수 있어요.")
        raise WritingRefused(said % {"most": MAX_NEWS_PER_HOUR})


def edit_comment(post_id: int, seq: int, text: RichText, *, by: Account) -> Comment:
    """Change a comment of the account.

    Raises NotYours, NoLongerThere, NotAMember and WritingRefused.
    """
    check_words(all_said(text))
    with writing():
        found = _own_comment(post_id, seq, by)
        check_place(by=by, board_id=found.post.board_id, thread=post_id, state=found.post.state)
        must_be_live(found.state)
        if text != found.html:
            note_version(found)
        tell_before_change(post_id, seq)
        found.html, found.edited = text, timezone.now()
        found.save(update_fields=["html", "edited"])
        tell_text_saved(SavedText(post_id, seq, found.html))
    return found


def delete_comment(post_id: int, seq: int, *, by: Account) -> None:
    """Remove the account's own comment for good; where it has been answered, its place stays."""
    with writing():
        wipe_comment(_own_comment(post_id, seq, by))


def _own_comment(post_id: int, seq: int, by: Account) -> Comment:
    lock_post(post_id)
    found = Comment.objects.select_related("post").filter(post=post_id, seq=seq).first()
    if found is None or found.state == State.DELETED:
        raise NoLongerThere
    if not may_change(found, by):
        raise NotYours
    return found


def _answered(made: Comment) -> Comment:
    found = Comment.objects.filter(
        post_id=made.post_id, seq=made.parent or 0, state=State.LIVE
    ).first()
    if found is None:
        raise NoLongerThere
    return found
