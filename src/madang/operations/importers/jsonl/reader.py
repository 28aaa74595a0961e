"""Reading and checking the lines of a collection."""

import gzip
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import IO, Annotated, cast

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.boards.api import BoardPlan, slug_of
from madang.boards.models import (
    MAX_BODY_LENGTH,
    MAX_COMMENT_LENGTH,
    MAX_SOURCE_LENGTH,
    MAX_TITLE_LENGTH,
)
from madang.core.reserved_words import reserved_words
from madang.core.richtext import normalise

GZIP_MAGIC = b"\x1f\x8b"
STANDARD_INPUT = "-"
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)

Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


class CommentLine(msgspec.Struct, forbid_unknown_fields=True):
    body: str
    author: str | None = None
    created: str | None = None
    reply_to: Annotated[int, msgspec.Meta(ge=1)] | None = None


class PostLine(msgspec.Struct, forbid_unknown_fields=True):
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    board: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    title: str
    body: str
    category: Annotated[str, msgspec.Meta(max_length=30)] | None = None
    author: str | None = None
    created: str | None = None
    source: str | None = None
    views: Count = 0
    recommends: Count = 0
    comments: list[CommentLine] = []


class Refused(Exception):
    """A line cannot be imported; the message says why."""


_decoder = msgspec.json.Decoder(PostLine)


def parse(line: bytes) -> PostLine:
    """Return the post of a line, checked as a whole; raise Refused with the reason."""
    try:
        post = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(str(error)) from None
    _check_slug(post.board)
    _check_text("title", post.title, MAX_TITLE_LENGTH)
    _check_text("body", post.body, MAX_BODY_LENGTH)
    if len(post.source or "") > MAX_SOURCE_LENGTH:
        raise Refused(
            _("%(field)s: %(longest)s자를 넘어요")
            % {"field": "source", "longest": MAX_SOURCE_LENGTH}
        )
    moment("created", post.created)
    for number, comment in enumerate(post.comments, start=1):
        place = f"comments[{number}]"
        _check_text(f"{place}.body", comment.body, MAX_COMMENT_LENGTH)
        moment(f"{place}.created", comment.created)
        if comment.reply_to is not None and comment.reply_to >= number:
            raise Refused(_("%(place)s.reply_to: 앞선 댓글의 번호여야 해요") % {"place": place})
    return post


def moment(field: str, value: str | None) -> datetime | None:
    """Return the moment of a `created`; a date alone is its midnight in the site's time zone."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise Refused(
            _("%(field)s: 날짜가 아니에요 (%(value)s)") % {"field": field, "value": value}
        ) from None
    aware = found if found.tzinfo else timezone.make_aware(found)
    if not EARLIEST <= aware <= timezone.now():
        raise Refused(
            _("%(field)s: 1970년부터 지금까지여야 해요 (%(value)s)")
            % {"field": field, "value": value}
        )
    return aware


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """Open a file or standard input, gzip or plain, as lines of bytes."""
    with ExitStack() as stack:
        raw = cast(BufferedReader, sys.stdin.buffer)
        if name != STANDARD_INPUT:
            raw = stack.enter_context(Path(name).open("rb"))
        zipped = raw.peek(2)[:2] == GZIP_MAGIC
        yield cast(IO[bytes], stack.enter_context(gzip.open(raw))) if zipped else raw


def _check_text(field: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise Refused(
            _("%(field)s: %(longest)s자를 넘어요") % {"field": field, "longest": f"{longest:,}"}
        )
    if not normalise(text):
        raise Refused(_("%(field)s: 비어 있어요") % {"field": field})


def _check_slug(board: str) -> None:
    slug = slug_of(BoardPlan(board))
    if not slug or slug in reserved_words():
        raise Refused(_("board: 게시판 이름으로 쓸 수 없어요 (%(board)s)") % {"board": board})
