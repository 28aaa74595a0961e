"""A mail server of this machine that takes letters and keeps whom they came to (RFC 5321)."""

import re
import socketserver
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from functools import partial

# Addresses at which nobody is, and at which the server asks to come again.
NOBODY, BUSY = "nobody@", "busy@"
_ADDRESS = re.compile(r"<([^<>]*)>")


@dataclass(slots=True)
class SmtpSink:
    """The server; `broken_off` may say of a letter whose last dot came that no answer follows."""

    broken_off: Callable[[str], bool] = field(default=lambda to: False)
    refuses_sender: bool = False
    letters: list[tuple[str, bytes]] = field(default_factory=list)
    _server: "_Server | None" = None

    def start(self) -> "SmtpSink":
        """Serve on a free port of this machine."""
        self._server = _Server(("127.0.0.1", 0), _Conversation)
        self._server.sink = self
        serve = partial(self._server.serve_forever, poll_interval=0.05)
        threading.Thread(target=serve, daemon=True, name="mail server").start()
        return self

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.server_address[1])

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def letters_to(self, address: str) -> list[Message]:
        """Return the letters that somebody got, in the order in which they came."""
        return [
            message_from_bytes(raw, policy=default) for to, raw in self.letters if to == address
        ]


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    sink: SmtpSink

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients are killed in the middle of a letter on purpose."""


class _Conversation(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.to: list[str] = []
        self._say("220 rehearsal")
        while line := self.rfile.readline(2000).decode(errors="replace").rstrip("\r\n"):
            verb = line[:4].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb == "DATA":
                if not self._take():
                    return
                continue
            self._answer(verb, line)

    def _answer(self, verb: str, line: str) -> None:
        if verb in ("EHLO", "HELO"):
            self._say("250-rehearsal\r\n250-SMTPUTF8\r\n250 8BITMIME")
        elif verb == "MAIL":
            self.to = []
            self._say("550 not you" if self.server.sink.refuses_sender else "250 ok")
        elif verb == "RCPT":
            found = _ADDRESS.search(line)
            address = found[1] if found else ""
            if address.startswith((NOBODY, BUSY)):
                self._say("550 nobody" if address.startswith(NOBODY) else "451 later")
                return
            self.to.append(address)
            self._say("250 ok")
        else:
            self._say("250 ok" if verb in ("RSET", "NOOP") else "502 what")

    def _take(self) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        if line != b".\r\n":
            return False
        for address in self.to:
            self.server.sink.letters.append((address, b"".join(lines)))
        if any(map(self.server.sink.broken_off, self.to)):
            return False
        self._say("250 taken")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
