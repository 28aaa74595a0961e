"""Posts with their comments as they arrive, checked as a whole; the lines of a collection."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, TypeVar

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.boards.api import BoardPlan, TagRefused, read_tags, slug_of
from madang.boards.models import (
    MAX_CATEGORY_LENGTH,
    MAX_KEPT_SOURCE_LENGTH,
    MAX_KEPT_TITLE_LENGTH,
    MAX_NAME_LENGTH,
)
from madang.core.reserved_words import reserved_words
from madang.core.richtext import says_something, to_html
from madang.core.text.door import can_be_seen, tidy, tidy_line, tidy_name

# What was written elsewhere comes in whole, also where it is longer than people may write here.
MAX_IMPORTED_BODY, MAX_IMPORTED_COMMENT = 200_000, 100_000
# Of HTML most is marks; a column of 16 MB elsewhere has room for pictures within the text.
MAX_IMPORTED_HTML, MAX_IMPORTED_COMMENT_HTML = 2_000_000, 200_000
MAX_EMOJI, MAX_POLL_WORDS = 12, 100
# What a text says of which nothing is left, such as a film that is not there any more.
NOTHING_SAID = "(내용 없음)"
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)

Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


class ChoiceLine(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    votes: Count = 0


class PollLine(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A poll under a post, which goes on until `closes`, or for ever."""

    question: Annotated[str, msgspec.Meta(max_length=100)]
    choices: Annotated[list[ChoiceLine], msgspec.Meta(min_length=2, max_length=100)]
    voters: Count = 0
    many: bool = False
    hidden: bool = False
    closes: str | None = None


class CommentLine(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    body: str = ""
    html: str = ""
    author: str | None = None
    voice: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] | None = None
    created: str | None = None
    edited: str | None = None
    reply_to: Annotated[int, msgspec.Meta(ge=1)] | None = None
    likes: Count = 0
    deleted: bool = False


