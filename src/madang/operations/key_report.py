"""What each month's key still opens, for the decision to keep or destroy it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from madang.boards.models import Comment, Post
from madang.core.db.select import fetch, statement
from madang.identity.keys import month_of, ring


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One epoch: how much is sealed under it, the day of its end past (`destroyed`) or due."""

    epoch: int
    posts: int
    comments: int
    destroyed: date | None
    due: date | None


def key_report() -> list[KeyRow]:
    """Return every epoch, oldest first. Reads all of the posts and comments."""
    keys, posts, comments = ring(), _sealed(Post), _sealed(Comment)
    known = {*keys.epochs, *keys.destroyed}
    return [
        KeyRow(
            epoch,
            posts[epoch],
            comments[epoch],
            keys.destroyed.get(epoch),
            due_on(epoch) if epoch in keys.epochs else None,
        )
        for epoch in sorted(known, key=lambda epoch: (month_of(epoch), epoch))
    ]


def sealed_under(epoch: int) -> tuple[int, int]:
    """Return how many posts and comments are sealed under an epoch. Reads all of them."""
    return _sealed(Post)[epoch], _sealed(Comment)[epoch]


def due_on(epoch: int) -> date | None:
    """Return the first day on which an epoch's key is destroyed; None if keys are kept."""
    if not settings.KEY_MONTHS:
        return None
    month = month_of(epoch)
    months = month // 100 * 12 + month % 100 + settings.KEY_MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _sealed(kind: type[Post] | type[Comment]) -> Counter[int]:
    # The epoch stands in the clear in a seal, after its version: it says no more than the date.
    sql = statement(
        "SELECT substr({author}, 2, 4), COUNT(*) FROM {texts} "
        "WHERE length({author}) > 0 GROUP BY 1",
        kind,
        texts=kind,
    )
    return Counter({int.from_bytes(epoch, "big"): count for epoch, count in fetch(sql, ())})
