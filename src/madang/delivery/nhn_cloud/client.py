"""NHN Cloud's Alimtalk, version 2.3: messages are sent at once, under a key that protects.

The gateway refuses a second request of the same key for ten minutes; later ones are found by the
sender's grouping key, which names the batch.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
import requests

from madang.core.outgoing import outgoing_session

from ..mailings.providers import Refused, TryLater
from .accounts import NhnAccount

TIMEOUT_SECONDS = 60
# The same request came before (docs: within ten minutes).
SENT_BEFORE = -1005


class NhnClient:
    """The calls that sending takes; raises TryLater and Refused."""

    def __init__(self, account: NhnAccount) -> None:
        self.account = account

    def send(
        self, group: str, template: str, recipients: Sequence[dict[str, Any]]
    ) -> dict[str, str]:
        """Send messages as a group; return the refused by their grouping keys with their codes."""
        body = {
            "senderKey": self.account.sender_key,
            "templateCode": template,
            "senderGroupingKey": group,
            "recipientList": recipients,
        }
        said = self._call("POST", "messages", body, {"X-NC-API-IDEMPOTENCY-KEY": group})
        if said["header"]["resultCode"] == SENT_BEFORE:
            return {}
        results = (said.get("message") or {}).get("sendResults", ())
        return {
            str(one["recipientGroupingKey"]): str(one["resultCode"])
            for one in results
            if one["resultCode"] != 0
        }

    def knows(self, group: str) -> bool:
        """Tell whether messages of a group were taken."""
        question = urlencode({"senderGroupingKey": group, "pageNum": 1, "pageSize": 1})
        found = self._call("GET", f"messages?{question}", None, {})
        return bool((found.get("messageSearchResultResponse") or {}).get("totalCount"))

    def template(self, code: str) -> dict[str, Any]:
        """Return what is known of a template."""
        found = self._call("GET", f"senders/{self.account.sender_key}/templates/{code}", None, {})
        held: dict[str, Any] = found.get("template") or {}
        return held

    def _call(self, method: str, path: str, body: object, headers: dict[str, str]) -> Any:
        address = f"{self.account.address}/alimtalk/v2.3/appkeys/{self.account.app_key}/{path}"
        content = None if body is None else msgspec.json.encode(body)
        sent = {"X-Secret-Key": self.account.secret, "Content-Type": "application/json", **headers}
        try:
            answer = _session(self.account.address).request(
                method, address, data=content, headers=sent, timeout=TIMEOUT_SECONDS
            )
            said = answer.json()
            code = int(said["header"]["resultCode"])
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise TryLater(f"not reached: {type(error).__name__}") from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise TryLater(str(answer.status_code))
        if code not in (0, SENT_BEFORE):
            raise Refused(str(code))
        return said


@lru_cache(maxsize=8)
def _session(address: str) -> requests.Session:
    """Return a session that reaches public addresses, and the gateway that the operator named."""
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return outgoing_session([f"{parts.hostname}:{port}"])
