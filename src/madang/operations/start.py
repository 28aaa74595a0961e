"""Getting a site ready to run: folders, tables, keys and static files."""

import shutil
import socket
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.identity.epochs import check_keys
from madang.identity.key_stores import KeyFileError
from madang.identity.keys import KeyRing, ring, signing_key
from madang.identity.models import KeyRecord

from .switched_off import what_is_left


class CannotStart(Exception):
    """Something that the operator has to mend first; the message says what."""


def make_tables() -> None:
    """Make the folders and tables that are missing; raise CannotStart."""
    make_folders()
    call_command("migrate", verbosity=0, interactive=False)


def make_folders() -> None:
    """Make the folders that are missing, for nobody but this user; raises CannotStart."""
    folders = [settings.DATA_FOLDER, settings.RUN_FOLDER, settings.MEDIA_ROOT]
    if connection.vendor == "sqlite":
        folders.append(settings.DATA_FOLDER / "database")
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        keep_private(settings.DATA_FOLDER)
    except OSError as error:
        raise CannotStart(
            _("%(folder)s 폴더를 만들 수 없어요: %(reason)s")
            % {"folder": error.filename, "reason": error.strerror}
        ) from error


def keep_private(folder: Path) -> None:
    """Let nobody but this user read a folder and the database in it; raises OSError."""
    folder.chmod(0o700)
    for part in ("run", "database"):
        for path in (folder / part, *(folder / part).glob("*")):
            if path.exists():
                path.chmod(0o700 if path.is_dir() else 0o600)


def check_apps() -> None:
    """Raise CannotStart where an app that is switched off left something."""
    if left := what_is_left():
        raise CannotStart(left)


def ensure_keys() -> None:
    """Make the key file of a new site; never one for a site whose keys are lost."""
    store = settings.KEY_STORE
    if not store.exists():
        if Account.objects.exists() or KeyRecord.objects.exists():
            raise CannotStart(_lost(store.name))
        made = KeyRing.create(store)
        ring.cache_clear()
        # What this process signs from now on, its workers must be able to read.
        settings.SECRET_KEY = signing_key(made)
    try:
        check_keys()
    except KeyFileError as error:
        raise CannotStart(_(error.message) % error.values) from error


def _lost(name: str) -> str:
    old = settings.OLD_KEY_FILE
    if old.exists():
        return _(
            "사이트에 공개 주소가 생겨서 열쇠 파일을 데이터 폴더 밖에 두어야 해요. 옮긴 뒤 다시 "
            "시작하세요:\n  mkdir -p -m 700 %(folder)s && mv %(old)s %(name)s"
        ) % {"folder": Path(name).parent, "old": old, "name": name}
    return _(
        "열쇠 파일이 없어요: %(file)s\n"
        "이 사이트의 열쇠가 없으면 글과 댓글의 주인을 알 수 없어요. "
        "백업해 둔 열쇠 파일을 그 자리에 두고 다시 시작하세요. "
        "새 열쇠로 덮어쓰지 않아요."
    ) % {"file": name}


def collect_static() -> None:
    """Write the static files under names that hold their hash, each compressed once."""
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)


def must_be_free(host: str, port: int) -> None:
    """Raise CannotStart if something else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                _("%(host)s:%(port)s 에서 열 수 없어요 (%(reason)s). PORT를 바꿔 보세요.")
                % {"host": host, "port": port, "reason": error.strerror}
            ) from error
