"""The checks of files: pictures that say where they were taken, keys that lie beside the data."""

import json
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from madang.core.leak_check import Contents, Finding, folders
from madang.identity.sealed_files import is_padded, is_sealed_file
from madang.identity.sealed_records import is_sealed
from madang.media.storage import tells_moment

from .personal_patterns import patterns_in

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"}
# What a picture may say about itself; anything else came with it from somebody's device.
HARMLESS = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "background", "loop"}
HARMLESS |= {"duration", "timestamp", "version", "transparency", "gamma", "srgb", "interlace"}
HARMLESS |= {"progressive", "progression", "extension", "aspect"}
# What the site makes in its folder; in folders of their own the files are looked at by themselves.
PERMITTED = [
    re.compile(pattern)
    for pattern in (
        r"database/madang\.sqlite3(-wal|-shm|-journal)?",
        r"static/.*",
        r"run/(readers|writing\.lock|leak-check\.(json|new)|readiness-tests\.json(\.new)?)",
        r"run/(errors\.(jsonl|new)|alerts\.json|metrics/\w+\.db)",
        # Of a backup or an import that goes on at this moment.
        r"run/(backup|restore|import|import-database)(\.lock|/.*)",
        r"keys/keys\.(json|lock|new)",
    )
]
RANDOM_NAME = re.compile(r"^[0-9a-z_-]{12,}(\.[0-9a-z]+)+$")


def media(folder: Path) -> Iterator[Finding]:
    """Find pictures with a device's or a place's marks, and names that people gave."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        where = str(file.relative_to(folder))
        if not RANDOM_NAME.match(file.name) or patterns_in(where):
            yield Finding("files", where, "has a name that was not made at random")
        if file.suffix.lower() in PICTURES:
            yield from _marks_in(file, where)


def moments(folder: Path) -> Iterator[Finding]:
    """Find files of the live site that say when they came, finer than a day."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if tells_moment(file):
            yield Finding("files", str(file.relative_to(folder)), "says the moment it was sent")


def records(folder: Path) -> Iterator[Finding]:
    """Find access records that can be read without the key that is kept elsewhere."""
    for file in sorted(folder.glob("*")):
        if not all(is_sealed(line) for line in file.read_text(errors="replace").splitlines()):
            yield Finding("files", str(file), "holds records that are not sealed")


def others(data: Path) -> Iterator[Finding]:
    """Find files in the data's folder that the site did not make, and what others may read."""
    if stat.S_IMODE(data.stat().st_mode) & 0o077:
        yield Finding("files", str(data), "can be read by others than its owner")
    for file in sorted(path for path in data.rglob("*") if path.is_file()):
        where = file.relative_to(data).as_posix()
        is_apps_own = where.partition("/")[0] in folders()
        if not is_apps_own and not any(pattern.fullmatch(where) for pattern in PERMITTED):
            yield Finding("files", where, "is no file of the site's")


def sealed(folder: Path) -> Iterator[Finding]:
    """Find files of what members wrote that can be read, or are named after somebody."""
    for file in sorted(folder.glob("*")):
        if not RANDOM_NAME.match(file.name):
            yield Finding("files", str(file), "has a name that was not made at random")
        with file.open("rb") as opened:
            if not is_sealed_file(opened):
                yield Finding("files", str(file), "is not sealed")
        if not is_padded(file.stat().st_size):
            yield Finding("files", str(file), "tells by its length how much is in it")


def keys(key_file: Path | None, data: Path) -> Iterator[Finding]:
    """Find keys where a backup of the data would take them along, or others could read them."""
    if key_file is not None and key_file.exists():
        if stat.S_IMODE(key_file.stat().st_mode) & 0o077:
            yield Finding("keys", str(key_file), "can be read by others than its owner")
        if key_file.parent in (data, data / "database", data / "media"):
            yield Finding("keys", str(key_file), "lies in a folder of the data")
    parts = (data / part for part in ("database", "media", "run", "static"))
    yield from copies_of_keys(sorted(file for part in parts for file in part.rglob("*.json")))


def copies_of_keys(among: Iterable[Path]) -> Iterator[Finding]:
    """Find copies of the keys among files that hold, or lie beside, the data."""
    for file in among:
        if file.suffix == ".json" and _holds_keys(file):
            yield Finding("keys", str(file), "is a copy of the keys beside the data")


def _marks_in(file: Path, where: str) -> Iterator[Finding]:
    try:
        with Image.open(file) as picture:
            marks = {str(name).lower() for name in picture.info} - HARMLESS - {"icc_profile"}
            if picture.getexif():
                marks.add("exif")
    except (UnidentifiedImageError, OSError):
        yield Finding("files", where, "is no picture that can be read")
        return
    if marks:
        yield Finding("files", where, f"says where it came from: {', '.join(sorted(marks))}")


def _holds_keys(file: Path) -> bool:
    try:
        stored = json.loads(file.read_text())
    except (OSError, ValueError):
        return False
    return isinstance(stored, dict) and {"site", "epochs"} <= stored.keys()


# How a folder is looked at, by what it holds.
BY_CONTENTS = {Contents.PICTURES: media, Contents.RECORDS: records, Contents.SEALED: sealed}
