"""The Solapi protocol, version 4: signed requests, groups that are filled and then sent.

Limits and codes as published in November 2026: 15 MB and 10,000 numbers a request, a signature is
used once and is of the last quarter of an hour, `allowDuplicates` is false unless said.
"""

import hmac
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
import requests

from madang.core.outgoing import outgoing_session

from ..mailings.providers import GroupState, Refused, TryLater
from .accounts import SolapiAccount

TIMEOUT_SECONDS = 60
# What a refused request may be asked again for: clocks, signatures, too many at once.
AGAIN = frozenset({"RequestTimeTooSkewed", "DuplicatedSignature", "TooManyRequests"})
# A group that was sent already; whoever asks twice is told so.
SENT_BEFORE = frozenset({"GroupInProcessing", "GroupAlreadySent"})
# Accepted on entry (docs: 2000 is with the gateway, 3000 with the carrier, 4000 done).
ACCEPTED_ON_ENTRY = "2000"
REFERENCE = "m"


class SolapiClient:
    """The calls that sending takes; raises TryLater and Refused."""

    def __init__(self, account: SolapiAccount) -> None:
        self.account = account

    def open_group(self) -> str:
        made = self._call("POST", "/messages/v4/groups/", {"allowDuplicates": False})
        return str(made["groupId"])

    def add(self, group: str, messages: Sequence[dict[str, Any]]) -> dict[int, str]:
        """Put messages into a group; return the references of the refused with their codes."""
        path = f"/messages/v4/groups/{group}/messages"
        answer = self._call("PUT", path, {"messages": messages})
        refused = {}
        for one in answer.get("resultList", ()):
            code = str(one.get("statusCode", ""))
            if code != ACCEPTED_ON_ENTRY:
                refused[int(one["customFields"][REFERENCE])] = code
        return refused

    def send(self, group: str) -> None:
        try:
            self._call("POST", f"/messages/v4/groups/{group}/send", {})
        except Refused as refused:
            if str(refused) not in SENT_BEFORE:
                raise

    def state(self, group: str) -> GroupState:
        try:
            found = self._call("GET", f"/messages/v4/groups/{group}", None)
        except Refused as refused:
            if str(refused) == "GroupNotFound":
                return GroupState.UNKNOWN
            raise
        return GroupState.PENDING if found.get("status") == "PENDING" else GroupState.SENT

    def codes(self, group: str) -> Iterator[tuple[int, str]]:
        """Yield (reference, status code) of the messages of a group, some at a time."""
        question = {"groupId": group, "limit": "500"}
        while True:
            found = self._call("GET", f"/messages/v4/list?{urlencode(question)}", None)
            for one in (found.get("messageList") or {}).values():
                reference = (one.get("customFields") or {}).get(REFERENCE, "")
                if reference.isascii() and reference.isdigit():
                    yield int(reference), str(one.get("statusCode", ""))
            following = found.get("nextKey")
            if not following:
                return
            question["startKey"] = str(following)

    def balance(self) -> float:
        """Return how much credit is left, in won."""
        held = self._call("GET", "/cash/v1/balance", None)
        return float(held.get("balance") or 0) + float(held.get("point") or 0)

    def get(self, path: str) -> Any:
        """Return what the gateway says at a path."""
        return self._call("GET", path, None)

    def _call(self, method: str, path: str, body: object) -> Any:
        content = None if body is None else msgspec.json.encode(body)
        headers = {"Authorization": self._authorization(), "Content-Type": "application/json"}
        try:
            answer = _session(self.account.address).request(
                method,
                f"{self.account.address}{path}",
                data=content,
                headers=headers,
                timeout=TIMEOUT_SECONDS,
            )
            said = answer.json() if answer.content else {}
        except (requests.RequestException, ValueError) as error:
            raise TryLater(f"not reached: {type(error).__name__}") from error
        if answer.status_code < 400:
            return said
        code = str(said.get("errorCode", answer.status_code)) if isinstance(said, dict) else "?"
        if answer.status_code >= 500 or answer.status_code == 429 or code in AGAIN:
            raise TryLater(code)
        raise Refused(code)

    def _authorization(self) -> str:
        date, salt = datetime.now(UTC).isoformat(timespec="seconds"), secrets.token_hex(16)
        signed = hmac.digest(self.account.secret.encode(), f"{date}{salt}".encode(), "sha256")
        return (
            f"HMAC-SHA256 apiKey={self.account.key}, date={date}, salt={salt}, "
            f"signature={signed.hex()}"
        )


@lru_cache(maxsize=8)
def _session(address: str) -> requests.Session:
    """Return a session that reaches public addresses, and the gateway that the operator named."""
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return outgoing_session([f"{parts.hostname}:{port}"])
