"""Reads: what a page needs of posts and threads, in a fixed number of queries, as light rows."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from madang.core.db.select import Select, columns_of, fetch, none_of, statement

from ..directory.directory import BoardInfo
from ..models import Comment, Post, PostText, State

COMMENTS = 100
FEED_POSTS = 30


class Row(NamedTuple):
    """A post in a list."""

    id: int
    title: str
    category_id: int | None
    comment_count: int
    created: datetime
    views: int
    recommends: int
    nickname: int | None
    domains: str
    holds: int
    addon: int
    thumbnail: str


class LatestRow(NamedTuple):
    """A post of any board, as the trial of a filter looks at it."""

    board_id: int
    row: Row


class LatestText(NamedTuple):
    """A post of any board with all its words, as the trial of refused words looks at it."""

    id: int
    title: str
    html: str
    source: str


class PostView(NamedTuple):
    """A post as its page shows it."""

    id: int
    board_id: int
    category_id: int | None
    title: str
    state: int
    created: datetime
    edited: datetime | None
    views: int
    recommends: int
    comment_count: int
    reservations: int
    last_seq: int
    epoch: int
    nickname: int | None
    addon: int
    tags: str
    html: str
    source: str


class HomeRow(NamedTuple):
    id: int
    board_id: int
    title: str
    comment_count: int
    created: datetime
    recommends: int
    category_id: int | None
    domains: str
    holds: int
    addon: int


class CommentRow(NamedTuple):
    """A comment in its thread; `state` is not LIVE where only its place is left."""

    seq: int
    parent: int | None
    root: int | None
    voice: int | None
    html: str
    state: int
    created: datetime
    edited: datetime | None
    nickname: int | None
    news: bool
    likes: int


@dataclass(frozen=True, slots=True)
class Strand:
    """A comment with the replies under it that are on the same page."""

    comment: CommentRow
    replies: list[CommentRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """A page of a thread; who wrote each comment number on it, by voice and by nickname if any."""

    strands: list[Strand]
    voices: dict[int, int | None]
    nicknames: dict[int, int]
    number: int
    last: int

    def with_texts(self, texts: dict[int, str]) -> "CommentsPage":
        """Return the same with other HTML for some comments, by their numbers."""
        strands = [
            Strand(
                _with_text(strand.comment, texts), [_with_text(r, texts) for r in strand.replies]
            )
            for strand in self.strands
        ]
        return replace(self, strands=strands)


def _with_text(row: CommentRow, texts: dict[int, str]) -> CommentRow:
    return row._replace(html=texts[row.seq]) if row.seq in texts else row


_POST_VIEW = Select(PostView, Post, PostText, rest="WHERE {Post.id} = %s")
_COMMENTS = Select(
    CommentRow,
    Comment,
    rest="WHERE {post_id} = %s AND {seq} > %s AND {seq} <= %s "
    "AND NOT ({state} >= {DELETED} AND {replies} = 0) ORDER BY {seq}",
    DELETED=State.DELETED,
)
_LIKED = Select(
    CommentRow,
    Comment,
    rest="WHERE {post_id} = %s AND {likes} > 0 AND {likes} >= %s AND {state} = {LIVE} "
    "ORDER BY {likes} DESC, {seq} LIMIT %s",
    LIVE=State.LIVE,
)
_LATEST = statement(
    "SELECT {board_id}, {shown} FROM {Post} WHERE {state} = {LIVE} AND {board_id} NOT IN %s "
    "ORDER BY {id} DESC LIMIT %s",
    Post,
    shown=columns_of(Row, Post),
    LIVE=State.LIVE,
)
_LATEST_TEXTS = Select(
    LatestText,
    Post,
    PostText,
    rest="WHERE {Post.state} = {LIVE} AND {board_id} NOT IN %s AND {Post.id} < %s "
    "ORDER BY {Post.id} DESC LIMIT %s",
    LIVE=State.LIVE,
)
_OLDEST_AFTER, _NEWEST_BELOW = (
    Select(
        HomeRow,
        Post,
        rest="WHERE {board_id} IN %s AND {state} = {LIVE} AND {id} " + and_so + " LIMIT %s",
        LIVE=State.LIVE,
    )
    for and_so in ("> %s ORDER BY {id}", "< %s ORDER BY {id} DESC")
)
_NEWER, _NEWER_OF_CATEGORY = (
    Select(
        HomeRow,
        Post,
        rest="WHERE {board_id} IN %s AND {state} = {LIVE} AND {id} > %s "
        + of_category
        + "ORDER BY {id} DESC LIMIT %s",
        LIVE=State.LIVE,
    )
    for of_category in ("", "AND {category_id} = %s ")
)


def latest_of_all(most: int, but: Collection[int] = ()) -> list[LatestRow]:
    """Return the latest live posts of all boards but some. One query."""
    rows = fetch(_LATEST, (none_of(but), most))
    return [LatestRow(board, Row._make(row)) for board, *row in rows]


def latest_texts(most: int, but: Collection[int] = ()) -> Iterator[LatestText]:
    """Yield the same posts with their words, a thousand at a time. A query for each thousand."""
    below = 2**62
    for left in range(most, 0, -1000):
        rows = _LATEST_TEXTS.rows(none_of(but), below, min(left, 1000))
        yield from rows
        if len(rows) < 1000:
            return
        below = rows[-1].id


def read_post(post_id: int) -> PostView | None:
    """Return a post with its text to be read, whatever its state. One query."""
    return _POST_VIEW.first(post_id)


def find_post(post_id: int) -> Post | None:
    """Return a post with its text to be worked on, whatever its state. One query."""
    return Post.objects.select_related("text").filter(pk=post_id).first()


def comments_page(post: PostView, number: int | None) -> CommentsPage | None:
    """Return a page of a thread, the last one for None (None: there is no such page). One query.

    A page holds the comments of a hundred numbers, so that a comment never changes its page.
    """
    last = max(1, page_of(post.last_seq))
    number = last if number is None else number
    if not 1 <= number <= last:
        return None
    first = (number - 1) * COMMENTS
    rows = comments_between(post.id, first, first + COMMENTS)
    return CommentsPage(
        strands=arrange(rows),
        voices={row.seq: row.voice for row in rows},
        nicknames={row.seq: row.nickname for row in rows if row.nickname is not None},
        number=number,
        last=last,
    )


def liked_comments(post_id: int, *, least: int, most: int) -> list[CommentRow]:
    """Return the comments of a thread that most people like. One query."""
    return _LIKED.rows(post_id, least, most)


def by_likes(post: PostView) -> CommentsPage:
    """Return the comments of a thread that people like, those that most do first. One query."""
    rows = liked_comments(post.id, least=1, most=COMMENTS)
    return CommentsPage(
        strands=[Strand(row) for row in rows],
        voices={row.seq: row.voice for row in rows},
        nicknames={row.seq: row.nickname for row in rows if row.nickname is not None},
        number=1,
        last=1,
    )


def rows_of(page: CommentsPage) -> list[CommentRow]:
    """Return the comments of a page that can be read."""
    rows = [row for strand in page.strands for row in (strand.comment, *strand.replies)]
    return [row for row in rows if row.state == State.LIVE]


def page_of(seq: int) -> int:
    """Return the page of a thread that a comment's number is on."""
    return (seq - 1) // COMMENTS + 1


