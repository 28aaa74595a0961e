"""The mailbox of the desk, as the operator sets it."""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"imap": 143, "imaps": 993}


@dataclass(frozen=True, slots=True)
class MailAccount:
    """A mailbox on a server that speaks IMAP, and the addresses whose mail comes there.

    Mail to one of the addresses is answered from it, and no thread has mail of two.
    """

    host: str
    port: int
    is_tls: bool
    user: str
    password: str
    folder: str
    addresses: tuple[str, ...]

    @property
    def name(self) -> str:
        """What tells this mailbox from every other."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


def read_account(address: str) -> MailAccount | None:
    """Return a mailbox as a setting has it; None: none.

    `imaps://user:password@host/INBOX?for=help@shop.example;cs@shop.example`; raises ValueError.
    """
    if not address:
        return None
    parts = urlsplit(address)
    named = parse_qs(parts.query).get("for", [""])[0]
    addresses = tuple(one.strip().casefold() for one in named.split(";") if "@" in one)
    if parts.scheme not in PORTS or not parts.hostname or not parts.username or not addresses:
        raise ValueError("must look like imaps://user:password@host/INBOX?for=help@shop.example")
    return MailAccount(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        is_tls=parts.scheme == "imaps",
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        addresses=addresses,
    )
