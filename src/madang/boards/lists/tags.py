"""Tags: a few words under a post, each with a list of its own."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from madang.core.db.select import Select
from madang.core.text.door import is_of_word, tidy_name
from madang.core.text.letters import OVERLAID, UNSEEN

from ..directory.directory import BoardDirectory
from ..models import MAX_TAG_LENGTH, MAX_TAGS, Post, PostTag, State

ROWS_PER_PAGE, MAX_POSTS_READ = 30, 200
_SPLIT = re.compile(r"[\s,#]+")
_UNSEEN = re.compile(f"[{UNSEEN}]")
# Strokes over letters that have none.
_HUNG = re.compile(f"(?<=[0-9a-z가-힣])[{OVERLAID}]+")
_MARKS = frozenset("_+.-")


class TagRefused(Exception):
    """There can be no such tag; the message says why, in the reader's language."""


class TaggedRow(NamedTuple):
    """A post in the list of a tag."""

    id: int
    board_id: int
    title: str
    comment_count: int
    created: datetime
    holds: int
    addon: int


_ROWS = Select(
    TaggedRow,
    Post,
    rest="WHERE {id} IN %s AND {state} = {LIVE} ORDER BY {id} DESC",
    LIVE=State.LIVE,
)


def read_tags(text: str) -> list[str]:
    """Return the tags that were typed, tidied. Raises TagRefused."""
    tags = list(dict.fromkeys(filter(None, _SPLIT.split(as_kept(text)))))
    if len(tags) > MAX_TAGS:
        raise TagRefused(_("태그는 %(most)d개까지예요.") % {"most": MAX_TAGS})
    for tag in tags:
        if not _is_word(tag) or len(tag) > MAX_TAG_LENGTH:
            said = _("“%(tag)s”: 태그는 글자와 숫자로 %(most)d자까지예요.")
            raise TagRefused(said % {"tag": tag[:30], "most": MAX_TAG_LENGTH})
    return tags


def _is_word(tag: str) -> bool:
    is_fine = all(each in _MARKS or is_of_word(each) for each in tag)
    return is_fine and tag[0] not in _MARKS


def as_kept(text: str) -> str:
    """Return tags as they are kept and looked for: small letters, nothing unseen in them."""
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", tidy_name(text))).casefold()
    return _HUNG.sub("", plain)


def set_tags(post: Post, tags: Iterable[str]) -> None:
    """Give a post these tags; belongs in its transaction."""
    named = list(tags)
    PostTag.objects.filter(post=post).exclude(name__in=named).delete()
    PostTag.objects.bulk_create(
        (PostTag(post=post, name=name) for name in named), ignore_conflicts=True
    )
    post.tags = " ".join(named)
    post.save(update_fields=["tags"])


def tagged(
    directory: BoardDirectory, name: str, below: int | None
) -> tuple[list[TaggedRow], int | None]:
    """Return the latest posts with a tag, on boards that all may read, and where it goes on.

    Two queries.
    """
    found = PostTag.objects.filter(name=name, post__lt=below or 2**62).order_by("-post")
    ids = list(found.values_list("post", flat=True)[:MAX_POSTS_READ])
    if not ids:
        return [], None
    open_boards = {board.id for board in directory.open_boards}
    shown = [row for row in _ROWS.rows(ids) if row.board_id in open_boards]
    if len(shown) > ROWS_PER_PAGE:
        return shown[:ROWS_PER_PAGE], shown[ROWS_PER_PAGE - 1].id
    return shown, ids[-1] if len(ids) == MAX_POSTS_READ else None
