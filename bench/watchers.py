"""Lets many watch for new posts by browser, and somebody write one: with the site's environment."""

import base64
import secrets
import sys

import django

django.setup()

from cryptography.hazmat.primitives.asymmetric import ec  # noqa: E402
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: E402
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import transaction  # noqa: E402

from madang.accounts.models import Account, random_id  # noqa: E402
from madang.accounts.sessions.store import SessionStore, forget_sessions  # noqa: E402
from madang.boards.models import Board  # noqa: E402
from madang.boards.threads.post_actions import write_post  # noqa: E402
from madang.boards.threads.post_draft import PostDraft  # noqa: E402
from madang.boards.threads.queries import highest_post_id  # noqa: E402
from madang.calls.codec import Kind  # noqa: E402
from madang.calls.models import CallPreferences, Watch, WatchFanout  # noqa: E402
from madang.calls.preferences import PREFERENCES, Preferences  # noqa: E402
from madang.calls.watches import WATCHES, Watched  # noqa: E402
from madang.core.richtext import to_html  # noqa: E402
from madang.delivery.models import PushDevice  # noqa: E402
from madang.delivery.web_push.subscriptions import DEVICES, Device  # noqa: E402

BATCH = 5_000


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def watch(count: int, service: str) -> None:
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = text(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
    newest, board = highest_post_id(), Board.objects.get().pk
    WatchFanout.objects.update_or_create(
        pk=1, defaults={"done": newest, "upto": newest, "position": -1}
    )
    told = Preferences(push=frozenset({Kind.WATCH}))
    for first in range(0, count, BATCH):
        people = [
            Account(pk=random_id(), login_name=f"watcher-{first + n}", password="!")
            for n in range(BATCH)
        ]
        with transaction.atomic():
            Account.objects.bulk_create(people)
            rows: list[list[object]] = [[], [], []]
            for person in people:
                session = SessionStore()
                session[SESSION_KEY] = str(person.pk)
                session[HASH_SESSION_KEY] = person.get_session_auth_hash()
                session.save()
                name = session.session_key
                rows[0].append(PREFERENCES.row(person.pk, told))
                seen = Watched(0, board, None, "", newest, person.pk)
                rows[1].append(WATCHES.row(WATCHES.key_of(person.pk, 0), seen))
                secret = text(secrets.token_bytes(16))
                device = Device(
                    f"http://{service}/push/{name}", key, secret, str(int(name[:16], 16))
                )
                rows[2].append(DEVICES.row(person.pk, (device,)))
            for kind, some in zip((CallPreferences, Watch, PushDevice), rows, strict=True):
                kind.objects.bulk_create(some)
    author = Account.objects.get(login_name="writer-0")
    write_post(PostDraft("새 글", to_html("새 글")), by=author, board_id=board)


def forget() -> None:
    """Leave the database as it was."""
    for kind in (Watch, PushDevice, WatchFanout):
        kind.objects.all().delete()
    people = Account.objects.filter(login_name__startswith="watcher-")
    for pk in people.values_list("pk", flat=True):
        forget_sessions(pk)
    people._raw_delete("default")


if __name__ == "__main__":
    if sys.argv[1] == "0":
        forget()
    else:
        forget()  # A run that was cut off left its own.
        watch(int(sys.argv[1]), sys.argv[2])
