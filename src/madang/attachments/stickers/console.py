"""The page on which an operator offers stickers on a board."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.decorators import operator_required
from madang.accounts.models import Account
from madang.boards.api import board_directory, board_or_404
from madang.core.http.parameters import read_number
from madang.core.text.fields import LineField
from madang.core.uploaded_images import NotAPicture, read_upload
from madang.media import pictures

from . import stickers as board_stickers


class StickerForm(forms.Form):
    name = LineField(label=_lazy("이름"), longest=board_stickers.MAX_NAME_LENGTH)
    file = forms.FileField(label=_lazy("그림"))


@operator_required
def all_stickers(request: HttpRequest, by: Account) -> HttpResponse:
    """List the boards with how many stickers each has."""
    counts = board_stickers.counts()
    boards = [(board, counts.get(board.id, 0)) for board in board_directory().boards]
    return render(request, "attachments/console_all_stickers.html", {"boards": boards})


@operator_required
def stickers(request: HttpRequest, by: Account, slug: str) -> HttpResponse:
    board = board_or_404(slug)
    if "drop" in request.POST:
        number = read_number(request.POST["drop"], digits=17)
        board_stickers.drop_sticker(board.id, number or 0, by=by)
        messages.success(request, _("스티커를 삭제했어요. 이미 쓴 것은 남아요."))
        return redirect("console_stickers", slug)
    form = StickerForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            given = read_upload(form.cleaned_data["file"], pictures.bytes_most())
            board_stickers.add_sticker(board.id, form.cleaned_data["name"], given, by=by)
        except (NotAPicture, board_stickers.StickerRefused) as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("저장했어요."))
            return redirect("console_stickers", slug)
    context = {"board": board, "form": form, "stickers": board_stickers.stickers_of(board.id)}
    status = 422 if form.is_bound else 200
    return render(request, "attachments/console_stickers.html", context, status=status)
