"""Kills a real worker again and again while it makes calls, and counts who was called.

    python -m tests.calls.killing ROUNDS     with the environment of an empty site

Prints, for each who was called otherwise than once for each reason, the name and both counts.
"""

import fcntl
import subprocess
import sys

from madang.cli.common import start_site

start_site()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from madang.accounts.models import Account  # noqa: E402
from madang.boards.directory.setup import BoardPlan  # noqa: E402
from madang.boards.models import Board, Post, Reservation  # noqa: E402
from madang.boards.reactions import marks  # noqa: E402
from madang.boards.threads import comment_actions  # noqa: E402
from madang.calls.codec import Call  # noqa: E402
from madang.calls.dispatch import make_batch  # noqa: E402
from madang.calls.models import PendingCall  # noqa: E402
from madang.identity.inboxes import KIND  # noqa: E402
from madang.identity.journals import Journal, read_all  # noqa: E402

from .. import writers  # noqa: E402
from ..factories import found_site  # noqa: E402

RESERVED, TALKING = 450, 8


def people(name: str, count: int) -> list[Account]:
    made = [Account(login_name=f"{name}-{n}") for n in range(count)]
    for account in made:
        account.set_unusable_password()
        account.save()
    return made


def state() -> list[tuple[int, int]]:
    return list(PendingCall.objects.order_by("pk").values_list("pk", "position"))


def is_writing() -> bool:
    """Tell whether somebody is in the middle of a transaction (SQLite's writers queue there)."""
    if connection.vendor != "sqlite":
        return False
    with (settings.RUN_FOLDER / "writing.lock").open("w") as queue:
        try:
            fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def kill_one(number: int) -> None:
    """Start a worker; kill it between two batches, or in the middle of one."""
    before = state()
    worker = subprocess.Popen([sys.executable, "-m", "madang.cli", "work"])
    while state() == before:
        assert worker.poll() is None, "the worker stopped by itself"
    while number % 2 and state() and not is_writing():
        pass
    worker.kill()
    worker.wait()


def main(rounds: int) -> int:
    found_site("마당", "", [BoardPlan("자유")])
    # More news than a thread may have: each round begins with some.
    comment_actions.MAX_NEWS_PER_HOUR = rounds
    (author,), waiting, talking = (people(*w) for w in (("a", 1), ("w", RESERVED), ("t", TALKING)))
    post: Post = writers.write_post(
        by=author, board_id=Board.objects.get().pk, category_id=None, title="글", text="글"
    )
    for account in waiting:
        marks.mark(Reservation, post.pk, by=account)
    due = dict.fromkeys((author, *waiting, *talking), 0)
    for number in range(rounds):
        for account in talking:
            writers.comment(post.pk, by=account, text="말")
            due[author] += 1
        if number % 2 == 0:
            writers.comment(post.pk, by=author, text="새 소식", is_news=True)
            due.update({account: due[account] + 1 for account in waiting})
        kill_one(number)
    while make_batch():
        pass
    wrong = 0
    for account, wanted in due.items():
        lines = read_all(Journal(KIND, account.pk))
        called = sum(Call.unpack(line.content).count for line in lines)
        if called != wanted:
            print(account.login_name, "was called", called, "times instead of", wanted)
            wrong += 1
    return wrong


if __name__ == "__main__":
    sys.exit(min(1, main(int(sys.argv[1]))))
