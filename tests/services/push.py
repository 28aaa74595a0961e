"""A push service of the tests' own (RFC 8030, 8188, 8291, 8292), and the browsers it serves."""

import base64
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class Browser:
    """What a browser keeps of a subscription; it alone can read what it is sent."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)

    @property
    def subscription(self) -> dict[str, Any]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {
            "endpoint": self.endpoint,
            "keys": {"p256dh": text(point), "auth": text(self.secret)},
        }

    def read(self, body: bytes) -> dict[str, str]:
        plain = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        said: dict[str, str] = json.loads(plain)
        return said


class PushService:
    """What was sent, by endpoint; `answers` are given instead of 201, one after the other."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.sent: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.browsers: dict[str, Browser] = {}

    def subscribe(self) -> Browser:
        browser = Browser(f"{self.address}/push/{len(self.browsers)}")
        self.browsers[browser.endpoint] = browser
        return browser

    def said(self) -> list[str]:
        """Return what each push says, as its browser reads it."""
        return [self.browsers[to].read(body)["body"] for to, _headers, body in self.sent]

    def is_signed(self, headers: dict[str, str], public_key: str) -> bool:
        """Tell whether a push is the site's own (VAPID), for this service and still valid."""
        scheme, _sep, rest = headers["authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        signed, _dot, signature = parts["t"].rpartition(".")
        claims = json.loads(raw(signed.split(".")[1]))
        if scheme != "vapid" or parts["k"] != public_key or claims["aud"] != self.address:
            return False
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(parts["k"]))
        both = raw(signature)
        numbers = int.from_bytes(both[:32], "big"), int.from_bytes(both[32:], "big")
        try:
            key.verify(encode_dss_signature(*numbers), signed.encode(), ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return bool(claims["sub"])


@contextmanager
def push_service() -> Iterator[PushService]:
    """Serve on a free port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = service.answers.pop(0) if service.answers else 201
            if status == 201:
                headers = {name.lower(): value for name, value in self.headers.items()}
                service.sent.append((service.address + self.path, headers, body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = PushService(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
