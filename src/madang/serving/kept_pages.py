"""Pages that are kept for a moment: so many bytes of them, the oldest forgotten first."""

from collections import OrderedDict
from typing import Any, Protocol, TypeVar


class Keepable(Protocol):
    """A page that falls due, by the clock that only goes on (time.monotonic)."""

    due: float

    def size(self, key: Any) -> int:
        """Return about how many bytes of memory it takes, with what it is kept under."""


K = TypeVar("K", bound=tuple[Any, ...])
P = TypeVar("P", bound=Keepable)


class KeptPages(OrderedDict[K, P]):
    """Pages by what they are kept under, and how many bytes they take."""

    def __init__(self) -> None:
        super().__init__()
        self.bytes = 0

    def keep(self, key: K, page: P) -> None:
        """Keep a page, in the place of the one before."""
        self.forget(key)
        self[key] = page
        self.bytes += page.size(key)

    def forget(self, key: K) -> None:
        """Keep a page no more; nothing where there is none."""
        page = self.pop(key, None)
        if page is not None:
            self.bytes -= page.size(key)

    def make_room(self, *, most: int, due_before: float, but: int = 0) -> None:
        """Forget what fell due by a moment, and the oldest of what is too much; so many stay."""
        while len(self) > but:
            oldest = next(iter(self))
            if self.bytes <= most and self[oldest].due > due_before:
                return
            self.forget(oldest)
