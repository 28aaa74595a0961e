"""How well providers do, and which of several is given the next batch."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from .providers import Provider


@contextmanager
def measured(provider: Provider) -> Iterator[None]:
    """Note how long a provider took, and whether it failed."""
    yield


def chosen(providers: Sequence[Provider]) -> Provider | None:
    """Return the provider for the next batch; None if there is none."""
    return providers[0] if providers else None
