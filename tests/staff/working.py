"""Staff of tests: accounts with roles, signed in with a second factor."""

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from madang.accounts.models import Account
from madang.staff.members import StaffMember, give_roles, staff_member
from madang.staff.models import Firm
from madang.staff.roles import OF_FIRMS, Role

from ..factories import make_account


def make_staff(*roles: Role, name: str = "") -> StaffMember:
    """Return a new member of staff in some roles."""
    login = name or f"staff-{Account.objects.count()}"
    account = make_account(login, is_operator=Role.OPERATOR in roles)
    firm = 0
    if set(roles) & OF_FIRMS:
        firm = Firm.objects.get_or_create(name="도움회사")[0].pk
    if given := frozenset(roles) - {Role.OPERATOR}:
        give_roles(login, name=login, roles=given, firm=firm)
    found = staff_member(account)
    assert found is not None
    return found


def at_work(by: StaffMember) -> Client:
    """Return a browser in which somebody signed in with password and second factor."""
    browser = Client()
    account = Account.objects.get(pk=by.account)
    browser.force_login(account)
    request = HttpRequest()
    request.session = browser.session
    record_authentication(request, account, "mfa", type="totp")
    request.session.save()
    return browser
