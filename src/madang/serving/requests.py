"""A request as WSGI has it (PEP 3333), made from what Granian's RSGI tells of it."""

import re
import sys
from functools import lru_cache
from typing import Any

from .answers import not_readable

Environ = dict[str, Any]

_CHARSET = re.compile(r";\s*charset=[^;]*", re.IGNORECASE)
MUST_BE_READABLE = ("cookie", "host", "x-forwarded-for", "x-forwarded-proto", "content-type")
# Python takes quoted ones apart in a time that grows with their length's square (CVE-2024-7592).
MAX_QUOTED_COOKIES = 1024
_WITHOUT_PREFIX = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def environ_of(scope: Any) -> Environ:
    """Return a request's environment, without a body.

    A header with an underscore in its name is left out: WSGI's names would make it one with the
    same name with a hyphen, which a proxy sets, and let anybody say where they come from. Raises
    Refused where what must be read is no ASCII: Granian leaves out such a header as a whole.
    """
    path, query = scope.path, scope.query_string
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        # WSGI's texts are bytes, each as the character of its number.
        "PATH_INFO": path if path.isascii() else path.encode().decode("latin-1"),
        "QUERY_STRING": query if query.isascii() else query.encode().decode("latin-1"),
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
    }
    readable = scope.headers.items()
    has_twice = False
    for header, value in readable:
        name = _name(header)
        if not name:
            continue
        if name in environ:
            has_twice = True
            value = f"{environ[name]}{'; ' if name == 'HTTP_COOKIE' else ','}{value}"
        environ[name] = value
    cookies = environ.get("HTTP_COOKIE", "")
    if len(cookies) > MAX_QUOTED_COOKIES and "\\" in cookies:
        raise not_readable("cookie")
    if has_twice or len(readable) < len(scope.headers):
        _refuse_unreadable(scope, {header for header, _value in readable})
    return environ


def _refuse_unreadable(scope: Any, readable: set[str]) -> None:
    """Refuse a request whose address or cookies the server cannot read, and so leaves out."""
    for header in scope.headers.keys():  # noqa: SIM118 - Granian's headers are no dictionary
        if header not in readable and header in MUST_BE_READABLE:
            raise not_readable(header)


def complete(environ: Environ, scope: Any, body: Any) -> Environ:
    """Return an environment with all that a WSGI application may look for.

    Addresses and forms of this site are UTF-8. A reader who says otherwise would get, and have
    everybody else be served, a page for an address that was misread.
    """
    if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
        environ.pop("CONTENT_TYPE", None)
    elif "CONTENT_TYPE" in environ:
        environ["CONTENT_TYPE"] = _CHARSET.sub("", environ["CONTENT_TYPE"])
    host, _colon, port = scope.server.rpartition(":")
    environ |= {
        "SCRIPT_NAME": "",
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    return environ


@lru_cache(maxsize=512)
def _name(header: str) -> str:
    """Return a header's name in WSGI; empty if it is not passed on."""
    # "Proxy" would become HTTP_PROXY, which libraries take for a setting of the machine.
    if "_" in header or header == "proxy":
        return ""
    return _WITHOUT_PREFIX.get(header) or f"HTTP_{header.upper().replace('-', '_')}"
