"""How many requests one address may have under way at once, in each worker."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from madang.core.http.client_address import is_this_machine, reader_of

from .answers import too_many
from .requests import Environ


class AtOnce:
    """Counts what is being read or answered, by the address that it came from."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.under_way: Counter[str] = Counter()

    @contextmanager
    def one_more(self, environ: Environ) -> Iterator[None]:
        """Count a request as long as it is under way; raises Refused for one too many.

        What comes from this machine is not counted: it is a proxy that nobody told the site of.
        Behind one that is known, a request that does not say from where counts as from there.
        """
        reader = reader_of(environ)
        if is_this_machine(reader) and not settings.TRUSTED_PROXIES:
            yield
            return
        if self.under_way[reader] >= self.most:
            raise too_many()
        self.under_way[reader] += 1
        try:
            yield
        finally:
            self.under_way[reader] -= 1
            if not self.under_way[reader]:
                del self.under_way[reader]
