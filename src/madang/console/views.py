"""Where operators begin, and the line above every page."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.decorators import operator_required
from madang.accounts.models import Account
from madang.core.community import community, set_banner
from madang.core.models import MAX_BANNER_LENGTH
from madang.core.site import console_sections
from madang.core.text.fields import LineField


class BannerForm(forms.Form):
    banner = LineField(
        label=_lazy("한 줄 공지 (비우면 없어져요)"), required=False, longest=MAX_BANNER_LENGTH
    )


@operator_required
def start(request: HttpRequest, by: Account) -> HttpResponse:
    """Lead to the first page of the console."""
    return redirect(console_sections()[0][1][0].url_name)


@operator_required
def banner(request: HttpRequest, by: Account) -> HttpResponse:
    """Set the line above every page."""
    form = BannerForm(request.POST or None, initial={"banner": community().banner})
    if request.method == "POST" and form.is_valid():
        set_banner(form.cleaned_data["banner"])
        messages.success(request, _("저장했어요."))
        return redirect("console_banner")
    status = 422 if form.is_bound else 200
    return render(request, "console/banner.html", {"form": form}, status=status)
