"""The page of an account's nickname on a board."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.models import Account
from madang.core.http import rate_limits
from madang.core.http.errors import PageNotFound
from madang.core.http.parameters import next_path
from madang.core.text.fields import LineField
from madang.core.uploaded_images import NotAPicture, read_upload
from madang.media.squares import MAX_BYTES

from ..directory.directory import BoardInfo
from ..models import MAX_NICKNAME_LENGTH
from ..threads.view_guard import for_members
from . import nicknames

CHANGES_PER_MEMBER = "20/hour"


class NicknameForm(forms.Form):
    name = LineField(
        label=_lazy("별명"),
        longest=MAX_NICKNAME_LENGTH,
        error_messages={"required": _lazy("별명을 적어 주세요.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    picture = forms.FileField(
        label=_lazy("대표 사진 (선택)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )


@for_members
def nickname(request: HttpRequest, board: BoardInfo, by: Account) -> HttpResponse:
    """Choose the account's nickname on a board, change it, take its picture off, or give it up."""
    if not board.has_nicknames:
        raise PageNotFound(_("이 게시판에서는 별명을 쓰지 않아요."))
    own = nicknames.own_nickname(board, by)
    if "give_up" in request.POST:
        nicknames.give_up(board.id, by=by)
        messages.success(request, _("별명을 버렸어요. 쓴 글에는 그대로 남아 있어요."))
        return redirect(board.path)
    if "drop_picture" in request.POST:
        nicknames.drop_picture(board.id, by=by)
        return redirect(request.path)
    sent = request.method == "POST"
    form = NicknameForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        initial={"name": own.name if own else ""},
    )
    if sent and not rate_limits.allow("nickname", str(by.pk), limit=CHANGES_PER_MEMBER):
        return rate_limits.too_many(request)
    if sent and form.is_valid() and _choose(form, board, by):
        changed = _("별명을 바꿨어요. 전에 쓴 글에도 새 별명이 보여요.")
        messages.success(request, changed if own else _("별명을 정했어요."))
        return HttpResponseRedirect(next_path(request) or board.path)
    context = {"board": board, "form": form, "own": own, "next": next_path(request)}
    return render(request, "boards/nickname.html", context, status=422 if sent else 200)


def _choose(form: NicknameForm, board: BoardInfo, by: Account) -> bool:
    given = form.cleaned_data["picture"]
    try:
        picture = read_upload(given, MAX_BYTES) if given else None
        nicknames.choose(board.id, by=by, name=form.cleaned_data["name"], picture=picture)
    except nicknames.NicknameRefused as refused:
        form.add_error("name", str(refused))
    except NotAPicture as refused:
        form.add_error("picture", str(refused))
    return form.is_valid()
