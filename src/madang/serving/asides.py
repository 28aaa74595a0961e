"""What views say of their answers to the server alone: taken off before anybody sees it."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from madang.core.http import shared_pages, viewed

from .answers import Answer
from .requests import Environ

Pages = Callable[[Environ], Awaitable[Answer]]

_NAMES = {viewed.HEADER: "viewed", shared_pages.HEADER: "shared"}


class Asides(NamedTuple):
    """What a page showed, and for which members it is; empty where nothing was said."""

    viewed: str = ""
    shared: str = ""


def parted(answer: Answer) -> tuple[Asides, Answer]:
    """Return what an answer says aside, and the answer without that."""
    said = {_NAMES[name]: value for name, value in answer.headers if name in _NAMES}
    if not said:
        return Asides(), answer
    rest = [pair for pair in answer.headers if pair[0] not in _NAMES]
    return Asides(**said), answer._replace(headers=rest)


class PagesInFront:
    """What stands before Django: asks it (`render`), and tells `on_served` what pages showed."""

    def __init__(self, pages: Pages, on_served: Callable[[Environ, str], None] | None) -> None:
        self.render, self.on_served = pages, on_served

    async def ask_django(self, environ: Environ) -> tuple[Asides, Answer]:
        """Return what Django answers, and what it says aside."""
        return parted(await self.render(environ))

    async def pass_on(self, environ: Environ) -> Answer:
        """Return what Django answers, for this request alone."""
        aside, answer = await self.ask_django(environ)
        self.tell(environ, aside.viewed)
        return answer

    def tell(self, environ: Environ, viewed: str) -> None:
        """Tell of a page that somebody reads."""
        if viewed and self.on_served is not None and environ["REQUEST_METHOD"] == "GET":
            self.on_served(environ, viewed)
