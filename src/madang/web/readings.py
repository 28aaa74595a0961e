"""Counts a post's page as read, whether it was rendered or came from the micro-cache."""

import re
from typing import Any

from madang.accounts.addresses import reader_of
from madang.discovery.view_counts import view_counts

POST_PATH = re.compile(r"/[^/]+/(\d{1,18})")
MACHINES = re.compile(
    r"bot|crawl|spider|slurp|preview|scrap|fetch|curl|wget|python|facebookext", re.I
)


def count_reading(environ: dict[str, Any], status: str) -> None:
    """Count a served page, if it is a post's and a person asked for it."""
    post = POST_PATH.fullmatch(environ["PATH_INFO"])
    if post is None or environ["REQUEST_METHOD"] != "GET" or status[:3] not in ("200", "304"):
        return
    browser = environ.get("HTTP_USER_AGENT", "")
    if not browser or MACHINES.search(browser) or "HTTP_SEC_PURPOSE" in environ:
        return
    view_counts().note(int(post.group(1)), f"{reader_of(environ)} {browser}")
