"""The public pages as files that any CDN takes, for when the whole country reloads them."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.test import Client
from django.urls import reverse

from ..models import Notice
from .queries import published

_STATIC = re.compile(r'"(/static/[^"]+)"')
# What only the running site answers; from files it is led to there.
_DYNAMIC = re.compile(r'"(/(?:incidents/\d+/(?:check|follow)|accounts/|work)[^"]*)"')


def export(folder: Path) -> int:
    """Write the pages of all incidents that are public; return how many files were written.

    Raises OSError. What was written before and is not public any more stays: a CDN has it anyway.
    """
    parts = urlsplit(settings.SITE_ADDRESS)
    client = Client(HTTP_HOST=parts.netloc, headers={"accept-language": "ko"})
    written = 0
    for path, name in _pages():
        answer = client.get(path, secure=parts.scheme == "https")
        if answer.status_code == 200:
            written += _write(folder, name, answer.content)
    return written


def _pages() -> Iterator[tuple[str, str]]:
    """Yield the paths of the public pages, and the names of their files."""
    yield reverse("incidents"), "incidents/index.html"
    for incident in published():
        root = f"incidents/{incident.pk}"
        yield reverse("incident", args=[incident.pk]), f"{root}/index.html"
        yield reverse("incident_genuine", args=[incident.pk]), f"{root}/genuine/index.html"
        yield reverse("incident_feed", args=[incident.pk]), f"{root}/feed"
        for notice in Notice.objects.filter(incident=incident).exclude(released=None):
            here = reverse("incident_notice", args=[incident.pk, notice.pk])
            yield here, f"{root}/notices/{notice.pk}/index.html"
            letter = reverse("incident_letter", args=[incident.pk, notice.pk])
            yield letter, f"{root}/notices/{notice.pk}/letter.pdf"


def _write(folder: Path, name: str, content: bytes) -> int:
    written = 1
    if name.endswith(".html"):
        html = content.decode()
        for path in set(_STATIC.findall(html)):
            written += _copy_static(folder, path)
        content = _DYNAMIC.sub(rf'"{settings.SITE_ADDRESS}\1"', html).encode()
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    # A CDN that copies the folder meanwhile finds the page of before, or this one.
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_bytes(content)
    fresh.replace(file)
    return written


def _copy_static(folder: Path, path: str) -> int:
    target = folder / path.lstrip("/")
    if target.exists():
        return 0
    relative = path.removeprefix("/static/")
    kept = Path(settings.STATIC_ROOT) / relative
    source = kept if kept.exists() else Path(str(find(relative) or ""))
    if not source.is_file():
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())
    return 1
