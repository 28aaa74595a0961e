"""Alimtalk through NHN Cloud, as the dispatcher sees it."""

import secrets
from collections.abc import Iterable, Sequence

from django.conf import settings

from ..mailings.letters import Content, Letter
from ..mailings.providers import GroupState, Letters, Provider
from .accounts import NhnAccount
from .client import NhnClient

NAME = "nhn"


class NhnAlimtalk:
    """Groups that are named here, and sent at once under their names."""

    name = NAME
    channel = "alimtalk"
    max_letters = 1000

    def __init__(self, account: NhnAccount) -> None:
        self.client = NhnClient(account)

    def open_group(self) -> str:
        return f"madang-{secrets.token_hex(16)}"

    def fill(self, group: str, letters: Sequence[Letter], content: Content) -> dict[int, str]:
        """Keep nothing at the gateway yet: it has no groups that wait."""
        return {}

    def send(self, group: str, letters: Letters, content: Content) -> dict[int, str]:
        template = content.templates.get(NAME, "")
        recipients = [
            {
                "recipientNo": letter.to,
                "templateParameter": letter.variables,
                # Ours counts who got what.
                "resendParameter": {"isResend": False},
                "recipientGroupingKey": str(letter.id),
            }
            for letter in letters()
        ]
        refused = self.client.send(group, template, recipients) if recipients else {}
        return {int(key): code for key, code in refused.items()}

    def state(self, group: str) -> GroupState:
        return GroupState.SENT if self.client.knows(group) else GroupState.PENDING


def providers() -> Iterable[Provider]:
    """Return what is set up of it."""
    account: NhnAccount | None = settings.NHN
    if account is not None:
        yield NhnAlimtalk(account)
