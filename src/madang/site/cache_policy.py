"""Which requests are one person's, and which are anybody's."""

from collections.abc import Mapping
from typing import Any

# The session, and the notice that waits for the page after an action. Looked for anywhere in the
# header: whatever could be read as one of them makes a page personal.
PERSONAL_COOKIES = ("sessionid", "messages")
# Fragments that are the same for everyone, signed in or not.
COMMON_PATHS = "/live/"
# Pages of forms that somebody without a session fills in: they carry a secret of the browser's own.
FORM_PATHS = "/accounts/"


def is_personal(environ: Mapping[str, Any]) -> bool:
    """Tell whether a request (as its WSGI environment) gets a page of its own."""
    if environ["PATH_INFO"].startswith(FORM_PATHS) or "HTTP_AUTHORIZATION" in environ:
        return True
    cookies = environ.get("HTTP_COOKIE", "")
    if not cookies or environ["PATH_INFO"].startswith(COMMON_PATHS):
        return False
    return any(name in cookies for name in PERSONAL_COOKIES)
