"""호출 내역: one's calls, what one wants to be called for, and the number on the bell."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from madang.accounts.models import Account
from madang.accounts.signed_in import signed_in
from madang.boards.my_pages import posts_by_id
from madang.boards.queries import page_of
from madang.boards.structure import site
from madang.boards.views import number_asked_for
from madang.identity.inboxes import inbox_of

from . import actions, queries, wishes
from .lines import Kind

KINDS = {
    Kind.REPLY: _lazy("내 글의 댓글과 내 댓글의 답글"),
    Kind.MENTION: _lazy("나를 @로 부른 댓글"),
    Kind.NEWS: _lazy("호출을 예약한 글의 새 소식"),
}


class WishesForm(forms.Form):
    kinds = forms.TypedMultipleChoiceField(
        label=_lazy("무엇이 있을 때 부를까요?"),
        choices=[(int(kind), label) for kind, label in KINDS.items()],
        coerce=lambda value: Kind(int(value)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@login_required
def calls(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    page = queries.my_calls(account, number_asked_for(request, "page") or 1)
    if page is None:
        raise Http404(_("그 페이지는 없어요."))
    return render(request, "calls/calls.html", {"page": page, "Kind": Kind})


@login_required
def open_call(request: HttpRequest, epoch: int, number: int) -> HttpResponse:
    """Go to what a call is about, and note that it is read."""
    call = actions.open_call(_account(request), epoch=epoch, number=number)
    post = posts_by_id({call.post}).get(call.post) if call else None
    if call is None or post is None:
        raise Http404(_("그 사이에 지워졌어요."))
    path = f"{site().by_id[post.board_id].path}/{post.id}"
    return redirect(f"{path}?comments={page_of(call.seq)}#c{call.seq}")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_all_read(_account(request))
    return redirect("calls")


@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """Choose what one wants to be called for."""
    account = _account(request)
    wanted = set(Kind) - wishes.wishes_of(inbox_of(account.pk)).unwanted
    form = WishesForm(request.POST if request.method == "POST" else None, initial={"kinds": wanted})
    if request.method == "POST" and form.is_valid():
        wishes.want(account, form.cleaned_data["kinds"])
        messages.success(request, _("저장했어요."))
        return redirect("calls")
    return render(request, "calls/settings.html", {"form": form, "kinds": KINDS, "wanted": wanted})


@login_required
def count(request: HttpRequest) -> HttpResponse:
    """Answer how many calls are unread, for the bell."""
    return JsonResponse({"unread": queries.unread(_account(request))})


def _account(request: HttpRequest) -> Account:
    account = signed_in(request)
    assert account is not None  # login_required
    return account
