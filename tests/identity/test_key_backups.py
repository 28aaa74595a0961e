"""Copies of the keys under a passphrase: they come back, to nobody else, and on any machine."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyrage
import pytest

from madang.identity import key_backups
from madang.identity.key_backups import locked_copy, restore
from madang.identity.key_stores import FileStore, KeyFileError
from madang.identity.keys import KeyRing, ring

PASSPHRASE = "correct horse battery"


@pytest.fixture
def key_file(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The file of the keys of a new site; no database."""
    settings.KEY_STORE = FileStore(tmp_path / "keys.json")
    KeyRing.create(settings.KEY_STORE)
    ring.cache_clear()
    yield tmp_path / "keys.json"
    ring.cache_clear()


def test_lost_keys_come_back_to_whom_the_passphrase_is_known(key_file: Path) -> None:
    before, copy = key_file.read_text(), locked_copy(PASSPHRASE)
    with pytest.raises(KeyFileError, match="덮어쓰지"):
        restore(copy, PASSPHRASE)
    key_file.unlink()
    with pytest.raises(KeyFileError, match="암호"):
        restore(copy, "wrong passphrase")
    with pytest.raises(KeyFileError, match="망가졌어요"):
        restore(copy[:-80], PASSPHRASE)
    with pytest.raises(KeyFileError, match="백업 파일이 아니에요"):
        restore("[]", PASSPHRASE)
    assert not key_file.exists()
    # Other programs open it too.
    assert pyrage.passphrase.decrypt(copy.encode(), PASSPHRASE).decode() == before
    # As a mail program may have left it.
    restore("\n" + copy.replace("\n", "\r\n"), PASSPHRASE)
    assert key_file.read_text() == before


def test_a_machine_too_slow_for_a_copy_does_not_blame_the_passphrase(
    key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_backups, "PAUSE_SECONDS", 0.0)
    copy = locked_copy(PASSPHRASE)
    key_file.unlink()
    with pytest.raises(KeyFileError, match="느리거나 바빠서"):
        restore(_made_by_a_machine_of_tomorrow(copy), PASSPHRASE)
    assert not key_file.exists()


def _made_by_a_machine_of_tomorrow(copy: str) -> str:
    """Return a copy whose header asks for far more work: its factor is the last of a line."""
    first, *lines, last = copy.strip().split("\n")
    head, stanza, rest = base64.b64decode("".join(lines)).split(b"\n", 2)
    stanza = stanza.rsplit(b" ", 1)[0] + b" 40"
    whole = base64.b64encode(b"\n".join([head, stanza, rest])).decode()
    parts = [whole[at : at + 64] for at in range(0, len(whole), 64)]
    return "\n".join([first, *parts, last]) + "\n"
