"""Boxed rows: one dataclass each, as JSON in an encrypted box, under a random or keyed number.

One mechanism for all that the site must know of an account and a database must not tell. A field
of the dataclass may be whatever JSON can hold, a date, a moment, an enum, a tuple or a set.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

import msgspec

from madang.core.db.select import fetch, statement

from .boxes import PADDED_TO, decrypt, encrypt
from .models import BoxedRow
from .tags import keyed

Value = TypeVar("Value")
_FOUND = "SELECT {id}, {box} FROM {Rows} WHERE {id} IN %s"


class Boxed(Generic[Value]):
    """How values of one type are encrypted and read again, bound to what they are for."""

    def __init__(self, kind: type[Value], purpose: str, *, padded_to: int = PADDED_TO) -> None:
        self.purpose, self.padded_to = purpose, padded_to
        self._decoder = msgspec.json.Decoder(kind)

    def encrypt(self, value: Value) -> str:
        """Return a box with this value, as URL-safe text."""
        text = msgspec.json.encode(value, enc_hook=_plain).decode()
        return encrypt(text, purpose=self.purpose, padded_to=self.padded_to)

    def decrypt(self, box: str) -> Value | None:
        """Return what a box holds; None if it is damaged or holds something else."""
        text = decrypt(box, purpose=self.purpose)
        try:
            return self._decoder.decode(text) if text else None
        except msgspec.DecodeError:
            return None


class BoxedRows(Boxed[Value]):
    """The rows of a model whose boxes hold values of one type."""

    def __init__(
        self,
        model: type[BoxedRow],
        kind: type[Value],
        purpose: str,
        *,
        padded_to: int = PADDED_TO,
    ) -> None:
        super().__init__(kind, purpose, padded_to=padded_to)
        self.model = model
        self._found = statement(_FOUND, model, Rows=model)

    def key_of(self, account_id: int, place: object = "") -> int:
        """Return the number of an account's row; of several, of the one in a place."""
        return keyed(f"{self.purpose}:{place}" if place != "" else self.purpose, account_id)

    def find(self, key: int) -> Value | None:
        """Return the value under a number. One query."""
        return self.find_all([key]).get(key)

    def find_all(self, keys: Iterable[int]) -> dict[int, Value]:
        """Return the values under some numbers, in no order. One query."""
        return dict(self._read(fetch(self._found, (list(keys),))))

    def all(self) -> Iterator[Value]:
        """Yield every value, in no order."""
        rows = self.model._default_manager.values_list("pk", "box").iterator()
        return (value for _key, value in self._read(rows))

    def row(self, key: int, value: Value, **columns: Any) -> BoxedRow:
        """Return a new row that is not saved yet, for many at once."""
        return self.model(id=key, box=self.encrypt(value), **columns)

    def save(self, key: int, value: Value, **columns: Any) -> None:
        """Keep a value under a number, in place of an older one; `columns` are outside the box."""
        new = {"box": self.encrypt(value), **columns}
        self.model._default_manager.update_or_create(pk=key, defaults=new)

    def delete(self, *keys: int) -> None:
        """Delete the rows under some numbers."""
        self.model._default_manager.filter(pk__in=keys).delete()

    def drop_unless(self, is_kept: Callable[[Value], bool]) -> None:
        """Delete the rows whose values are not to be kept, and those that cannot be read."""
        for row in self.model._default_manager.all():
            value = self.decrypt(row.box)
            if value is None or not is_kept(value):
                # Another value may have taken its place since it was read.
                self.model._default_manager.filter(pk=row.pk, box=row.box).delete()

    def _read(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, Value]]:
        for key, box in rows:
            value = self.decrypt(box)
            if value is not None:
                yield key, value


def _plain(value: Any) -> str:
    """Return a text of a type of its own (such as HTML that is safe to show) as a text."""
    if not isinstance(value, str):
        raise NotImplementedError(type(value))
    return str.__str__(value)
