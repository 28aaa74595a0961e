"""Reading an e-mail: who wrote what to which of our addresses, and whether anybody wrote it at all.

HTML becomes text of the few kinds that the site has: nothing of it is ever loaded from elsewhere.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import getaddresses
from html import unescape

from madang.core.richtext import rich_to_html, to_text
from madang.core.text.door import tidy, tidy_line

from .quotes import parted

LONGEST, LONGEST_TITLE, MOST_FILES = 20_000, 120, 20
_REPORTS = ("message/delivery-status", "text/rfc822-headers", "application/pgp-signature")
# How letters of ours name themselves: the number in hexadecimal, before our domain.
_OURS = re.compile(r"<([0-9a-f]{6,16})@")
_IN_SUBJECT = re.compile(r"\[(\d{4})-?(\d{4})\]")
_MACHINES = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?[+-].*)@", re.IGNORECASE
)
_MAIL_ID = re.compile(r"<[!-~]{1,250}>")
_BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^<>]*>", re.IGNORECASE)
_FAILED = re.compile(r"^Action:\s*failed", re.IGNORECASE | re.MULTILINE)
# Of an HTML mail so much is read: what follows is what it quotes.
LONGEST_HTML = 200_000
# Letters of ours have numbers of 63 bits.
MOST_LETTERS, LARGEST = 50, 2**63


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that came with an e-mail."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail as it is taken.

    `letters` are the numbers of letters of ours that it answers, `number` the inquiry that its
    subject names (0: none), `is_automatic` that no answer may go back to it, `failed` the number of
    a letter of ours that could not be delivered.
    """

    mail_id: str
    sender: str
    name: str
    to: str
    title: str
    text: str
    quoted: str
    letters: tuple[int, ...] = ()
    number: int = 0
    is_automatic: bool = False
    failed: int = 0
    files: Sequence[MailFile] = field(default=())


def read_mail(raw: bytes, ours: Sequence[str]) -> Mail:
    """Return what an e-mail says; `ours` are the addresses whose mail comes to this mailbox."""
    message = BytesParser(policy=default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    name, sender = _address(_header(message, "From"))
    subject = tidy_line(_header(message, "Subject"))
    text, quoted = parted(_text_of(message))
    threads = f"{_header(message, 'In-Reply-To')} {_header(message, 'References')}"
    named = _IN_SUBJECT.search(subject)
    return Mail(
        mail_id=_mail_id(message),
        sender=sender,
        name=tidy_line(name)[:40],
        to=_ours(message, ours),
        title=subject[:LONGEST_TITLE],
        text=text[:LONGEST],
        quoted=quoted[:LONGEST],
        letters=tuple(_letters(threads)),
        number=int(named[1] + named[2]) if named else 0,
        is_automatic=_is_automatic(message, sender, ours),
        failed=_failed(message),
        files=tuple(_files(message)),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, "")).replace("\r", " ").replace("\n", " ")
    except (ValueError, LookupError, IndexError, AttributeError):
        # What Python cannot read of a header that somebody broke.
        return ""


def _mail_id(message: EmailMessage) -> str:
    """Return a Message-ID as it may stand in letters of ours; empty: none that may."""
    found = _MAIL_ID.fullmatch(_header(message, "Message-ID").strip())
    return found[0] if found else ""


def _letters(header: str) -> list[int]:
    numbers = (int(one, 16) for one in _OURS.findall(header[:20_000])[-MOST_LETTERS:])
    return [number for number in numbers if number < LARGEST]


def _address(header: str) -> tuple[str, str]:
    """Return who wrote it; nobody, where several are named."""
    named = getaddresses([header])
    if len(named) != 1:
        return "", ""
    name, address = named[0]
    return name, address.casefold() if address.count("@") == 1 else ""


def _ours(message: EmailMessage, ours: Sequence[str]) -> str:
    """Return to which of our addresses it came: where it was delivered, else who is named."""
    for header in ("Delivered-To", "X-Original-To", "To", "Cc"):
        values = _headers(message, header)
        named = {address.casefold() for _name, address in getaddresses(values)}
        for one in ours:
            if one in named:
                return one
    return ours[0]


