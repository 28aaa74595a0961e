"""A site of its own with the apps of MADANG_APPS: founded, walked through, worked for, checked.

Run as a program with a data folder of its own; prints as JSON what each page answered.
"""

import json
import sys
from collections.abc import Iterator

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import URLPattern, URLResolver, get_resolver  # noqa: E402

from madang.core.background.jobs import all_jobs, all_loops  # noqa: E402
from madang.operations import start  # noqa: E402
from madang.operations.leaks.run import check_site  # noqa: E402
from madang.site.first_run import first_run_code  # noqa: E402


def pages_of(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    """Yield the addresses that need no number and no name."""
    for pattern in patterns:
        address = before + str(pattern.pattern).removeprefix("^")
        if "<" in address or "(" in address or "logout" in address:
            continue
        if isinstance(pattern, URLResolver):
            yield from pages_of(pattern.url_patterns, address)
        else:
            yield address


def thread_of(writer: Client) -> str:
    """Write a post and a comment; return the thread's page."""
    token = {"idempotency_key": "0" * 32}
    post = writer.post("/자유/write", {"title": "제목", "text": "내용", **token}, follow=True)
    address = post.redirect_chain[-1][0].split("?")[0]
    writer.post(f"{address}/comments", {"text": "댓글", "idempotency_key": "1" * 32})
    return writer.get(address).content.decode()


def main() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    start.make_folders()
    start.make_tables()
    start.ensure_keys()
    start.collect_static()
    keeper, reader = Client(), Client()
    form = {
        "code": first_run_code(),
        "name": "작은 마당",
        "login_name": "keeper",
        "password": "긴-비밀번호-1234",
        "boards": "자유",
    }
    founded = keeper.post("/welcome", form)
    pages = list(pages_of(get_resolver().url_patterns, "/"))
    seen = {
        f"{name} {page}": client.get(page).status_code
        for name, client in (("keeper", keeper), ("reader", reader))
        for page in pages
    }
    thread = ""
    if "boards" in settings.APPS_ON:
        thread = thread_of(keeper)
    for job in all_jobs():
        job.do()
    found = {
        "founded": [founded.status_code, founded.get("Location", "")],
        "pages": seen,
        "home": reader.get("/").content.decode(),
        "thread": thread,
        "jobs": [job.name for job in all_jobs()],
        "loops": [loop.name for loop in all_loops()],
        "findings": [str(finding) for finding in check_site()],
    }
    json.dump(found, sys.stdout)


main()
