"""Buttons of posts and comments: recommending, scrapping, reserving a call, muting, liking."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.accounts.models import Account
from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import read_number

from ..directory.directory import BoardInfo
from ..models import Mark, Recommendation, Reservation, Scrap, ThreadMute
from ..threads.queries import page_of
from ..threads.view_guard import for_members
from . import likes, marks, reactions

MARKS: dict[str, type[Mark]] = {"scrap": Scrap, "reserve": Reservation, "mute": ThreadMute}


@require_POST
@for_members
def recommend(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    if "undo" in request.POST:
        marks.unmark(Recommendation, post_id, by=by)
    else:
        marks.recommend(post_id, by=by)
    return redirect(f"{board.path}/{post_id}#buttons")


@require_POST
@for_members
def set_mark(
    request: HttpRequest, board: BoardInfo, by: Account, post_id: int, mark: str
) -> HttpResponse:
    """Scrap a post, reserve a call of its news, or mute its thread; or undo that."""
    do = marks.unmark if "undo" in request.POST else marks.mark
    do(MARKS[mark], post_id, by=by)
    if mark == "mute":
        is_over = "undo" in request.POST
        messages.success(
            request, _("이 글의 호출을 다시 받아요.") if is_over else _("이 글의 호출을 껐어요.")
        )
        return redirect(f"{board.path}/{post_id}#write")
    return redirect(f"{board.path}/{post_id}#buttons")


@require_POST
@for_members
def react(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    """Say one thing of a post with a press (`emoji`), or no more (`undo`)."""
    try:
        if "undo" in request.POST:
            reactions.take_back(post_id, request.POST["undo"][:12] or "-", by=by)
        else:
            reactions.react(post_id, request.POST.get("emoji", ""), by=by)
    except reactions.NoSuchReaction:
        raise PageNotFound(_("반응을 찾을 수 없어요.")) from None
    return redirect(f"{board.path}/{post_id}#buttons")


@require_POST
@for_members
def like_comment(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    """Like a comment (`seq`), or no more (`undo`)."""
    number = read_number(request.POST.get("undo") or request.POST.get("seq", ""), digits=9)
    if number is None:
        raise PageNotFound(_("삭제되었거나 없는 댓글이에요."))
    do = likes.unlike if "undo" in request.POST else likes.like
    do(post_id, number, by=by)
    if "sort" in request.POST:
        return redirect(f"{board.path}/{post_id}?sort=likes#c{number}")
    page = page_of(number)
    return redirect(f"{board.path}/{post_id}?comments={page}#c{number}")
