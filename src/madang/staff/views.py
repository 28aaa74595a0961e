"""Where staff begin, what roles there are, and who has which."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from madang.accounts.decorators import account_required
from madang.accounts.models import Account
from madang.core.http.parameters import read_number
from madang.core.text.fields import LineField

from . import actions
from .access import staff_may
from .extensions import work_entries
from .members import MAX_NAME, NotStaff, StaffMember, all_staff, of_firm
from .models import Firm
from .roles import GIVEN_HERE, TABLE, May, Role

EVERYBODY = tuple(May)


class PersonForm(forms.Form):
    login_name = LineField(label=_lazy("아이디"), longest=30)
    name = LineField(label=_lazy("업무용 이름"), longest=MAX_NAME)
    roles = forms.MultipleChoiceField(
        label=_lazy("역할"),
        choices=[(role.value, role.label) for role in GIVEN_HERE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _lazy("역할을 하나 이상 골라 주세요.")},
    )
    firm = forms.ModelChoiceField(
        label=_lazy("위탁사"),
        queryset=Firm.objects.order_by("name"),
        required=False,
        empty_label=_lazy("우리 회사"),
    )


class FirmForm(forms.Form):
    name = LineField(label=_lazy("위탁사 이름"), longest=60)


@staff_may(*EVERYBODY)
def start(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Lead to the first page of work that somebody may see."""
    entries = work_entries(by)
    return redirect(entries[0].url_name if entries else "work_roles")


@staff_may(*EVERYBODY)
def roles(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Show who may do what."""
    columns = [(role, role in by.roles) for role in Role]
    rows = [(may.label, [may in TABLE[role] for role in Role]) for may in May]
    context = {"by": by, "columns": columns, "rows": rows}
    return render(request, "staff/roles.html", context)


@account_required
def second_factor(request: HttpRequest, account: Account) -> HttpResponse:
    """Say that work needs a second factor, and where one gets it."""
    return render(request, "staff/second_factor.html")


@staff_may(May.MANAGE_STAFF)
def people(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Show who works here; give somebody roles."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.give_roles(
                data["login_name"],
                by=by,
                name=data["name"],
                roles=frozenset(map(Role, data["roles"])),
                firm=data["firm"].pk if data["firm"] else 0,
            )
        except NotStaff:
            form.add_error("login_name", _("계정을 찾을 수 없거나, 위탁사의 역할과 맞지 않아요."))
        else:
            messages.success(request, _("역할을 정했어요."))
            return redirect("work_people")
    firm_names = dict(Firm.objects.values_list("pk", "name"))
    context = {"by": by, "form": form, "staff": all_staff(), "firm_names": firm_names}
    return render(
        request,
        "staff/people.html",
        {**context, "firm_form": FirmForm()},
        status=422 if form.is_bound else 200,
    )


@staff_may(May.MANAGE_STAFF)
@require_POST
def remove(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Take somebody's roles away."""
    number = read_number(request.POST.get("account", ""), digits=19)
    if number is not None:
        actions.take_roles(number, by=by)
        messages.success(request, _("역할을 회수했어요."))
    return redirect("work_people")


@staff_may(May.SEE_FIRM)
def firm(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Show a firm's lead who of their firm works here: nobody else's."""
    own = Firm.objects.filter(pk=by.firm).first()
    context = {"by": by, "firm": own, "staff": of_firm(by.firm)}
    return render(request, "staff/firm.html", context)


@staff_may(May.MANAGE_STAFF)
@require_POST
def firms(request: HttpRequest, by: StaffMember) -> HttpResponse:
    """Add a firm that helps."""
    form = FirmForm(request.POST)
    if form.is_valid():
        actions.add_firm(form.cleaned_data["name"], by=by)
        messages.success(request, _("위탁사를 추가했어요."))
    else:
        messages.error(request, _("위탁사 이름을 적어 주세요."))
    return redirect("work_people")
