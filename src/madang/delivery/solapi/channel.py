"""Text messages and Alimtalk through Solapi, as the dispatcher sees them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings

from ..mailings.letters import Content, Letter
from ..mailings.providers import GroupState, Letters, Provider
from ..models import MessageState
from ..texts import EUC_KR_SMS_BYTES, euc_kr_length
from .accounts import SolapiAccount
from .client import REFERENCE, SolapiClient
from .reports import state_of

NAME = "solapi"


class _Solapi:
    """Groups of the gateway, filled with messages of one channel."""

    name = NAME
    channel = ""
    max_letters = 1000

    def __init__(self, account: SolapiAccount) -> None:
        self.client = SolapiClient(account)

    def open_group(self) -> str:
        return self.client.open_group()

    def fill(self, group: str, letters: Sequence[Letter], content: Content) -> dict[int, str]:
        return self.client.add(group, [self.message(letter, content) for letter in letters])

    def send(self, group: str, letters: Letters, content: Content) -> dict[int, str]:
        self.client.send(group)
        return {}

    def state(self, group: str) -> GroupState:
        return self.client.state(group)

    def results(self, group: str) -> dict[int, MessageState]:
        """Return what became of the letters of a group, for those of which no report came."""
        found = {number: state_of(code) for number, code in self.client.codes(group)}
        return {number: state for number, state in found.items() if state is not None}

    def message(self, letter: Letter, content: Content) -> dict[str, Any]:
        raise NotImplementedError


class SolapiText(_Solapi):
    """SMS up to 90 bytes, LMS above."""

    channel = "sms"

    def message(self, letter: Letter, content: Content) -> dict[str, Any]:
        is_short = not letter.subject and euc_kr_length(letter.text) <= EUC_KR_SMS_BYTES
        made = {
            "to": letter.to,
            "from": self.client.account.sender,
            "text": letter.text,
            "type": "SMS" if is_short else "LMS",
            "autoTypeDetect": False,
            "customFields": {REFERENCE: str(letter.id)},
        }
        return made if is_short or not letter.subject else {**made, "subject": letter.subject}


class SolapiAlimtalk(_Solapi):
    """Alimtalk: a template that Kakao approved, with its variables.

    The gateway's own fall-back to SMS is off: ours counts who got what.
    """

    channel = "alimtalk"

    def message(self, letter: Letter, content: Content) -> dict[str, Any]:
        return {
            "to": letter.to,
            "from": self.client.account.sender,
            "type": "ATA",
            "kakaoOptions": {
                "pfId": self.client.account.channel_id,
                "templateId": content.templates.get(NAME, ""),
                "variables": {f"#{{{name}}}": value for name, value in letter.variables.items()},
                "disableSms": True,
            },
            "customFields": {REFERENCE: str(letter.id)},
        }


def providers() -> Iterable[Provider]:
    """Return what is set up of it."""
    account: SolapiAccount | None = settings.SOLAPI
    if account is None:
        return
    if account.channel_id:
        yield SolapiAlimtalk(account)
    yield SolapiText(account)
