"""A backup opens with the site's keys alone, is whole, and comes back as it was."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyrage
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from madang.accounts.models import Account
from madang.boards.models import Board
from madang.identity.backup_key import BackupKey, Unreadable, _bech32
from madang.identity.keys import KeyRing
from madang.operations.backups import copying, making, nightly, restoring
from madang.operations.backups.copying import Broken
from madang.operations.backups.making import back_up
from madang.operations.backups.pieces import PIECE_BYTES, Pieces, place_of
from madang.operations.backups.places import Backup, all_backups, forget_old, names_of_backups
from madang.operations.leaks import copies
from madang.operations.leaks.database import Stolen
from madang.web_api.models import TokenRow
from madang.web_api.tokens import Scope, make_token

from ..factories import write_post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def store(tmp_path: Path) -> FileSystemStorage:
    return FileSystemStorage(tmp_path / "backups", allow_overwrite=True)


@pytest.fixture
def site(tmp_path: Path, settings: Any, keys: KeyRing, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site's folders, and for SQLite (the tests' own is in memory) its database as a file."""
    settings.DATA_FOLDER, settings.RUN_FOLDER = tmp_path / "data", tmp_path / "data" / "run"
    settings.RUN_FOLDER.mkdir(parents=True)
    settings.MEDIA_ROOT = tmp_path / "data" / "media"
    if connection.vendor == "sqlite":
        monkeypatch.setattr(copying, "copy_database", _copy_from_memory)
        monkeypatch.setattr(making, "copy_database", _copy_from_memory)
    return tmp_path / "data"


def _copy_from_memory(to: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(to / "madang.sqlite3")) as copy:
        connection.connection.backup(copy)


def all_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def test_nothing_of_it_can_be_read_without_the_keys(
    site: Path, store: FileSystemStorage, board: Board, member: Account, tmp_path: Path
) -> None:
    write_post(board, member, title="고슴도치", text="너구리")
    default_storage.save("pictures/abc.webp", ContentFile(b"a picture of a raccoon"))
    made = back_up(store)
    assert "media/pictures/abc.webp" in made.backup.files
    lying = all_bytes(tmp_path / "backups")
    names = " ".join(str(file) for file in (tmp_path / "backups").rglob("*"))
    for word in ("고슴도치", "너구리", member.login_name, "raccoon", "SQLite format"):
        assert word.encode() not in lying
    assert "abc" not in names.replace(str(tmp_path), "").split("/")
    for other in (b"a" * 32, b"b" * 32):
        keys = KeyRing.__new__(KeyRing)
        keys.site = other
        assert list(all_backups(store, BackupKey(keys))) == []


