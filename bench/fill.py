"""Fills a database for the benchmark: run in a process of its own, with the site's environment."""

import random
import sys
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings
from django.utils import timezone

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from madang.accounts.models import Account  # noqa: E402
from madang.accounts.sessions import SessionStore  # noqa: E402
from madang.boards import page_index  # noqa: E402
from madang.boards.founding import BoardPlan, found  # noqa: E402
from madang.boards.models import Board, Comment, Post, PostText  # noqa: E402
from madang.boards.text import to_html  # noqa: E402
from madang.identity.epochs import open_epoch  # noqa: E402
from madang.operations.schedule import check_leaks  # noqa: E402
from madang.operations.start import ensure_keys, make_folders  # noqa: E402

BATCH = 5_000
WRITERS = 8
COMMENTED = 100
CATEGORIES = ("뉴스", "연예", "스포츠", "생활", "유머", "정보")
WORDS = (
    *("오늘", "정말", "이런", "글을", "써도", "될까", "모르겠지만"),
    *("마당에", "비가", "오고", "바람이", "불어", "생각이", "났어요"),
)


def prepare(size: int) -> None:
    """Fill an empty database, once; sign the writers in anew each time."""
    make_folders()
    call_command("migrate", verbosity=0)
    ensure_keys()
    if not Comment.objects.exists():
        fill(size)
    # Once, here: the server would check on its first start, while it is measured.
    check_leaks()
    sign_in()


def fill(size: int) -> None:
    found("마당", "", [BoardPlan("자유", CATEGORIES)])
    board = Board.objects.get()
    categories = [category.pk for category in board.categories.all()]
    chance = random.Random(1)
    begin = timezone.now() - timedelta(days=900)
    epoch = open_epoch(begin)
    html = to_html(" ".join(chance.choices(WORDS, k=60)))
    for first in range(0, size, BATCH):
        with transaction.atomic():
            posts = Post.objects.bulk_create(
                Post(
                    board=board,
                    category_id=chance.choice(categories),
                    title=" ".join(chance.choices(WORDS, k=chance.randrange(3, 9))),
                    created=begin + timedelta(days=900) * (number / size),
                    views=chance.randrange(2000),
                    recommends=int(chance.expovariate(0.2)),
                    epoch=epoch,
                )
                for number in range(first, min(size, first + BATCH))
            )
            PostText.objects.bulk_create(PostText(post=post, html=html) for post in posts)
            page_index.record(
                (listing, post.pk, 1)
                for post in posts
                for listing in page_index.listings_of(board.pk, post.category_id)
            )
        print(f"\r{first + len(posts):,} posts", end="", file=sys.stderr)
    print(file=sys.stderr)
    _discuss(chance, size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _discuss(chance: random.Random, size: int) -> None:
    """Give a post in the middle a page of comments, and leave the last one to be written on."""
    post = Post.objects.get(pk=size // 2)
    Comment.objects.bulk_create(
        Comment(
            post=post,
            seq=seq,
            voice=chance.randrange(30),
            html=to_html(" ".join(chance.choices(WORDS, k=12))),
            created=post.created + timedelta(minutes=seq),
        )
        for seq in range(1, COMMENTED + 1)
    )
    post.comment_count = post.last_seq = COMMENTED
    post.save()


def sign_in() -> None:
    keys = []
    for number in range(WRITERS):
        account, _ = Account.objects.get_or_create(login_name=f"writer-{number}")
        session = SessionStore()
        session["_auth_user_id"] = str(account.pk)
        session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
        session["_auth_user_hash"] = account.get_session_auth_hash()
        session.create()
        keys.append(session.session_key)
    Path(settings.DATA_FOLDER, "sessions").write_text("\n".join(keys))


if __name__ == "__main__":
    prepare(int(sys.argv[1]))
