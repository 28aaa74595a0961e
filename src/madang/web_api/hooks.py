"""What programs' addresses add to accounts and to the site."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.extensions import AccountsExtension
from madang.accounts.models import Account
from madang.core.site import ConsoleEntry, ConsoleSection, Event, SiteExtension

from .tokens import forget_tokens, tokens_of
from .web_hooks.telling import note


class TokensInAccounts(AccountsExtension):
    def erase(self, account_id: int, *, deletes_texts: bool) -> None:
        forget_tokens(account_id)

    def export_values(self, account: Account) -> dict[str, Any]:
        tokens = [
            {
                "name": token.name,
                "scopes": [scope.value for scope in token.scopes],
                "since": token.since.isoformat(),
                "until": token.until.isoformat() if token.until else None,
            }
            for token in tokens_of(account)
        ]
        return {"tokens": tokens} if tokens else {}


class ProgramsInSite(SiteExtension):
    slots = {"account.links": "web_api/slots/account_link.html"}

    def console_entries(self) -> Iterable[ConsoleEntry]:
        return [ConsoleEntry(ConsoleSection.SYSTEM, 80, "hooks", _lazy("웹훅"), "console_hooks")]

    def robots_disallow(self) -> Iterable[str]:
        return ["/api/"]

    def on_event(self, event: Event) -> None:
        note(event)


EXTENSIONS = (TokensInAccounts(), ProgramsInSite())
