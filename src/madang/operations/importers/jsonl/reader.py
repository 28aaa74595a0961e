"""Reading and checking the lines of a collection."""

import gzip
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import IO, Annotated, cast

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.boards.api import BoardPlan, slug_of
from madang.boards.models import (
    MAX_CATEGORY_LENGTH,
    MAX_KEPT_SOURCE_LENGTH,
    MAX_KEPT_TITLE_LENGTH,
    MAX_NAME_LENGTH,
)
from madang.core.reserved_words import reserved_words
from madang.core.richtext import says_something, to_html
from madang.core.text.door import can_be_seen, tidy, tidy_line, tidy_name

GZIP_MAGIC = b"\x1f\x8b"
STANDARD_INPUT = "-"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# What was written elsewhere comes in whole, also where it is longer than people may write here.
MAX_IMPORTED_BODY, MAX_IMPORTED_COMMENT = 200_000, 20_000
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)

Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


class CommentLine(msgspec.Struct, forbid_unknown_fields=True):
    body: str
    author: str | None = None
    created: str | None = None
    reply_to: Annotated[int, msgspec.Meta(ge=1)] | None = None


class PostLine(msgspec.Struct, forbid_unknown_fields=True):
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    board: str
    title: str
    body: str
    category: str | None = None
    author: str | None = None
    created: str | None = None
    source: str | None = None
    views: Count = 0
    recommends: Count = 0
    comments: list[CommentLine] = []


class Refused(Exception):
    """A line cannot be imported; the message says why."""


_SYLLABLE = re.compile("[가-힣]")


class Unreadable(Exception):
    """A file cannot be read, or not to its end; says from which line on, and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


_decoder = msgspec.json.Decoder(PostLine)


def parse(line: bytes) -> PostLine:
    """Return the post of a line, tidied and checked as a whole; raise Refused with the reason."""
    try:
        post = _tidied(_decoder.decode(line))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(str(error)) from None
    _check_text("board", post.board, MAX_NAME_LENGTH)
    _check_slug(post.board)
    _check_text("title", post.title, MAX_KEPT_TITLE_LENGTH)
    _check_text("body", post.body, MAX_IMPORTED_BODY)
    _check_length("category", post.category or "", MAX_CATEGORY_LENGTH)
    _check_length("source", post.source or "", MAX_KEPT_SOURCE_LENGTH)
    moment("created", post.created)
    for number, comment in enumerate(post.comments, start=1):
        place = f"comments[{number}]"
        _check_text(f"{place}.body", comment.body, MAX_IMPORTED_COMMENT)
        moment(f"{place}.created", comment.created)
        if comment.reply_to is not None and comment.reply_to >= number:
            raise Refused(_("%(place)s.reply_to: 앞선 댓글의 번호여야 해요") % {"place": place})
    return post


def line_of(post: PostLine) -> bytes:
    """Return a post that was checked as a line, to be kept aside."""
    return msgspec.json.encode(post)


def read_again(line: bytes) -> PostLine:
    """Return the post of a line that was kept aside; it is not checked a second time."""
    return _decoder.decode(line)


def _tidied(post: PostLine) -> PostLine:
    """Return a post with its words as they would be kept had somebody typed them."""
    post.board, post.title = tidy_name(post.board), tidy_line(post.title)
    post.body = tidy(post.body)
    category, post.source = tidy_name(post.category or ""), tidy_line(post.source or "")
    post.category = category if can_be_seen(category) else None
    for comment in post.comments:
        comment.body = tidy(comment.body)
    return post


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


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """Open a file or standard input, gzip or plain, as lines of bytes; raises OSError."""
    with ExitStack() as stack:
        raw = cast(BufferedReader, getattr(sys.stdin, "buffer", None) or BufferedReader(BytesIO()))
        if name != STANDARD_INPUT:
            raw = stack.enter_context(Path(name).open("rb"))
        zipped = raw.peek(2)[:2] == GZIP_MAGIC
        lines = cast(BufferedReader, stack.enter_context(gzip.open(raw))) if zipped else raw
        yield cast(IO[bytes], lines)


def _without_marks(line: bytes) -> bytes:
    while line.startswith(BYTE_ORDER_MARK):
        line = line.removeprefix(BYTE_ORDER_MARK)
    return line


def numbered_lines(name: str) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file that say something, with their numbers.

    Raises Unreadable with the number of the line before which the file ends or breaks.
    """
    number = 0
    try:
        with opened(name) as lines:
            for number, line in enumerate(lines, start=1):
                # Files that were put together have one at the beginning of each.
                said = _without_marks(line)
                if said.strip():
                    yield number, said
    except EOFError:
        raise Unreadable(number + 1, _("압축 파일이 온전하지 않아요")) from None
    except (gzip.BadGzipFile, zlib.error):
        raise Unreadable(number + 1, _("압축 파일이 깨졌어요")) from None
    except OSError as error:
        raise Unreadable(number + 1, error.strerror or str(error)) from None


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
