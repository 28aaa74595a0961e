"""A receiver of web hooks as Standard Webhooks asks for one: it checks signatures."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError


class Receiver:
    """What came, as far as its signature was right; `status` is what is answered."""

    def __init__(self, host: str) -> None:
        self.host, self.address = host, f"http://{host}/hook"
        self.secret = ""
        self.status = 204
        self.received: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self.forged = 0


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Run one for as long as it is needed."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            here.ids.append(headers["webhook-id"])
            try:
                Webhook(here.secret).verify(body, headers)
                here.received.append(json.loads(body))
            except WebhookVerificationError:
                here.forged += 1
            self.send_response(here.status)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Receiver(f"127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
