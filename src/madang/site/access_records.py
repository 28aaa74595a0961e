"""Records of access, for operators whose law asks for them: off unless a public key is set.

Only what writes is recorded: time, address, method and path. Readers never are.
"""

import json
import logging
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from madang.core.http.client_address import address_of
from madang.identity.sealed_records import seal_record

log = logging.getLogger(__name__)
MAX_PATH_LENGTH = 200


class AccessRecords:
    """Writes a sealed record of every request that may change something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.RECORDS_KEY:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            try:
                _write(request, response.status_code)
            except OSError as error:
                # Without the path or the address: a log is not sealed.
                log.error("an access record could not be written: %s", error.strerror)
        return response


def _write(request: HttpRequest, status: int) -> None:
    record = {
        "time": timezone.localtime().isoformat(timespec="seconds"),
        "address": address_of(request.META),
        "method": request.method,
        "path": request.path[:MAX_PATH_LENGTH],
        "status": status,
    }
    line = seal_record(json.dumps(record, ensure_ascii=False), settings.RECORDS_KEY) + "\n"
    folder: Path = settings.RECORDS_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / f"{timezone.localdate()}.records"
    # One write at the end of the file: workers do not cut into each other's lines.
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def delete_old_records() -> None:
    """Delete the sealed access records of the days whose time of keeping is over."""
    first = timezone.localdate() - timedelta(days=settings.RECORDS_DAYS)
    for file in settings.RECORDS_FOLDER.glob("????-??-??.records"):
        if file.stem < first.isoformat():
            file.unlink(missing_ok=True)