class PostLine(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    board: str
    title: str
    body: str = ""
    html: str = ""
    category: str | None = None
    author: str | None = None
    created: str | None = None
    edited: str | None = None
    source: str | None = None
    views: Count = 0
    recommends: Count = 0
    pinned: bool = False
    tags: list[str] = []
    reactions: dict[str, Count] = {}
    poll: PollLine | None = None
    comments: list[CommentLine] = []


class ArrivedPost(PostLine, forbid_unknown_fields=True, omit_defaults=True):
    """A post of another program's database.

    `place` is what its number counts in there, `answers` the number of the post that it answers,
    `also` the numbers of posts that became comments of it, `aliases` further addresses that it had.
    `owner` and `owners` say in boxes whose it and its comments are, where members get them.
    """

    place: str = ""
    answers: str | None = None
    also: list[str] = []
    aliases: list[str] = []
    owner: str = ""
    owners: list[str] = []


Line = TypeVar("Line", bound=PostLine)


class Refused(Exception):
    """A line cannot be imported; the message says why."""


_SYLLABLE = re.compile("[가-힣]")
_decoder = msgspec.json.Decoder(PostLine)
_arrived = msgspec.json.Decoder(ArrivedPost)


def parse(line: bytes) -> PostLine:
    """Return the post of a line, tidied and checked as a whole; raise Refused with the reason."""
    try:
        post = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(str(error)) from None
    return checked(post)


def checked(post: Line) -> Line:
    """Return a post tidied and checked as a whole; raise Refused with the reason."""
    _tidy(post)
    _check_text("board", post.board, MAX_NAME_LENGTH)
    _check_slug(post.board)
    _check_text("title", post.title, MAX_KEPT_TITLE_LENGTH)
    _check_words("", post.body, post.html, MAX_IMPORTED_BODY, MAX_IMPORTED_HTML)
    _check_length("category", post.category or "", MAX_CATEGORY_LENGTH)
    _check_length("source", post.source or "", MAX_KEPT_SOURCE_LENGTH)
    moment("created", post.created)
    moment("edited", post.edited)
    _check_beside(post)
    _check_comments(post.comments)
    return post


def line_of(post: PostLine) -> bytes:
    """Return a post that was checked as a line, to be kept aside."""
    return msgspec.json.encode(post)


def read_again(line: bytes) -> ArrivedPost:
    """Return the post of a line that was kept aside; it is not checked a second time."""
    return _arrived.decode(line)


def moment(field: str, value: str | None) -> datetime | None:
    """Return the moment of a `created`; a date alone is its midnight in the site's time zone."""
    if value is None:
        return None
    try:
        aware = _aware(value)
        is_possible = EARLIEST <= aware <= timezone.now()
    except (ValueError, OverflowError):
        raise Refused(
            _("%(field)s: 날짜가 아니에요 (%(value)s)") % {"field": field, "value": value}
        ) from None
    if not is_possible:
        raise Refused(
            _("%(field)s: 1970년부터 지금까지여야 해요 (%(value)s)")
            % {"field": field, "value": value}
        )
    return aware


# Lines of one time come together, and many dates are given without their hours.
@lru_cache(maxsize=10_000)
def _aware(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=timezone.get_default_timezone())


def _tidy(post: PostLine) -> None:
    """Write a post's words as they would be kept had somebody typed them."""
    post.board, post.title = tidy_name(post.board), tidy_line(post.title)
    post.body = tidy(post.body)
    category, post.source = tidy_name(post.category or ""), tidy_line(post.source or "")
    post.category = category if can_be_seen(category) else None
    for comment in post.comments:
        comment.body = tidy(comment.body)


def _check_beside(post: PostLine) -> None:
    """Refuse tags that cannot be, what is no single emoji, and a poll that says nothing."""
    try:
        if read_tags(" ".join(post.tags)) != post.tags:
            raise Refused(_("tags: 태그로 쓸 수 없어요 (%(tags)s)") % {"tags": post.tags})
    except TagRefused as error:
        raise Refused(f"tags: {error}") from None
    for emoji in post.reactions:
        _check_text("reactions", emoji, MAX_EMOJI)
    if post.poll is None:
        return
    for words in (post.poll.question, *(choice.words for choice in post.poll.choices)):
        _check_text("poll", words, MAX_POLL_WORDS)
    try:
        _aware(post.poll.closes or "2000-01-01")
    except (ValueError, OverflowError):
        said = {"field": "poll.closes", "value": post.poll.closes}
        raise Refused(_("%(field)s: 날짜가 아니에요 (%(value)s)") % said) from None


def _check_comments(comments: Sequence[CommentLine]) -> None:
    for number, comment in enumerate(comments, start=1):
        place = f"comments[{number}]"
        if comment.deleted and (comment.body or comment.html):
            raise Refused(_("%(place)s: 삭제된 댓글에는 말이 없어야 해요") % {"place": place})
        if not comment.deleted:
            longest = MAX_IMPORTED_COMMENT, MAX_IMPORTED_COMMENT_HTML
            _check_words(f"{place}.", comment.body, comment.html, *longest)
        moment(f"{place}.created", comment.created)
        moment(f"{place}.edited", comment.edited)
        if comment.reply_to is not None and comment.reply_to >= number:
            raise Refused(_("%(place)s.reply_to: 앞선 댓글의 번호여야 해요") % {"place": place})


def _check_words(place: str, body: str, html: str, longest: int, longest_html: int) -> None:
    """Refuse words that are said twice, say nothing or are too long."""
    if body and html:
        raise Refused(_("%(place)sbody와 html 가운데 하나만 있어야 해요") % {"place": place})
    if not html:
        _check_text(f"{place}body", body, longest)
        return
    _check_length(f"{place}html", html, longest_html)
    if not says_something(html):
        raise Refused(_("%(field)s: 비어 있어요") % {"field": f"{place}html"})


def _check_text(field: str, text: str, longest: int) -> None:
    _check_length(field, text, longest)
    if not can_be_seen(text) or not _says_something(text):
        raise Refused(_("%(field)s: 비어 있어요") % {"field": field})


def _says_something(text: str) -> bool:
    """Tell whether a text has more than marks; one with a syllable is not looked at twice."""
    return _SYLLABLE.search(text) is not None or says_something(to_html(text))


def _check_length(field: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise Refused(
            _("%(field)s: %(longest)s자를 넘어요") % {"field": field, "longest": f"{longest:,}"}
        )


def _check_slug(board: str) -> None:
    slug = slug_of(BoardPlan(board))
    if not slug or slug in reserved_words():
        raise Refused(_("board: 게시판 이름으로 쓸 수 없어요 (%(board)s)") % {"board": board})
