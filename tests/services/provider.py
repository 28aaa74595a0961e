"""A provider of identities that follows OAuth 2.0 and OpenID Connect: who signs in is up to a test.

Authorisation code flow with PKCE (RFC 6749, RFC 7636), ID tokens (OpenID Connect Core 1.0), and the
profile answers of Kakao and Naver.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Grant:
    """What a code was given for."""

    person: str
    asked: dict[str, str]


class Provider:
    """One provider: `person` is who consents next; `asked` is what the last page was asked for."""

    def __init__(self, client: str, secret: str | None, issuer: str = "") -> None:
        self.client, self.secret, self.issuer = client, secret, issuer
        self.person = "1234567890"
        self.asked: dict[str, str] = {}
        self.codes: dict[str, Grant] = {}
        self.tokens: dict[str, str] = {}
        self.address = ""

    def consent(self, address: str) -> dict[str, str]:
        """Say yes on the page at an address; return what the browser then brings to the site."""
        self.asked = dict(parse_qsl(urlsplit(address).query))
        assert self.asked["client_id"] == self.client
        assert self.asked["response_type"].split()[0] == "code"
        code = secrets.token_urlsafe(12)
        self.codes[code] = Grant(self.person, self.asked)
        return {"code": code, "state": self.asked["state"]}

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        grant = self.codes.pop(form.get("code", ""), None)
        if grant is None or form["redirect_uri"] != grant.asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if form["client_id"] != self.client or self.secret not in (None, form["client_secret"]):
            return 401, {"error": "invalid_client"}
        if "code_challenge" in grant.asked:
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            if (
                base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
                != grant.asked["code_challenge"]
            ):
                return 400, {"error": "invalid_grant"}
        token = secrets.token_urlsafe(12)
        self.tokens[token] = grant.person
        answer = {"access_token": token, "token_type": "bearer", "expires_in": 3600}
        return 200, answer | ({"id_token": self._id_token(grant.person)} if self.issuer else {})

    def profile(self, token: str) -> dict[str, Any]:
        """Tell who a token is of, in Kakao's form and Naver's, with more than was asked for."""
        person = self.tokens[token]
        named = {"id": person, "email": "kim@corp.example", "nickname": "김서울"}
        return {"id": person, "properties": {"nickname": "김서울"}, "response": named}

    def keys(self) -> dict[str, Any]:
        return {
            "keys": [
                json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "1"}
            ]
        }

    def _id_token(self, person: str) -> str:
        now = int(time.time())
        said = {"iss": self.issuer, "aud": self.client, "sub": person, "iat": now, "exp": now + 600}
        said |= {"email": "kim@corp.example", "email_verified": True}
        return jwt.encode(said, KEY, algorithm="RS256", headers={"kid": "1"})


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """Serve a provider's token, profile and key addresses on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(*provider.token(dict(parse_qsl(body))))

        def do_GET(self) -> None:  # noqa: N802
            if self.path == "/keys":
                self._answer(200, provider.keys())
            else:
                token = self.headers["Authorization"].removeprefix("Bearer ")
                self._answer(200, provider.profile(token))

        def _answer(self, status: int, said: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *said: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serve = partial(server.serve_forever, poll_interval=0.02)
    threading.Thread(target=serve, daemon=True).start()
    provider.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
