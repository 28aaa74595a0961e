"""Mail to the desk, fetched by a program that is killed again and again: each in once.

`python -m bench.desk_mail --mails 10000 --kills 20`, from a real IMAP server (dovecot).
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from typing import Any

FETCH = (
    "import django; django.setup(); from madang.desk.mail.fetching import fetch_mail; fetch_mail()"
)
# A program that lives no longer than this has read little more than its settings.
SHORTEST, LONGEST = 2.0, 6.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.desk_mail", description=__doc__)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    given = parser.parse_args()
    from tests.services.imap import imap_server

    with tempfile.TemporaryDirectory() as folder, imap_server() as server:
        _prepare(folder, f"{server.address}?for=help@shop.example")
        server.deliver(*[_mail(n) for n in range(given.mails)])
        begun, kills = time.perf_counter(), 0
        while _fetch(is_killed=kills < given.kills):
            kills += 1
        seconds = time.perf_counter() - begun
        _report(given.mails, kills, seconds)


def _prepare(folder: str, mailbox: str) -> None:
    os.environ |= {
        "MADANG_DATA": folder,
        "MADANG_APPS": "incidents,desk",
        "MADANG_DESK_MAIL": mailbox,
        "DJANGO_SETTINGS_MODULE": "madang.config.settings",
    }
    import django

    django.setup()
    from madang.core.community import found_community
    from madang.operations import start

    start.make_folders()
    start.make_tables()
    start.ensure_keys()
    found_community("측정", "")


def _mail(n: int) -> bytes:
    said = f"From: p{n}@a.example\r\nTo: help@shop.example\r\nMessage-ID: <{n}@a.example>\r\n"
    kind = "Content-Type: text/plain; charset=utf-8"
    return f"{said}Subject: {n}\r\n{kind}\r\n\r\n물음 {n}\r\n".encode()


def _fetch(*, is_killed: bool) -> bool:
    """Fetch in a program of its own; tell whether it was killed before it had done."""
    process = subprocess.Popen([sys.executable, "-c", FETCH])
    if not is_killed:
        process.wait()
        return False
    try:
        process.wait(random.uniform(SHORTEST, LONGEST))  # noqa: S311 - a moment to die
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def _report(mails: int, kills: int, seconds: float) -> None:
    from madang.desk.inquiries.keys import keys_of
    from madang.desk.models import InquiryMessage

    texts: list[Any] = []
    for row in InquiryMessage.objects.select_related("inquiry").iterator():
        texts.append(keys_of(row.inquiry).words(row.inquiry_id, row.box).text)
    twice, lost = len(texts) - len(set(texts)), mails - len(set(texts))
    print(f"{mails:,} mails, {kills} kills: {twice} twice, {lost} lost, {seconds:.0f} s")


if __name__ == "__main__":
    main()
