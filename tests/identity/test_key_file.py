"""The key file is its owner's alone, is never replaced, and says what is wrong with it."""

import json
import stat
from pathlib import Path

import pytest

from madang.identity.key_stores import FileStore, KeyFileError
from madang.identity.keys import EpochDestroyed, KeyRing


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    KeyRing.create(FileStore(tmp_path / "keys" / "keys.json")).open_epoch(202611)
    assert stat.S_IMODE((tmp_path / "keys" / "keys.json").stat().st_mode) == 0o600


def test_it_is_never_replaced(tmp_path: Path) -> None:
    KeyRing.create(FileStore(tmp_path / "keys.json"))
    before = (tmp_path / "keys.json").read_text()
    with pytest.raises(KeyFileError):
        KeyRing.create(FileStore(tmp_path / "keys.json"))
    assert (tmp_path / "keys.json").read_text() == before


def test_a_month_opened_by_another_worker_is_found(tmp_path: Path) -> None:
    one = KeyRing.create(FileStore(tmp_path / "keys.json"))
    two = KeyRing.load(FileStore(tmp_path / "keys.json"))
    one.open_epoch(202611)
    two.open_epoch(202611)
    assert one.epoch_key(202611) == two.epoch_key(202611)


def test_months_have_unrelated_keys(tmp_path: Path) -> None:
    ring = KeyRing.create(FileStore(tmp_path / "keys.json"))
    keys = [ring.epoch_key(ring.open_epoch(epoch)[0]) for epoch in (202610, 202611)]
    assert keys[0] != keys[1]


def test_a_month_without_a_key_is_destroyed(tmp_path: Path) -> None:
    with pytest.raises(EpochDestroyed):
        KeyRing.create(FileStore(tmp_path / "keys.json")).epoch_key(202001)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 1, "site": "x", "epochs": {}}'])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "keys.json").write_text(text)
    with pytest.raises(KeyFileError, match="keys.json"):
        KeyRing.load(FileStore(tmp_path / "keys.json"))


def test_a_file_of_another_version_is_named(tmp_path: Path) -> None:
    KeyRing.create(FileStore(tmp_path / "keys.json"))
    stored = json.loads((tmp_path / "keys.json").read_text())
    (tmp_path / "keys.json").write_text(json.dumps({**stored, "version": 9}))
    with pytest.raises(KeyFileError, match="version 9"):
        KeyRing.load(FileStore(tmp_path / "keys.json"))
