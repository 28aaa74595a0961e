"""Running the leak check, keeping its result, and reading the last one."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from madang.core.db.transactions import forget_log
from madang.core.leak_check import Finding, checks_of_apps, folders

from ..layout import hide_order_of_few
from . import files
from .checks import OWN_CHECKS
from .database import Stolen
from .inside import check_with_keys

RESULT = "leak-check.json"


@dataclass(frozen=True, slots=True)
class Result:
    """The last check: its day, how many checks it made, and how many things it found."""

    day: date
    checks: int
    findings: int


def check_site() -> list[Finding]:
    """Check the live site: database, media, keys. Reads everything once; keeps the result."""
    store = settings.KEY_STORE
    # What is done every few minutes anyway: a site that cannot do it is found out below.
    hide_order_of_few()
    forget_log()
    found = check_database(live())
    for name, contents in folders().items():
        found += files.BY_CONTENTS[contents](settings.DATA_FOLDER / name)
    found += files.moments(Path(settings.MEDIA_ROOT))
    found += files.others(Path(settings.DATA_FOLDER))
    found += files.keys(getattr(store, "path", None), Path(settings.DATA_FOLDER))
    _keep(found)
    return found


def check_from_inside() -> list[Finding]:
    """Check the live site with its keys: what goes with an author, and only looks like chance."""
    return check_with_keys(live())


def live() -> Stolen:
    """Return the live site's database."""
    return Stolen(connection)


def names(*more: str) -> list[str]:
    """Return the names of all checks, those asked for besides at the end."""
    checks = [check.__name__ for check in (*OWN_CHECKS, *checks_of_apps())]
    return [*(name.replace("_", " ") for name in checks), "files", "keys", *more]


def check_database(stolen: Stolen) -> list[Finding]:
    """Return what all checks find in a database."""
    found = [finding for check in OWN_CHECKS for finding in check(stolen)]
    return found + [finding for check in checks_of_apps() for finding in check(stolen)]


def last_result() -> Result | None:
    """Return what the last check of the live site found; None if there was none."""
    try:
        kept = json.loads((settings.RUN_FOLDER / RESULT).read_text())
        return Result(date.fromisoformat(kept["day"]), int(kept["checks"]), int(kept["findings"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def as_json(found: list[Finding], *more: str) -> str:
    """Return findings as JSON: day, the names of the checks, what each found."""
    report = {
        "day": str(timezone.localdate()),
        "checks": names(*more),
        "findings": [asdict(finding) for finding in found],
    }
    return json.dumps(report, ensure_ascii=False, indent=1)


def _keep(found: list[Finding]) -> None:
    result = Result(timezone.localdate(), len(names()), len(found))
    kept = settings.RUN_FOLDER / RESULT
    fresh = kept.with_suffix(".new")
    fresh.write_text(json.dumps({**asdict(result), "day": str(result.day)}))
    fresh.replace(kept)
