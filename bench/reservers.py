"""Lets many reserve a call of one post, and its author give news: with the site's environment."""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from madang.accounts.models import Account, random_id  # noqa: E402
from madang.boards.models import Board, Reservation  # noqa: E402
from madang.boards.reactions.marks import mark_tag, row_of  # noqa: E402
from madang.boards.threads.comment_actions import comment  # noqa: E402
from madang.boards.threads.post_actions import write_post  # noqa: E402
from madang.boards.threads.post_draft import PostDraft  # noqa: E402
from madang.core.richtext import to_html  # noqa: E402
from madang.identity.epochs import open_epoch  # noqa: E402
from madang.identity.seals import seal  # noqa: E402

BATCH = 5_000


def give_news(reservers: int) -> None:
    author = Account.objects.get(login_name="writer-0")
    board = Board.objects.get()
    draft = PostDraft("새 소식", to_html("새 소식"))
    post = write_post(draft, by=author, board_id=board.pk)
    epoch, row = open_epoch(timezone.now()), row_of(Reservation, post.pk)
    for first in range(0, reservers, BATCH):
        people = [random_id() for _ in range(min(BATCH, reservers - first))]
        with transaction.atomic():
            Reservation.objects.bulk_create(
                Reservation(
                    post=post,
                    tag=mark_tag(Reservation, person, post_id=post.pk, epoch=post.epoch),
                    note=seal(person, epoch=epoch, row=row, line=0),
                )
                for person in people
            )
    comment(post.pk, to_html("나왔어요"), by=author, is_news=True)


if __name__ == "__main__":
    give_news(int(sys.argv[1]))
