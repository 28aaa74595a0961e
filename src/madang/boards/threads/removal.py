"""Taking posts and comments out of lists, and for good: under a lock, by those who have the right.

`actions`, an operator's acts and leaving are built of these.
"""

from django.db.models import F

from madang.identity.journals import Journal, strike
from madang.identity.seals import open_seal

from ..extensions import SavedText, tell_before_change, tell_engagement, tell_text_saved
from ..lists import page_index
from ..models import Comment, Post, PostTag, PostText, State
from .contents import NOTHING, Contents
from .history import forget_versions


def wipe_post(post: Post) -> None:
    """Remove a post for good; the caller holds its lock and has the right."""
    _strike_out("posts", post)
    clear_post(post)


def clear_post(post: Post) -> None:
    """Remove a post's words and seal, leaving its line in the journal; under its lock."""
    tell_before_change(post.pk, 0)
    gone = listed_as(post, -1) if post.state == State.LIVE else []
    post.state, post.title, post.author, post.nickname = State.DELETED, "", b"", None
    post.domains, post.holds, post.thumbnail = NOTHING
    post.tags = ""
    fields = ["state", "title", "author", "nickname", *Contents._fields, "tags"]
    post.save(update_fields=fields)
    PostTag.objects.filter(post=post).delete()
    PostText.objects.filter(post=post).update(html="", source="")
    forget_versions(post.pk, 0)
    tell_text_saved(SavedText(post.pk, 0, ""))
    page_index.record(gone)


def relist_post(post: Post, state: State) -> None:
    """Give a post another state, in the lists too; the caller holds its lock and has the right."""
    was_live = post.state == State.LIVE
    post.state = state
    post.save(update_fields=["state"])
    tell_engagement(post.pk)
    if was_live != (state == State.LIVE):
        page_index.record(listed_as(post, -1 if was_live else +1))


def wipe_comment(found: Comment) -> None:
    """Remove a comment for good; the caller holds the thread's lock and has the right."""
    _strike_out("comments", found)
    clear_comment(found)


def clear_comment(found: Comment) -> None:
    """Remove a comment's words and seal, leaving its line in the journal; under the lock."""
    tell_before_change(found.post_id, found.seq)
    if found.state == State.LIVE:
        count_comments(found.post_id, -1)
    found.state, found.html, found.author, found.nickname = State.DELETED, "", b"", None
    found.save(update_fields=["state", "html", "author", "nickname"])
    forget_versions(found.post_id, found.seq)
    tell_text_saved(SavedText(found.post_id, found.seq, ""))
    _close_places(found)


def count_comments(post_id: int, difference: int) -> None:
    Post.objects.filter(pk=post_id).update(comment_count=F("comment_count") + difference)


def open_places(returned: Comment) -> None:
    """Give a comment that comes back its place, and those above that had lost theirs with it."""
    while returned.replies == 0 and returned.parent is not None:
        above = Comment.objects.get(post_id=returned.post_id, seq=returned.parent)
        had_a_place = above.replies > 0 or above.state == State.LIVE
        above.replies += 1
        above.save(update_fields=["replies"])
        if had_a_place:
            return
        returned = Comment(post_id=above.post_id, parent=above.parent, replies=0)


def listed_as(post: Post, difference: int) -> list[tuple[str, int, int]]:
    """Return what the page index notes of a post that is listed, or no more."""
    listings = page_index.listings_of(post.board_id, post.category_id)
    return [(listing, post.pk, difference) for listing in listings]


def _strike_out(kind: str, written: Post | Comment) -> None:
    sealed = open_seal(written.author, row=written.row)
    if sealed and sealed.line is not None:
        strike(Journal(kind, sealed.account), epoch=sealed.epoch, number=sealed.line)


def _close_places(removed: Comment) -> None:
    """Give up the place of a removed comment, and of those above that it alone kept open."""
    while removed.replies == 0 and removed.parent is not None:
        above = Comment.objects.get(post_id=removed.post_id, seq=removed.parent)
        above.replies -= 1
        above.save(update_fields=["replies"])
        if above.state == State.LIVE:
            return
        removed = above
