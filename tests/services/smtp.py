"""A mail server of the tests' own, that keeps what it is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .ports import free_port


class Letters:
    """The letters that came."""

    def __init__(self) -> None:
        self.all: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.all.append(letter)
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[tuple[int, Letters]]:
    """Serve on a free port; give the port and the letters."""
    letters = Letters()
    port = free_port()
    controller = Controller(letters, hostname="127.0.0.1", port=port, ready_timeout=30)
    controller.start()
    try:
        yield port, letters
    finally:
        controller.stop()
