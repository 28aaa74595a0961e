"""`madang backup`, `madang backups` and `madang restore`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.table import Table

from .common import _, fail, out, saying_what_is_wrong, set_up, start_site


def backup() -> None:
    _start()
    from django.template.defaultfilters import filesizeformat

    from madang.operations.backups.making import back_up

    with saying_why_not():
        made = back_up()
    said = _("백업했고, 따로 되돌려 보아 온전해요: %(name)s (%(seconds).1f초, 새로 %(size)s).")
    size = filesizeformat(made.new_bytes)
    out.print(said % {"name": made.backup.name, "seconds": made.seconds, "size": size})
    out.print(_("열쇠는 들어 있지 않아요: madang keys export-backup 으로 다른 곳에 두세요."))


def backups() -> None:
    _start()
    from django.utils import timezone

    from madang.identity.backup_key import BackupKey
    from madang.operations.backups.places import all_backups, backup_store

    with saying_why_not():
        found = list(all_backups(backup_store(), BackupKey()))
    if not found:
        fail(_("아직 백업이 없어요."))
    table = Table(box=None, pad_edge=False)
    for heading in (_("백업"), _("만든 때"), _("파일"), _("마당")):
        table.add_column(heading)
    for one in found:
        made = timezone.localtime(one.made).strftime("%Y-%m-%d %H:%M")
        table.add_row(one.name, made, f"{len(one.files):,}", one.version)
    out.print(table)


def restore(
    name: Annotated[
        str,
        typer.Argument(metavar=_("백업"), help=_("madang backups의 첫 열. 없으면 마지막 백업.")),
    ] = "",
) -> None:
    set_up()
    _must_have_a_place()
    from madang.identity.backup_key import BackupKey
    from madang.operations.backups import restoring
    from madang.operations.backups.places import all_backups, backup_store

    with saying_why_not():
        store, key = backup_store(), BackupKey()
        found = next((one for one in all_backups(store, key) if name in ("", one.name)), None)
        if found is None:
            fail(_("이 열쇠로 열리는 백업이 없어요. madang backups 와 열쇠를 확인해 주세요."))
        try:
            restoring.restore(store, key, found)
        except restoring.NotEmpty:
            fail(_("여기에 이미 사이트가 있어요. 빈 데이터베이스와 폴더에만 되돌려요."))
        except restoring.OtherDatabase:
            fail(_("그 백업은 %s 의 것이에요. DATABASE_URL을 확인해 주세요.") % found.database)
    start_site()
    out.print(_("되돌렸어요: %s. 그때의 설정:") % found.name)
    for setting, value in found.settings.items():
        out.print(f"  {setting}={value}", markup=False)


def _start() -> None:
    start_site()
    _must_have_a_place()


def _must_have_a_place() -> None:
    from django.conf import settings

    if not settings.BACKUPS:
        fail(_("어디에 백업할지 MADANG_BACKUPS에 정해 주세요: 다른 디스크의 폴더나 s3://…"))


@contextmanager
def saying_why_not() -> Iterator[None]:
    """Turn what goes wrong with backups, and with where they are kept, into a sentence."""
    from botocore.exceptions import BotoCoreError, ClientError

    from madang.core.scratch import Busy
    from madang.identity.backup_key import Unreadable
    from madang.operations.backups.copying import Broken
    from madang.operations.postgres_programs import ProgramFailed

    with saying_what_is_wrong():
        try:
            yield
        except Busy:
            fail(_("지금 다른 백업을 하고 있어요."))
        except (Unreadable, Broken) as error:
            fail(_("백업이 온전하지 않아요: %s") % error)
        except (ProgramFailed, OSError, BotoCoreError, ClientError) as error:
            fail(_("백업을 쓰거나 읽지 못했어요: %s") % error)
