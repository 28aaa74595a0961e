"""What the log says: as text or JSON, with the number that an error page showed, and no persons.

Messages of a database's errors hold what somebody wrote, and addresses in requests what somebody
looked for: of the first only the kind is said, and of the second nothing. A traceback has places in
the program, never values.
"""

import json
import logging
import secrets
import sqlite3
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import Error as DatabaseError

# No letter or digit that is taken for another one when it is read out.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_NUMBER_LENGTH = 6
# The last errors that are kept, and how many more are written before older ones go.
KEPT, MOST_BYTES = 100, 40_000
FILE = "errors.jsonl"
# Their messages hold values.
_WITH_VALUES = (DatabaseError, sqlite3.Error, ValidationError, UnicodeError, KeyError, ValueError)


def new_number() -> str:
    """Return a number for an error: its page shows it, and the log has it."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_NUMBER_LENGTH))


def number_of(record: logging.LogRecord) -> str:
    """Return the number that the page of a request that broke has shown; empty: none."""
    return str(getattr(getattr(record, "request", None), "error_number", ""))


def said_of(error: BaseException) -> str:
    """Return an error as one line, without what it may hold of somebody's."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    is_plain = not isinstance(error, _WITH_VALUES) and not kind.startswith("psycopg.")
    words = " ".join(str(error).split())[:200] if is_plain else ""
    return f"{kind}: {words}" if words else kind


def trace_of(error: BaseException) -> str:
    """Return where an error happened, and what it came from."""
    parts = []
    for each in _chain(error):
        frames = traceback.extract_tb(each.__traceback__)
        places = "".join(f"  {f.filename}:{f.lineno} {f.name}\n" for f in frames)
        parts.append(f"{places}{said_of(each)}")
    return "\nfrom which came\n".join(reversed(parts))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        is_hidden = error.__suppress_context__
        error = error.__cause__ or (None if is_hidden else error.__context__)


class _Formatter(logging.Formatter):
    """What both forms of the log have in common."""

    def message(self, record: logging.LogRecord) -> str:
        # Django's own names the address of the request that broke.
        return "a page broke" if hasattr(record, "request") else record.getMessage()

    def trace(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        return trace_of(error) if error is not None else ""


class PlainFormatter(_Formatter):
    """A line, and below it where an error happened."""

    def format(self, record: logging.LogRecord) -> str:
        at = self.formatTime(record)
        number = number_of(record)
        begun = f"{at} {record.levelname} {record.name}: {self.message(record)}"
        return "\n".join(
            filter(None, [begun + (f" [{number}]" if number else ""), self.trace(record)])
        )


class JsonFormatter(_Formatter):
    """An object a line: `at`, `level`, `logger`, `message`, and for errors `number` and `trace`."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self.message(record),
            "number": number_of(record),
            "trace": self.trace(record),
        }
        return json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False)


class KeepsErrors(logging.Handler):
    """Keeps the last errors for the operators' page: their hour, number, kind and place."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            error = record.exc_info[1] if record.exc_info else None
            frames = traceback.extract_tb(error.__traceback__) if error else []
            line = {
                "hour": datetime.now(UTC).strftime("%Y-%m-%dT%H"),
                "number": number_of(record),
                "kind": said_of(error) if error else record.name,
                "place": f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "",
            }
            _append(Path(settings.RUN_FOLDER) / FILE, json.dumps(line, ensure_ascii=False))
        except OSError:
            self.handleError(record)


def _append(file: Path, line: str) -> None:
    if file.exists() and file.stat().st_size > MOST_BYTES:
        kept = file.read_text().splitlines()[-KEPT:]
        fresh = file.with_suffix(".new")
        fresh.write_text("".join(f"{each}\n" for each in kept))
        fresh.replace(file)
    with file.open("a") as kept_errors:
        kept_errors.write(f"{line}\n")


def last_errors() -> list[dict[str, str]]:
    """Return the last errors, the newest first."""
    try:
        lines = (Path(settings.RUN_FOLDER) / FILE).read_text().splitlines()
    except OSError:
        return []
    found = []
    for line in reversed(lines[-KEPT:]):
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found