def test_the_keys_are_in_no_backup(
    site: Path, store: FileSystemStorage, keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADANG_KEYS_TEXT", "the keys themselves")
    monkeypatch.setenv("MADANG_URL", "https://madang.example")
    monkeypatch.setenv("MADANG_RECORDS_KEY", "age1public")
    (site / "keys").mkdir()
    (site / "keys" / "keys.json").write_text(keys.dump())
    backup = back_up(store).backup
    pieces = Pieces(store, BackupKey())
    said = b"".join(pieces.read(name) for name in backup.pieces)
    secrets = [json.loads(keys.dump())["site"], *json.loads(keys.dump())["epochs"].values()]
    assert not any(secret.encode() in said for secret in secrets)
    assert backup.settings["MADANG_URL"] == "https://madang.example"
    assert backup.settings["MADANG_RECORDS_KEY"] == "age1public"
    assert not any("KEYS" in name for name in backup.settings)


def test_only_what_is_new_is_written(site: Path, store: FileSystemStorage) -> None:
    default_storage.save("pictures/one.webp", ContentFile(b"1" * 3000))
    back_up(store)
    default_storage.save("pictures/two.webp", ContentFile(b"2" * 3000))
    second = back_up(store)
    pieces = second.backup.files["media/pictures/two.webp"]
    assert second.backup.files["media/pictures/one.webp"]
    if connection.vendor == "sqlite":
        assert second.new_pieces == len(pieces) == 1


def test_all_of_it_comes_back(
    site: Path,
    store: FileSystemStorage,
    board: Board,
    member: Account,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_post(board, member, title="고슴도치")
    default_storage.save("pictures/one.webp", ContentFile(b"1" * 3000))
    (site / "set-aside").mkdir()
    (site / "set-aside" / "box").write_bytes(b"sealed")
    backup = back_up(store).backup
    settings.DATA_FOLDER, settings.MEDIA_ROOT = tmp_path / "new", tmp_path / "new" / "media"
    put: list[bytes] = []
    monkeypatch.setattr(restoring, "_is_empty", lambda: True)
    monkeypatch.setattr(
        restoring, "put_database", lambda folder, kind: put.append(all_bytes(folder))
    )
    restoring.restore(store, BackupKey(), backup)
    assert (tmp_path / "new/media/pictures/one.webp").read_bytes() == b"1" * 3000
    assert (tmp_path / "new/set-aside/box").read_bytes() == b"sealed"
    assert "고슴도치".encode() in put[0]


def test_a_site_where_somebody_is_stays_as_it_is(
    site: Path, store: FileSystemStorage, member: Account
) -> None:
    backup = back_up(store).backup
    with pytest.raises(restoring.NotEmpty):
        restoring.restore(store, BackupKey(), backup)


def test_a_damaged_backup_puts_nothing_in_its_place(
    site: Path,
    store: FileSystemStorage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    default_storage.save("pictures/one.webp", ContentFile(b"1" * 3000))
    backup = back_up(store).backup
    monkeypatch.setattr(restoring, "_is_empty", lambda: True)
    monkeypatch.setattr(restoring, "put_database", lambda *_given: pytest.fail("it was written"))
    (piece,) = backup.files["media/pictures/one.webp"]
    place = Path(store.path(place_of(piece)))
    for damage in (b"", place.read_bytes()[:-1], place.read_bytes()[::-1]):
        place.write_bytes(damage)
        with pytest.raises(Unreadable):
            restoring.restore(store, BackupKey(), backup)
    place.unlink()
    with pytest.raises(Unreadable):
        restoring.restore(store, BackupKey(), backup)


def test_what_is_not_whole_is_no_backup(
    site: Path, store: FileSystemStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(to: Path) -> None:
        (to / "madang.sqlite3").write_bytes(b"SQLite format 3\0" + b"x" * 5000)

    monkeypatch.setattr(making, "copy_database", broken)
    with pytest.raises(Broken):
        back_up(store)
    assert names_of_backups(store) == []


def test_months_of_keys_are_a_setting_and_no_key(
    site: Path, store: FileSystemStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADANG_KEYS_MONTHS", "3")
    assert back_up(store).backup.settings["MADANG_KEYS_MONTHS"] == "3"


def test_a_copy_that_a_killed_run_left_is_gone_with_the_next(
    site: Path, store: FileSystemStorage
) -> None:
    left = site / "run" / "backup" / "database" / "madang.sqlite3"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"words that somebody has deleted since")
    back_up(store)
    assert not left.exists()


def test_a_piece_of_a_backup_that_was_cut_off_is_written_again(
    site: Path, store: FileSystemStorage
) -> None:
    default_storage.save("pictures/one.webp", ContentFile(b"1" * 3000))
    name = BackupKey().name(b"1" * 3000)
    store.save(place_of(name), ContentFile(b"half of"))
    back_up(store)
    assert Pieces(store, BackupKey()).read(name) == b"1" * 3000


def test_old_ones_go_with_the_pieces_that_nothing_else_holds(
    site: Path, store: FileSystemStorage, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = default_storage.save("pictures/gone.webp", ContentFile(b"g" * 3000))
    first = back_up(store)
    default_storage.delete(gone)
    monkeypatch.setattr(
        making.timezone, "now", lambda: first.backup.made + timedelta(days=40, seconds=1)
    )
    made = back_up(store)
    assert names_of_backups(store) == [made.backup.name]
    assert not store.exists(place_of(BackupKey().name(b"g" * 3000)))


def test_pieces_of_another_site_in_the_same_place_stay(
    site: Path, store: FileSystemStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save("backups/20200101T000000Z.age", ContentFile(b"of another key"))
    store.save(place_of("ab" * 32), ContentFile(b"its piece"))
    back_up(store)
    assert store.exists(place_of("ab" * 32))
    assert len(names_of_backups(store)) == 2


def test_one_a_day_is_kept_for_a_week_and_then_one_a_week(
    site: Path, store: FileSystemStorage
) -> None:
    now = back_up(store).backup
    every = [_of_days_ago(now, days) for days in range(60)]
    left = [(now.made - one.made).days for one in forget_old(store, every, days=30)]
    assert left[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert max(left) <= 30
    assert 2 <= len(left[7:]) <= 4


def test_those_in_between_are_kept_for_a_day(site: Path, store: FileSystemStorage) -> None:
    now = back_up(store).backup
    every = [_of_days_ago(now, quarter / 96) for quarter in range(96 * 20)]
    left = [one.made for one in forget_old(store, every, days=30)]
    day, week = now.made - timedelta(days=1), now.made - timedelta(days=7)
    assert len([made for made in left if made > day]) == 96
    last = timezone.localdate(now.made)
    days = Counter(timezone.localdate(made) for made in left if week < made < day)
    for ago in range(2, 7):
        assert days[last - timedelta(days=ago)] == 1
    assert 1 <= len([made for made in left if made < week]) <= 3


def test_one_more_is_made_once_the_newest_is_as_old_as_the_setting_says(
    site: Path, store: FileSystemStorage, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (nightly, making):
        monkeypatch.setattr(place, "backup_store", lambda: store)
    settings.BACKUPS, settings.BACKUP_MINUTES = "somewhere", 0
    nightly.back_up_in_between()
    assert names_of_backups(store) == []
    settings.BACKUP_MINUTES = 15
    nightly.back_up_in_between()
    nightly.back_up_in_between()
    (first,) = names_of_backups(store)
    now = timezone.now() + timedelta(minutes=15)
    monkeypatch.setattr(timezone, "now", lambda: now)
    nightly.back_up_in_between()
    assert len(names_of_backups(store)) == 2 and names_of_backups(store)[1] == first


def test_kept_backups_tell_no_more_than_one_unless_a_row_was_written_again(
    site: Path,
    store: FileSystemStorage,
    board: Board,
    member: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(copies, "backup_store", lambda: store)
    stolen = Stolen(connection)
    make_token(member, name="봇", scopes=frozenset({Scope.READ}), days=None)
    back_up(store)
    make_token(member, name="다른 봇", scopes=frozenset({Scope.READ}), days=None)
    write_post(board, member)
    now = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(making.timezone, "now", lambda: now)
    back_up(store)
    assert copies.check_kept_backups(stolen) == []
    TokenRow.objects.update(box="written again")
    (found,) = copies.check_kept_backups(stolen)
    assert found.where == "web_api_tokenrow"


def test_the_newest_is_kept_however_old_it_is(site: Path, store: FileSystemStorage) -> None:
    old = _of_days_ago(back_up(store).backup, 500)
    assert forget_old(store, [old], days=30) == [old]
    assert nightly.is_late(old)
    assert nightly.is_late(None)


def _of_days_ago(backup: Backup, days: float) -> Backup:
    made = backup.made - timedelta(days=days)
    return Backup(made, backup.version, backup.database, {}, {})


@given(st.binary(min_size=32, max_size=32))
def test_age_takes_every_key_of_ours(key: bytes) -> None:
    own = pyrage.x25519.Identity.from_str(_bech32(key))
    assert pyrage.decrypt(pyrage.encrypt(b"x", [own.to_public()]), [own]) == b"x"


@given(st.integers(0, 3), st.binary(max_size=50))
def test_a_file_of_any_length_comes_back(whole: int, rest: bytes) -> None:
    keys = KeyRing.__new__(KeyRing)
    keys.site = b"k" * 32
    with TemporaryDirectory() as folder:
        pieces = Pieces(FileSystemStorage(folder, allow_overwrite=True), BackupKey(keys))
        plain = b"\7" * (whole * PIECE_BYTES) + rest
        names = pieces.keep(BytesIO(plain))
        assert b"".join(map(pieces.read, names)) == plain
