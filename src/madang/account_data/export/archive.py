"""The archive of all that is an account's: a ZIP of JSON, of pages to read, and of pictures."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone

from madang.accounts.email.addresses import address_of
from madang.accounts.extensions import AccountsExtension, ExportItem, accounts_point
from madang.accounts.models import Account
from madang.accounts.providers.providers import connected
from madang.core.community import community

PAGE_ROWS = 200
_PICTURE = re.compile(r'src="(/media/(?:[\w-]+/)*[\w-]+\.webp)"')


class _Steps:
    """Counts what was gone through, and tells whole percents when they change."""

    def __init__(self, total: int, tell: Callable[[int], None]) -> None:
        self.total, self.done, self.told, self.tell = max(1, total), 0, 0, tell

    def go_through(self, things: Iterator[ExportItem]) -> Iterator[ExportItem]:
        for thing in things:
            yield thing
            self.done += 1
            percent = min(99, self.done * 100 // self.total)
            if percent > self.told:
                self.told = percent
                self.tell(percent)


def write_archive(account: Account, to: Any, tell: Callable[[int], None]) -> None:
    """Write an account's archive to a binary file, telling the percentage done.

    It needs memory for a page of items, however many there are.
    """
    lists = [
        one
        for hook in accounts_point.hooks(AccountsExtension.export_lists)
        for one in hook(account)
    ]
    # Each is gone through twice: once for the JSON, once for the pages.
    steps = _Steps(2 * sum(one.length for one in lists), tell)
    with ZipFile(to, "w", ZIP_DEFLATED) as archive:
        archive.writestr("account.json", _account(account))
        pages, pictures = [], _own_pictures(account)
        for one in lists:
            _write_json(archive, one.kind, steps.go_through(one.items()))
            for number, rows in enumerate(_pages(steps.go_through(one.items())), start=1):
                name = f"{one.kind}-{number}.html"
                archive.writestr(name, _page(one.kind, number, rows))
                pages.append((one.kind, number, name))
                pictures |= {picture for row in rows for picture in _PICTURE.findall(row.html)}
        for picture in sorted(pictures):
            _write_picture(archive, picture)
        archive.writestr("index.html", _render("index", pages=pages))


def _account(account: Account) -> str:
    values: dict[str, Any] = {
        "site": community().name,
        "login_name": account.login_name,
        "joined": str(account.joined),
        "email": address_of(account),
        "signs_in_from": sorted(connected(account.pk)),
    }
    for hook in accounts_point.hooks(AccountsExtension.export_values):
        values |= hook(account)
    return json.dumps(values, ensure_ascii=False, indent=1)


def _own_pictures(account: Account) -> set[str]:
    hooks = accounts_point.hooks(AccountsExtension.export_pictures)
    return {f"/media/{path}" for hook in hooks for path in hook(account)}


def _write_json(archive: ZipFile, kind: str, things: Iterator[ExportItem]) -> None:
    with archive.open(f"{kind}.json", "w", force_zip64=True) as file:
        between = b"[\n"
        for thing in things:
            file.write(between + json.dumps(_plain(thing), ensure_ascii=False).encode())
            between = b",\n"
        file.write(b"[]" if between == b"[\n" else b"\n]")


def _plain(thing: ExportItem) -> dict[str, object]:
    values = asdict(thing)
    for name in ("written", "edited"):
        if values[name] is not None:
            values[name] = timezone.localtime(values[name]).isoformat(timespec="seconds")
    return values


def _pages(things: Iterator[ExportItem]) -> Iterator[list[ExportItem]]:
    while rows := list(islice(things, PAGE_ROWS)):
        yield rows


def _page(kind: str, number: int, rows: list[ExportItem]) -> str:
    return _render("page", kind=kind, number=number, rows=rows)


def _render(name: str, **values: object) -> str:
    shown = {
        "site_name": community().name,
        "local": timezone.localtime,
        "url_root": settings.SITE_ADDRESS,
    }
    return render_to_string(f"account_data/archive_{name}.html", {**shown, **values})


def _write_picture(archive: ZipFile, address: str) -> None:
    try:
        with default_storage.open(address.removeprefix("/media/")) as file:
            # Pictures are compressed as they are.
            archive.writestr(address.removeprefix("/"), file.read(), ZIP_STORED)
    except OSError:
        # It was deleted meanwhile.
        return
