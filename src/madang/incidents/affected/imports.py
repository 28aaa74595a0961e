"""Lists that wait to be read: sealed files, read in the background, with what was refused."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.delivery.models import Mailing
from madang.identity.keys import KeyDestroyed
from madang.identity.sealed_files import DamagedFile, SealedReader, SealedWriter, read_sealed
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from ..models import Incident, ListImport, Notice
from ..timeline import enter
from .importing import Progress, import_list
from .reading import ListRefused

log = logging.getLogger(__name__)
PURPOSE, REFUSED = "incident list", "incident list, refused"
CHUNK = 1024 * 1024
REFUSED_KEPT = timedelta(days=30)


def queue(incident: Incident, file: BinaryIO, *, is_csv: bool, by: StaffMember) -> ListImport:
    """Keep a list sealed until it is read, which begins at once."""
    must(by, May.KEEP_AFFECTED)
    name = secrets.token_hex(16)
    folder = settings.INCIDENT_LISTS_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    key = incident.key_name
    opened = (folder / f"{name}.list").open("wb")
    with SealedWriter(opened, purpose=PURPOSE, key_name=key) as sealed:
        while chunk := file.read(CHUNK):
            sealed.write(chunk)
    with writing():
        note("import list", incident.about, by)
        return ListImport.objects.create(incident=incident, file=name, is_csv=is_csv)


def read_next() -> bool:
    """Read a list that waits; tell whether there was one."""
    for waiting in ListImport.objects.filter(ended=None).select_related("incident"):
        # A notice goes through the list once: whoever came in behind it would not be told.
        if not _is_being_walked(waiting.incident):
            read(waiting)
            return True
    return False


def _is_being_walked(incident: Incident) -> bool:
    released = Notice.objects.filter(incident=incident).exclude(released=None)
    abouts = [notice.about for notice in released]
    return Mailing.objects.filter(about__in=abouts, is_complete=False, is_stopped=False).exists()


def read(waiting: ListImport) -> None:
    """Read one list, from its beginning; what came of it is written down as it goes."""

    def tell(progress: Progress) -> None:
        ListImport.objects.filter(pk=waiting.pk).update(
            rows=progress.rows,
            taken=progress.taken,
            refused=progress.refused,
            contacts=progress.contacts,
            staff=progress.staff,
            members=progress.members,
        )

    failure = ""
    progress = Progress(tell=tell)
    try:
        with (
            _path(waiting).open("rb") as sealed,
            SealedWriter(
                _refused_path(waiting).open("wb"),
                purpose=REFUSED,
                key_name=waiting.incident.key_name,
            ) as refused,
        ):
            key = waiting.incident.key_name
            content = SealedReader(sealed, purpose=PURPOSE, key_name=key)
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
    except DatabaseError:
        raise
    except Exception:
        # A list that cannot be read ends: begun anew for ever, it would hold up all others.
        log.exception("a list could not be read")
        failure = _("파일을 읽을 수 없어요.")
    _end(waiting, progress, failure)


def note_done(incident: Incident, progress: Progress, *, is_csv: bool) -> None:
    """Write down that a list was read at the command line, as if it had come through a page."""
    done = ListImport.objects.create(
        incident=incident,
        file=secrets.token_hex(16),
        is_csv=is_csv,
        ended=timezone.now(),
        rows=progress.rows,
        taken=progress.taken,
        refused=progress.refused,
        contacts=progress.contacts,
        staff=progress.staff,
        members=progress.members,
    )
    _end(done, progress, "")


def _end(waiting: ListImport, progress: Progress, failure: str) -> None:
    with writing():
        ListImport.objects.filter(pk=waiting.pk).update(ended=timezone.now(), failure=failure)
        Incident.objects.filter(pk=waiting.incident_id).update(lookup_built=None)
        said = _("명단: %(taken)s명을 등록하고 %(refused)s줄은 등록하지 못했어요.") % {
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
    with suppress(OSError, DamagedFile, KeyDestroyed), _refused_path(done).open("rb") as sealed:
        yield b"\xef\xbb\xbf"
        yield from read_sealed(sealed, purpose=REFUSED, key_name=done.incident.key_name)


def forget_refused_rows() -> None:
    """Delete what was refused once there was time to mend it."""
    old = ListImport.objects.filter(ended__lt=timezone.now() - REFUSED_KEPT)
    for one in old:
        _refused_path(one).unlink(missing_ok=True)


def forget_files(incident: Incident) -> None:
    """Delete all files of an incident's lists."""
    for one in ListImport.objects.filter(incident=incident):
        for path in (_path(one), _refused_path(one)):
            path.unlink(missing_ok=True)


def _path(waiting: ListImport) -> Path:
    return Path(settings.INCIDENT_LISTS_FOLDER / f"{waiting.file}.list")


def _refused_path(waiting: ListImport) -> Path:
    return _path(waiting).with_suffix(".refused")
