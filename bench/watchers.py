"""Lets many watch for new posts by browser, and somebody write one: with the site's environment."""

import base64
import secrets
import sys

import django

django.setup()

from cryptography.hazmat.primitives.asymmetric import ec  # noqa: E402
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: E402
from django.contrib.auth import HASH_SESSION_KEY  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from madang.accounts.models import Account, Session, random_id  # noqa: E402
from madang.accounts.sessions import SessionStore, owner_of  # noqa: E402
from madang.boards import actions  # noqa: E402
from madang.boards.models import Board  # noqa: E402
from madang.boards.queries import highest_post_id  # noqa: E402
from madang.calls import devices, watches, wishes  # noqa: E402
from madang.calls.lines import Kind  # noqa: E402
from madang.calls.models import CallWishes, PushDevice, Sweep, Watch  # noqa: E402
from madang.identity.boxes import shut_values  # noqa: E402
from madang.identity.inboxes import inbox_of  # noqa: E402

BATCH = 5_000


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def watch(count: int, service: str) -> None:
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = text(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
    newest, board = highest_post_id(), Board.objects.get().pk
    Sweep.objects.update_or_create(pk=1, defaults={"done": newest, "upto": newest, "position": -1})
    told = {"push": [Kind.WATCH], "read": {}, "unwanted": []}
    seen = {"board": board, "category": None, "word": "", "seen": newest}
    expires = timezone.now() + timezone.timedelta(days=9)
    for first in range(0, count, BATCH):
        people = [
            Account(pk=random_id(), login_name=f"watcher-{first + n}", password="!")
            for n in range(BATCH)
        ]
        with transaction.atomic():
            Account.objects.bulk_create(people)
            rows: list[list[object]] = [[], [], [], []]
            for person in people:
                name = secrets.token_hex(16)
                data = {HASH_SESSION_KEY: person.get_session_auth_hash()}
                rows[0].append(
                    Session(
                        session_key=name,
                        session_data=SessionStore().encode(data),
                        owner=owner_of(person.pk),
                        expire_date=expires.replace(hour=0, minute=0, second=0, microsecond=0),
                    )
                )
                box = shut_values(told, purpose=wishes.PURPOSE)
                rows[1].append(CallWishes(pk=inbox_of(person.pk).keyed(wishes.PURPOSE), box=box))
                box = shut_values({**seen, "account": person.pk}, purpose=watches.PURPOSE)
                rows[2].append(Watch(pk=watches._key(person.pk, 0), box=box))
                device = {
                    "endpoint": f"http://{service}/push/{name}",
                    "key": key,
                    "secret": text(secrets.token_bytes(16)),
                    "session": name,
                }
                box = shut_values(device, purpose=devices.PURPOSE)
                rows[3].append(PushDevice(pk=devices._key(person.pk, 0), box=box))
            for kind, some in zip((Session, CallWishes, Watch, PushDevice), rows, strict=True):
                kind.objects.bulk_create(some)
    author = Account.objects.get(login_name="writer-0")
    actions.write_post(by=author, board_id=board, category_id=None, title="새 글", text="새 글")


def forget() -> None:
    """Leave the database as it was."""
    for kind in (Watch, PushDevice, Sweep):
        kind.objects.all().delete()
    people = Account.objects.filter(login_name__startswith="watcher-")
    owners = [owner_of(pk) for pk in people.values_list("pk", flat=True)]
    for first in range(0, len(owners), BATCH):
        Session.objects.filter(owner__in=owners[first : first + BATCH]).delete()
    people._raw_delete("default")


if __name__ == "__main__":
    if sys.argv[1] == "0":
        forget()
    else:
        watch(int(sys.argv[1]), sys.argv[2])
