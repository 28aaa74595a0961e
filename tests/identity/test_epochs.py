"""Months' keys: recorded, checked at every start, and destroyed for good."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from madang.identity import epochs
from madang.identity.key_stores import CommandStore, FileStore, KeyFileError, TextStore
from madang.identity.keys import EpochDestroyed, KeyRing, ring
from madang.identity.models import KeyRecord
from madang.identity.seals import seal, unseal

NOVEMBER = datetime(2026, 11, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def file_of(keys: KeyRing) -> Path:
    assert isinstance(keys.store, FileStore)
    return keys.store.path


def test_a_month_is_opened_once_and_recorded(keys: KeyRing) -> None:
    assert epochs.open_epoch(NOVEMBER) == epochs.open_epoch(NOVEMBER) == 202611
    assert set(KeyRecord.objects.values_list("epoch", flat=True)) == {0, 202611}


def test_destroying_leaves_nothing_that_opens(keys: KeyRing) -> None:
    sealed = seal(7, epoch=epochs.open_epoch(NOVEMBER), row="post:1")
    epochs.destroy(202611)
    assert unseal(sealed, row="post:1") is None
    assert '"202611": "20' in file_of(keys).read_text()
    assert not epochs.is_open(202611)


def test_the_file_that_held_a_destroyed_key_is_overwritten(keys: KeyRing) -> None:
    epochs.open_epoch(NOVEMBER)
    with file_of(keys).open("rb") as old:
        epochs.destroy(202611)
        assert set(old.read()) == {0}


def test_what_is_written_after_a_month_was_destroyed_gets_a_key_of_its_own(keys: KeyRing) -> None:
    epochs.open_epoch(NOVEMBER)
    epochs.destroy(202611)
    assert epochs.open_epoch(NOVEMBER) == 20261102
    epochs.destroy(20261102)
    assert epochs.open_epoch(NOVEMBER) == 20261103


def test_a_month_that_is_rotated_goes_on_under_a_new_key(keys: KeyRing) -> None:
    old = seal(7, epoch=epochs.open_epoch(NOVEMBER), row="post:1")
    assert epochs.rotate(NOVEMBER) == 20261102 == epochs.open_epoch(NOVEMBER)
    assert unseal(old, row="post:1") == 7
    assert epochs.epoch_of(NOVEMBER) == 202611


def test_keys_are_kept_for_whole_months(keys: KeyRing) -> None:
    for month in (202510, 202511, 202512, 202611):
        keys.open_epoch(month)
    assert epochs.outdated(12, date(2026, 11, 30)) == [202510]
    assert sorted(epochs.outdated(12, date(2026, 12, 1))) == [202510, 202511]


def test_another_process_sees_a_destroyed_key_gone(
    keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    epochs.open_epoch(NOVEMBER)
    monkeypatch.setattr("madang.identity.keys.LOOK_SECONDS", 0.0)
    other = KeyRing.load(keys.store)
    epochs.destroy(202611)
    with pytest.raises(EpochDestroyed):
        other.epoch_key(202611)


def test_a_running_site_outlives_its_key_file(
    keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    epochs.open_epoch(NOVEMBER)
    monkeypatch.setattr("madang.identity.keys.LOOK_SECONDS", 0.0)
    file_of(keys).unlink()
    assert keys.epoch_key(202611)


def test_another_sites_keys_are_refused(keys: KeyRing) -> None:
    stranger = KeyRing.create(FileStore(file_of(keys).with_name("other.json")))
    file_of(keys).write_text(stranger.dump())
    ring.cache_clear()
    with pytest.raises(KeyFileError, match="다른 사이트"):
        epochs.check_keys()


def test_an_old_copy_of_the_key_file_is_named_with_what_it_lacks(keys: KeyRing) -> None:
    before = file_of(keys).read_text()
    epochs.open_epoch(NOVEMBER)
    file_of(keys).write_text(before)
    ring.cache_clear()
    with pytest.raises(KeyFileError, match="202611"):
        epochs.check_keys()
    epochs.destroy(202611)
    epochs.check_keys()


def test_a_changed_key_is_named(keys: KeyRing) -> None:
    epochs.open_epoch(NOVEMBER)
    stored = json.loads(file_of(keys).read_text())
    stored["epochs"]["202611"] = stored["site"]
    file_of(keys).write_text(json.dumps(stored))
    ring.cache_clear()
    with pytest.raises(KeyFileError, match="202611"):
        epochs.check_keys()


def test_a_destroyed_key_that_comes_back_is_destroyed_again(keys: KeyRing) -> None:
    epochs.open_epoch(NOVEMBER)
    before = file_of(keys).read_text()
    epochs.destroy(202611)
    file_of(keys).write_text(before)
    ring.cache_clear()
    epochs.check_keys()
    assert not epochs.is_open(202611)


def test_a_key_service_keeps_the_keys(tmp_path: Path) -> None:
    service = tmp_path / "service"
    service.write_text(
        "#!/bin/sh\n"
        f"cd {tmp_path}; touch kept; if [ $1 = write ]; then cat > kept; else cat kept; fi\n"
    )
    service.chmod(0o700)
    store = CommandStore(str(service))
    assert not store.exists()
    made = KeyRing.create(store)
    made.open_epoch(202611)
    assert KeyRing.load(store).epoch_key(202611) == made.epoch_key(202611)


def test_a_key_service_that_fails_is_named_with_its_words(tmp_path: Path) -> None:
    service = tmp_path / "service"
    service.write_text("#!/bin/sh\necho locked >&2; exit 3\n")
    service.chmod(0o700)
    with pytest.raises(KeyFileError, match="locked"):
        KeyRing.load(CommandStore(str(service)))
    with pytest.raises(KeyFileError, match="nowhere"):
        KeyRing.load(CommandStore("/nowhere"))


def test_keys_from_the_environment_serve_on_after_their_month(keys: KeyRing) -> None:
    epochs.open_epoch(NOVEMBER)
    given = KeyRing.load(TextStore(keys.dump()))
    assert given.open_epoch(202612) == (202611, False)
    with pytest.raises(KeyFileError, match="MADANG_KEYS_TEXT"):
        given.add_epoch(202612)
