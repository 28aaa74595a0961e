"""A gateway that follows the Solapi protocol: groups, limits, codes, duplicates, web hooks.

What it sends to people it writes into a ledger of its own: a message that somebody got counts
there, whatever was recorded by whoever asked for it.
"""

import hmac
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import requests

from ..texts import (
    ALIMTALK_LETTERS,
    ALIMTALK_VARIABLES,
    EUC_KR_LMS_BYTES,
    EUC_KR_SMS_BYTES,
    euc_kr_length,
    is_euc_kr,
)
from .http import Answered, Asked, LocalServer

MAX_BODY, MAX_NUMBERS, MAX_GROUP = 15 * 1024 * 1024, 10_000, 1_000_000
SKEW_SECONDS = 15 * 60
HOOK_TRIES, HOOK_EVENTS = 5, 500
# What becomes of numbers that end so, as carriers and KakaoTalk answer.
NO_KAKAOTALK, BLOCKED, UNREACHABLE = "31", "37", "41"


@dataclass(slots=True)
class Group:
    """A group: its state, and its messages by their references."""

    id: str
    allows_duplicates: bool = False
    status: str = "PENDING"
    numbers: set[str] = field(default_factory=set)
    messages: list[dict[str, Any]] = field(default_factory=list)
    refused: int = 0


