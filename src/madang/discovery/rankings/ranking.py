"""Ranking: what posts count for, and in which lists they stand.

What a post counts for: 4 for each who recommends it, 2 for each who comments (voices, so that one
who talks much counts once), and a little for views, never more than one for each of those: views
alone count nothing. Its heat is log2 of that plus its age: a post written four hours later needs
half as much. (The form is reddit's, https://github.com/reddit-archive/reddit `_sorts.pyx`:
logarithm of votes plus time, which needs no recomputing as time goes by.)

One burst counts for little: the counts that are credited follow the true ones by a quarter, or by
three, every half minute, so that five hundred recommendations in a moment take ten minutes to
count, in which a moderator can look.

Lists are `RankedPost` rows: a day, a week, a month, all time, hot, most recommended and most
commented, of each board and of the whole site. Two hundred posts stand in each; those of past days
stay to be looked through.
"""

import math
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from madang.boards.api import board_directory
from madang.boards.models import Comment, Post, State
from madang.core.db.select import Select, execute, fetch, statement
from madang.core.db.transactions import writing

from ..models import Heat, RankDue, RankedPost

RECOMMENDATION_POINTS, VOICE_POINTS, VIEW_POINTS = 4.0, 2.0, 0.02
DOUBLING_SECONDS = 4 * 3600
MIN_CREDIT_STEP, CREDIT_STEP_RATIO = 3, 0.25
# Among the most commented, so many comments of one voice count.
MAX_COMMENTS_PER_VOICE = 5
MAX_RANKED = 200
# Writers wait for a batch.
DUE_PER_BATCH, LOOK_SECONDS = 100, 30.0
POSTS_PER_BATCH = 2_000
_walked = False


class Counts(NamedTuple):
    """How many recommend a post, speak in it, read it."""

    recommends: int
    voices: int
    views: int


class Ranked(NamedTuple):
    """What ranking asks of a post."""

    id: int
    board_id: int
    created: datetime
    views: int
    recommends: int
    comment_count: int


_RANKED_BY_ID, _RANKED_AFTER = (
    Select(
        Ranked, Post, rest="WHERE {state} = {LIVE} AND {id} {which}", LIVE=State.LIVE, which=which
    )
    for which in ("IN %s", "> %s ORDER BY {id} LIMIT %s")
)
# The voices that still speak there, the author's own aside.
_VOICES, _VOICES_BETWEEN = (
    statement(
        "SELECT {post_id}, COUNT(DISTINCT {voice}) FROM {Comment} "
        "WHERE {post_id} {which} AND {state} = {LIVE} AND {voice} > 0 GROUP BY {post_id}",
        Comment,
        LIVE=State.LIVE,
        which=which,
    )
    for which in ("IN %s", "BETWEEN %s AND %s")
)
_PUT = statement(
    "INSERT INTO {RankedPost} ({listing}, {post}, {score}) VALUES (%s, %s, %s) "
    "ON CONFLICT ({listing}, {post}) DO UPDATE SET {score} = excluded.{score}",
    RankedPost,
)
_HEAT = statement(
    "INSERT INTO {Heat} ({post}, {recommends}, {voices}, {views}, {points}) "
    "VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
    Heat,
)
_PRUNE = statement(
    "DELETE FROM {RankedPost} WHERE {listing} = %s AND {score} < "
    "(SELECT {score} FROM {RankedPost} WHERE {listing} = %s "
    "ORDER BY {score} DESC, {post} DESC LIMIT 1 OFFSET %s)",
    RankedPost,
)


def points(counts: Counts) -> float:
    """Return what a post counts for; see the head of this file."""
    engaged = counts.recommends + counts.voices
    views = min(VIEW_POINTS * counts.views, float(engaged))
    return RECOMMENDATION_POINTS * counts.recommends + VOICE_POINTS * counts.voices + views


def heat(of: float, created: datetime) -> float:
    """Return the place of a post among the hot ones: higher is hotter, at any time alike."""
    return math.log2(1 + of) + created.timestamp() / DOUBLING_SECONDS


def credited(before: Counts, now: Counts) -> Counts:
    """Return the counts that follow the true ones at a bounded pace; they fall at once."""
    pace = (
        min(new, old + max(MIN_CREDIT_STEP, int(old * CREDIT_STEP_RATIO)))
        for old, new in zip(before, now, strict=True)
    )
    return Counts(*pace)


def day_listing(day: date) -> str:
    return f"d{day:%Y%m%d}"


