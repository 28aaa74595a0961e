"""Before anything else: no body too large, no request read in another charset than ours."""

from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any

import pytest
from django.core.signals import request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import RequestFactory

from madang.boards.directory.directory import BoardDirectory
from madang.boards.models import Board
from madang.site.microcache import MicroCache


def ask(path: str, method: str = "GET", body: bytes = b"", **more: str) -> tuple[str, str]:
    """Return the status and the body that the whole application answers."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path.partition("?")[0].encode().decode("latin-1"),
        "QUERY_STRING": path.partition("?")[2],
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "127.0.0.1",
        "SCRIPT_NAME": "",
        **more,
    }
    # Only now: static files have been collected.
    from madang.config.wsgi import application

    answered: list[Any] = []
    # Django would close the connection that holds this test's transaction.
    request_started.disconnect(close_old_connections)
    try:
        parts = application(environ, lambda *said: answered.extend(said))
        return answered[0], b"".join(parts).decode()
    finally:
        request_started.connect(close_old_connections)


@pytest.mark.parametrize("charset", ["latin-1", "hex", "rot13", "idna", "euc-kr"])
def test_a_readers_charset_is_nobodys_page(charset: str, board: Board) -> None:
    path = "/자유?category=%EC%9D%BC%EC%83%81"
    status, page = ask(path, CONTENT_TYPE=f"text/plain; charset={charset}")
    assert status.startswith("200") and "일상" in page
    assert ask(path)[0].startswith("200")


@pytest.mark.parametrize("charset", ["hex", "rot13", "idna"])
def test_an_odd_charset_of_a_form_breaks_nothing(charset: str, community: BoardDirectory) -> None:
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    status, _ = ask("/accounts/login", "POST", b"login=%EC%9D%BC", CONTENT_TYPE=kind)
    assert status.startswith("403")  # no CSRF token; but read


def test_what_is_too_large_is_refused_unread(community: BoardDirectory) -> None:
    status, said = ask("/accounts/login", "POST", CONTENT_LENGTH=str(700 * 1024 * 1024))
    assert status.startswith("413") and "22MB" in said


def test_a_part_of_the_sitemap_beyond_the_last_is_not_there(community: BoardDirectory) -> None:
    assert ask("/sitemap/999999999999999999.xml")[0].startswith("404")


def test_a_form_opened_in_two_tabs_may_be_sent_from_both(community: BoardDirectory) -> None:
    """A second look at the form keeps the browser's secret, so that the first tab's still holds."""
    through = MicroCache(get_wsgi_application())
    secrets = []
    for _ in range(2):
        headers: list[tuple[str, str]] = []
        cookie = f"csrftoken={secrets[0]}" if secrets else ""
        environ = RequestFactory().get("/accounts/login", HTTP_COOKIE=cookie).environ
        through(environ, lambda _status, given, to=headers: to.extend(given))
        made = SimpleCookie(dict(headers).get("Set-Cookie", ""))
        secrets += [made["csrftoken"].value] if "csrftoken" in made else []
    assert len(set(secrets)) == 1
