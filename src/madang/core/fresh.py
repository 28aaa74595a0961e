"""Values read anew once some seconds have passed: in each process, at the next question."""

import time
from collections.abc import Callable, Hashable
from functools import partial
from typing import Generic, TypeVar

V = TypeVar("V")
K = TypeVar("K", bound=Hashable)
_all: "list[Fresh[object]]" = []
_keyed: "list[FreshByKey[Hashable, object]]" = []


class Fresh(Generic[V]):
    """A value that may be some seconds old.

    `keep` tells whether a value may be kept at all; one that may not is read each time.
    """

    def __init__(
        self,
        read: Callable[[], V],
        *,
        seconds: float,
        keep: Callable[[V], bool] = lambda value: True,
        listed: bool = True,
    ) -> None:
        self.read, self.seconds, self.keep = read, seconds, keep
        self._known: tuple[float, V] | None = None
        if listed:
            _all.append(self)  # type: ignore[arg-type]

    def __call__(self) -> V:
        """Return the value. What reading costs, once in so many seconds."""
        known = self._known
        if known is None or time.monotonic() - known[0] > self.seconds:
            value = self.read()
            known = (time.monotonic(), value)
            self._known = known if self.keep(value) else None
        return known[1]

    def forget(self) -> None:
        """Read the value anew at the next question; called after it was changed here."""
        self._known = None


class FreshByKey(Generic[K, V]):
    """The same for a few keys; with more than `most` of them all are read anew."""

    def __init__(self, read: Callable[[K], V], *, seconds: float, most: int) -> None:
        self.read, self.seconds, self.most = read, seconds, most
        self._known: dict[K, Fresh[V]] = {}
        _keyed.append(self)  # type: ignore[arg-type]

    def __call__(self, key: K) -> V:
        """Return the value of a key."""
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= self.most:
                self._known.clear()
            known = Fresh(partial(self.read, key), seconds=self.seconds, listed=False)
            self._known[key] = known
        return known()

    def forget(self) -> None:
        """Read every value anew at the next question."""
        self._known.clear()


def forget_all() -> None:
    """Let every value be read anew; between tests."""
    for value in _all:
        value.forget()
    for values in _keyed:
        values.forget()
