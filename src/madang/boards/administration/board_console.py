"""The page on which an operator changes one board: its name, look, categories, closing, merging."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.decorators import operator_required
from madang.accounts.models import Account
from madang.core.http.parameters import read_number
from madang.core.text.fields import LineField

from ..directory.directory import BoardInfo, board_directory
from ..directory.lookup import board_or_404
from ..directory.moderators import CannotModerate, appoint, dismiss, moderators_of
from ..directory.setup import BoardPlanError
from ..models import MAX_NAME_LENGTH, Thumbnails
from . import changes
from .merging import merge_boards


class BoardForm(forms.Form):
    name = LineField(
        label=_lazy("이름"),
        longest=MAX_NAME_LENGTH,
        error_messages={"required": _lazy("게시판 이름을 적어 주세요.")},
    )
    thumbnails = forms.TypedChoiceField(
        label=_lazy("목록의 사진"), choices=Thumbnails.choices, coerce=int
    )
    is_closed = forms.BooleanField(
        label=_lazy("닫기: 읽을 수만 있고 아무도 쓰지 못해요"), required=False
    )


@operator_required
def board_page(request: HttpRequest, by: Account, slug: str) -> HttpResponse:
    """Change one board; what was pressed says what of it."""
    board = board_or_404(slug)
    now = {name: getattr(board, name) for name in BoardForm.base_fields}
    changes_name = request.POST.get("what") == "board"
    form = BoardForm(request.POST if changes_name else None, initial=now)
    if request.method == "POST":
        try:
            if done := _do(request, board, form, by):
                messages.success(request, done)
                is_gone = request.POST.get("what") == "merge"
                return redirect("console_boards" if is_gone else _page_of(board))
        except (BoardPlanError, CannotModerate) as error:
            messages.error(request, str(error))
            return redirect("console_board", slug)
    others = [one for one in board_directory().boards if one.id != board.id]
    moderators = moderators_of(board.id)
    context = {"form": form, "board": board, "others": others, "moderators": moderators}
    status = 422 if form.errors else 200
    return render(request, "boards/console_board.html", context, status=status)


def _do(request: HttpRequest, board: BoardInfo, form: BoardForm, by: Account) -> str:
    """Do what was pressed; return what is said of it, empty where the form is to be mended."""
    what = request.POST.get("what", "")
    if what == "board":
        if not form.is_valid():
            return ""
        changes.change_board(board.id, by=by, **form.cleaned_data)
        return _("저장했어요.")
    if what == "merge":
        merge_boards(board.id, read_number(request.POST.get("into", ""), digits=18) or 0, by=by)
        return _("합치는 중이에요. 글이 많으면 몇 분 걸려요.")
    if what == "appoint":
        appoint(board.id, request.POST.get("login_name", "").strip(), by=by)
        return _("게시판 관리자로 정했어요.")
    if what == "add":
        names = request.POST.get("names", "").split(",")
        changes.add_categories(board.id, names, by=by)
        return _("분류를 추가했어요.")
    act, _colon, number = what.partition(":")
    if act == "dismiss":
        return _dismissed(board.id, read_number(number, digits=19) or 0, by)
    category = read_number(number, digits=18) or 0
    if act in _ACTS and category in board.by_category:
        name = request.POST.get(f"name-{category}", "")
        return str(_ACTS[act](board.id, category, name, by))
    return ""


def _page_of(board: BoardInfo) -> str:
    return reverse("console_board", args=[board.slug])


def _dismissed(board_id: int, account_id: int, by: Account) -> str:
    dismiss(board_id, account_id, by=by)
    return _("이제 게시판 관리자가 아니에요.")


def _renamed(board_id: int, category: int, name: str, by: Account) -> str:
    changes.rename_category(board_id, category, name, by=by)
    return _("저장했어요.")


def _removed(board_id: int, category: int, name: str, by: Account) -> str:
    changes.remove_category(board_id, category, by=by)
    return _("분류를 삭제했어요.")


def _moved(by_places: int) -> Callable[[int, int, str, Account], str]:
    def move(board_id: int, category: int, name: str, by: Account) -> str:
        changes.move_category(board_id, category, by_places, by=by)
        return _("순서를 바꿨어요.")

    return move


_ACTS: dict[str, Any] = {
    "rename": _renamed,
    "remove": _removed,
    "up": _moved(-1),
    "down": _moved(+1),
}
