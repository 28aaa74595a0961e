"""Reads of an account's calls."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.boards.api import (
    MyComment,
    MyPost,
    beginning_of,
    comments_by_place,
    posts_by_id,
    reading,
)
from madang.identity.inboxes import KIND, Place, inbox_of
from madang.identity.journals import Journal, Line, counts, read_page

from .codec import Call, Kind
from .extensions import described
from .reading import unread_among
from .watches import news_of

ROWS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A call as its owner sees it; `says` is empty where the comment is gone by now.

    What stands for all the rest of an hour is about no `post`.
    """

    line: Line
    kind: Kind
    post: MyPost | None
    seq: int
    at: datetime
    count: int
    is_unread: bool
    says: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of calls, newest first; those about posts that are gone are left out."""

    rows: list[Row]
    number: int
    last: int


def my_calls(account: Account, number: int) -> Page | None:
    """Return a page of calls (None: there is no such page).

    At most thirteen queries, and one more for each board for members.
    """
    page = read_page(Journal(KIND, account.pk), number, ROWS)
    if page is None:
        return None
    shown = _readable(account, page.lines)
    about = [
        (call.post, call.seq) for _line, call, _post in shown if call.kind is not Kind.MODERATOR
    ]
    comments = comments_by_place(about)
    words = described([call.seq for _line, call, _post in shown if call.kind is Kind.MODERATOR])
    new = _unread(account, [line for line, _call, _post in shown])
    rows = [
        Row(
            line=line,
            kind=call.kind,
            post=post,
            seq=call.seq,
            at=call.at,
            count=call.count,
            is_unread=line in new,
            says=_says(call, comments, words),
        )
        for line, call, post in shown
    ]
    return Page(rows, page.number, page.last)


def unread(account: Account) -> int:
    """Return how many of the last calls are unread, and how many watches have new posts.

    At most twelve queries, one more for each board for members, and two for each watch.
    """
    # A watch counts once, however many posts it has: a busy board would drown everything else.
    return len(news_of(account)) + sum(_unread_lines(account).values())


def unread_by_kind(account: Account) -> dict[Kind, int]:
    """Return how much is unread of each kind, new posts one by one. As many queries."""
    counts = _unread_lines(account)
    counts[Kind.WATCH] = len({post.id for news in news_of(account) for post in news.posts})
    return counts


def ends(account: Account) -> dict[int, int]:
    """Return how many calls there are by now, by month. At most seven queries."""
    return {epoch: count for epoch, count in counts(Journal(KIND, account.pk)).items() if count}


def _says(call: Call, comments: dict[tuple[int, int], MyComment], words: dict[int, str]) -> str:
    if call.kind is Kind.MORE:
        return _("한 시간에 호출이 너무 많아서 한 줄로 모았어요.")
    if call.kind is Kind.MODERATOR:
        return words.get(call.seq) or _("운영자가 전하는 말이 있어요.")
    said = comments.get((call.post, call.seq))
    return beginning_of(said.html) if said else ""


def _unread_lines(account: Account) -> Counter[Kind]:
    page = read_page(Journal(KIND, account.pk), 1, ROWS)
    shown = _readable(account, page.lines) if page else []
    new = _unread(account, [line for line, _call, _post in shown])
    return Counter(call.kind for line, call, _post in shown if line in new)


def _unread(account: Account, lines: list[Line]) -> set[Line]:
    """Return those of some calls that are unread. Two queries."""
    inbox = inbox_of(account.pk)
    places = {Place(inbox, line.epoch, line.number): line for line in lines}
    return {places[place] for place in unread_among(places)}


def _readable(account: Account, lines: list[Line]) -> list[tuple[Line, Call, MyPost | None]]:
    """Return the calls about posts that the account may read now, with these posts."""
    may_read = reading(account)
    calls = [(line, Call.unpack(line.content)) for line in lines]
    posts = posts_by_id({call.post for _, call in calls})

    def is_readable(call: Call) -> bool:
        if call.kind is Kind.MORE:
            return True
        post = posts.get(call.post)
        return post is not None and (call.kind is Kind.MODERATOR or may_read(post))

    return [(line, call, posts.get(call.post)) for line, call in calls if is_readable(call)]