@dataclass(slots=True)
class SolapiGateway:
    """The gateway; `before` and `after` are told of each step, and may end an answer by raising."""

    key: str = "key"
    secret: str = "secret"  # noqa: S105 - of a gateway on this machine
    senders: frozenset[str] = frozenset({"0215881588"})
    # Templates that the channel's owner approved, by their names, as texts with variables.
    templates: dict[str, str] = field(default_factory=dict)
    ledger: Path | None = None
    hook: str = ""
    before: Callable[[str], None] = field(default=lambda step: None)
    after: Callable[[str], None] = field(default=lambda step: None)
    groups: dict[str, Group] = field(default_factory=dict)
    sent: list[tuple[str, str]] = field(default_factory=list)
    salts: dict[str, float] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    balance: float = 1_000_000.0
    asleep: frozenset[str] = frozenset()
    # Whether it remembers messages that it has sent: of a million it need not.
    remembers: bool = True
    server: LocalServer | None = None
    is_stopped: bool = False
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _hooks: threading.Thread | None = None

    def start(self, port: int = 0) -> "SolapiGateway":
        """Serve, and report to the web hook."""
        self.server = LocalServer(self.answer, port)
        self._hooks = threading.Thread(target=self._report, daemon=True)
        self._hooks.start()
        return self

    @property
    def address(self) -> str:
        assert self.server is not None
        return self.server.address

    def stop(self) -> None:
        self.is_stopped = True
        if self.server is not None:
            self.server.stop()

    def answer(self, asked: Asked) -> Answered | None:
        """Answer one request; nothing, where a step was broken off on purpose."""
        step = _step(asked)
        try:
            self.before(step)
            answered = self._answer(asked, step)
            self.after(step)
        except ConnectionAbortedError:
            return None
        return answered

    def _answer(self, asked: Asked, step: str) -> Answered:
        with self._lock:
            if refused := self._refused(asked):
                return _error(403, refused)
        if len(asked.body) > MAX_BODY:
            return _error(413, "PayloadTooLarge")
        try:
            body = msgspec.json.decode(asked.body) if asked.body else {}
        except msgspec.DecodeError:
            return _error(400, "ValidationError")
        with self._lock:
            return self._do(step, urlsplit(asked.path), body)

    def _do(self, step: str, where: Any, body: Any) -> Answered:
        parts = where.path.strip("/").split("/")
        if step == "open":
            group = Group(f"G4V{secrets.token_hex(12)}", bool(body.get("allowDuplicates")))
            self.groups[group.id] = group
            return Answered(200, self._info(group))
        if step == "balance":
            return Answered(200, {"balance": self.balance, "point": 0})
        if step == "send-many":
            return self._send_many(body)
        if step == "senders":
            return Answered(200, [{"phoneNumber": one} for one in sorted(self.senders)])
        if step == "template":
            name = parts[-1]
            if name not in self.templates:
                return _error(404, "TemplateNotFound")
            asleep = name in self.asleep
            return Answered(200, {"templateId": name, "status": "APPROVED", "dormant": asleep})
        if step == "list":
            return self._list(parse_qs(where.query))
        found = self.groups.get(parts[3]) if len(parts) > 3 else None
        if found is None:
            return _error(404, "GroupNotFound")
        if step == "add":
            return self._add(found, body.get("messages", []))
        if step == "send":
            return self._send(found)
        return Answered(200, self._info(found))

    def _refused(self, asked: Asked) -> str:
        scheme, _space, rest = asked.headers.get("authorization", "").partition(" ")
        given = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        said = {name.lower(): value for name, value in given.items()}
        if scheme.upper() != "HMAC-SHA256" or said.get("apikey") != self.key:
            return "InvalidAPIKey"
        salt, date = said.get("salt", ""), said.get("date", "")
        if not 12 <= len(salt) <= 64:
            return "SignatureDoesNotMatch"
        signed = hmac.digest(self.secret.encode(), f"{date}{salt}".encode(), "sha256").hex()
        if not hmac.compare_digest(signed, said.get("signature", "")):
            return "SignatureDoesNotMatch"
        now = time.time()
        if abs(datetime.fromisoformat(date).timestamp() - now) > SKEW_SECONDS:
            return "RequestTimeTooSkewed"
        if now - self.salts.get(salt, 0) < SKEW_SECONDS:
            return "DuplicatedSignature"
        self.salts[salt] = now
        return ""

    def _add(self, group: Group, messages: list[dict[str, Any]]) -> Answered:
        if group.status != "PENDING":
            return _error(400, "GroupAlreadySent")
        if len(messages) > MAX_NUMBERS:
            return _error(413, "RecipientsTooMany")
        if len(group.messages) + len(messages) > MAX_GROUP:
            return _error(413, "GroupTooLarge")
        results = [self._enter(group, message) for message in messages]
        errors = sum(result["statusCode"] != "2000" for result in results)
        return Answered(200, {"errorCount": errors, "resultList": results})

    def _enter(self, group: Group, message: dict[str, Any]) -> dict[str, Any]:
        code = self._code(group, message)
        number = str(message.get("to", ""))
        if code == "2000":
            group.numbers.add(number)
            group.messages.append(message)
        else:
            group.refused += 1
        return {
            "to": number,
            "from": message.get("from"),
            "type": message.get("type", "LMS"),
            "country": "82",
            "messageId": f"M4V{secrets.token_hex(10)}",
            "statusCode": code,
            "statusMessage": "",
            "accountId": "1",
            "customFields": message.get("customFields"),
        }

    def _code(self, group: Group, message: dict[str, Any]) -> str:
        """Return the code with which a message is taken (2000) or refused on entry."""
        number = str(message.get("to", "")).replace("-", "")
        fields = message.get("customFields") or {}
        if not number.isdigit() or not 9 <= len(number) <= 11:
            return "1030"
        if any(len(key) > 30 or len(str(value)) > 100 for key, value in fields.items()):
            return "1025"
        if number in group.numbers and not group.allows_duplicates:
            return "1026"
        if message.get("from") not in self.senders:
            return "1062"
        if message.get("type") == "ATA":
            return self._code_of_alimtalk(message.get("kakaoOptions") or {})
        return _code_of_text(message)

    def _code_of_alimtalk(self, options: dict[str, Any]) -> str:
        text = self.templates.get(str(options.get("templateId")))
        variables: dict[str, str] = options.get("variables") or {}
        if text is None or not options.get("pfId"):
            return "1015"
        for name, value in variables.items():
            text = text.replace(name, str(value))
        too_many = len(variables) > ALIMTALK_VARIABLES or len(text) > ALIMTALK_LETTERS
        return "1017" if too_many or "#{" in text else "2000"

    def _send(self, group: Group) -> Answered:
        if group.status == "SENDING":
            return _error(400, "GroupInProcessing")
        if group.status != "PENDING":
            return _error(400, "GroupAlreadySent")
        group.status = "COMPLETE"
        self._deliver(group)
        return Answered(200, self._info(group))

    def _deliver(self, group: Group) -> None:
        lines = []
        for message in group.messages:
            code = _carried(message)
            number = str(message["to"])
            fields = message.get("customFields") or {}
            if code == "4000":
                if self.remembers:
                    self.sent.append((number, str(fields.get("m", ""))))
                lines.append(f"{number}\t{fields.get('m', '')}\n")
            self._event(group, message, "3000")
            self._event(group, message, code)
        if self.ledger is not None and lines:
            with self.ledger.open("a") as file:
                file.writelines(lines)
        if not self.remembers:
            group.messages, group.numbers = [], set()

    def _event(self, group: Group, message: dict[str, Any], code: str) -> None:
        if self.hook:
            data = {
                "messageId": secrets.token_hex(10),
                "groupId": group.id,
                "to": message["to"],
                "type": message.get("type", "LMS"),
                "statusCode": code,
                "customFields": message.get("customFields"),
                "dateReported": datetime.now(UTC).isoformat(),
            }
            event = {"eventDataId": secrets.token_hex(8), "data": data, "retryCount": 0}
            self.events.append(event)

    def _send_many(self, body: dict[str, Any]) -> Answered:
        """Take messages in one step, as the library does: not what exactly-once is built on."""
        messages = body.get("messages", [])
        if len(messages) > MAX_NUMBERS:
            return _error(413, "RecipientsTooMany")
        group = Group(f"G4V{secrets.token_hex(12)}", bool(body.get("allowDuplicates")))
        self.groups[group.id] = group
        results = [self._enter(group, message) for message in messages]
        failed = [one for one in results if one["statusCode"] != "2000"]
        self._send(group)
        info = self._info(group)
        return Answered(
            200, {"failedMessageList": failed, "groupInfo": info, "messageList": results}
        )

    def _list(self, question: dict[str, list[str]]) -> Answered:
        wanted = question.get("groupId", [""])[0]
        found = self.groups.get(wanted)
        messages, limit = {}, min(int(question.get("limit", ["20"])[0]), 500)
        first = int(question.get("startKey", ["0"])[0])
        every = found.messages if found else []
        for number, message in enumerate(every[first : first + limit], first):
            sent = found is not None and found.status != "PENDING"
            code = _carried(message) if sent else "2000"
            messages[str(number)] = {**message, "statusCode": code, "groupId": wanted}
        following = str(first + limit) if first + limit < len(every) else None
        return Answered(200, {"limit": limit, "messageList": messages, "nextKey": following})

    def _info(self, group: Group) -> dict[str, Any]:
        total = len(group.messages) + group.refused
        count = dict.fromkeys(("sentTotal", "sentSuccess", "sentPending", "sentReplacement"), 0)
        count |= {"total": total, "refund": 0, "registeredFailed": group.refused}
        count |= {"registeredSuccess": len(group.messages)}
        cash = {"requested": 0, "replacement": 0, "refund": 0, "sum": 0}
        return {
            "groupId": group.id,
            "status": group.status,
            "allowDuplicates": group.allows_duplicates,
            "count": count,
            "countForCharge": {},
            "balance": cash,
            "point": cash,
            "app": {"profit": {}, "appId": None},
            "log": [],
            "isRefunded": False,
            "accountId": "1",
            "masterAccountId": None,
            "apiVersion": "4",
            "price": {},
            "dateCreated": None,
            "dateUpdated": None,
        }

    def _report(self) -> None:
        """Tell the web hook what became of messages, each event up to five times."""
        session = requests.Session()
        session.trust_env = False
        while not self.is_stopped:
            with self._lock:
                some, self.events = self.events[:HOOK_EVENTS], self.events[HOOK_EVENTS:]
            if not some:
                time.sleep(0.02)
                continue
            for pause in range(HOOK_TRIES):
                try:
                    answer = session.post(self.hook, json=some, timeout=30)
                    if answer.status_code == 200:
                        break
                except requests.RequestException:
                    pass
                time.sleep(0.2 * 2**pause)


