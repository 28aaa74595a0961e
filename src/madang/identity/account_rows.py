"""One value for each account, in rows of which none is ever written again.

A row that its owner rewrites is a name for them: whoever has the database's log sees when it was
written, each time beside what else its owner did. So a new value is a new row, under another of
the account's keyed numbers, and the newest counts. What is outdated goes later, all at once.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

from madang.core.db.select import execute, fetch, statement
from madang.core.db.transactions import writing

from .boxed_rows import Boxed
from .boxes import PADDED_TO
from .models import BoxedRow
from .tags import keyed, keyed_places

Value = TypeVar("Value")
# So many values of an account may be new before the outdated ones go, or the oldest makes room.
PLACES = 24
_FOUND = "SELECT {id}, {box} FROM {Rows} WHERE {id} IN %s"
_ALL = "SELECT {id}, {box} FROM {Rows}"
_INSERT = "INSERT INTO {Rows} ({id}, {box}) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_DELETE = "DELETE FROM {Rows} WHERE {id} = %s AND {box} = %s"
_registered: list["AccountRows[Any]"] = []


class AccountRows(Generic[Value]):
    """The rows of a model whose boxes hold each account's value of one type."""

    def __init__(
        self,
        model: type[BoxedRow],
        kind: type[Value],
        purpose: str,
        *,
        padded_to: int = PADDED_TO,
    ) -> None:
        self.model, self.purpose = model, purpose
        # Whose it is, which of the account's values it is, and the value.
        held: Any = tuple[int, int, kind]  # type: ignore[valid-type]
        self._boxed: Boxed[tuple[int, int, Value]] = Boxed(held, purpose, padded_to=padded_to)
        self._found = statement(_FOUND, model, Rows=model)
        self._all_rows = statement(_ALL, model, Rows=model)
        self._insert = statement(_INSERT, model, Rows=model)
        self._delete = statement(_DELETE, model, Rows=model)
        _registered.append(self)

    def find(self, account_id: int) -> Value | None:
        """Return an account's value. One query."""
        return self.find_all([account_id]).get(account_id)

    def find_all(self, account_ids: Iterable[int]) -> dict[int, Value]:
        """Return the values of some accounts, as far as they have one. One query."""
        keys = [key for account_id in account_ids for key in self._keys(account_id)]
        rows = fetch(self._found, (keys,)) if keys else []
        return {account: value for account, (_n, _key, value) in self._newest(rows).items()}

    def all(self) -> Iterator[Value]:
        """Yield the value of every account that has one, in no order; reads all rows."""
        return (value for _number, _key, value in self._newest(self._every()).values())

    def save(self, account_id: int, value: Value) -> None:
        """Keep a new value of an account. Belongs in the transaction of what it was read for."""
        rows = fetch(self._found, (self._keys(account_id),))
        newest = self._newest(rows).get(account_id)
        number = newest[0] + 1 if newest else 0
        box = self._boxed.encrypt((account_id, number, value))
        free = list(set(self._keys(account_id)) - {key for key, _box in rows})
        secrets.SystemRandom().shuffle(free)
        # Another process may take one at the same moment.
        if any(execute(self._insert, (key, box)) for key in free):
            return
        self._take_the_oldest(rows, box)

    def amend(self, account_id: int, value: Value) -> None:
        """Let the newest row say something else: for what goes on in the background."""
        newest = self._newest(fetch(self._found, (self._keys(account_id),))).get(account_id)
        if newest is not None:
            number, key, _value = newest
            box = self._boxed.encrypt((account_id, number, value))
            self.model._default_manager.filter(pk=key).update(box=box)

    def take_over(self, account_id: int) -> str:
        """Return the box of the one row that an account had before, and delete that row."""
        row = self.model._default_manager.filter(pk=keyed(self.purpose, account_id)).first()
        if row is None:
            return ""
        row.delete()
        return row.box

    def row(self, account_id: int, value: Value) -> BoxedRow:
        """Return an account's first row, not saved yet, for many accounts at once."""
        key, box = self._keys(account_id)[0], self._boxed.encrypt((account_id, 0, value))
        return self.model(id=key, box=box)

    def delete(self, account_id: int) -> None:
        """Delete all values of an account."""
        self.model._default_manager.filter(pk__in=self._keys(account_id)).delete()

    def drop_unless(self, is_kept: Callable[[Value], bool]) -> None:
        """Delete the values that are not to be kept, and rows that cannot be read."""
        rows = dict(self._every())
        newest = self._newest(rows.items()).values()
        self._delete_others(rows, {key for _number, key, value in newest if is_kept(value)})

    def drop_outdated(self, *, of_at_least: int) -> None:
        """Delete what is not the newest of its account, everybody's at once.

        Nothing, where it is of fewer accounts than `of_at_least`: it would be known as theirs.
        """
        rows = dict(self._every())
        newest = {key for _number, key, _value in self._newest(rows.items()).values()}
        read = (self._boxed.decrypt(box) for key, box in rows.items() if key not in newest)
        outdated = {held[0] for held in read if held}
        if len(outdated) >= of_at_least:
            self._delete_others(rows, newest)

    def _delete_others(self, rows: dict[int, str], kept: set[int]) -> None:
        """Delete what was read, but for what is kept and what was saved since then."""
        gone = list(rows.keys() - kept)
        # Not in the order of the rows' writing, which the log would tell.
        secrets.SystemRandom().shuffle(gone)
        with writing():
            for key in gone:
                execute(self._delete, (key, rows[key]))

    def _take_the_oldest(self, rows: Iterable[tuple[Any, ...]], box: str) -> None:
        read = ((self._boxed.decrypt(old), key) for key, old in rows)
        _number, key = min((held[1], key) if held else (-1, key) for held, key in read)
        self.model._default_manager.filter(pk=key).delete()
        execute(self._insert, (key, box))

    def _every(self) -> Iterator[tuple[int, str]]:
        return iter(fetch(self._all_rows, ()))

    def _newest(self, rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[int, int, Value]]:
        """Return (number, row, value) of the newest row of each account."""
        newest: dict[int, tuple[int, int, Value]] = {}
        for key, box in rows:
            if (held := self._boxed.decrypt(box)) is None:
                continue
            account, number, value = held
            if account not in newest or newest[account][:2] < (number, key):
                newest[account] = number, key, value
        return newest

    def _keys(self, account_id: int) -> list[int]:
        return keyed_places(self.purpose, "", account_id, PLACES)


def drop_outdated_rows(*, of_at_least: int = 1) -> None:
    """Delete the outdated values of all accounts, of every kind that so many have some of."""
    for rows in _registered:
        rows.drop_outdated(of_at_least=of_at_least)
