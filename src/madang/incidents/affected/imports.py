"""Lists that wait to be read: sealed files, read in the background, with what was refused."""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.identity.keys import KeyDestroyed
from madang.identity.sealed_files import DamagedFile, SealedReader, SealedWriter, read_sealed
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from ..models import Incident, ListImport
from ..timeline import enter
from .importing import Progress, import_list
from .reading import ListRefused

PURPOSE, REFUSED = "incident list", "incident list, refused"
CHUNK = 1024 * 1024


def queue(incident: Incident, file: BinaryIO, *, is_csv: bool, by: StaffMember) -> ListImport:
    """Keep a list sealed until it is read, which begins at once."""
    must(by, May.KEEP_AFFECTED)
    name = secrets.token_hex(16)
    folder = settings.INCIDENT_LISTS_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with SealedWriter((folder / f"{name}.list").open("wb"), purpose=PURPOSE) as sealed:
        while chunk := file.read(CHUNK):
            sealed.write(chunk)
    with writing():
        note("import list", incident.about, by)
        return ListImport.objects.create(incident=incident, file=name, is_csv=is_csv)


def read_next() -> bool:
    """Read a list that waits; tell whether there was one."""
    waiting = ListImport.objects.filter(ended=None).select_related("incident").first()
    if waiting is None:
        return False
    read(waiting)
    return True


def read(waiting: ListImport) -> None:
    """Read one list, from its beginning; what came of it is written down as it goes."""

    def tell(progress: Progress) -> None:
        ListImport.objects.filter(pk=waiting.pk).update(
            rows=progress.rows,
            taken=progress.taken,
            refused=progress.refused,
            contacts=progress.contacts,
        )

    failure = ""
    progress = Progress(tell=tell)
    try:
        with (
            _path(waiting).open("rb") as sealed,
            SealedWriter(_refused_path(waiting).open("wb"), purpose=REFUSED) as refused,
        ):
            content = SealedReader(sealed, purpose=PURPOSE)
            import_list(
                waiting.incident,
                content,  # type: ignore[arg-type]
                is_csv=waiting.is_csv,
                refused=refused,  # type: ignore[arg-type]
                progress=progress,
            )
    except ListRefused as error:
        failure = _(str(error))
    except KeyDestroyed:
        failure = _("명단의 열쇠가 없어졌어요.")
    except (DamagedFile, OSError):
        failure = _("파일을 읽을 수 없어요.")
    _end(waiting, progress, failure)


def _end(waiting: ListImport, progress: Progress, failure: str) -> None:
    with writing():
        ListImport.objects.filter(pk=waiting.pk).update(ended=timezone.now(), failure=failure)
        said = _("명단: %(taken)s명을 들이고 %(refused)s줄을 들이지 못했어요.") % {
            "taken": f"{progress.taken:,}",
            "refused": f"{progress.refused:,}",
        }
        enter(waiting.incident, failure or said, is_in_summary=not failure)
    with suppress(OSError):
        _path(waiting).unlink()


def refused_rows(done: ListImport, *, by: StaffMember) -> Iterator[bytes]:
    """Yield the rows that were refused, with reasons, as CSV; that somebody looked is noted."""
    must(by, May.KEEP_AFFECTED)
    note("download refused rows", done.incident.about, by)
    with suppress(OSError, DamagedFile), _refused_path(done).open("rb") as sealed:
        yield b"\xef\xbb\xbf"
        yield from read_sealed(sealed, purpose=REFUSED)


def forget_files(incident: Incident) -> None:
    """Delete all files of an incident's lists."""
    for one in ListImport.objects.filter(incident=incident):
        for path in (_path(one), _refused_path(one)):
            path.unlink(missing_ok=True)


def _path(waiting: ListImport) -> Path:
    return Path(settings.INCIDENT_LISTS_FOLDER / f"{waiting.file}.list")


def _refused_path(waiting: ListImport) -> Path:
    return _path(waiting).with_suffix(".refused")
