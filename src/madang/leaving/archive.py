"""The archive of all that is an account's: a ZIP of JSON, of pages to read, and of pictures."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone

from madang.accounts.email import address_of
from madang.accounts.models import Account
from madang.accounts.providers import connected
from madang.boards.access import boards_of
from madang.boards.belongings import KINDS, Belonging, belongings, how_many
from madang.boards.drafts import drafts_of
from madang.boards.nicknames import nicknames_of
from madang.boards.structure import site
from madang.filters.queries import preferences_of
from madang.filters.rules import to_values

PAGE_ROWS = 200


class _Steps:
    """Counts what was gone through, and tells whole percents when they change."""

    def __init__(self, total: int, tell: Callable[[int], None]) -> None:
        self.total, self.done, self.told, self.tell = max(1, total), 0, 0, tell

    def go_through(self, things: Iterator[Belonging]) -> Iterator[Belonging]:
        for thing in things:
            yield thing
            self.done += 1
            percent = min(99, self.done * 100 // self.total)
            if percent > self.told:
                self.told = percent
                self.tell(percent)


def write_archive(account: Account, to: Any, tell: Callable[[int], None]) -> None:
    """Write an account's archive to a binary file, telling the percentage done.

    It needs memory for a page of belongings, however many there are.
    """
    # Each is gone through twice: once for the JSON, once for the pages.
    steps = _Steps(2 * how_many(account.pk), tell)
    with ZipFile(to, "w", ZIP_DEFLATED) as archive:
        archive.writestr("account.json", _account(account))
        pages, pictures = [], {f"/media/{path}" for path in _portraits(account)}
        for kind in KINDS:
            _write_json(archive, kind, steps.go_through(belongings(account, kind)))
            things = steps.go_through(belongings(account, kind))
            for number, rows in enumerate(_pages(things), start=1):
                name = f"{kind}-{number}.html"
                archive.writestr(name, _page(kind, number, rows))
                pages.append((kind, number, name))
                pictures |= {picture for row in rows for picture in row.pictures}
        for picture in sorted(pictures):
            _write_picture(archive, picture)
        archive.writestr("index.html", _render("index", pages=pages))


def _account(account: Account) -> str:
    return json.dumps(
        {
            "site": site().name,
            "login_name": account.login_name,
            "joined": str(account.joined),
            "email": address_of(account),
            "signs_in_from": sorted(connected(account.pk)),
            "nicknames": {board: own.name for board, own in nicknames_of(account).items()},
            "belongs_to": boards_of(account),
            "filters": to_values(preferences_of(account)),
            "drafts": [asdict(draft.what) for draft in drafts_of(account)],
        },
        ensure_ascii=False,
        indent=1,
    )


def _portraits(account: Account) -> list[str]:
    return [own.picture for own in nicknames_of(account).values() if own.picture]


def _write_json(archive: ZipFile, kind: str, things: Iterator[Belonging]) -> None:
    with archive.open(f"{kind}.json", "w", force_zip64=True) as file:
        between = b"[\n"
        for thing in things:
            file.write(between + json.dumps(_plain(thing), ensure_ascii=False).encode())
            between = b",\n"
        file.write(b"[]" if between == b"[\n" else b"\n]")


def _plain(thing: Belonging) -> dict[str, object]:
    values = asdict(thing)
    for name in ("written", "edited"):
        if values[name] is not None:
            values[name] = timezone.localtime(values[name]).isoformat(timespec="seconds")
    return values


def _pages(things: Iterator[Belonging]) -> Iterator[list[Belonging]]:
    while rows := list(islice(things, PAGE_ROWS)):
        yield rows


def _page(kind: str, number: int, rows: list[Belonging]) -> str:
    return _render("page", kind=kind, number=number, rows=rows)


def _render(name: str, **values: object) -> str:
    shown = {
        "site_name": site().name,
        "local": timezone.localtime,
        "url_root": settings.SITE_ADDRESS,
    }
    return render_to_string(f"leaving/archive_{name}.html", {**shown, **values})


def _write_picture(archive: ZipFile, address: str) -> None:
    try:
        with default_storage.open(address.removeprefix("/media/")) as file:
            # Pictures are compressed as they are.
            archive.writestr(address.removeprefix("/"), file.read(), ZIP_STORED)
    except OSError:
        # It was deleted meanwhile.
        return
