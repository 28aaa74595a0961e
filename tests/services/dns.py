"""A DNS server of the tests' own: the TXT records that it is given, nothing else (RFC 1035)."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


class Zone:
    """Which name has which texts; one that is `silent` is never answered."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.silent = False
        self.address = ""

    def answer(self, question: bytes) -> bytes | None:
        if self.silent:
            return None
        asked = dns.message.from_wire(question)
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        name = asked.question[0].name
        texts = self.texts.get(name.to_text(omit_final_dot=True))
        if texts is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        else:
            quoted = ['"%s"' % text for text in texts]  # noqa: UP031
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *quoted))
        return answer.to_wire()


@contextmanager
def dns_server() -> Iterator[Zone]:
    """Serve a zone on a free port of this machine."""
    zone = Zone()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            question, sock = self.request
            said: Any = zone.answer(question)
            if said is not None:
                sock.sendto(said, self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        zone.address = "127.0.0.1:%d" % server.server_address[1]  # noqa: UP031
        yield zone
        server.shutdown()
