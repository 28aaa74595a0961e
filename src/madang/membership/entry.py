"""Entry to a board for members: a code is given, and those who gave one are let in together.

Giving a code deletes it and leaves a *claim*, sealed. Claims become memberships in batches and in a
random order, and are gone then: what remains tells that somebody belongs, and neither which code
nor which address it came from. A batch is taken every hour where enough wait, and where somebody
has waited since the day before.
"""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from django.utils import timezone

from madang.core.db.select import fetch, statement
from madang.core.db.transactions import writing
from madang.identity.boxed_rows import BoxedRows
from madang.identity.tags import keyed, lookup_tag

from .models import Claim, EntryCode, Membership

PURPOSE = "membership"
# As many who gave a code are let in together, so that nobody can tell one from another.
MIN_TOGETHER = 5
# Crockford's Base32: no letter looks like a digit, and none of it spells.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_LENGTH = 3, 4
MAX_CODES = 500

_MEMBER = statement("SELECT 1 FROM {Membership} WHERE {id} = %s", Membership)


class MembershipStatus(Enum):
    """How an account stands to a board for members."""

    OUTSIDE = auto()
    WAITING = auto()
    MEMBER = auto()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who gave a code for a board, and on which day."""

    board: int
    account: int
    since: date


CLAIMS = BoxedRows(Claim, Waiting, PURPOSE)


class WrongCode(Exception):
    """There is no such code for this board: mistyped, used, or too old."""


def is_member(board: int, account_id: int) -> bool:
    """Tell whether an account belongs to a board. One query."""
    return bool(fetch(_MEMBER, (_key(board, account_id),)))


def membership_status(board: int, account_id: int) -> MembershipStatus:
    """Return how an account stands to a board. Two queries."""
    if is_member(board, account_id):
        return MembershipStatus.MEMBER
    waits = Claim.objects.filter(pk=_claim_key(board, account_id)).exists()
    return MembershipStatus.WAITING if waits else MembershipStatus.OUTSIDE


def make_codes(board: int, count: int, days: int) -> list[str]:
    """Make codes for a board, each good for one person and so many days; shown once, here."""
    codes = [_new_code() for _ in range(count)]
    last_day = timezone.localdate() + timedelta(days=days)
    EntryCode.objects.bulk_create(
        EntryCode(pk=secrets.randbits(62), found_by=_found_by(board, code), last_day=last_day)
        for code in codes
    )
    return codes


def give_code(board: int, account_id: int, code: str) -> None:
    """Use a code up and wait to be let in; raises WrongCode. A member's code is not used up."""
    found = EntryCode.objects.filter(
        found_by=_found_by(board, code), last_day__gte=timezone.localdate()
    )
    with writing():
        if membership_status(board, account_id) is not MembershipStatus.OUTSIDE:
            return
        gone, _ = found.delete()
        if not gone:
            raise WrongCode
        waiting = Waiting(board, account_id, timezone.localdate())
        CLAIMS.save(_claim_key(board, account_id), waiting)


def let_in() -> int:
    """Let those in who wait for a board where enough do, or since yesterday; return how many.

    They come in a random order and in one transaction, and what they waited as is gone with it.
    """
    done = 0
    with writing():
        for board, claims in _waiting().items():
            since = min(claim.since for claim in claims)
            if len(claims) < MIN_TOGETHER and since >= timezone.localdate():
                continue
            admit(board, [one.account for one in claims])
            CLAIMS.delete(*(_claim_key(board, one.account) for one in claims))
            done += len(claims)
    return done


def admit(board: int, accounts: list[int]) -> None:
    """Make accounts members of a board, in a random order and one statement."""
    members = [Membership(pk=_key(board, account), board=board) for account in accounts]
    secrets.SystemRandom().shuffle(members)
    Membership.objects.bulk_create(members, ignore_conflicts=True)


def drop_old_codes() -> None:
    """Delete the codes whose days are over."""
    EntryCode.objects.filter(last_day__lt=timezone.localdate()).delete()


def leave_boards(account_id: int, boards: list[int]) -> None:
    """End an account's memberships, and its waiting for some."""
    Membership.objects.filter(pk__in=[_key(board, account_id) for board in boards]).delete()
    CLAIMS.delete(*(_claim_key(board, account_id) for board in boards))


def _waiting() -> dict[int, list[Waiting]]:
    """Return who waits for each board."""
    waiting: dict[int, list[Waiting]] = {}
    for claim in Claim.objects.select_for_update():
        if one := CLAIMS.decrypt(claim.box):
            waiting.setdefault(one.board, []).append(one)
    return waiting


def tidy(code: str) -> str:
    """Return a code as it was made, from how somebody typed it."""
    letters = "".join(ch for ch in code.upper() if ch.isalnum())
    return letters.translate(str.maketrans("OIL", "011"))


def _new_code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP_LENGTH))
    return "-".join(letters[at : at + GROUP_LENGTH] for at in range(0, len(letters), GROUP_LENGTH))


def _found_by(board: int, code: str) -> str:
    return lookup_tag(f"entry code:{board}", tidy(code))


def _key(board: int, account_id: int) -> int:
    return keyed(f"{PURPOSE}:{board}", account_id)


def _claim_key(board: int, account_id: int) -> int:
    return keyed(f"claim:{board}", account_id)
