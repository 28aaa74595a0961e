"""A member's tokens: listed, made, revoked."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.decorators import account_required
from madang.accounts.extensions import works_here
from madang.accounts.models import Account
from madang.core.text.fields import LineField
from madang.staff.access import has_second_factor

from .tokens import MAX_NAME, OF_WORK, Scope, TokenRefused, make_token, revoke, tokens_of

DAYS = ((90, _lazy("90일")), (365, _lazy("1년")), (0, _lazy("폐기할 때까지")))


class TokenForm(forms.Form):
    name = LineField(
        label=_lazy("어디에 쓰나요?"),
        longest=MAX_NAME,
        error_messages={"required": _lazy("나중에 알아볼 이름을 적어 주세요.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_lazy("무엇을 할 수 있나요?"),
        error_messages={"required": _lazy("무엇을 할 수 있는지 하나 이상 골라 주세요.")},
    )
    days = forms.TypedChoiceField(
        label=_lazy("언제까지 쓰나요?"), coerce=int, choices=DAYS, initial=90
    )

    def __init__(self, offered: list[Scope], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(scope.value, scope.label) for scope in offered]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]


@account_required
def tokens(request: HttpRequest, by: Account) -> HttpResponse:
    """List the tokens of an account; make one more, which is shown once, or revoke one."""
    if "revoke" in request.POST:
        if revoke(by, request.POST["revoke"]):
            messages.success(request, _("토큰을 폐기했어요."))
        return redirect("api_tokens")
    offered = _offered(request, by)
    form = TokenForm(offered, request.POST or None)
    made = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        scopes = frozenset(Scope(name) for name in data["scopes"])
        try:
            made = make_token(by, name=data["name"], scopes=scopes, days=data["days"] or None)
            form = TokenForm(offered)
        except TokenRefused as error:
            form.add_error(None, str(error))
    context = {"tokens": tokens_of(by), "form": form, "made": made}
    return render(request, "web_api/tokens.html", context, status=422 if form.errors else 200)


def _offered(request: HttpRequest, by: Account) -> list[Scope]:
    """Return the scopes that somebody may give: those of work with a second factor alone."""
    is_at_work = has_second_factor(request, by) and works_here(by)
    return [scope for scope in Scope if is_at_work or scope not in OF_WORK]
