"""What a leaver wrote, set aside in a sealed file for as long as they may come back.

In the database it is deleted like anything else that is deleted: a mark on it, or its text kept
there, would tell which words are one person's.
"""

import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from madang.accounts.extensions import AccountsExtension, accounts_point
from madang.identity.sealed_files import SealedWriter, read_sealed

PURPOSE = "set aside"
SUFFIX = ".sealed"


def new_name() -> str:
    return secrets.token_hex(16) + SUFFIX


def set_aside(account_id: int, name: str) -> None:
    """Write all that an account wrote into a sealed file, onto the disk."""
    folder: Path = settings.SET_ASIDE_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with (
        (folder / name).open("wb") as file,
        SealedWriter(file, purpose=PURPOSE) as sealed,
    ):
        for app, hook in accounts_point.by_app(AccountsExtension.archive).items():
            for archived in hook(account_id):
                line = json.dumps([app, archived], ensure_ascii=False)
                sealed.write(line.encode() + b"\n")
    for path in (folder / name, folder):
        _to_disk(path)


def what_was_set_aside(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (app, what it archived) of a file; raises OSError and DamagedFile."""
    begun: list[bytes] = []
    for chunk in read_sealed((settings.SET_ASIDE_FOLDER / name).open("rb"), purpose=PURPOSE):
        # A line may hold pictures, and come in hundreds of chunks.
        first, *others = chunk.split(b"\n")
        begun.append(first)
        for part in others:
            app, archived = json.loads(b"".join(begun))
            yield app, archived
            begun = [part]


def drop_set_aside(name: str) -> None:
    if name:
        (settings.SET_ASIDE_FOLDER / name).unlink(missing_ok=True)


def drop_all_but(names: set[str]) -> None:
    """Delete the files that belong to nobody who is leaving."""
    for file in settings.SET_ASIDE_FOLDER.glob(f"*{SUFFIX}"):
        if file.name not in names:
            file.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
