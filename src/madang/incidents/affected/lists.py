"""The list of the affected as it is kept: finding a contact's people, walking through, ending it.

Nobody reads it as a list. Whoever has a code reads their own lines; notices go through it once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from madang.core.db.select import execute, fetch, statement

from ..models import AffectedLine, Incident
from .contacts import Contact
from .people import Line, ListKeys, Person

# So many people of a contact are looked for at once, whether it is known or not.
AT_ONCE = 4
WALKED_AT_ONCE = 500
_FOUND = statement("SELECT {id}, {box} FROM {AffectedLine} WHERE {id} IN %s", AffectedLine)
_WALK = statement(
    "SELECT {id}, {box} FROM {AffectedLine} WHERE {id} > %s AND {incident} = %s "
    "ORDER BY {id} LIMIT %s",
    AffectedLine,
)
_COUNT = statement("SELECT COUNT(*) FROM {AffectedLine} WHERE {incident} = %s", AffectedLine)
_DELETE = statement(
    "DELETE FROM {AffectedLine} WHERE {id} IN (SELECT {id} FROM {AffectedLine} "
    "WHERE {incident} = %s LIMIT %s)",
    AffectedLine,
)


@dataclass(frozen=True, slots=True)
class ListedContact:
    """A contact of the list, the number of its first line, and its people."""

    contact: str
    first: int
    people: tuple[Person, ...]


def people_of(incident: Incident, contact: Contact) -> list[Person]:
    """Return the people behind a contact; none for one that is not in the list.

    One query, whether it is known or not; one more for every four people. Raises KeyDestroyed.
    """
    keys = ListKeys(incident.key_name)
    first = keys.first(contact.text)
    found: list[Person] = []
    while True:
        wanted = [keys.of_several(first, len(found) + n) for n in range(AT_ONCE)]
        lines = _lines(keys, wanted)
        found += [lines[number].person for number in wanted if number in lines]
        if len(lines) < AT_ONCE:
            return found


def walk(incident: Incident, after: int = -1) -> Iterator[tuple[int, list[ListedContact]]]:
    """Yield the contacts of the list, some at a time, in the order of their first lines' numbers.

    With each comes the number of the last line that was read: `after` it the walk goes on. Some
    lines may be of no new contact. Raises KeyDestroyed.
    """
    keys = ListKeys(incident.key_name)
    while rows := fetch(_WALK, (after, incident.pk, WALKED_AT_ONCE)):
        opened = ((number, keys.open(box)) for number, box in rows)
        firsts = {
            number: [line]
            for number, line in opened
            # A further person of a contact whose first line comes elsewhere.
            if line is not None and keys.first(line.contact) == number
        }
        _add_others(keys, firsts)
        after = rows[-1][0]
        yield (
            after,
            [
                ListedContact(lines[0].contact, first, tuple(line.person for line in lines))
                for first, lines in firsts.items()
            ],
        )


def count_lines(incident: Incident) -> int:
    """Return how many lines an incident's list has. One query, that reads an index."""
    ((count,),) = fetch(_COUNT, (incident.pk,))
    return int(count)


def delete_lines(incident: Incident, *, most: int = 5000) -> int:
    """Delete some lines of an incident; return how many."""
    return execute(_DELETE, (incident.pk, most))


def _add_others(keys: ListKeys, firsts: dict[int, list[Line]]) -> None:
    """Add the further people of some contacts, of which most have none. A query or two."""
    open_ones = list(firsts)
    which = 1
    while open_ones:
        wanted = {keys.of_several(first, which): first for first in open_ones}
        lines = _lines(keys, list(wanted))
        for number, line in lines.items():
            firsts[wanted[number]].append(line)
        open_ones = [wanted[number] for number in lines]
        which += 1


def _lines(keys: ListKeys, numbers: list[int]) -> dict[int, Line]:
    opened = ((number, keys.open(box)) for number, box in fetch(_FOUND, (numbers,)))
    return {number: line for number, line in opened if line is not None}
