"""What Madang asks of allauth: no e-mail, no notices that name the account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from .addresses import address_of


class AccountAdapter(DefaultAccountAdapter):
    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page shows that one is signed in, and the notice would name who."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request.META)