def ledger_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (number, reference) of every message that somebody got."""
    with path.open() as file:
        for line in file:
            number, _tab, reference = line.rstrip("\n").partition("\t")
            yield number, reference


def _step(asked: Asked) -> str:
    path = urlsplit(asked.path).path.rstrip("/")
    if path.endswith("/messages") and asked.method == "PUT":
        return "add"
    if path.endswith("/send"):
        return "send"
    if path.endswith("/groups") and asked.method == "POST":
        return "open"
    if path.endswith("/send-many/detail"):
        return "send-many"
    if path.endswith("/numbers/active"):
        return "senders"
    if "/kakao/v2/templates/" in path:
        return "template"
    if path.endswith("/list"):
        return "list"
    return "balance" if path.endswith("/balance") else "state"


def _code_of_text(message: dict[str, Any]) -> str:
    text = str(message.get("text") or "")
    subject = str(message.get("subject") or "")
    if not text:
        return "1010"
    if not is_euc_kr(text + subject):
        return "1029"
    most = EUC_KR_SMS_BYTES if message.get("type") == "SMS" else EUC_KR_LMS_BYTES
    return "1011" if euc_kr_length(text) > most else "2000"


def _carried(message: dict[str, Any]) -> str:
    """Return what becomes of a message that was sent, by how its number ends."""
    number = str(message["to"])
    if message.get("type") == "ATA" and number.endswith((NO_KAKAOTALK, BLOCKED)):
        return "3104" if number.endswith(NO_KAKAOTALK) else "3107"
    return "3059" if number.endswith(UNREACHABLE) else "4000"


def _error(status: int, code: str) -> Answered:
    return Answered(status, {"errorCode": code, "errorMessage": code})
