"""The first-run page: makes the operator's account, the site's name and its first boards.

Anyone who opens a new site first could take it; the page asks for a code that only the terminal in
which the server was started shows.
"""

import hmac
import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.login.forms import login_name_rules, new_password_field
from madang.accounts.models import Account
from madang.core.community import community, found_community
from madang.core.http.errors import PageNotFound
from madang.core.site import SiteExtension, site_point
from madang.core.text.fields import LineField
from madang.identity.keys import derive, ring


def first_run_code() -> str:
    """Return the code of this site's first-run page, eight digits; it needs no storing."""
    number = int.from_bytes(derive(ring().site, "first run")[:8], "big") % 10**8
    return f"{number:08}"


class FirstRun:
    """Sends every page of a site without a name to the first-run page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if community().is_founded or request.path in ("/welcome", "/robots.txt", "/favicon.ico"):
            return self.get_response(request)
        response = redirect("welcome")
        response["Cache-Control"] = "no-store"
        return response


class WelcomeForm(forms.Form):
    code = forms.CharField(label=_lazy("시작할 때 터미널에 나온 여덟 자리 숫자"), max_length=12)
    name = LineField(label=_lazy("사이트 이름"), longest=40)
    tagline = LineField(label=_lazy("한 줄 소개 (선택)"), longest=120, required=False)
    login_name = LineField(label=_lazy("운영자의 아이디"), longest=30, validators=login_name_rules)
    password = new_password_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [hook() for hook in site_point.hooks(SiteExtension.first_run_fields)]
        self.of_apps = [name for fields in own for name in fields]
        for fields in own:
            self.fields |= fields
        self.order_fields(["code", "name", "tagline", *self.of_apps, "login_name", "password"])

    def clean_code(self) -> str:
        given = re.sub(r"\D", "", self.cleaned_data["code"])
        if not hmac.compare_digest(given, first_run_code()):
            raise ValidationError(_("숫자가 맞지 않아요. 서버를 시작한 터미널을 확인해 주세요."))
        return given

    def clean(self) -> dict[str, Any]:
        password = self.cleaned_data.get("password")
        if password:
            try:
                validate_password(password, Account(login_name=self.data.get("login_name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        for hook in site_point.hooks(SiteExtension.first_run_clean):
            try:
                hook(self.cleaned_data)
            except ValidationError as error:
                self.add_error(None, error)
        return self.cleaned_data


def welcome(request: HttpRequest) -> HttpResponse:
    if community().is_founded:
        raise PageNotFound(_("이 사이트는 이미 열려 있어요."))
    form = WelcomeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "site/welcome.html", {"form": form}, status=status)
    data = form.cleaned_data
    with transaction.atomic():
        found_community(data["name"], data["tagline"])
        for hook in site_point.hooks(SiteExtension.on_first_run):
            hook(data)
        operator = Account.objects.create_user(
            data["login_name"], data["password"], is_operator=True
        )
    login(request, operator, backend=settings.AUTHENTICATION_BACKENDS[0])
    said = _("새 사이트를 열었어요. 운영에서 로고와 이용 규칙을 정하고, 첫 글을 써 보세요.")
    messages.success(request, said)
    return redirect("home")
