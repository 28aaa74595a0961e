"""Another site: pages and pictures at paths, on this machine; what was asked for is noted."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Answer(NamedTuple):
    """What is answered; `drip` sends bytes without an end, `raw` is the whole answer."""

    status: int = 200
    kind: str = "text/html; charset=utf-8"
    body: bytes = b""
    to: str = ""
    drip: bool = False
    raw: bytes = b""


class Site:
    """Answers by path, for whoever sets them up."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.host = address.removeprefix("http://")
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.is_over = threading.Event()

    def page(self, path: str, html: str, **more: object) -> str:
        """Put a page at a path; return its address."""
        self.answers[path] = Answer(body=html.encode(), **more)  # type: ignore[arg-type]
        return self.address + path


@contextmanager
def web_site() -> Iterator[Site]:
    """Run one for as long as it is needed."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            answer = site.answers.get(self.path, Answer(404))
            if answer.raw:
                self.wfile.write(answer.raw)
                return
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            if answer.to:
                self.send_header("Location", answer.to)
            self.end_headers()
            self.wfile.write(answer.body)
            while answer.drip and not site.is_over.is_set():
                self.wfile.write(b" ")
                time.sleep(0.05)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield site
    finally:
        site.is_over.set()
        server.shutdown()
        server.server_close()
