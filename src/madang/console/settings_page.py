"""Every setting: what it is for, what it is now, and where that comes from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from madang.accounts.decorators import operator_required
from madang.accounts.models import Account
from madang.config.environment import read_environment
from madang.config.explained import explained
from madang.core.languages import page_language


@operator_required
def settings_page(request: HttpRequest, by: Account) -> HttpResponse:
    context = {"groups": explained(read_environment(), page_language.get())}
    return render(request, "console/settings.html", context)