def week_listing(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"w{year}{week:02}"


def month_listing(day: date) -> str:
    return f"m{day:%Y%m}"


def listing(kind: str, board_id: int | None) -> str:
    """Return the name of a list: of one board, or of the whole site."""
    return f"{board_id or 'all'}/{kind}"


def step() -> bool:
    """Rank what people engaged with since; there is never more at once."""
    global _walked
    # Once: where nobody engages with anything, every walk over all posts finds nothing.
    if not _walked and not RankedPost.objects.exists():
        rank_all()
    _walked = True
    rank_due()
    return False


def note_due(post_ids: Iterable[int]) -> None:
    """Note that posts are to be ranked anew; belongs in a transaction."""
    RankDue.objects.bulk_create((RankDue(post=post) for post in post_ids), ignore_conflicts=True)


def rank_due() -> None:
    """Rank what was engaged with since, once each; what is not credited in full stays due."""
    after = -1
    while ids := _due_after(after):
        _rank(ids)
        after = ids[-1]


def _due_after(after: int) -> list[int]:
    due = RankDue.objects.filter(post__gt=after).order_by("post")
    return list(due.values_list("post", flat=True)[:DUE_PER_BATCH])


def _rank(ids: list[int]) -> None:
    with writing():
        # First: a post engaged with while these are counted is due again, and waits for this.
        RankDue.objects.filter(pk__in=ids).delete()
        posts = _RANKED_BY_ID.rows(ids)
        voices = voices_of(ids)
        known = {row.post: row for row in Heat.objects.filter(pk__in=ids)}
        heats, unfinished, rows = [], [], []
        for post in posts:
            now = Counts(post.recommends, voices.get(post.id) or 0, post.views)
            before = known.get(post.id, Heat())
            paced = credited(Counts(before.recommends, before.voices, before.views), now)
            if paced != now:
                unfinished.append(post.id)
            heats.append(_heat_of(post.id, paced))
            rows += places_of(post, paced)
        _replace(ids, rows)
        Heat.objects.filter(pk__in=ids).delete()
        Heat.objects.bulk_create(heats)
        note_due(unfinished)


def places_of(post: Ranked, counts: Counts) -> list[tuple[str, int, float]]:
    """Return the lists in which a post may stand: (listing, post, score)."""
    worth = points(counts)
    if worth < 1:
        return []
    day = timezone.localtime(post.created).date()
    scores = {
        "hot": heat(worth, post.created),
        "ever": worth,
        day_listing(day): worth,
        week_listing(day): worth,
        month_listing(day): worth,
    }
    if counts.recommends:
        scores["recommended"] = counts.recommends
    if post.comment_count and counts.voices:
        scores["commented"] = min(post.comment_count, MAX_COMMENTS_PER_VOICE * counts.voices)
    # What stands on a board for members stands in that board's lists alone.
    is_open = not board_directory().by_id[post.board_id].members_only
    scopes = [post.board_id, None] if is_open else [post.board_id]
    return [
        (listing(kind, scope), post.id, score) for scope in scopes for kind, score in scores.items()
    ]


def rank_all() -> int:
    """Rank every post that was engaged with, in one walk, with true counts; return how many."""
    best = _Best()
    ranked = 0
    heats: list[tuple[float, ...]] = []
    with writing():
        Heat.objects.all().delete()
    for posts in _all_engaged():
        voices = dict(fetch(_VOICES_BETWEEN, (posts[0].id, posts[-1].id)))
        for post in posts:
            counts = Counts(post.recommends, voices.get(post.id) or 0, post.views)
            best.add(places_of(post, counts))
            heats.append((post.id, *counts, points(counts)))
        ranked += len(posts)
        with writing(), connection.cursor() as cursor:
            cursor.executemany(_HEAT, heats)
        heats.clear()
    with writing():
        RankedPost.objects.all().delete()
        rows = (
            RankedPost(listing=name, post=post, score=score) for name, post, score in best.rows()
        )
        RankedPost.objects.bulk_create(rows, batch_size=1000)
    return ranked


class _Best:
    """The best of each list, while all posts pass by."""

    def __init__(self) -> None:
        self._lists: dict[str, list[tuple[float, int]]] = {}

    def add(self, rows: Iterable[tuple[str, int, float]]) -> None:
        for name, post, score in rows:
            entries = self._lists.setdefault(name, [])
            entries.append((score, post))
            if len(entries) >= 2 * MAX_RANKED:
                entries.sort(reverse=True)
                del entries[MAX_RANKED:]

    def rows(self) -> Iterator[tuple[str, int, float]]:
        for name, entries in self._lists.items():
            entries.sort(reverse=True)
            for score, post in entries[:MAX_RANKED]:
                yield name, post, score


def _all_engaged() -> Iterator[list[Ranked]]:
    after = 0
    while posts := _RANKED_AFTER.rows(after, POSTS_PER_BATCH):
        after = posts[-1].id
        engaged = [one for one in posts if one.recommends or one.comment_count or one.views >= 50]
        if engaged:
            yield engaged


def _heat_of(post_id: int, counts: Counts) -> Heat:
    recommends, voices, views = counts
    worth = points(counts)
    return Heat(post_id, recommends=recommends, voices=voices, views=views, points=worth)


def _replace(ids: list[int], rows: list[tuple[str, int, float]]) -> None:
    """Put posts into their lists, and out of those in which they stand no more."""
    wanted = {(name, post) for name, post, _ in rows}
    stood = RankedPost.objects.filter(post__in=ids).values_list("pk", "listing", "post")
    gone = [pk for pk, name, post in stood if (name, post) not in wanted]
    RankedPost.objects.filter(pk__in=gone).delete()
    for row in sorted(rows):
        execute(_PUT, row)
    for name in sorted({name for name, _, _ in rows}):
        execute(_PRUNE, (name, name, MAX_RANKED - 1))


def voices_of(ids: list[int]) -> dict[int, int]:
    """Return how many others speak in some threads. One query."""
    return dict(fetch(_VOICES, (ids,))) if ids else {}
