"""Importing a list of people: sealed, sorted, and written in the order of their numbers.

First every row is read, checked and sealed into sorted runs in files without a name; then the runs
are merged, and lines written some at a time. Memory is constant, rows come into the database in an
order that says nothing of the file's, and whatever breaks off begins again: a line that is there
already is the same line.
"""

import csv
import heapq
import io
import struct
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import itemgetter
from typing import IO, BinaryIO

from django.conf import settings

from madang.core.db.many import insert_rows
from madang.core.db.select import fetch, statement
from madang.core.db.transactions import writing

from ..models import AffectedLine, Incident
from .members import members_called
from .people import Line, ListKeys, Person
from .reading import Row, RowRefused, items_of, person_of, read_rows

RUN_ROWS = 30_000
WRITTEN_AT_ONCE = 1000
PROGRESS_ROWS = 10_000
ASKED_AT_ONCE = 500
# Behind one contact there may be so many people; an answering machine of a firm has no more.
MAX_PEOPLE = 1000
_HEAD = struct.Struct(">QQH")
_FOUND = statement("SELECT {id}, {box} FROM {AffectedLine} WHERE {id} IN %s", AffectedLine)

AnyRow = Row | tuple[int, str, RowRefused]

# A sealed line between the two steps: number of its contact's first line, its mark, its box.
Sealed = tuple[int, int, bytes]


@dataclass(slots=True)
class Progress:
    """How far an import has come, and what it found."""

    rows: int = 0
    taken: int = 0
    refused: int = 0
    contacts: int = 0
    lines: int = 0
    staff: int = 0
    members: int = 0
    tell: Callable[["Progress"], None] = field(default=lambda progress: None)


def import_list(
    incident: Incident,
    file: BinaryIO,
    *,
    is_csv: bool,
    refused: IO[bytes],
    progress: Progress,
) -> None:
    """Take a list of people in; rows that cannot be are written to `refused` with the reason.

    Raises ListRefused and KeyDestroyed.
    """
    keys = ListKeys(incident.key_name)
    items = items_of(dict(incident.present_items.values_list("name", "pk")))
    runs: list[IO[bytes]] = []
    try:
        sealed = _sealed_lines(keys, _people(file, is_csv, items, refused, progress))
        while run := list(islice(sealed, RUN_ROWS)):
            runs.append(_written(run))
        progress.tell(progress)
        _write_lines(incident, keys, runs, progress)
    finally:
        for opened in runs:
            opened.close()
    progress.tell(progress)


def _people(
    file: BinaryIO,
    is_csv: bool,
    items: Callable[[str], tuple[int, ...]],
    refused: IO[bytes],
    progress: Progress,
) -> Iterator[Person]:
    for row, members in _with_members(read_rows(file, is_csv=is_csv)):
        progress.rows += 1
        try:
            if not isinstance(row, Row):
                raise row[2]
            person = person_of(row.values, items, members)
        except RowRefused as why:
            place, raw = (row.place, row.raw) if isinstance(row, Row) else row[:2]
            _refuse(refused, place, raw, why)
            progress.refused += 1
        else:
            progress.taken += 1
            progress.staff += person.is_staff
            progress.members += "login" in row.values
            yield person
        if progress.rows % PROGRESS_ROWS == 0:
            progress.tell(progress)


def _with_members(rows: Iterator[AnyRow]) -> Iterator[tuple[AnyRow, dict[str, int]]]:
    """Yield rows with the accounts of all login names in those around them. A query for some."""
    while some := list(islice(rows, ASKED_AT_ONCE)):
        readable = [row.values for row in some if isinstance(row, Row)]
        members = members_called({row["login"] for row in readable if "login" in row})
        yield from ((row, members) for row in some)


def _refuse(refused: IO[bytes], place: int, raw: str, why: RowRefused) -> None:
    line = io.StringIO()
    # What a spreadsheet would take for a formula is text (CWE-1236).
    shown = f"'{raw}" if raw[:1] in "=+-@" else raw
    csv.writer(line).writerow([place, str(why), shown])
    refused.write(line.getvalue().encode())


def _sealed_lines(keys: ListKeys, people: Iterator[Person]) -> Iterator[Sealed]:
    for person in people:
        for contact in person.contacts:
            yield keys.first(contact), *keys.seal(Line(contact, person))


def _written(run: list[Sealed]) -> IO[bytes]:
    """Return a file without a name that holds some lines, sorted; a crash leaves none behind."""
    run.sort(key=itemgetter(0, 1))
    file = tempfile.TemporaryFile(dir=settings.RUN_FOLDER)  # noqa: SIM115 - closed when read
    file.write(b"".join(_HEAD.pack(first, mark, len(box)) + box for first, mark, box in run))
    file.seek(0)
    return file


def _read(file: IO[bytes]) -> Iterator[Sealed]:
    while head := file.read(_HEAD.size):
        first, mark, length = _HEAD.unpack(head)
        yield first, mark, file.read(length)


def _write_lines(
    incident: Incident, keys: ListKeys, runs: list[IO[bytes]], progress: Progress
) -> None:
    has_lines = AffectedLine.objects.filter(incident=incident).exists()
    merged = heapq.merge(*map(_read, runs), key=itemgetter(0, 1))
    contacts = groupby(merged, key=itemgetter(0))
    while some := [(first, _of_one(lines)) for first, lines in islice(contacts, WRITTEN_AT_ONCE)]:
        known = _known(keys, [first for first, _lines in some]) if has_lines else {}
        rows = [row for first, lines in some for row in _rows(keys, first, lines, known)]
        _insert(incident.pk, rows)
        progress.lines += len(rows)
        progress.contacts += len(some)
        if progress.contacts % PROGRESS_ROWS < WRITTEN_AT_ONCE:
            progress.tell(progress)


def _of_one(lines: Iterator[Sealed]) -> dict[int, bytes]:
    """Return the different lines of one contact, by their marks."""
    return {mark: box for _first, mark, box in islice(lines, MAX_PEOPLE)}


def _rows(
    keys: ListKeys, first: int, lines: dict[int, bytes], known: dict[int, set[int]]
) -> Iterator[tuple[int, bytes]]:
    there = known.get(first, set())
    new = [(mark, box) for mark, box in lines.items() if mark not in there]
    for which, (_mark, box) in enumerate(new, len(there)):
        yield keys.of_several(first, which), box


def _known(keys: ListKeys, firsts: list[int]) -> dict[int, set[int]]:
    """Return the marks of the lines that contacts have already, by their first lines' numbers."""
    found: dict[int, set[int]] = {}
    wanted = {first: (first, 0) for first in firsts}
    while wanted:
        rows = [row for some in _some(list(wanted)) for row in fetch(_FOUND, (some,))]
        again = {}
        for number, box in rows:
            first, which = wanted[number]
            line = keys.open(box)
            found.setdefault(first, set()).add(keys.mark(line) if line else -which)
            again[keys.of_several(first, which + 1)] = (first, which + 1)
        wanted = again
    return found


def _some(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), 500):
        yield numbers[start : start + 500]


def _insert(incident: int, rows: list[tuple[int, bytes]]) -> None:
    rows.sort()
    lines = [(number, incident, box) for number, box in rows]
    with writing():
        insert_rows(AffectedLine, ("id", "incident", "box"), lines, or_ignore=True)