def _headers(message: EmailMessage, name: str) -> list[str]:
    try:
        return [str(one) for one in message.get_all(name, [])]
    except (ValueError, LookupError, AttributeError):
        return []


def _is_automatic(message: EmailMessage, sender: str, ours: Sequence[str]) -> bool:
    """Tell whether a machine wrote it (RFC 3834), or we did ourselves."""
    submitted = _header(message, "Auto-Submitted").strip().casefold()
    bulk = _header(message, "Precedence").strip().casefold() in ("bulk", "list", "junk")
    empty_path = "Return-Path" in message and "@" not in _header(message, "Return-Path")
    marks = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Auto-Response-Suppress", "X-Loop")
    return (
        (bool(submitted) and submitted != "no")
        or bulk
        or empty_path
        or any(mark in message for mark in marks)
        or not sender
        or sender in ours
        or bool(_MACHINES.match(sender))
        or message.get_content_type() == "multipart/report"
    )


def _failed(message: EmailMessage) -> int:
    """Return which letter of ours could not be delivered, as a report says (RFC 3464); 0: none."""
    kind = str(message.get_param("report-type", "")).casefold()
    if message.get_content_type() != "multipart/report" or kind not in ("", "delivery-status"):
        return 0
    raw = message.as_bytes()[:LONGEST_HTML].decode("latin-1")
    found = re.findall(r"^Message-ID:\s*(<[0-9a-f]{6,16}@)", raw, re.IGNORECASE | re.MULTILINE)
    letters = _letters(" ".join(found))
    return letters[-1] if letters and _FAILED.search(raw) else 0


def _text_of(message: EmailMessage) -> str:
    try:
        body = message.get_body(("plain", "html"))
        content = body.get_content() if body is not None else ""
    except (LookupError, ValueError, AttributeError, KeyError):
        body, content = None, _as_well_as_can_be(message)
    if not isinstance(content, str):
        return ""
    is_html = body is not None and body.get_content_type() == "text/html"
    return tidy(_plain(content) if is_html else content[: LONGEST * 2])[: LONGEST * 2]


def _as_well_as_can_be(message: EmailMessage) -> str:
    """Return the text of a message whose charset nobody knows, what cannot be read left out."""
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if part.get_content_maintype() == "text" and isinstance(payload, bytes):
            return payload.decode("utf-8", "replace").replace("\ufffd", "")
    return ""


def _plain(html: str) -> str:
    """Return an HTML mail as text: pictures, styles and whatever it would load are left out."""
    head = html[:LONGEST_HTML].casefold().find("</head>")
    shown = html[head + len("</head>") if head >= 0 else 0 :][:LONGEST_HTML]
    broken = _BREAKS.sub(lambda found: f"{found[0]}\n", shown)
    return unescape(to_text(rich_to_html(broken)))


def _files(message: EmailMessage) -> Iterable[MailFile]:
    """Yield all that came with a mail besides what it says."""
    body = message.get_body(("plain", "html"))
    other = message.get_body(("html",))
    for n, part in enumerate(_leaves(message)):
        if n >= MOST_FILES:
            return
        if part is body or part is other or part.get_content_type() in _REPORTS:
            continue
        is_mail = part.get_content_type() == "message/rfc822"
        payload = part.as_bytes() if is_mail else part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            usual = f"file-{n + 1}{'.eml' if is_mail else ''}"
            yield MailFile(_filename(part) or usual, part.get_content_type(), payload)


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that have no parts; a mail within a mail is one."""
    waiting: list[EmailMessage] = [message]
    while waiting:
        part = waiting.pop(0)
        inner = part.get_payload()
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting[:0] = [one for one in inner if isinstance(one, EmailMessage)]
        else:
            yield part


def _filename(part: EmailMessage) -> str:
    try:
        name = tidy_line(str(part.get_filename() or ""))
        name.encode()
    except (ValueError, LookupError):
        return ""
    return name
