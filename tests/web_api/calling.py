"""Programs of tests: tokens, and calls with them."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.test import Client

from madang.accounts.models import Account
from madang.web_api.tokens import Scope, make_token


class Program:
    """What calls, with a token or without."""

    def __init__(self, by: Account | None = None, scopes: Iterable[Scope] = tuple(Scope)) -> None:
        self.client, self.headers = Client(), {"Accept-Language": "ko"}
        if by is not None:
            made = make_token(by, name="시험", scopes=frozenset(scopes), days=None)
            self.headers["Authorization"] = f"Bearer {made}"

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.client.get(f"/api{path}", headers={**self.headers, **headers})

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.client.generic(
            method,
            f"/api{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={**self.headers, **headers},
        )
