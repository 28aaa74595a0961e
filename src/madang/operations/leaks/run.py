"""Running the leak check, keeping its result, and reading the last one."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from . import checks, files
from .database import Stolen
from .findings import Finding

RESULT = "leak-check.json"
NAMES = [check.__name__.replace("_", " ") for check in checks.CHECKS] + ["files", "keys"]


@dataclass(frozen=True, slots=True)
class Result:
    """The last check: its day, how many checks it made, and how many things it found."""

    day: date
    checks: int
    findings: int


def check_site() -> list[Finding]:
    """Check the live site: database, media, keys. Reads everything once; keeps the result."""
    store = settings.KEY_STORE
    found = check_database(Stolen(connection))
    found += files.media(Path(settings.MEDIA_ROOT))
    found += files.moments(Path(settings.MEDIA_ROOT))
    found += files.records(settings.RECORDS_FOLDER)
    found += files.sealed(settings.TAKEOUTS_FOLDER)
    found += files.sealed(settings.SET_ASIDE_FOLDER)
    found += files.keys(getattr(store, "path", None), Path(settings.DATA_FOLDER))
    _keep(found)
    return found


def check_database(stolen: Stolen) -> list[Finding]:
    return [finding for check in checks.CHECKS for finding in check(stolen)]


def last_result() -> Result | None:
    """Return what the last check of the live site found; None if there was none."""
    try:
        kept = json.loads((settings.RUN_FOLDER / RESULT).read_text())
        return Result(date.fromisoformat(kept["day"]), int(kept["checks"]), int(kept["findings"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def as_json(found: list[Finding]) -> str:
    """Return findings as JSON: day, the names of the checks, what each found."""
    report = {
        "day": str(timezone.localdate()),
        "checks": NAMES,
        "findings": [asdict(finding) for finding in found],
    }
    return json.dumps(report, ensure_ascii=False, indent=1)


def _keep(found: list[Finding]) -> None:
    result = Result(timezone.localdate(), len(NAMES), len(found))
    kept = settings.RUN_FOLDER / RESULT
    fresh = kept.with_suffix(".new")
    fresh.write_text(json.dumps({**asdict(result), "day": str(result.day)}))
    fresh.replace(kept)
