"""A browser of a rehearsal: it keeps its cookies, follows where it is led, and sends forms."""

import re
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from madang.accounts.models import Account

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SECONDS, MOST_REDIRECTS = 60, 3


def session_of(account_id: int) -> str:
    """Return the key of a new session in which an account is signed in with a second factor."""
    request, account = HttpRequest(), Account.objects.get(pk=account_id)
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, account, "mfa", type="totp")
    request.session.save()
    return str(request.session.session_key)


class Browser:
    """One reader's connection to the server; `address` is whose they say they are."""

    def __init__(self, port: int, *, session: str = "", address: str = "10.0.0.1") -> None:
        self.port, self.address = port, address
        self.cookies = {settings.SESSION_COOKIE_NAME: session} if session else {}
        self.token = ""
        self._connection: HTTPConnection | None = None

    def forget_session(self) -> None:
        """Ask for nothing more that a session is needed for."""
        self.cookies.pop(settings.SESSION_COOKIE_NAME, None)

    def get(self, path: str) -> str:
        """Return a page; its forms can be sent from then on."""
        return self._follow("GET", path, "")

    def post(self, path: str, data: dict[str, str]) -> str:
        """Send a form, and return the page to which it leads."""
        return self.post_all(path, list(data.items()))

    def post_all(self, path: str, data: list[tuple[str, str]]) -> str:
        """Send a form with fields that come more than once."""
        body = urlencode([("csrfmiddlewaretoken", self.token), *data])
        return self._follow("POST", path, body)

    def _follow(self, method: str, path: str, body: str) -> str:
        for _n in range(MOST_REDIRECTS):
            status, location, page = self._send(method, path, body)
            if status not in (302, 303) or not location:
                break
            method, path, body = "GET", location, ""
        if found := _TOKEN.search(page):
            self.token = found[1]
        return page

    def _send(self, method: str, path: str, body: str) -> tuple[int, str, str]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": self.address,
        }
        for is_last in (False, True):
            try:
                if self._connection is None:
                    self._connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
                self._connection.request(method, path, body.encode() or None, headers)
                answer = self._connection.getresponse()
                page = answer.read().decode(errors="replace")
                break
            except (OSError, HTTPException):
                # The server closes connections that it kept for long.
                self._connection = None
                if is_last:
                    raise
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, held = value.partition(";")[0].partition("=")
                self.cookies[key] = held
        return answer.status, answer.getheader("Location") or "", page
