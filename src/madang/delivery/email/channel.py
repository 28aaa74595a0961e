"""E-mail to many, as the dispatcher sees it: one letter at a time over one connection.

After the final dot of a letter a mail server may have taken it although its answer never comes
(RFC 1047): such a letter is unknown, and the operator chooses whether it is sent again.
"""

import smtplib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage

from ..mailings.letters import Letter
from ..mailings.providers import Outcome, Provider, TryLater

NAME = "smtp"


class SmtpCourier:
    """The operator's mail server."""

    name = NAME
    channel = "email"
    max_letters = 500
    window = 10
    may_repeat = False

    @contextmanager
    def connection(self) -> Iterator[Callable[[Letter], Outcome]]:
        try:
            server = _connected()
        except (OSError, smtplib.SMTPException) as error:
            raise TryLater(f"mail server: {type(error).__name__}") from error
        try:
            yield lambda letter: _give(server, letter)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()


def _connected() -> smtplib.SMTP:
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    seconds = settings.EMAIL_TIMEOUT
    server: smtplib.SMTP
    if settings.EMAIL_USE_SSL:
        server = smtplib.SMTP_SSL(host, port, timeout=seconds)
    else:
        server = smtplib.SMTP(host, port, timeout=seconds)
    if settings.EMAIL_USE_TLS:
        server.starttls()
    if settings.EMAIL_HOST_USER:
        server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    return server


def _give(server: smtplib.SMTP, letter: Letter) -> Outcome:
    """Give one letter; its Message-ID is the letter's number, the same however often it is sent.

    Raises TryLater where it is not about this letter: no connection, or a sender that is refused.
    """
    message = EmailMessage(letter.subject, letter.text, to=[letter.to])
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    if sender := letter.headers.get("From"):
        message.from_email = sender
    message.extra_headers |= {name: value for name, value in letter.headers.items() if value}
    message.extra_headers["Message-ID"] = f"<{letter.id:x}@{domain}>"
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
        if code := _addressed(server, letter.to):
            _reset(server)
            return Outcome.FAILED if code >= 500 else Outcome.LATER
    except (UnicodeError, BadHeaderError, MessageError):
        _reset(server)
        return Outcome.FAILED
    except (OSError, smtplib.SMTPException) as error:
        # The letter itself was not on its way yet.
        raise TryLater(f"mail server: {type(error).__name__}") from error
    try:
        code, _said = server.data(content)
    except smtplib.SMTPDataError as error:
        code = error.smtp_code
        _reset(server)
    except (OSError, smtplib.SMTPException):
        return Outcome.UNKNOWN
    if code == 250:
        return Outcome.ACCEPTED
    return Outcome.FAILED if code >= 500 else Outcome.LATER


def _addressed(server: smtplib.SMTP, to: str) -> int:
    """Name sender and recipient; return the code with which the recipient is refused, 0 if not.

    An address of other letters goes where the server takes it. Raises TryLater.
    """
    local, _at, domain = to.rpartition("@")
    address = f"{local}@{domain.encode('idna').decode()}"
    server.ehlo_or_helo_if_needed()
    options = []
    if not address.isascii():
        if not server.has_extn("smtputf8"):
            raise UnicodeError(domain)
        server.command_encoding = "utf-8"
        options = ["SMTPUTF8", "BODY=8BITMIME"]
    code, _said = server.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], options)
    if code >= 400:
        # Of us, not of whoever the letter is for.
        raise TryLater(f"mail server refuses the sender: {code}")
    code, _said = server.rcpt(address)
    return code if code >= 400 else 0


def _reset(server: smtplib.SMTP) -> None:
    with suppress(OSError, smtplib.SMTPException):
        server.rset()


def providers() -> Iterable[Provider]:
    """Return what is set up of it."""
    if settings.EMAIL_HOST:
        yield SmtpCourier()
