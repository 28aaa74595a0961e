"""A gateway that follows NHN Cloud's Alimtalk protocol: keys for ten minutes, codes, web hooks."""

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from ..texts import ALIMTALK_LETTERS, ALIMTALK_VARIABLES
from .http import Answered, Asked, LocalServer

MAX_RECIPIENTS, KEY_SECONDS = 1000, 600


@dataclass(slots=True)
class NhnGateway:
    """The gateway: what was sent stands in `sent` by number and grouping key."""

    app_key: str = "app"
    secret: str = "secret"  # noqa: S105 - of a gateway on this machine
    # Templates by their codes: text with variables, and state (TSC03 is approved).
    templates: dict[str, tuple[str, str]] = field(default_factory=dict)
    sent: list[tuple[str, str]] = field(default_factory=list)
    groups: dict[str, int] = field(default_factory=dict)
    keys: dict[str, float] = field(default_factory=dict)
    # Answers that are broken off after the work, and errors that come before it.
    breaks: int = 0
    errors: int = 0
    server: LocalServer | None = None

    def start(self) -> "NhnGateway":
        self.server = LocalServer(self.answer)
        return self

    @property
    def address(self) -> str:
        assert self.server is not None
        return self.server.address

    def stop(self) -> None:
        if self.server is not None:
            self.server.stop()

    def answer(self, asked: Asked) -> Answered | None:
        where = urlsplit(asked.path)
        root = f"/alimtalk/v2.3/appkeys/{self.app_key}/"
        known = where.path.startswith(root) and asked.headers.get("x-secret-key") == self.secret
        if not known:
            return _answered(-1)
        if self.errors:
            self.errors -= 1
            return Answered(503, {"header": {"resultCode": -9999}})
        rest = where.path.removeprefix(root)
        if rest == "messages" and asked.method == "POST":
            answered = self._send(asked)
            if self.breaks:
                self.breaks -= 1
                return None
            return answered
        if rest == "messages":
            return self._search(parse_qs(where.query).get("senderGroupingKey", [""])[0])
        return self._template(rest.rpartition("/")[2])

    def _send(self, asked: Asked) -> Answered:
        key, now = asked.headers.get("x-nc-api-idempotency-key", ""), time.monotonic()
        if key and now - self.keys.get(key, -KEY_SECONDS) < KEY_SECONDS:
            return _answered(-1005)
        body = msgspec.json.decode(asked.body)
        recipients = body.get("recipientList", [])
        if len(recipients) > MAX_RECIPIENTS:
            return _answered(-1003)
        text, state = self.templates.get(body.get("templateCode", ""), ("", ""))
        if state != "TSC03":
            return _answered(-3005)
        self.keys[key] = now
        group = body.get("senderGroupingKey", "")
        results = [self._one(text, one) for one in recipients]
        self.groups[group] = self.groups.get(group, 0) + len(recipients)
        message = {"requestId": key, "senderGroupingKey": group, "sendResults": results}
        return _answered(0, message=message)

    def _one(self, text: str, recipient: dict[str, Any]) -> dict[str, Any]:
        variables = recipient.get("templateParameter") or {}
        for name, value in variables.items():
            text = text.replace(f"#{{{name}}}", str(value))
        number = str(recipient.get("recipientNo", ""))
        code = 0
        if not number.isdigit() or not 9 <= len(number) <= 11:
            code = -2017
        elif len(variables) > ALIMTALK_VARIABLES or len(text) > ALIMTALK_LETTERS:
            code = -1028
        elif "#{" in text:
            code = -3010
        if code == 0:
            self.sent.append((number, str(recipient.get("recipientGroupingKey", ""))))
        grouping = recipient.get("recipientGroupingKey")
        return {"recipientNo": number, "resultCode": code, "recipientGroupingKey": grouping}

    def _search(self, group: str) -> Answered:
        found = {"totalCount": self.groups.get(group, 0), "messages": []}
        return _answered(0, messageSearchResultResponse=found)

    def _template(self, code: str) -> Answered:
        if code not in self.templates:
            return _answered(-3001)
        text, state = self.templates[code]
        template = {"templateCode": code, "templateContent": text, "status": state}
        return _answered(0, template=template)


def _answered(code: int, **more: object) -> Answered:
    header = {"resultCode": code, "isSuccessful": code == 0, "resultMessage": ""}
    return Answered(200, {"header": header, **more})
