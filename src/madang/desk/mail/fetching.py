"""Fetching what came to the mailbox: in the order of its numbers, each noted once it was taken.

Whatever dies, mail is taken again from the last number that was noted, and what was taken before is
known by itself (`MailSeen`). Nothing is deleted there, and nothing marked as read.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from madang.identity.tags import lookup_tag

from ..inquiries.files import MAX_MAIL_BYTES
from ..models import Mailbox, MailSeen
from .accounts import MailAccount
from .taking import take_mail, take_unreadable

log = logging.getLogger(__name__)
SECONDS, AT_ONCE = 30, 50
KEPT_DAYS = 400
_BODY, _HEADER, _SIZE = b"BODY[]", b"BODY[HEADER]", b"RFC822.SIZE"


def fetch_mail() -> None:
    """Take what came since the last time; the schedule does so every minute."""
    account: MailAccount | None = settings.DESK_MAIL
    if account is None:
        return
    try:
        with _opened(account) as (client, validity):
            _take_all(client, account, validity)
    except (OSError, IMAPClientError) as error:
        # Its kind alone: what a server says may name people.
        log.error("the desk's mailbox cannot be read: %s", type(error).__name__)


def drop_old_notes() -> None:
    """Forget which mails of long ago were taken."""
    before = timezone.localdate() - timedelta(days=KEPT_DAYS)
    MailSeen.objects.filter(day__lt=before).delete()


@contextmanager
def _opened(account: MailAccount) -> Iterator[tuple[IMAPClient, int]]:
    client = IMAPClient(account.host, account.port, ssl=account.is_tls, timeout=SECONDS)
    try:
        client.login(account.user, account.password)
        chosen = client.select_folder(account.folder, readonly=True)
        yield client, int(chosen[b"UIDVALIDITY"])
    finally:
        client.shutdown()


def _take_all(client: IMAPClient, account: MailAccount, validity: int) -> None:
    box = _mailbox(account, validity)
    # "*" is the last number there is, so that one at least comes, which may be known.
    new = sorted(uid for uid in client.search(["UID", f"{box.uid + 1}:*"]) if uid > box.uid)
    for first in range(0, len(new), AT_ONCE):
        for uid in new[first : first + AT_ONCE]:
            _take(_content(client, uid), account)
            Mailbox.objects.filter(pk=box.pk).update(uid=uid)


def _take(raw: bytes, account: MailAccount) -> None:
    """Take a mail; one that nobody can read is kept as it came, and holds up no other."""
    try:
        take_mail(raw, account.addresses)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is in a mail, the next must be read
        log.error("an e-mail cannot be read: %s", type(error).__name__)
        take_unreadable(raw, account.addresses)


def _content(client: IMAPClient, uid: int) -> bytes:
    """Return a mail; of one that is too large its head alone, with a word about it."""
    size = client.fetch([uid], [_SIZE])[uid][_SIZE]
    if size <= MAX_MAIL_BYTES:
        return bytes(client.fetch([uid], [b"BODY.PEEK[]"])[uid][_BODY])
    head = bytes(client.fetch([uid], [b"BODY.PEEK[HEADER]"])[uid][_HEADER])
    unfolded = re.sub(rb"\r?\n[ \t]+", b" ", head)
    kept = [
        line
        for line in unfolded.splitlines(keepends=True)
        if line.strip() and not line.lower().startswith((b"content-", b"mime-version"))
    ]
    said = "(20MB가 넘어서 내용을 받지 못했어요. 다시 보내 달라고 답해 주세요.)"
    return (
        b"".join(kept).rstrip()
        + b"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + (said.encode())
    )


def _mailbox(account: MailAccount, validity: int) -> Mailbox:
    """Return up to where a mailbox was read; from its beginning, where its numbers began anew."""
    name = lookup_tag("desk mailbox", account.name)
    box, _is_new = Mailbox.objects.get_or_create(name=name, defaults={"validity": validity})
    if box.validity != validity:
        box.validity, box.uid = validity, 0
        box.save()
    return box
