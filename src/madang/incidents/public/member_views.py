"""The page on which a member reads what concerns their own data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from madang.accounts.decorators import account_required
from madang.accounts.models import Account

from .members import told_to


@account_required
def mine(request: HttpRequest, by: Account) -> HttpResponse:
    """Show what of a member's leaked, and the notices to them."""
    return render(request, "incidents/mine.html", {"told": told_to(by)})
