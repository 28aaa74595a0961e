"""What every form and button of a board has: the board, the account, and an answer to refusals."""

import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from madang.accounts.decorators import account_required, current_account
from madang.accounts.models import Account
from madang.boards.reactions.marks import OwnPost
from madang.core.http.errors import PageNotFound

from ..directory.access import NotAMember, must_enter
from ..directory.directory import BoardInfo
from ..directory.lookup import board_or_404
from ..directory.moderators import moderates_somewhere
from ..nicknames import nicknames
from .errors import NeverThere, NoLongerThere, NotYours, StaysAmongMembers
from .forms import what_was_typed

View = Callable[..., HttpResponse]
ARRIVED, ARRIVED_SECONDS = "arrived", 120
_KEY = re.compile(r"[\w-]{1,40}", re.ASCII)


def for_members(view: View) -> View:
    """Give a view the board and the account; ask to sign in where there is none.

    A refused action is answered with its reason and what was typed.
    """

    @wraps(view)
    def checked(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        board = board_or_404(slug)
        account = current_account(request)
        if account is None:
            if request.method == "GET":
                return redirect_to_login(request.get_full_path())
            reason = _("로그인이 풀려서 저장하지 못했어요. 로그인한 뒤 다시 보내 주세요.")
            return render_refusal(request, board, reason, 403)
        must_enter(board, account)
        try:
            return _arrived(request, view(request, board, account, **kwargs))
        except NotYours:
            return render_refusal(request, board, _("직접 쓴 것만 바꿀 수 있어요."), 403)
        except NotAMember as refused:
            if refused.board.id != board.id:
                # Through another board's address not even that it is there is told.
                raise PageNotFound(_("삭제되었거나 없는 글이에요.")) from None
            raise
        except nicknames.NoNickname:
            return _without_nickname(request, board)
        except StaysAmongMembers:
            reason = _("멤버만 읽는 글은 다른 게시판으로 옮길 수 없어요.")
            return render_refusal(request, board, reason, 403)
        except OwnPost:
            return render_refusal(request, board, _("자기가 쓴 것은 추천할 수 없어요."), 403)
        except NeverThere:
            raise PageNotFound(_("삭제되었거나 없는 글이에요.")) from None
        except NoLongerThere:
            return render_refusal(request, board, _("그사이에 삭제됐거나 숨겨졌어요."), 410)

    return checked


def moderator_required(view: View) -> View:
    """Give a view the moderator who asks; others are asked to sign in, or refused.

    Of which boards they are one, each action asks.
    """

    @account_required
    @wraps(view)
    def checked(request: HttpRequest, account: Account, **kwargs: Any) -> HttpResponse:
        if not moderates_somewhere(account):
            raise PermissionDenied
        return view(request, account, **kwargs)

    return checked


def _arrived(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the page's script know which form arrived: until then it keeps what was typed."""
    key = request.POST.get("idempotency_key", "")
    if _KEY.fullmatch(key) and response.status_code == HTTPStatus.FOUND:
        response.set_cookie(ARRIVED, key, max_age=ARRIVED_SECONDS, samesite="Lax")
    return response


def _without_nickname(request: HttpRequest, board: BoardInfo) -> HttpResponse:
    if request.method == "GET":
        return redirect(f"{board.path}/nickname?next={quote(request.get_full_path())}")
    reason = _("이 게시판에서는 별명을 정한 뒤에 쓸 수 있어요.")
    return render_refusal(request, board, reason, 403)


def render_refusal(
    request: HttpRequest, board: BoardInfo, reason: str, status: int
) -> HttpResponse:
    typed = what_was_typed(request)
    context = {"board": board, "reason": reason, "typed": typed, "own": None}
    return render(request, "boards/gone.html", context, status=status)
