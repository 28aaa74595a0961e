"""A small HTTP server in threads, for gateways on this machine."""

import threading
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

import msgspec


class Asked(NamedTuple):
    """A request: method, path with its question, headers in small letters, body."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Answered(NamedTuple):
    """An answer; None in place of it: the connection ends without one."""

    status: int
    body: object


Answering = Callable[[Asked], Answered | None]


class LocalServer:
    """Serves on a port of this machine until it is stopped."""

    def __init__(self, answer: Answering, port: int = 0) -> None:
        self._server = _Server(("127.0.0.1", port), _handler(answer))
        self.port: int = self._server.server_port
        serve = partial(self._server.serve_forever, poll_interval=0.05)
        self._thread = threading.Thread(target=serve, daemon=True, name="local gateway")
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients are killed in the middle of a request on purpose."""


def _handler(answer: Answering) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            if len(body) < length:
                self.close_connection = True
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            answered = answer(Asked(self.command, self.path, headers, body))
            if answered is None:
                self.close_connection = True
                return
            content = msgspec.json.encode(answered.body)
            self.send_response(answered.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815

        def log_message(self, *_said: object) -> None:
            """Say nothing: what is asked names people."""

    return Handler