def newer_comments(post_id: int, after: int) -> list[CommentRow]:
    """Return the live comments of a thread after a number, a page at most. One query."""
    rows = comments_between(post_id, after, after + COMMENTS)
    return [row for row in rows if row.state == State.LIVE]


def comments_between(post_id: int, after: int, to: int) -> list[CommentRow]:
    """Return the comments of a thread above one number and up to another. One query."""
    return _COMMENTS.rows(post_id, after, to)


def find_comment(post_id: int, seq: int) -> Comment | None:
    return Comment.objects.select_related("post").filter(post=post_id, seq=seq).first()


def latest_posts(board: BoardInfo, count: int = FEED_POSTS) -> list[Post]:
    """Return a board's latest posts with their texts, for its feed. One query."""
    listed = Post.objects.filter(board=board.id, state=State.LIVE).select_related("text")
    return list(listed.order_by("-id")[:count])


def newer_posts(boards: list[int], category: int | None, *, after: int, most: int) -> list[HomeRow]:
    """Return the newest live posts of some boards above an id. One query by their ids."""
    if category is None:
        return _NEWER.rows(boards, after, most)
    return _NEWER_OF_CATEGORY.rows(boards, after, category, most)


def oldest_after(boards: list[int], after: int, most: int) -> list[HomeRow]:
    """Return the oldest live posts of some boards above an id. One query by their ids."""
    return _OLDEST_AFTER.rows(boards, after, most)


def newest_below(boards: list[int], below: int | None, most: int) -> list[HomeRow]:
    """Return the newest live posts of some boards below an id. One query by their ids."""
    return _NEWEST_BELOW.rows(boards, below or 2**62, most)


def highest_post_id() -> int:
    return Post.objects.order_by("-id").values_list("id", flat=True).first() or 0


def live_posts_between(first: int, last: int) -> Iterable[tuple[int, int, datetime]]:
    """Yield (id, board id, day last changed) of what all may read in a range of ids. One query."""
    posts = Post.objects.filter(
        id__range=(first, last), state=State.LIVE, board__members_only=False
    ).order_by("id")
    for post_id, board_id, created, edited in posts.values_list(
        "id", "board_id", "created", "edited"
    ):
        yield post_id, board_id, edited or created


def arrange(rows: list[CommentRow]) -> list[Strand]:
    """Put each reply under the comment that its strand began with, where that is on the page."""
    strands: dict[int, Strand] = {}
    for row in rows:
        home = strands.get(row.root) if row.root is not None else None
        if home is not None:
            home.replies.append(row)
        else:
            strands[row.seq] = Strand(row)
    return list(strands.values())
