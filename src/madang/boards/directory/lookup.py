"""Which board and category an address names; 404 for none, and the door for closed ones."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from madang.accounts.decorators import current_account
from madang.accounts.models import Account
from madang.core.http.errors import PageNotFound

from .access import must_enter
from .directory import BoardInfo, CategoryInfo, board_directory


def board_or_404(slug: str) -> BoardInfo:
    board = board_directory().by_slug.get(slug)
    if board is None:
        raise PageNotFound(_("게시판을 찾을 수 없어요."))
    return board


def board_to_enter(request: HttpRequest, slug: str) -> BoardInfo:
    """Return a board that the reader may enter; raises Http404 and NotAMember."""
    board = board_or_404(slug)
    # Who it is is asked only where it matters: an open board's page is everybody's.
    if board.members_only:
        must_enter(board, current_account(request))
    return board


def category_asked_for(request: HttpRequest, board: BoardInfo) -> CategoryInfo | None:
    name = request.GET.get("category")
    if not name:
        return None
    category = board.category_called(name)
    if category is None:
        raise PageNotFound(_("이 게시판에 없는 분류예요."))
    return category


def board_asked_for(request: HttpRequest, account: Account | None) -> BoardInfo | None:
    """Return the board that an address names (`board`); raises Http404 and NotAMember."""
    slug = request.GET.get("board")
    if not slug:
        return None
    board = board_or_404(slug)
    must_enter(board, account)
    return board
