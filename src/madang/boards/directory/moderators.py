"""Who moderates a board: members whom an operator lets decide about what is written there.

Which account that is stands in a box, and is known to the operators' pages and to nobody else:
a moderator writes under a number as everybody does.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.core.db.transactions import writing
from madang.core.fresh import Fresh
from madang.identity.account_rows import AccountRows

from ..models import ModeratorRow
from .directory import BoardInfo, board_directory
from .setup import NotAnOperator

# How long another worker may go by what was.
FRESH_SECONDS = 2.0
MAX_BOARDS = 50


@dataclass(frozen=True, slots=True)
class Moderator:
    """Somebody's account, and the boards that they moderate."""

    account: int
    boards: tuple[int, ...]


class CannotModerate(Exception):
    """Somebody cannot be a moderator; the message says why, in the reader's language."""


MODERATORS = AccountRows(ModeratorRow, Moderator, "moderator", padded_to=512)


def _read() -> Mapping[int, frozenset[int]]:
    return {one.account: frozenset(one.boards) for one in MODERATORS.all() if one.boards}


# The boards of every moderator: one query, once in two seconds in each process.
moderated_lately = Fresh(_read, seconds=FRESH_SECONDS)


def moderates(board_id: int, account: Account | None) -> bool:
    """Tell whether somebody decides about what is written on a board: operators do on all."""
    if account is None:
        return False
    return account.is_operator or board_id in moderated_lately().get(account.pk, ())


def moderates_somewhere(account: Account) -> bool:
    """Tell whether there is a board that somebody moderates."""
    return account.is_operator or account.pk in moderated_lately()


def moderated_boards(account: Account) -> list[BoardInfo]:
    """Return the boards that somebody moderates, in their order."""
    if not moderates_somewhere(account):
        return []
    return [board for board in board_directory().boards if moderates(board.id, account)]


def moderated_by(account: Account) -> frozenset[int] | None:
    """Return the boards that somebody moderates; None: all of them."""
    return None if account.is_operator else moderated_lately().get(account.pk, frozenset())


def moderators_of(board_id: int) -> list[Account]:
    """Return the accounts of a board's moderators, by name. Two queries."""
    numbers = [account for account, boards in _read().items() if board_id in boards]
    return list(Account.objects.filter(pk__in=numbers, is_active=True).order_by("login_name"))


def appoint(board_id: int, login_name: str, *, by: Account) -> Account:
    """Let an account moderate a board. Raises NotAnOperator and CannotModerate."""
    if not by.is_operator:
        raise NotAnOperator
    account = Account.objects.filter(login_name=login_name, is_active=True).first()
    if account is None:
        raise CannotModerate(_("“%(name)s” 계정이 없어요.") % {"name": login_name})
    if account.is_operator:
        raise CannotModerate(_("운영자는 이미 모든 게시판을 관리해요."))
    with writing():
        boards = _boards_of(account.pk)
        if len(boards) >= MAX_BOARDS:
            raise CannotModerate(
                _("한 사람이 %(most)d개까지 관리할 수 있어요.") % {"most": MAX_BOARDS}
            )
        if board_id not in boards:
            MODERATORS.save(account.pk, Moderator(account.pk, (*boards, board_id)))
    moderated_lately.forget()
    return account


def dismiss(board_id: int, account_id: int, *, by: Account) -> None:
    """Let an account moderate a board no more. Raises NotAnOperator."""
    if not by.is_operator:
        raise NotAnOperator
    with writing():
        boards = _boards_of(account_id)
        if board_id in boards:
            left = tuple(one for one in boards if one != board_id)
            MODERATORS.save(account_id, Moderator(account_id, left))
    moderated_lately.forget()


def forget_moderator(account_id: int) -> None:
    """Delete all that there is about what an account moderates."""
    MODERATORS.delete(account_id)
    moderated_lately.forget()


def _boards_of(account_id: int) -> tuple[int, ...]:
    known = MODERATORS.find(account_id)
    return known.boards if known else ()
