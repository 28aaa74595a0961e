"""One person of a list, and how they are sealed: a line for each contact, of one length."""

import msgspec

from madang.identity.named_keys import NamedNumbers, NamedRecords

from .contacts import Contact, ContactKind

# Nearly everybody fits; who does not has a box of twice the length.
PADDED_TO = 384


class Person(msgspec.Struct, frozen=True, array_like=True):
    """Somebody whose data leaked: what of theirs (`items` by number), since when, their contacts.

    `contacts` are as `Contact.text` has them, in the order in which they are tried.
    """

    name: str = ""
    birth: str = ""
    items: tuple[int, ...] = ()
    since: str = ""
    is_customer: bool = True
    language: str = ""
    contacts: tuple[str, ...] = ()
    address: str = ""
    is_staff: bool = False

    def reached_by(self, *kinds: ContactKind) -> list[Contact]:
        """Return the contacts of some kinds, in their order."""
        split = (text.partition(":") for text in self.contacts)
        found = [Contact(ContactKind(kind), value) for kind, _colon, value in split]
        return [one for one in found if one.kind in kinds]


class Line(msgspec.Struct, frozen=True, array_like=True):
    """A person as found by one of their contacts."""

    contact: str
    person: Person


class ListKeys:
    """How an incident's lines are sealed and found. Raises KeyDestroyed once its key is gone."""

    def __init__(self, key_name: str) -> None:
        self._records = NamedRecords(Line, key_name, "affected", padded_to=PADDED_TO)
        self._numbers = NamedNumbers(key_name, "affected")

    def first(self, contact: str) -> int:
        """Return the number of a contact's first line."""
        return self._numbers.of(contact)

    def of_several(self, first: int, which: int) -> int:
        """Return the number of one of a contact's lines, of several people: `first` is its first's.

        The first has its own number, so that lines can be written in the order of their numbers.
        """
        return self._numbers.of(f"\0{first}:{which}") if which else first

    def seal(self, line: Line) -> tuple[int, bytes]:
        """Return what tells a line from every other, and its box.

        The same person twice has the same mark.
        """
        return self.mark(line), self._records.seal(line, bound_to=0)

    def open(self, box: bytes) -> Line | None:
        """Return what is in a box; None if it is damaged."""
        return self._records.open(box, bound_to=0)

    def mark(self, line: Line) -> int:
        """Return what tells a line from every other: the same person twice has the same."""
        return self._numbers.of_bytes(msgspec.msgpack.encode(line))
