"""Fills a database for the benchmark: run in a process of its own, with the site's environment."""

import sys
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.utils import timezone

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from madang.accounts.models import Account  # noqa: E402
from madang.accounts.sessions.store import SessionStore  # noqa: E402
from madang.boards.directory.setup import BoardPlan, open_first_boards  # noqa: E402
from madang.boards.lists import page_index  # noqa: E402
from madang.boards.models import Board, Comment, Post  # noqa: E402
from madang.core.community import found_community  # noqa: E402
from madang.core.richtext import to_html  # noqa: E402
from madang.discovery.rankings import ranking  # noqa: E402
from madang.identity.epochs import open_epoch  # noqa: E402
from madang.operations.leaks.run import check_site  # noqa: E402
from madang.operations.start import ensure_keys, make_folders  # noqa: E402
from madang.search import index, term_statistics  # noqa: E402

from .words import RARE, Texts, discussed  # noqa: E402

BATCH = 20_000
WRITERS = 8
COMMENTED, DIFFERENT = 100, 2_000
DAYS = 900
CATEGORIES = ("뉴스", "연예", "스포츠", "생활", "유머", "정보")
_POST_COLUMNS = (
    "id board_id category_id title state created views recommends comment_count reservations "
    "last_seq epoch author domains addon tags holds thumbnail"
)
_POST = _POST_COLUMNS.split()
_TEXT = ["post_id", "html", "source"]


def prepare(size: int) -> None:
    """Fill an empty database, once; sign the writers in anew each time."""
    make_folders()
    call_command("migrate", verbosity=0)
    ensure_keys()
    if not Comment.objects.exists():
        fill(size)
    # Once, here: the server would check on its first start, while it is measured.
    check_site()
    sign_in()


def fill(size: int) -> None:
    found_community("마당", "")
    open_first_boards([BoardPlan("자유", CATEGORIES)])
    _timed("posts", lambda: _write_posts(size), size)
    _timed("comments", lambda: _discuss(size), COMMENTED * len(discussed(size)))
    _timed("search index", _index, size)
    _timed("ranks", ranking.rank_all, size)
    term_statistics.count_terms()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _timed(what: str, decision: Any, size: int) -> None:
    begin = time.perf_counter()
    decision()
    seconds = time.perf_counter() - begin
    print(f"{what}: {seconds:.1f} s, {size / seconds:,.0f} a second", file=sys.stderr)


def _write_posts(size: int) -> None:
    board = Board.objects.get()
    categories = [category.pk for category in board.categories.all()]
    texts = Texts()
    chance = texts.chance
    begin = timezone.now() - timedelta(days=DAYS)
    epoch = open_epoch(begin)
    rare = {size // 4, size // 2 + 1, size - 10}
    for first in range(1, size + 1, BATCH):
        posts, bodies, changes = [], [], []
        numbers = range(first, min(size + 1, first + BATCH))
        for number, (title, body) in zip(numbers, texts.posts(len(numbers)), strict=True):
            category = chance.choice(categories)
            created = begin + timedelta(days=DAYS) * (number / size)
            title = f"{RARE} {title}"[:100] if number in rare else title
            commented = chance.randrange(1, 30) if chance.random() < 0.4 else 0
            counts = (chance.randrange(2000), int(chance.expovariate(0.2)), commented, 0, commented)
            posts.append(
                (
                    number,
                    board.pk,
                    category,
                    title,
                    0,
                    created,
                    *counts,
                    epoch,
                    b"",
                    "",
                    0,
                    "",
                    0,
                    "",
                )
            )
            bodies.append((number, f"<p>{body}</p>", ""))
            listings = page_index.listings_of(board.pk, category)
            changes += [(listing, number, 1) for listing in listings]
        with transaction.atomic():
            insert("boards_post", _POST, posts)
            insert("boards_posttext", _TEXT, bodies)
            page_index.record(changes)
        print(f"\r{numbers[-1]:,} posts", end="", file=sys.stderr)
    print(file=sys.stderr)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('boards_post_id_seq', %s)", [size])


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write many rows in the fastest way that the database has."""
    named = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", rows)


def _discuss(size: int) -> None:
    """Give posts around the middle a page of comments, and leave the last to be written on."""
    texts, threads = Texts(2), discussed(size)
    said = [to_html(texts.draw(12)) for _ in range(DIFFERENT)]
    created = dict(Post.objects.filter(pk__in=threads).values_list("pk", "created"))
    for post_id in threads:
        Comment.objects.bulk_create(
            Comment(
                post_id=post_id,
                seq=seq,
                voice=texts.chance.randrange(30),
                html=texts.chance.choice(said),
                created=created[post_id] + timedelta(minutes=seq),
            )
            for seq in range(1, COMMENTED + 1)
        )
    Post.objects.filter(pk__in=threads).update(comment_count=COMMENTED, last_seq=COMMENTED)
    Post.objects.filter(pk=size).update(comment_count=0, last_seq=0)


def _index() -> None:
    index.ensure()
    while index.advance_all():
        pass


def sign_in() -> None:
    keys = []
    for number in range(WRITERS):
        account, _ = Account.objects.get_or_create(login_name=f"writer-{number}")
        session = SessionStore()
        session["_auth_user_id"] = str(account.pk)
        session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
        session["_auth_user_hash"] = account.get_session_auth_hash()
        session.save()
        keys.append(session.session_key)
    Path(settings.DATA_FOLDER, "sessions").write_text("\n".join(keys))


if __name__ == "__main__":
    prepare(int(sys.argv[1]))
