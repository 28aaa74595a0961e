"""Drafts of posts: kept as one types, in boxes that lead to nobody, found through a journal.

A draft's row has a random number, is padded, and is never used for another draft: a row that came
back would tell that two posts are by one person, and its length which post it became.
"""

import secrets
import struct
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, TypeGuard

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.identity.boxed_rows import BoxedRows
from madang.identity.epochs import open_epoch
from madang.identity.journals import Journal, Line, append, read_all, read_line, read_page, strike
from madang.identity.tags import idempotency_tag

from ..extensions import BoardsExtension, boards_point
from ..models import Draft, Post

KIND = "drafts"
MAX_DRAFTS, KEPT_DAYS = 20, 90
# Of so many lines of the journal those that still lead to a draft are listed.
LINES_PER_PAGE, MAX_PAGES = 200, 20
PADDED_TO = 2048
_LINE = struct.Struct(">Q")


class DraftKey(NamedTuple):
    """Where an account's journal notes a draft."""

    epoch: int
    number: int

    @classmethod
    def read(cls, text: str) -> "DraftKey | None":
        """Return the key that a form or an address holds; None for what is none."""
        epoch, _dash, number = text.partition("-")
        if not (epoch + number).isascii() or not (epoch.isdigit() and number.isdigit()):
            return None
        return cls(int(epoch), int(number)) if len(text) < 24 else None

    def __str__(self) -> str:
        return f"{self.epoch}-{self.number}"


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What has been typed so far of a post on a board."""

    board: int
    category: int | None
    title: str
    text: str
    source: str
    # As an editor has it; empty where it was typed.
    html: str = ""
    tags: str = ""
    # What was filled in besides, by its field.
    addon: dict[str, str] = field(default_factory=dict)
    # Of the form that it was typed into: a page that was closed before it knew its draft finds it.
    idempotency_key: str = ""
    # When it was kept last, in seconds since 1970; within the box alone.
    at: int = 0


DRAFTS = BoxedRows(Draft, DraftContent, "draft", padded_to=PADDED_TO)


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """A draft with the day on which it was kept last, and where it is found."""

    key: DraftKey
    day: date
    what: DraftContent

    @property
    def at(self) -> datetime | None:
        """When it was kept last; drafts of older versions know the day alone."""
        return datetime.fromtimestamp(self.what.at, UTC) if self.what.at else None


class TooManyDrafts(Exception):
    """There is no room for another; the message says so, in the reader's language."""


class AlreadyPublished(Exception):
    """What was typed into this form is a post by now: a save that was under way came too late."""


def keep(what: DraftContent, key: DraftKey | None, *, by: Account) -> DraftKey:
    """Keep what was typed: over an older state of it (`key`), or as a draft of its own.

    Raises TooManyDrafts and AlreadyPublished.
    """
    now = timezone.now()
    box, today = DRAFTS.encrypt(replace(what, at=int(now.timestamp()))), timezone.localdate(now)
    # In a transaction of its own: the log would tie the draft to the post that shows its pictures.
    for hook in boards_point.hooks(BoardsExtension.on_draft_saved):
        hook(what.html)
    with writing():
        if _keep_over(key, box, today, by=by):
            return key
        if _is_published(what.idempotency_key, by):
            raise AlreadyPublished
        others = drafts_of(by)
        same = _of_form(what.idempotency_key, others)
        if _keep_over(same, box, today, by=by):
            return same
        if len(others) >= MAX_DRAFTS:
            raise TooManyDrafts(_("임시 저장은 %(most)d개까지예요.") % {"most": MAX_DRAFTS})
        row, epoch = secrets.randbits(60) + 1, open_epoch(now)
        Draft.objects.create(pk=row, box=box, day=today)
        return DraftKey(epoch, append(Journal(KIND, by.pk), _LINE.pack(row), epoch=epoch))


def _keep_over(key: DraftKey | None, box: str, today: date, *, by: Account) -> TypeGuard[DraftKey]:
    row = _row(by, key)
    return bool(row and Draft.objects.filter(pk=row).update(box=box, day=today))


def _is_published(idempotency_key: str, by: Account) -> bool:
    if not idempotency_key:
        return False
    tag = idempotency_tag(by.pk, idempotency_key)
    return Post.objects.filter(idempotency_key=tag).exists()


def _of_form(idempotency_key: str, entries: list[DraftEntry]) -> DraftKey | None:
    """Return the draft that was typed into a form, if it is among these."""
    same = (entry for entry in entries if entry.what.idempotency_key == idempotency_key)
    return next((entry.key for entry in same if idempotency_key), None)


def drop_published(key: DraftKey | None, idempotency_key: str, *, by: Account) -> None:
    """Delete the draft of a published post, though its form may not have known of it yet."""
    drop(key or _of_form(idempotency_key, drafts_of(by) if idempotency_key else []), by=by)


def drop(key: DraftKey | None, *, by: Account) -> None:
    """Delete a draft, if there is one."""
    row = _row(by, key)
    if key is None or row is None:
        return
    with writing():
        Draft.objects.filter(pk=row).delete()
        strike(Journal(KIND, by.pk), epoch=key.epoch, number=key.number)


def find(key: DraftKey | None, *, by: Account) -> DraftContent | None:
    """Return one of an account's drafts."""
    row = _row(by, key)
    return DRAFTS.find(row) if row is not None else None


def drafts_of(account: Account) -> list[DraftEntry]:
    """Return an account's drafts, the newest first.

    Nine queries at most for each two hundred that were begun since the oldest.
    """
    lines: list[Line] = []
    for number in range(1, MAX_PAGES + 1):
        page = read_page(Journal(KIND, account.pk), number, LINES_PER_PAGE)
        lines += page.lines if page else []
        if page is None or number >= page.last:
            break
    rows = {row.pk: row for row in Draft.objects.filter(pk__in=map(_row_of, lines))}
    found = [(line, rows[_row_of(line)]) for line in lines if _row_of(line) in rows]
    opened = [(line, row.day, DRAFTS.decrypt(row.box)) for line, row in found]
    return [DraftEntry(DraftKey(n.epoch, n.number), day, what) for n, day, what in opened if what]


def forget_drafts(account_id: int) -> None:
    """Delete all drafts of an account; its journal is erased with the others."""
    rows = [_row_of(line) for line in read_all(Journal(KIND, account_id))]
    for first in range(0, len(rows), 500):
        Draft.objects.filter(pk__in=rows[first : first + 500]).delete()


def drop_old_drafts() -> None:
    """Delete what nobody went on with; the schedule does so every night."""
    last = timezone.localdate() - timedelta(days=KEPT_DAYS)
    Draft.objects.filter(day__lt=last).delete()


def _row(by: Account, key: DraftKey | None) -> int | None:
    if key is None:
        return None
    line = read_line(Journal(KIND, by.pk), epoch=key.epoch, number=key.number)
    return _row_of(line) if line else None


def _row_of(line: Line) -> int:
    return int(_LINE.unpack_from(line.content)[0])
