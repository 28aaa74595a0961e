"""Who may enter a board: everybody, or those who belong to it."""

from django.core.exceptions import PermissionDenied

from madang.accounts.models import Account
from madang.membership.entry import is_member

from .directory import BoardInfo, board_directory
from .moderators import moderates


class NotAMember(PermissionDenied):
    """The board is for members, and this is none of them."""

    def __init__(self, board: BoardInfo) -> None:
        super().__init__(board.slug)
        self.board = board


def may_enter(board: BoardInfo, account: Account | None) -> bool:
    """Tell whether somebody may read and write on a board. One query, none for open boards."""
    if not board.members_only:
        return True
    if account is None:
        return False
    return moderates(board.id, account) or is_member(board.id, account.pk)


def closed_to(account: Account | None) -> frozenset[int]:
    """Return the boards whose posts somebody may not read. A query for each that is for members."""
    return frozenset(
        board.id for board in board_directory().boards if not may_enter(board, account)
    )


def boards_of(account: Account) -> list[str]:
    """Return the names of the boards for members that an account belongs to. A query for each."""
    return [
        board.name
        for board in board_directory().boards
        if board.members_only and is_member(board.id, account.pk)
    ]


def must_enter(board: BoardInfo, account: Account | None) -> None:
    """Raise NotAMember if somebody may not enter a board."""
    if not may_enter(board, account):
        raise NotAMember(board)


def must_enter_board(board_id: int, account: Account) -> None:
    """The same for a board's id, for what writes."""
    must_enter(board_directory().by_id[board_id], account)
